"""How full a place is by count, as lines or rows: a hint beside what is written. Whether it fits, the press says (`pressed.py`)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from casefinder.ask.questionnaires.lengths import text_length
from casefinder.edit.layout.places import BY_KEY, Place

WIDOW_CHARS = 2
Texts = Mapping[str, str]


class Written(Protocol):
    """What is written in the places of a case."""

    def table(self, place: str) -> list[dict[str, str]]: ...


@dataclass(frozen=True)
class Fit:
    """Lines (or rows) used, and those of the fullest printed page."""

    used: int
    allowed: int

    @property
    def percent(self) -> int:
        """How full the place is, at most 100."""
        return min(100, round(100 * self.used / self.allowed)) if self.allowed else 0


def lines_of(text: str, width: int) -> int:
    """Return how many lines of `width` characters a text takes; 0 for none."""
    return math.ceil(text_length(text) / width)


def one_line(texts: Texts, place: Place) -> str:
    """Return what stands in one line of a row: its cells but the date, a space between."""
    cells = (texts.get(column.key, "") for column in place.columns if column.key != "when")
    return "　".join(cell for cell in cells if cell)


def widow(text: str, width: int) -> int:
    """Return how many characters stand alone on a last line if there are one or two, else 0."""
    length = math.ceil(text_length(text))
    rest = length % width
    return rest if length > width and 0 < rest <= WIDOW_CHARS else 0


def fit(content: Written, key: str) -> Fit:
    """Return how much of a place is used."""
    place, rows = BY_KEY[key], content.table(key)
    if place.total_lines:
        return Fit(_shared_lines(place, rows), place.total_lines)
    if place.row_width:
        return Fit(
            sum(lines_of(one_line(row, place), place.row_width) for row in rows), place.rows + place.spare
        )
    if place.spare:
        width = place.column("text").width
        return Fit(sum(lines_of(row.get("text", ""), width) for row in rows), place.rows + place.spare)
    return Fit(len(rows), place.rows) if place.has_rows else _of_its_text(place, rows)


def _shared_lines(place: Place, rows: list[dict[str, str]]) -> int:
    width = place.row_width or place.columns[-1].width
    texts = [one_line(row, place) for row in rows]
    if place.key == "background":  # one running text, whatever its sentences are stored as
        return math.ceil(sum(map(text_length, texts)) / width)
    return sum(lines_of(text, width) for text in texts)


def _of_its_text(place: Place, rows: list[dict[str, str]]) -> Fit:
    main = next((c for c in place.columns if c.key == "finding"), None) or max(
        place.columns, key=lambda column: column.limit
    )
    return Fit(lines_of(rows[0].get(main.key, "") if rows else "", main.width), main.lines)
