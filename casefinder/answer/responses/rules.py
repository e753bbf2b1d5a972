"""What state a response is in, what its receipt looks like, and when two answers are the same."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from casefinder.ask.questionnaires.answers import ALTERNATIVE_TEXT, Given, GivenAnswer, is_blank
from casefinder.ask.questionnaires.document import Document, Item
from casefinder.ask.questionnaires.row_rules import rows_of, with_ids, without_ids
from casefinder.errors import N_

RECEIPT_ALPHABET = "34679ACEFGHJKMNPRTWXY"  # without I 1 L, O 0 Q D, Z 2, S 5, B 8, U V
RECEIPT_CHARS = 8
SIGNATURE_CHARS = 12


class ResponseState(StrEnum):
    """未開封 → 入力中 → 提出 → 確認中 → 差戻し → 再提出 → 受理."""

    NOT_OPENED = "not_opened"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    READING = "reading"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"
    ACCEPTED = "accepted"


STATE_LABELS: dict[ResponseState, str] = {
    ResponseState.NOT_OPENED: N_("Not opened"),
    ResponseState.DRAFT: N_("Being answered"),
    ResponseState.SUBMITTED: N_("Submitted"),
    ResponseState.READING: N_("Being read"),
    ResponseState.RETURNED: N_("Returned"),
    ResponseState.RESUBMITTED: N_("Submitted again"),
    ResponseState.ACCEPTED: N_("Accepted"),
}
WRITABLE = frozenset({ResponseState.DRAFT, ResponseState.RETURNED})
WITH_EDITORS = frozenset(
    {
        ResponseState.SUBMITTED,
        ResponseState.READING,
        ResponseState.RESUBMITTED,
        ResponseState.ACCEPTED,
    }
)


def response_state(
    *,
    started_at: datetime | None,
    submitted_at: datetime | None,
    taken_back_at: datetime | None,
    first_read_at: datetime | None,
    returned_at: datetime | None,
    accepted_at: datetime | None,
) -> ResponseState:
    """Return the state that a response's instants (UTC) tell; `queries.state_case` is its twin in SQL.

    A later submit outdates a return, a taking back, a first reading and an acceptance.
    """
    if started_at is None:
        return ResponseState.NOT_OPENED
    if submitted_at is None:
        return ResponseState.DRAFT
    if returned_at is not None and returned_at > submitted_at:
        return ResponseState.RETURNED
    if taken_back_at is not None and taken_back_at > submitted_at:
        return ResponseState.DRAFT if returned_at is None else ResponseState.RETURNED
    if accepted_at is not None and accepted_at >= submitted_at:
        return ResponseState.ACCEPTED
    if first_read_at is not None and first_read_at >= submitted_at:
        return ResponseState.READING
    return ResponseState.SUBMITTED if returned_at is None else ResponseState.RESUBMITTED


def may_take_back(state: ResponseState) -> bool:
    """Say whether the respondent may take a submitted response back: until an editor opened it."""
    return state in (ResponseState.SUBMITTED, ResponseState.RESUBMITTED)


def receipt_number(characters: str) -> str:
    """Return eight characters of `RECEIPT_ALPHABET` as they are shown: K7RF-4WPH."""
    return f"{characters[:4]}-{characters[4:]}"


@dataclass(frozen=True)
class Seen:
    """What a page knew of an item: its revision (0 = none yet) and the signature of what was shown."""

    revision: int = 0
    signature: str = ""

    def __str__(self) -> str:
        """Return what a hidden input carries."""
        return f"{self.revision}.{self.signature}"


def parse_seen(text: str | None) -> Seen:
    """Return what a hidden input `3.a1b2…` says; anything else means that the page knew of no answer."""
    number, _, signature = (text or "").partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return Seen()
    return Seen(int(number), signature[:SIGNATURE_CHARS])


def normal(item: Item, given: Given) -> GivenAnswer:
    """Return an answer as it is stored: the default audience is no choice, empty entries are left out."""
    value = {name: storable(each) for name, each in given.value.items() if not _is_nothing(each)}
    if not item.alternatives:
        value.pop(ALTERNATIVE_TEXT, None)
    audience = None if given.audience == item.audience else given.audience
    return GivenAnswer(value, audience, given.is_spoken, given.alternative)


def storable(value: object) -> object:
    """Return a value without what no database keeps: NUL and halves of surrogate pairs."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {str(name): storable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [storable(each) for each in value]
    return value


def signature(given: Given) -> str:
    """Return a short fingerprint of an answer; equal answers have equal ones, whatever ids their rows have."""
    parts = [_read(given), given.audience, given.is_spoken, given.alternative]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:SIGNATURE_CHARS]


def same(one: Given, other: Given) -> bool:
    """Say whether two answers say the same in every respect; ids of rows say nothing."""
    return (_read(one), one.audience, one.is_spoken, one.alternative) == (
        _read(other),
        other.audience,
        other.is_spoken,
        other.alternative,
    )


def with_row_ids(
    item: Item, given: GivenAnswer, stored: Given | None, new_id: Callable[[], str]
) -> GivenAnswer:
    """Return an answer whose tables' rows all have ids, those of the stored rows where they are the same."""
    tables = [each.entry for each in item.fields if each.kind == "table"]
    value = {
        name: with_ids(rows_of(each), rows_of(stored.value.get(name) if stored else None), new_id)
        if name in tables and isinstance(each, list)
        else each
        for name, each in given.value.items()
    }
    return replace(given, value=value)


def _read(given: Given) -> dict[str, object]:
    """Return an answer's value as it reads, without the ids of rows."""
    return {
        name: without_ids(each)
        if isinstance(each, list) and all(isinstance(row, Mapping) for row in each)
        else each
        for name, each in given.value.items()
    }


class Verdict(StrEnum):
    """What is to be done with an answer that was sent."""

    UNCHANGED = "unchanged"  # as stored, or as it was shown: nothing to write
    STORE = "store"
    STALE = "stale"  # somebody else stored another answer in between; both are kept


def verdict(item: Item, sent: Given, seen: Seen, stored: Given | None, stored_revision: int) -> Verdict:
    """Decide about one sent answer, given what the page had seen and what is stored now.

    An answer that the sender did not touch never overwrites a newer one.
    """
    if stored is None and is_blank(item, sent) and sent.audience is None:
        return Verdict.UNCHANGED
    if stored is not None and same(sent, stored):
        return Verdict.UNCHANGED
    if seen.revision == stored_revision:
        return Verdict.STORE
    return Verdict.UNCHANGED if seen.signature == signature(sent) else Verdict.STALE


@dataclass(frozen=True)
class Ending:
    """The choice that ends a questionnaire at once: 今回は該当なし."""

    item_key: str
    entry: str
    code: str

    @property
    def value(self) -> dict[str, object]:
        """The value of the answer that says so."""
        return {self.entry: self.code}


def ending_of(document: Document) -> Ending | None:
    """Return the choice that says there is nothing to tell, None when the questionnaire does not ask."""
    asked = document.meant("nothing_to_report")
    if asked is None:
        return None
    code = next(choice.code for choice in asked.field.choices if choice.ends)
    return Ending(asked.item.key, asked.field.entry, code)


def is_ended(document: Document, answers: Mapping[str, Given]) -> bool:
    """Say whether 今回は該当なし was chosen."""
    ending = ending_of(document)
    given = answers.get(ending.item_key) if ending else None
    return bool(ending and given and given.value.get(ending.entry) == ending.code)


def _is_nothing(value: object) -> bool:
    return value is None or value in ("", [], {}, ())
