"""Whose word a case needs before it is approved: the organisation's, and a second person's of the division."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from casefinder.edit.cases.content import CaseContent
from casefinder.edit.gate.find_rules import Find
from casefinder.edit.layout.pressed import Pressed
from casefinder.errors import N_

MAX_NAME_CHARS = 80
MAX_NOTE_CHARS = 400
MAX_REASON_CHARS = 400


class Way(StrEnum):
    """How an organisation said yes."""

    PHONE = "phone"
    MAIL = "mail"
    MEETING = "meeting"
    LETTER = "letter"
    OTHER = "other"
    PROOF = "proof"  # by a link of its own; never chosen by an editor


WAY_LABELS: dict[Way, str] = {
    Way.PHONE: N_("by telephone"),
    Way.MAIL: N_("by e-mail"),
    Way.MEETING: N_("in a meeting"),
    Way.LETTER: N_("in writing"),
    Way.OTHER: N_("in another way"),
    Way.PROOF: N_("on the proof's page"),
}
WAYS_OF_EDITORS = tuple(way for way in Way if way is not Way.PROOF)


@dataclass(frozen=True)
class Confirmed:
    """An organisation's word on a case, as it stands.

    `is_of_this_text` says whether the words are still those that it said yes to.
    """

    confirmed_by: str
    confirmed_on: date
    way: Way
    note: str
    recorded_at: datetime
    recorder: str
    is_of_this_text: bool = True


class Verdict(StrEnum):
    """What a person decided on a find."""

    MAY_PRINT = "may_print"
    TO_FIX = "to_fix"


@dataclass(frozen=True)
class Decided:
    """A decision on a find, as it stands."""

    verdict: Verdict
    reason: str
    decider: str
    decided_at: datetime


@dataclass(frozen=True)
class Passed:
    """What a case has passed on its way to print.

    Attributes:
        confirmed: The organisation's word, None when it was not given.
        finds: What the case says that may not be printed unless a person decides so.
        decisions: What was decided, by the find's key.
        unread: How many texts the engine has still to look through for names.
        is_stuck: Whether the engine gave up, so that nobody waits for it in vain.
        locked: How many locked answers the case was compared with.
        texts: How many texts of it were compared.
        pressed: What the press said of just this text, None when it was not asked.
    """

    confirmed: Confirmed | None = None
    finds: tuple[Find, ...] = ()
    decisions: Mapping[str, Decided] = field(default_factory=dict)
    unread: int = 0
    is_stuck: bool = False
    locked: int = 0
    texts: int = 0
    pressed: Pressed | None = None

    @property
    def undecided(self) -> tuple[Find, ...]:
        """The finds on which nobody has decided."""
        return tuple(each for each in self.finds if each.key not in self.decisions)

    @property
    def in_the_way(self) -> tuple[Find, ...]:
        """The finds that keep a case from print: not decided, or to be mended and still there."""
        return tuple(each for each in self.finds if not self.may_print(each))

    def may_print(self, find: Find) -> bool:
        """Say whether a person decided that a find may be printed."""
        decided = self.decisions.get(find.key)
        return decided is not None and decided.verdict is Verdict.MAY_PRINT


def printed_hash(content: CaseContent) -> str:
    """Return the SHA-256 of the words and the picture that an organisation says yes to, wherever they come from."""
    picture = content.details.illustration
    said = {
        "places": {place: content.table(place) for place, rows in content.places.items() if rows},
        "picture": [picture.sha256, picture.alt, picture.credit] if picture else [],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def may_approve(approver_id: int, last_author_id: int | None, editors: Collection[int]) -> bool:
    """Say whether somebody may approve a case: whoever changed it last may not, where the division has two people.

    Args:
        approver_id: Who wants to approve.
        last_author_id: Who changed the case last.
        editors: The accounts that may approve now.
    """
    return approver_id != last_author_id or not (set(editors) - {approver_id})
