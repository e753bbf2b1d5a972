"""Pure decisions about builds: their state, their steps, what their judgement means."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from casefinder.errors import N_


class BuildState(StrEnum):
    """Waiting, at the press, made, or given up."""

    WAITING = "waiting"
    PRESSING = "pressing"
    MADE = "made"
    REFUSED = "refused"


STATE_LABELS: dict[BuildState, str] = {
    BuildState.WAITING: N_("Waiting for the press"),
    BuildState.PRESSING: N_("At the press"),
    BuildState.MADE: N_("Made"),
    BuildState.REFUSED: N_("Not made"),
}
STEP_LABELS: dict[str, str] = {
    "check": N_("Checking the content"),
    "lay-out": N_("Laying out the pages"),
    "finish": N_("Finishing the PDF"),
    "lint": N_("Looking over the finished book"),
    "site": N_("Making site and data"),
    "search": N_("Reading the files for the search"),
    "judge": N_("Asking veraPDF"),
}


def build_state(
    *, done_at: datetime | None, failed_at: datetime | None, started: bool, progress: Mapping[str, Any]
) -> BuildState:
    """Return the state of a build from its instants; progress tells that a worker holds it."""
    if done_at is not None:
        return BuildState.MADE
    if failed_at is not None:
        return BuildState.REFUSED
    return BuildState.PRESSING if started and progress else BuildState.WAITING


class JudgementState(StrEnum):
    """What the judge said: compliant, not compliant, or nothing."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_JUDGED = "not_judged"


def judgement_state(judgement: Mapping[str, Any]) -> JudgementState:
    """Return what a stored judgement means; a judge that could not sit has not passed the book."""
    if judgement.get("missing") or judgement.get("error") or not judgement.get("verdicts"):
        return JudgementState.NOT_JUDGED
    return JudgementState.PASSED if judgement.get("passed") else JudgementState.FAILED


JUDGEMENT_LABELS: dict[JudgementState, str] = {
    JudgementState.PASSED: N_("veraPDF finds it compliant"),
    JudgementState.FAILED: N_("veraPDF finds it not compliant"),
    JudgementState.NOT_JUDGED: N_("Not judged"),
}


def is_public(path: str) -> bool:
    """Say whether a file of a build goes out with its release."""
    return path in ("book.pdf", "judgement.json") or path.startswith(("site/", "data/"))
