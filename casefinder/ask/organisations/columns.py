"""Which column of a file holds what: the heading may stand below a title, and call things by other names."""

import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from casefinder.errors import N_
from casefinder.folding import fold
from casefinder.tables import NotATable, Row, Table

Vocabulary = Mapping[str, Sequence[str]]
NO_COLUMN = N_("The column “%(column)s” is missing.")
TWO_COLUMNS = N_(
    "Two columns would be “%(column)s”: “%(first)s” (column %(first_letter)s) and “%(second)s” (column %(second_letter)s)."
    " Please keep one of them."
)
_NOTES = re.compile(r"[（(【\[［〔][^）)】\]］〕]*[）)】\]］〕]|[※＊*].*$")
_LOOKED_AT = 20  # rows in which a heading may stand


class NotARegister(NotATable):
    """The file is a table, but not one of organisations."""

    message = N_("This file cannot be read as a list of organisations.")


@dataclass(frozen=True)
class Heading:
    """The row of headings.

    Attributes:
        line: Where it stands in the file.
        names: For each column the name of what it holds, empty for one that is not read.
        words: For each column its heading as written.
    """

    line: int
    names: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headings of columns that are not read."""
        return tuple(word for name, word in zip(self.names, self.words, strict=True) if word and not name)

    def values(self, row: Row) -> dict[str, str]:
        """Return what a row says: name → text."""
        return {name: row.cell(place) for place, name in enumerate(self.names) if name}

    def nameless(self, row: Row) -> tuple[tuple[str, str], ...]:
        """Return the letter and the text of each filled cell whose column has no heading."""
        return tuple(
            (letter(place), text.strip())
            for place, text in enumerate(row.cells)
            if text.strip() and not (self.words[place] if place < len(self.words) else "")
        )

    def repeats(self, row: Row) -> bool:
        """Say whether a row is the heading once more, as on a further page."""
        return tuple(word.strip() for word in row.cells) == self.words[: len(row.cells)]


def find_sheet(
    table: Table, vocabulary: Vocabulary, needed: Sequence[str], *, bare: Callable[[str], str] | None = None
) -> tuple[Table, Heading, tuple[str, ...]]:
    """Return the first sheet with such a heading, its heading, and the titles of the sheets that are not read.

    Raises:
        NotARegister: None has one; what is said is about the first.
    """
    faults: list[NotARegister] = []
    for sheet in table.sheets:
        try:
            heading = find_heading(sheet.rows, vocabulary, needed, bare=bare)
        except NotARegister as fault:
            faults.append(fault)
            continue
        return sheet, heading, tuple(other.title for other in table.sheets if other is not sheet)
    raise faults[0]


def find_heading(
    rows: Sequence[Row],
    vocabulary: Vocabulary,
    needed: Sequence[str],
    *,
    bare: Callable[[str], str] | None = None,
) -> Heading:
    """Return the heading of a table: the row among the first that names most.

    Args:
        rows: The rows of the file.
        vocabulary: Name → what its column may be called, our own word first.
        needed: The names without which the file cannot be read.
        bare: Takes from a heading what does not say what it is: 人口（2025年） is 人口.

    Raises:
        NotARegister: A needed column is missing, or two columns hold the same.
    """
    meant = {_key(word): name for name, words in vocabulary.items() for word in (*words, name)}
    single = [_heading(row, meant, bare or _without_notes) for row in rows[:_LOOKED_AT]]
    headings = [*single, *(_of_two_rows(upper, lower) for upper, lower in pairwise(single))]
    best = max(headings, key=lambda heading: len(set(heading.names) - {""}))
    for name in needed:
        if name not in best.names:
            raise NotARegister(NO_COLUMN, column=vocabulary[name][0])
    for place, name in enumerate(best.names):
        first = best.names.index(name)
        if name and first != place:
            raise NotARegister(
                TWO_COLUMNS, column=vocabulary[name][0], first=best.words[first], first_letter=letter(first),
                second=best.words[place], second_letter=letter(place),
            )  # fmt: skip
    return best


def _without_notes(word: str) -> str:
    """Return a heading without what only says how to fill the column in: よみ（全角）, 団体名【必須】, 種別※."""
    return _NOTES.sub("", word) or word


def _of_two_rows(upper: Heading, lower: Heading) -> Heading:
    """Return two rows of headings as one, as merged cells leave them: below where something stands there, else above."""
    places = range(max(len(upper.words), len(lower.words)))
    chosen = [(lower if place < len(lower.words) and lower.words[place] else upper) for place in places]
    names = tuple(
        own.names[place] if place < len(own.names) else "" for place, own in zip(places, chosen, strict=True)
    )
    words = tuple(
        own.words[place] if place < len(own.words) else "" for place, own in zip(places, chosen, strict=True)
    )
    return Heading(lower.line, names, words)


def letter(place: int) -> str:
    """Return what a spreadsheet calls a column: A, B … Z, AA."""
    before, last = divmod(place, len(string.ascii_uppercase))
    return (letter(before - 1) if before else "") + string.ascii_uppercase[last]


def _heading(row: Row, meant: Mapping[str, str], bare: Callable[[str], str]) -> Heading:
    words = tuple(" ".join(cell.split()) for cell in row.cells)
    return Heading(row.line, tuple(meant.get(_key(bare(word)), "") for word in words), words)


def _key(word: str) -> str:
    return fold(word).text
