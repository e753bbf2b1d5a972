"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "suggestion",
        N_("Suggestion"),
        {
            "accepted": N_("was accepted"),
            "rejected": N_("was rejected"),
            "undone": N_("was undone"),
        },
    ),
    Words(
        "reading",
        N_("Machine reading"),
        {
            "requested": N_("was requested"),
        },
    ),
)
