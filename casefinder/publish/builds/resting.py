"""What a printed case rests on: the fields that something on its pages tells of, its picture, its name."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from casefinder.edit.cases.content import CaseContent
from casefinder.publish.builds.printed import Given
from casefinder.publish.content import CasePage, EditionContent


@dataclass(frozen=True)
class Rest:
    """One printed case and what it rests on; `keys` are fields and columns of tables."""

    response_id: int
    case_number: int
    title: str
    is_named: bool
    is_open: bool
    keys: tuple[str, ...]
    picture_id: int | None = None

    def as_plain(self) -> dict[str, Any]:
        """Return the same as values of a row."""
        return {**asdict(self), "keys": list(self.keys)}


@dataclass(frozen=True)
class Said:
    """A sentence that might have been quoted: of which case, of which field, in which words."""

    case_number: int
    question_key: str
    text: str


def rest_of(
    page: CasePage, shown: CaseContent, given: Given, *, response_id: int, quoted: Iterable[str]
) -> Rest:
    """Return what a page rests on.

    Args:
        page: As printed.
        shown: The case behind it, with nothing in it but what is printed.
        given: The answers that are printed beside it.
        response_id: Whose answers.
        quoted: The fields of its sentences that the book quotes elsewhere.
    """
    told = {key for *_, sentence in shown.sentences() for key in sentence.origin.questions()}
    picture = shown.details.illustration
    return Rest(
        response_id, page.number, page.title, page.organisation.named, page.open_data,
        tuple(sorted({*told, *given.keys(), *quoted})), picture.attachment_id if picture else None,
    )  # fmt: skip


def quoted_keys(content: EditionContent, said: Iterable[Said]) -> dict[int, set[str]]:
    """Return, by case, the fields of the sentences that summaries and closing pages quote."""
    printed = {(quote.case, quote.text) for summary in content.theme_summaries for quote in summary.quotes}
    printed |= {(saying.case, saying.text) for chapter in content.chapters for saying in chapter.sayings}
    found: dict[int, set[str]] = {}
    for each in said:
        if (each.case_number, each.text.strip()) in printed:
            found.setdefault(each.case_number, set()).add(each.question_key)
    return found
