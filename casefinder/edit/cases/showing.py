"""What may be shown of a case, given what may be published of the answers."""

from collections.abc import Collection
from dataclasses import replace

from casefinder.edit.cases.content import CaseContent, CaseRow, Origin, Rows, Sentence


def is_publishable(origin: Origin, keys: Collection[str]) -> bool:
    """Say whether all that a sentence tells of may be published, given the publishable fields."""
    return all(key in keys for key in origin.questions())


def visible(content: CaseContent, keys: Collection[str], *, picture: bool = True) -> CaseContent:
    """Return the case without what may not be published.

    Args:
        content: The case.
        keys: The fields that may be published to the audience in question (a table's columns by name).
        picture: Whether the illustration may be published.

    Returns:
        A case in which sentences, then empty rows, then empty places are left out.
    """
    places: dict[str, Rows] = {}
    for place, rows in content.places.items():
        kept = tuple(shown for row in rows if (shown := _visible_row(row, keys)))
        if kept:
            places[place] = kept
    details = content.details if picture else replace(content.details, illustration=None)
    return replace(content, places=places, details=details)


def _visible_row(row: CaseRow, keys: Collection[str]) -> dict[str, tuple[Sentence, ...]]:
    shown = {
        column: tuple(each for each in sentences if is_publishable(each.origin, keys))
        for column, sentences in row.items()
    }
    return {column: sentences for column, sentences in shown.items() if sentences}
