"""How much of a place is used: lines and characters, counted as the printed page counts."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from casefinder.ask.questionnaires.lengths import text_length
from casefinder.edit.layout.places import BY_KEY, Column, Place

WIDOW_CHARS = 2
Texts = Mapping[str, str]


class Written(Protocol):
    """What is written in the places of a case."""

    def table(self, place: str) -> list[dict[str, str]]: ...


@dataclass(frozen=True)
class Over:
    """A cell (or, with no column, a row or the whole place) that does not fit: by how many characters."""

    row: int
    column: str
    characters: int


@dataclass(frozen=True)
class Fit:
    """Lines used and there, and what does not fit."""

    used: int
    allowed: int
    over: tuple[Over, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether everything fits."""
        return not self.over

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
    return fit_texts(BY_KEY[key], content.table(key))


def fit_texts(place: Place, rows: list[dict[str, str]]) -> Fit:
    """Return how much of a place some rows of texts use."""
    if place.total_lines:
        return _fit_shared(place, rows)
    if place.row_width:
        return _fit_rows(place, [one_line(row, place) for row in rows], place.row_width)
    if place.spare:
        return _fit_rows(place, [row.get("text", "") for row in rows], place.column("text").width)
    return _fit_cells(place, rows)


def _fit_shared(place: Place, rows: list[dict[str, str]]) -> Fit:
    width = place.row_width or place.columns[-1].width
    texts = [one_line(row, place) for row in rows]
    if place.key == "background":  # one running text, whatever its sentences are stored as
        length = sum(map(text_length, texts))
        used = math.ceil(length / width)
        spill = math.ceil(length - width * place.total_lines)
    else:
        used = sum(lines_of(text, width) for text in texts)
        longest = max((math.ceil(text_length(text)) for text in texts), default=0)
        spill = max(1, longest % width) if used > place.total_lines else 0
    return Fit(used, place.total_lines, (Over(len(rows) - 1, "", spill),) if spill > 0 else ())


def _fit_rows(place: Place, texts: list[str], width: int) -> Fit:
    over: list[Over] = []
    spare = place.spare
    used = 0
    for number, text in enumerate(texts):
        lines = lines_of(text, width)
        used += lines
        if lines > 1 and spare and lines <= 2:
            spare -= 1
        elif lines > 1:
            over.append(Over(number, "", math.ceil(text_length(text) - width)))
    return Fit(used, place.rows + place.spare, tuple(over))


def _fit_cells(place: Place, rows: list[dict[str, str]]) -> Fit:
    over = [
        Over(number, column.key, spill)
        for number, row in enumerate(rows)
        for column in place.columns
        if (spill := _spill(column, row.get(column.key, ""))) > 0
    ]
    if place.has_rows:
        return Fit(len(rows), place.rows, tuple(over))
    main = next((c for c in place.columns if c.key == "finding"), None) or max(
        place.columns, key=lambda column: column.limit
    )
    text = rows[0].get(main.key, "") if rows else ""
    return Fit(lines_of(text, main.width), main.lines, tuple(over))


def _spill(column: Column, text: str) -> int:
    if column.choices:
        return 0
    return math.ceil(text_length(text) - column.limit)
