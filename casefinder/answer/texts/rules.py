"""Which texts a statement holds; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casefinder.answer.snapshots.rules import Submitted, text_hash
from casefinder.ask.questionnaires.cells import cells
from casefinder.ask.questionnaires.document import Document

TYPED_KINDS = frozenset({"short_text", "long_text"})


@dataclass(frozen=True)
class Said:
    """One text as typed, its place, and the revision of the item it stands in."""

    key: str
    row_id: str | None
    revision: int
    text: str

    @property
    def hash(self) -> str:
        """SHA-256 of the text."""
        return text_hash(self.text)

    @property
    def place(self) -> tuple[str, str | None]:
        """Key and row, which together name the place in a response."""
        return self.key, self.row_id


def said_texts(document: Document, answers: Mapping[str, Submitted]) -> Iterator[Said]:
    """Yield the written texts of a statement, in the questionnaire's order; a table's cell goes by its row's id."""
    for cell in cells(document, answers):
        if cell.part.kind in TYPED_KINDS and isinstance(cell.value, str) and cell.value.strip():
            yield Said(cell.key, cell.row_id, answers[cell.item.key].revision, cell.value)
