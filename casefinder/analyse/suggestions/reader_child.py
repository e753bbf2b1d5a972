"""The child that reads: loads the engine once, then answers one JSON line for each JSON line.

Started as `python -m casefinder.analyse.suggestions.reader_child TRAINING.json [--exemplars-only]`; its first line says
that it is ready (`child.say_ready`), so that loading never counts in the time of the first question. An answer's words
never leave it in an error: only the error's kind does.
"""

import json
import sys
from pathlib import Path
from typing import IO, Any

from casefinder import child
from casefinder.analyse.suggestions import training
from casefinder.analyse.suggestions.reader import EXEMPLARS_ONLY


def make_reader(arguments: list[str]) -> tuple[Any, str]:
    """Return the engine, trained, and the name of its training; with `--exemplars-only` it never saw the shipped answers.

    Raises:
        training.TrainingChanged: The file is not what its name promises.
    """
    from casefinder.analyse.engine.reader import Reader, Training

    path, *flags = arguments
    name, document = training.load(Path(path))
    return Reader(Training.of(document, exemplars_only=EXEMPLARS_ONLY in flags)), name


def answer(reader: Any, training_hash: str, line: bytes) -> dict[str, Any]:
    """Return what the engine found in the document of one line, or the kind of error that it met."""
    try:
        message = json.loads(line)
        if "names" in message:
            return {"training": training_hash, **names(reader, message["names"])}
        found = reader.read(message)
    except MemoryError:
        raise
    except Exception as error:
        return {"error": f"reading failed ({type(error).__name__})"}
    return {
        "version": reader.version,
        "training": training_hash,
        "threshold": reader.threshold,
        "answers": found["answers"],
    }


def names(reader: Any, texts: list[str]) -> dict[str, Any]:
    """Return where each text names persons."""
    from casefinder.analyse.engine.naming import find_names

    return {"version": reader.version, "names": [find_names(text) for text in texts]}


def serve(reader: Any, training_hash: str, lines: IO[bytes], out: IO[bytes]) -> None:
    """Answer line by line until there are no more."""
    for line in lines:
        out.write(json.dumps(answer(reader, training_hash, line), ensure_ascii=False).encode() + b"\n")
        out.flush()


if __name__ == "__main__":
    child.stay_with_parent()
    engine, learned = make_reader(sys.argv[1:])
    child.say_ready()
    serve(engine, learned, sys.stdin.buffer, sys.stdout.buffer)
