"""Pure decisions about cases: what state one is in, what keeps it from being approved, how full it is."""

from collections.abc import Iterable
from enum import StrEnum

from casefinder.edit.cases.checks import Circumstances, findings
from casefinder.edit.cases.content import (
    CaseContent,
    Details,
    Illustration,
    Origin,
    Sentence,
    canonical_json,
    content_hash,
    visible,
)
from casefinder.edit.cases.fit import Fit, Over, fit
from casefinder.edit.cases.places import BLOCKS, BY_KEY, CHAPTERS, PLACES, TROUBLES, Column, Place
from casefinder.edit.cases.problem import Finding, Group
from casefinder.errors import N_

__all__ = [
    "BLOCKS",
    "BY_KEY",
    "CHAPTERS",
    "PLACES",
    "STATE_LABELS",
    "TROUBLES",
    "CaseContent",
    "CaseState",
    "Circumstances",
    "Column",
    "Details",
    "Finding",
    "Fit",
    "Group",
    "Illustration",
    "Origin",
    "Over",
    "Place",
    "Sentence",
    "canonical_json",
    "case_state",
    "content_hash",
    "findings",
    "fit",
    "is_approved",
    "to_fix",
    "visible",
]  # fmt: skip


class CaseState(StrEnum):
    """候補 → 下書き → 承認; whether it is in an edition is the edition's matter."""

    CANDIDATE = "candidate"
    DRAFT = "draft"
    APPROVED = "approved"
    DISCARDED = "discarded"  # put away; it can be taken up again


STATE_LABELS: dict[CaseState, str] = {
    CaseState.CANDIDATE: N_("Candidate"),
    CaseState.DRAFT: N_("Case draft"),
    CaseState.APPROVED: N_("Approved"),
    CaseState.DISCARDED: N_("Discarded"),
}


def case_state(*, exists: bool, approved_hash: str | None, is_discarded: bool = False) -> CaseState:
    """Return the state: without a case a candidate, without an approval a draft, put away discarded."""
    if not exists:
        return CaseState.CANDIDATE
    if is_discarded:
        return CaseState.DISCARDED
    return CaseState.DRAFT if approved_hash is None else CaseState.APPROVED


def is_approved(content: CaseContent, approved_hash: str | None) -> bool:
    """Say whether exactly this content was approved; a picture's text that changed since undoes it, too."""
    return approved_hash is not None and approved_hash == content_hash(content)


def to_fix(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what keeps a case from being approved."""
    return tuple(each for each in found if each.group is Group.FIX)
