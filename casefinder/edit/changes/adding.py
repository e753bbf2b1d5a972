"""Adding a span of an answer to the rows of a place."""

from casefinder.edit.cases.content import Rows
from casefinder.edit.changes.errors import NoRoom
from casefinder.edit.drafts.sources import Source
from casefinder.edit.layout.places import BY_KEY


def default_column(place: str) -> str:
    """Return the column that running text goes to."""
    keys = [column.key for column in BY_KEY[place].columns]
    wanted = {"effects": "metric", "facts": "value", "figure": "caption", "steps": "text"}.get(place, "text")
    return wanted if wanted in keys else keys[0]


def with_added(
    rows: Rows, most: int, place: str, row: int | None, column: str, source: Source, span: tuple[int, int]
) -> Rows:
    """Return the rows with a source's span added to one of them, or as a new one.

    Raises:
        NoRoom: The place has all its rows.
    """
    sentence = source.span(*span)
    if row is None and (most == 1 or place == "background") and rows:
        row = 0
    if row is not None and row < len(rows):
        joined = {**rows[row], column: (*rows[row].get(column, ()), sentence)}
        return (*rows[:row], joined, *rows[row + 1 :])
    if len(rows) >= most:
        raise NoRoom
    return (*rows, {column: (sentence,)})
