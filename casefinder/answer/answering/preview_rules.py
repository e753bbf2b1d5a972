"""How effects look on the printed page, worked out from a table as it is typed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.row_rules import rows_of
from casefinder.notations.dates import When, read_when

TABLE = "effect_rows"
CELLS = ("metric", "before", "after", "as_of")
NEEDED = frozenset({"metric", "after"})
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class EffectLine:
    """One line: what is measured, before → after, by how much per cent (negative: less), and as of when."""

    metric: str
    before: str
    after: str
    percent: int | None
    as_of: str


@dataclass(frozen=True)
class EffectPreview:
    """The lines of a table of effects, and in which of its columns each of `CELLS` is typed."""

    lines: Sequence[EffectLine]
    columns: Mapping[str, str]


def effect_preview(field: Field, value: object) -> EffectPreview | None:
    """Return the printed lines of a table's rows as stored; None when the table asks for something else."""
    columns = {column.means.removeprefix(f"{TABLE}."): column.key for column in field.columns}
    if field.means != TABLE or not columns.keys() >= NEEDED:
        return None
    known = {name: columns[name] for name in CELLS if name in columns}
    return EffectPreview([_line(row, known) for row in rows_of(value)], known)


def percent_change(before: str, after: str) -> int | None:
    """Return the change in per cent, rounded half up; None unless both hold one number of the same kind.

    `月148件` and `月41件` are of the same kind, `20分` and `2時間` are not.
    """
    texts = [
        unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "") for text in (before, after)
    ]
    numbers = [_NUMBER.findall(text) for text in texts]
    if any(len(found) != 1 for found in numbers):
        return None
    kinds = {_NUMBER.sub("#", text).removeprefix("約") for text in texts}
    first, second = Decimal(numbers[0][0]), Decimal(numbers[1][0])
    if len(kinds) != 1 or first == 0:
        return None
    return int(((second - first) * 100 / first).quantize(Decimal(1), ROUND_HALF_UP))


def _line(row: Mapping[str, object], columns: Mapping[str, str]) -> EffectLine:
    metric, before, after, as_of = (_squeezed(row.get(columns.get(name, ""))) for name in CELLS)
    if isinstance(when := read_when(as_of), When):
        as_of = when.without_day.words
    if before in ("なし", "無", "無し", "―", "-"):
        before = ""
    return EffectLine(metric, before, after, percent_change(before, after), as_of)


def _squeezed(value: object) -> str:
    return (
        re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", value.strip()) if isinstance(value, str) else ""
    )
