"""Reasons that are given with one press: why what was found may be printed."""

from dataclasses import dataclass

from casefinder.edit.gate.find_rules import Find, Kind
from casefinder.errors import N_

TO_FIX, OWN = "to_fix", "own"


@dataclass(frozen=True)
class Reason:
    """A reason; `needs_words` says that it holds only with words beside it: who agreed, when, and how one knows."""

    key: str
    words: str
    needs_words: bool = False


OPEN_TOO = Reason("open_too", N_("The same stands in an answer that everyone may read"))
OTHER_THING = Reason("other_thing", N_("It says something else than that answer"))
OTHER_NUMBER = Reason("other_number", N_("It is another number"))
NO_PERSON = Reason("no_person", N_("It is not the name of a person"))
NO_CONTACT = Reason("no_contact", N_("It is no telephone number or address of anybody"))
LOOKED = Reason("looked", N_("I have read these words: nobody is named in them"))
PERSON_AGREED = Reason("person_agreed", N_("That person has agreed"), needs_words=True)
TOWN_AGREED = Reason("town_agreed", N_("The organisation has agreed"), needs_words=True)

REASONS: dict[Kind, tuple[Reason, ...]] = {
    Kind.ANSWER: (OTHER_THING, TOWN_AGREED),
    Kind.AMOUNT: (OPEN_TOO, OTHER_NUMBER, TOWN_AGREED),
    Kind.PERSON: (NO_PERSON, PERSON_AGREED),
    Kind.PHONE: (NO_CONTACT, TOWN_AGREED),
    Kind.MAIL: (NO_CONTACT, TOWN_AGREED),
    Kind.UNREAD: (LOOKED,),
}
BY_KEY: dict[str, Reason] = {each.key: each for reasons in REASONS.values() for each in reasons}


def reasons_for(find: Find) -> tuple[Reason, ...]:
    """Return the reasons that can be true of a find."""
    return tuple(each for each in REASONS[find.kind] if find.is_open_too or each is not OPEN_TOO)
