"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "coding",
        N_("Coding"),
        {
            "added": N_("was added"),
            "moved": N_("got another range"),
            "removed": N_("was removed"),
        },
        details={
            "before": N_("number before"),
            "question": N_("question"),
            "theme": N_("theme"),
        },
    ),
)
