"""Reading JSON lines that others wrote: each line is checked, a broken one is named by its number."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class BrokenLineError(ValueError):
    """A line that is not what was agreed; `number` counts from 1, `problem` says what is wrong."""

    def __init__(self, number: int, problem: str) -> None:
        """Say which line and what is wrong with it."""
        super().__init__(f"line {number}: {problem}")
        self.number = number
        self.problem = problem


def read_documents(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Yield documents with `id` and `answers` (each `question` and `text`); other keys are let through.

    Raises:
        BrokenLineError: At the first line that is not such a document.
    """
    for _, document in _numbered(lines):
        yield document


def read_labelled(lines: Iterable[bytes]) -> list[dict[str, Any]]:
    """Return coded documents: each answer also has `sentences`, `codings` and perhaps `entities`.

    Raises:
        BrokenLineError: At the first line that is not such a document.
    """
    return list(_labelled(lines))


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    seen: dict[str, int] = {}
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        document = _document(number, raw)
        if document["id"] in seen:
            raise BrokenLineError(
                number, f"id {document['id']!r} was already used on line {seen[document['id']]}"
            )
        seen[document["id"]] = number
        yield number, document


def _labelled(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for number, document in _numbered(lines):
        for place, answer in enumerate(document["answers"], start=1):
            _check_spans(number, place, answer)
        yield document


def _document(number: int, raw: bytes) -> dict[str, Any]:
    try:
        document = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        raise BrokenLineError(number, f"not UTF-8 at byte {error.start}") from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise BrokenLineError(number, f"not JSON: {error}") from None
    if not isinstance(document, dict):
        raise BrokenLineError(number, "not a JSON object")
    if not isinstance(document.get("id"), str) or not document["id"]:
        raise BrokenLineError(number, "`id` is missing or not text")
    if _HALF_CHARACTER.search(document["id"]):
        raise BrokenLineError(number, "`id` holds half a character")
    answers = document.get("answers")
    if not isinstance(answers, list):
        raise BrokenLineError(number, "`answers` is missing or not a list")
    for place, answer in enumerate(answers, start=1):
        if not isinstance(answer, dict):
            raise BrokenLineError(number, f"answer {place} is not an object")
        for key in ("question", "text"):
            if not isinstance(answer.get(key), str):
                raise BrokenLineError(number, f"answer {place}: `{key}` is missing or not text")
            if _HALF_CHARACTER.search(answer[key]):
                raise BrokenLineError(number, f"answer {place}: `{key}` holds half a character")
    return document


def _check_spans(number: int, place: int, answer: dict[str, Any]) -> None:
    length = len(answer["text"])
    for key, label in (("codings", "theme"), ("entities", "label")):
        rows = answer.get(key, [] if key == "entities" else None)
        if not isinstance(rows, list):
            raise BrokenLineError(number, f"answer {place}: `{key}` is missing or not a list")
        for row in rows:
            if not isinstance(row, dict) or not isinstance(row.get(label), str):
                raise BrokenLineError(number, f"answer {place}: a row of `{key}` has no `{label}`")
            if not _is_span(row.get("start"), row.get("end"), length):
                raise BrokenLineError(number, f"answer {place}: a row of `{key}` lies outside the text")
    for sentence in answer.get("sentences", []):
        if (
            not isinstance(sentence, list)
            or len(sentence) != 2
            or not _is_span(sentence[0], sentence[1], length)
        ):
            raise BrokenLineError(number, f"answer {place}: a sentence lies outside the text")


def _is_span(start: object, end: object, length: int) -> bool:
    return type(start) is int and type(end) is int and 0 <= start < end <= length
