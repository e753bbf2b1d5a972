"""What the gate's page shows of each find: number, sentence in three parts, place, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass

from casefinder.edit.gate.find_rules import Find
from casefinder.edit.gate.reason_rules import Reason, reasons_for
from casefinder.edit.gate.rules import Decided, Passed

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
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons that can be given with one press: those that need no words first."""
        return tuple(sorted(reasons_for(self.find), key=lambda each: each.needs_words))

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

    @property
    def newest(self) -> Found | None:
        """The find that was decided last."""
        decided = [each for each in (*self.open, *self.closed) if each.decided]
        return max(decided, key=_decided_at, default=None)

    def after(self, find_key: str) -> Found | None:
        """Return the next find that nobody has decided on, after one that was; the first one at the end of the list."""
        waiting = [each for each in self.open if each.decided is None]
        at = next((each.number for each in (*self.open, *self.closed) if each.find.key == find_key), 0)
        return next((each for each in waiting if each.number > at), next(iter(waiting), None))

    def of(self, find_key: str) -> Found | None:
        """Return a find by its key, None when the case does not say it any more."""
        return next((each for each in (*self.open, *self.closed) if each.find.key == find_key), None)


def _decided_at(found: Found) -> float:
    return found.decided.decided_at.timestamp() if found.decided else 0.0


def found_on(passed: Passed) -> Finds:
    """Return the finds of a case, numbered in the order of its pages."""
    every = [
        Found(number, find, passed.decisions.get(find.key))
        for number, find in enumerate(passed.finds, start=1)
    ]
    return Finds(
        tuple(each for each in every if not passed.may_print(each.find)),
        tuple(each for each in every if passed.may_print(each.find)),
    )
