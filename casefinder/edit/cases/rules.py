"""What state a case is in: candidate, draft, approved, discarded."""

from enum import StrEnum

from casefinder.edit.cases.canonical import content_hash
from casefinder.edit.cases.content import CaseContent
from casefinder.errors import N_


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
