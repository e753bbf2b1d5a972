"""What the gate's page shows of each find: number, sentence in three parts, place, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass

from casefinder.edit.editor.page import CasePageView
from casefinder.edit.gate.find_rules import Find
from casefinder.edit.gate.rules import Decided

ICONS: Mapping[str, str] = {
    "answer": "lock", "amount": "yen", "person": "people", "phone": "phone", "mail": "mail", "unread": "eye",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One find as the page shows it; `number` is the same in the list and on the small pages."""

    number: int
    find: Find
    decided: Decided | None

    @property
    def icon(self) -> str:
        """The sign of its kind."""
        return ICONS[self.find.kind]

    @property
    def parts(self) -> tuple[str, str, str]:
        """The sentence before the words in question, the words, and what follows; without words all of it is meant."""
        before, words, after = (
            self.find.sentence.partition(self.find.words) if self.find.words else ("", "", "")
        )
        return (before, words, after) if words else ("", self.find.sentence, "")


@dataclass(frozen=True)
class Finds:
    """All finds of a case: those to decide first, then those decided."""

    open: tuple[Found, ...]
    closed: tuple[Found, ...]

    def on(self, place: str) -> list[Found]:
        """Return the open finds of a place."""
        return [each for each in self.open if each.find.place == place]


def found_on(view: CasePageView) -> Finds:
    """Return the finds of a case, numbered in the order of its pages."""
    passed = view.passed
    every = [
        Found(number, find, passed.decisions.get(find.key))
        for number, find in enumerate(passed.finds, start=1)
    ]
    return Finds(
        tuple(each for each in every if not passed.may_print(each.find)),
        tuple(each for each in every if passed.may_print(each.find)),
    )
