"""Whose word a case needs before it is approved: the organisation's, and a second person's of the division."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from casefinder.edit.cases.content import CaseContent
from casefinder.errors import N_

MAX_NAME_CHARS = 80
MAX_NOTE_CHARS = 400


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


@dataclass(frozen=True)
class Passed:
    """What a case has passed on its way to print."""

    confirmed: Confirmed | None = None


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
