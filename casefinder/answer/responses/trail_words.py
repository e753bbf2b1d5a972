"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "response",
        N_("Response"),
        {
            "accepted": N_("was accepted"),
            "opened": N_("was opened"),
            "reopened": N_("was reopened"),
            "resubmitted": N_("submitted again"),
            "returned": N_("was returned"),
            "submitted": N_("was submitted"),
            "taken_back": N_("taken back"),
        },
        details={
            "response_id": N_("response no."),
            "revision": N_("state no."),
        },
    ),
)
