"""What counts as waiting for us today."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from casefinder.errors import N_

NEAR_DEADLINE = timedelta(days=7)
ROWS_SHOWN = 5


class Work(StrEnum):
    """The groups of the start page, the most urgent first."""

    RELEASES = "releases"
    MAIL_STOPPED = "mail_stopped"
    FAILED_LETTERS = "failed_letters"
    LATE_LETTERS = "late_letters"
    FAILED_JOBS = "failed_jobs"
    RESUBMITTED = "resubmitted"
    UNREAD = "unread"
    SPOKEN = "spoken"
    READING = "reading"
    UNCONFIRMED = "unconfirmed"
    TO_APPROVE = "to_approve"
    RETURNED = "returned"
    UNOPENED = "unopened"


TITLES: Mapping[Work, str] = {
    Work.RELEASES: N_("Released casebooks that need a decision"),
    Work.MAIL_STOPPED: N_("No letter leaves at present"),
    Work.FAILED_LETTERS: N_("Letters that did not arrive"),
    Work.LATE_LETTERS: N_("Letters that were put off"),
    Work.FAILED_JOBS: N_("Machine work that failed"),
    Work.RESUBMITTED: N_("Submitted again after a return"),
    Work.UNREAD: N_("Submitted, not read yet"),
    Work.SPOKEN: N_("Want to answer by word of mouth"),
    Work.READING: N_("Being read"),
    Work.UNCONFIRMED: N_("Cases without the organisation's word"),
    Work.TO_APPROVE: N_("Cases to finish and approve"),
    Work.RETURNED: N_("Returned, waiting for the respondent"),
    Work.UNOPENED: N_("Not opened, deadline within seven days"),
}
NEXT: Mapping[Work, str] = {
    Work.RELEASES: N_("Decide"),
    Work.MAIL_STOPPED: N_("Look at the post"),
    Work.FAILED_LETTERS: N_("Correct the address"),
    Work.LATE_LETTERS: N_("Look at it"),
    Work.FAILED_JOBS: N_("Look at it"),
    Work.RESUBMITTED: N_("Read"),
    Work.UNREAD: N_("Read"),
    Work.SPOKEN: N_("Look at it"),
    Work.READING: N_("Go on reading"),
    Work.UNCONFIRMED: N_("Ask and record"),
    Work.TO_APPROVE: N_("Go on editing"),
    Work.RETURNED: N_("Look at it"),
    Work.UNOPENED: N_("Look at it"),
}
OURS = (
    Work.RELEASES, Work.MAIL_STOPPED, Work.FAILED_LETTERS, Work.LATE_LETTERS, Work.FAILED_JOBS, Work.RESUBMITTED,
    Work.UNREAD, Work.SPOKEN, Work.READING, Work.UNCONFIRMED,
    Work.TO_APPROVE,
)  # fmt: skip


def timeline_place(start_s: float, end_s: float, at_s: float) -> float:
    """Return where an instant stands on a line from start to end, 0 to 100, never outside."""
    if end_s <= start_s:
        return 100.0
    return round(min(max((at_s - start_s) / (end_s - start_s), 0.0), 1.0) * 100, 2)
