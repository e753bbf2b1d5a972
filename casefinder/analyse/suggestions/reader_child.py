"""The child that reads: loads the engine once, then answers one JSON line for each JSON line.

Started as `python -m casefinder.analyse.suggestions.reader_child [--exemplars-only]`; its first line says that it is ready
(`child.say_ready`), so that loading never counts in the time of the first question. An answer's words never leave it
in an error: only the error's kind does.
"""

import json
import sys
from typing import IO, Any

from casefinder import child
from casefinder.analyse.suggestions.reader import EXEMPLARS_ONLY


def make_reader(arguments: list[str]) -> Any:
    """Return the engine, trained; with `--exemplars-only` it never saw the shipped answers."""
    from casefinder.analyse.engine.reader import Reader, Training

    return Reader(Training.exemplars_only() if EXEMPLARS_ONLY in arguments else Training.shipped())


def answer(reader: Any, line: bytes) -> dict[str, Any]:
    """Return what the engine found in the document of one line, or the kind of error that it met."""
    try:
        found = reader.read(json.loads(line))
    except MemoryError:
        raise
    except Exception as error:
        return {"error": f"reading failed ({type(error).__name__})"}
    return {"version": reader.version, "threshold": reader.threshold, "answers": found["answers"]}


def serve(reader: Any, lines: IO[bytes], out: IO[bytes]) -> None:
    """Answer line by line until there are no more."""
    for line in lines:
        out.write(json.dumps(answer(reader, line), ensure_ascii=False).encode() + b"\n")
        out.flush()


if __name__ == "__main__":
    child.stay_with_parent()
    engine = make_reader(sys.argv[1:])
    child.say_ready()
    serve(engine, sys.stdin.buffer, sys.stdout.buffer)
