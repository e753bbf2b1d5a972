"""The cells of a case as texts, in the order of the pages."""

from collections.abc import Iterator

from casefinder.edit.cases.content import CaseContent
from casefinder.edit.layout.places import PLACES


def cells(content: CaseContent) -> Iterator[tuple[str, int, str, str]]:
    """Yield place, row, column and text of everything that is written."""
    for place in PLACES:
        for number, row in enumerate(content.table(place.key)):
            for column, text in row.items():
                yield place.key, number, column, text
