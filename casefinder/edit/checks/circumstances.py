"""What the checks need to know beyond the case itself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from casefinder.ask.questionnaires.numbering import number_of
from casefinder.edit.gate.rules import Passed


@dataclass(frozen=True)
class Circumstances:
    """What the checks need to know beyond the case itself.

    Attributes:
        today: The day in Tokyo.
        publishable: Fields and columns that may appear in a casebook for everyone.
        may_print: Whether the consent lets the case appear at all.
        shown_pictures: Ids of the pictures that may appear.
        is_anonymous: Whether the organisation must not be named.
        organisation_names: Spellings of its name.
        person_names: Names of persons in the answers that may not be printed.
        charset: Code points that the book's fonts have; empty when unknown.
        beside: Words that are printed with the case though they do not stand in it: the organisation's name, answers.
        has_statement: Whether anything that was submitted counts; else nothing is said of what was corrected since.
        not_measured: Whether the respondent said that nothing can be measured yet.
        numbers: Item key → number that people see.
        passed: What the case has passed on its way to print; None where that is not asked.
    """

    today: date
    publishable: Collection[str] = frozenset()
    may_print: bool = True
    shown_pictures: Collection[int] = frozenset()
    is_anonymous: bool = False
    organisation_names: tuple[str, ...] = ()
    person_names: tuple[str, ...] = ()
    charset: frozenset[int] = frozenset()
    beside: tuple[str, ...] = ()
    has_statement: bool = False
    not_measured: bool = False
    numbers: Mapping[str, str] = field(default_factory=dict)
    passed: Passed | None = None

    def number_of(self, key: str) -> str:
        """Return what people see of a key."""
        return number_of(self.numbers, key)
