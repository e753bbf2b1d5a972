"""The child that lays single cases out: loads the press and the fonts once, then answers one JSON line for each JSON line.

Started as `python -m casefinder.publish.book.case_child`; its first line says that it is ready (`child.say_ready`). A question is
{"case": what would be printed, "chapter": its number, "pictures": a folder}; the words of a case never leave it in an error.
"""

import gc
import json
import logging
import sys
from pathlib import Path
from typing import IO, Any

import msgspec

from casefinder import child
from casefinder.publish.book import fonts, one_case
from casefinder.publish.content import CasePage


def answer(line: bytes) -> dict[str, Any]:
    """Return how the case of one line lies on its pages, or the kind of error that was met."""
    try:
        asked = json.loads(line)
        case = msgspec.convert(asked["case"], CasePage)
        return one_case.measured(case, int(asked["chapter"]), Path(asked["pictures"]))
    except MemoryError:
        raise
    except Exception as error:
        return {"error": f"laying out failed ({type(error).__name__})"}


def serve(lines: IO[bytes], out: IO[bytes]) -> None:
    """Answer line by line until there are no more."""
    for line in lines:
        out.write(json.dumps(answer(line), ensure_ascii=False).encode() + b"\n")
        out.flush()
        gc.collect()  # not while somebody waits: looking for dead boxes costs a quarter of the time


if __name__ == "__main__":
    child.stay_with_parent()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    with fonts.temporary_folder() as folder:
        fonts.isolate(Path(folder))
        one_case.load()
        gc.disable()
        child.say_ready()
        serve(sys.stdin.buffer, sys.stdout.buffer)
