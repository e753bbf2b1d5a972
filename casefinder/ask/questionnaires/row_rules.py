"""Rows of tables: each has an id that stays, whatever comes, goes or moves around it.

The id lies in the row under `id`. It means something within its own table only, so that an id that was made up does no
harm. A row that never got one goes by its place, counted from 1.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

ROW_ID = "id"
_ID = re.compile(r"[a-z0-9]{1,16}")

Row = Mapping[str, object]


def rows_of(value: object) -> list[Row]:
    """Return the rows of a stored value."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def row_id(row: Row, place: int) -> str:
    """Return a row's id; one that never got any goes by its place, from 0."""
    own = row.get(ROW_ID)
    return own if isinstance(own, str) and own else str(place + 1)


def sent_id(text: str | None, known: Collection[str]) -> str:
    """Return the id that a form sent for a row; empty for none, for what is no id, and for one sent before."""
    return text if text and _ID.fullmatch(text) and text not in known else ""


def without_ids(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Return rows as they read, without their ids."""
    return [{key: cell for key, cell in row.items() if key != ROW_ID} for row in rows]


def with_ids(
    rows: Sequence[Row], before: Sequence[Row], new_id: Callable[[], str]
) -> list[dict[str, object]]:
    """Return rows that all have an id of their own.

    A row without one is the stored row that reads the same; where no row was sent with an id, as forms do that know of
    none, it is the stored row in its place; else it is new.

    Args:
        rows: What was sent.
        before: What is stored.
        new_id: Makes an id that no row ever had.
    """
    ids = [sent_id(str(row.get(ROW_ID) or ""), ()) for row in rows]
    ids = [own if own not in ids[:place] else "" for place, own in enumerate(ids)]
    free = {
        row_id(row, place): own
        for place, (row, own) in enumerate(zip(before, without_ids(before), strict=True))
    }
    by_place = [] if any(ids) else list(free)
    for own in ids:
        free.pop(own, None)
    told = without_ids(rows)
    for place, row in enumerate(told):
        if not ids[place]:
            ids[place] = _taken(free, next((own for own, known in free.items() if known == row), ""))
    for place in range(len(told)):
        if not ids[place] and place < len(by_place):
            ids[place] = _taken(free, by_place[place])
    return [{**row, ROW_ID: ids[place] or new_id()} for place, row in enumerate(told)]


def _taken(free: dict[str, dict[str, object]], own: str) -> str:
    return own if free.pop(own, None) is not None else ""
