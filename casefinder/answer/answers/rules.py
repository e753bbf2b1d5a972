"""How an answer is stored, when two are the same, and which of two that cross is kept."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from casefinder.ask.questionnaires.answers import ALTERNATIVE_TEXT, Given, GivenAnswer, is_blank
from casefinder.ask.questionnaires.document import Item
from casefinder.ask.questionnaires.row_rules import rows_of, with_ids, without_ids

SIGNATURE_CHARS = 12


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


def _is_nothing(value: object) -> bool:
    return value is None or value in ("", [], {}, ())
