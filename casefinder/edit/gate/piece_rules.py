"""A case as the pieces of text that are printed of it, each with its place."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from casefinder.analyse.engine.sentences import split_sentences
from casefinder.edit.cases.content import ANSWER, REGISTER, CaseContent, Sentence
from casefinder.edit.layout.places import PLACES

DETAILS = "details"  # the picture's words
BESIDE = "beside"  # what is printed of the answers without standing in the case
_CHOICES = frozenset({("figure", "kind"), ("figure", "effect"), ("effects", "certainty")})
_UNITED = (("value", "unit"), ("before_value", "unit"), ("after_value", "unit"))
_UNIT_IN_LABEL = re.compile(r"[（(](?P<unit>[^（()）]{1,6})[)）]")
_BARE = re.compile(r"[\d０-９,，.．]+")


@dataclass(frozen=True)
class Piece:
    """A sentence of a case, or a cell that is shorter.

    `is_answers` says whether a respondent typed words of it; `is_registers` whether all of it is from the register.
    """

    place: str
    row: int | None
    column: str
    text: str
    is_answers: bool = False
    is_registers: bool = False
    is_number: bool = False  # a number joined with its unit: looked at for amounts only


def pieces_of(content: CaseContent, beside: Iterable[str]) -> tuple[Piece, ...]:
    """Return all that is printed of a case, sentence by sentence, in the order of its pages.

    Args:
        content: The case.
        beside: Answers that are printed with it though they do not stand in it.
    """
    return (*_written(content), *_of_the_picture(content), *_beside(beside))


def _written(content: CaseContent) -> Iterator[Piece]:
    for place in PLACES:
        for number, row in enumerate(content.rows(place.key)):
            for column, sentences in row.items():
                if (place.key, column) not in _CHOICES:
                    yield from _cell(place.key, number, column, sentences)
            yield from _numbers(place.key, number, {name: _text(each) for name, each in row.items()})


def _cell(place: str, row: int, column: str, sentences: tuple[Sentence, ...]) -> Iterator[Piece]:
    text = _text(sentences)
    is_registers = all(each.origin.kind == REGISTER for each in sentences)
    typed = _typed_spans(sentences)
    for start, end in _sentences(text):
        is_answers = any(first < end and start < last for first, last in typed)
        yield Piece(place, row, column, text[start:end], is_answers, is_registers)


@lru_cache(maxsize=16_384)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(split_sentences(text)) or ((0, len(text)),)


def _typed_spans(sentences: tuple[Sentence, ...]) -> list[tuple[int, int]]:
    """Return where in a cell stand the words that a respondent typed."""
    found, at = [], 0
    for each in sentences:
        if each.origin.kind == ANSWER and each.origin.start is not None:
            found.append((at, at + len(each.text)))
        at += len(each.text)
    return found


def _numbers(place: str, row: int, cells: Mapping[str, str]) -> Iterator[Piece]:
    """Yield the numbers whose unit stands in another cell, with it."""
    for name, unit in _UNITED:
        if cells.get(name) and cells.get(unit):
            yield Piece(place, row, name, cells[name] + cells[unit], is_number=True)
    if label := _UNIT_IN_LABEL.search(cells.get("metric") or cells.get("label") or ""):
        for name in ("before", "after", "value"):
            if is_bare_number(cells.get(name, "")):
                yield Piece(place, row, name, cells[name] + label["unit"], is_number=True)


def is_bare_number(text: str) -> bool:
    """Say whether a cell holds a number and nothing else."""
    return _BARE.fullmatch(text) is not None


def _of_the_picture(content: CaseContent) -> Iterator[Piece]:
    if (picture := content.details.illustration) is not None:
        for name, text in (("alt", picture.alt), ("credit", picture.credit)):
            for start, end in split_sentences(text):
                yield Piece(DETAILS, None, name, text[start:end], is_answers=True)


def _beside(texts: Iterable[str]) -> Iterator[Piece]:
    for number, text in enumerate(texts):
        for start, end in split_sentences(text):
            yield Piece(BESIDE, number, "text", text[start:end], is_answers=True)


def _text(sentences: tuple[Sentence, ...]) -> str:
    return "".join(each.text for each in sentences)
