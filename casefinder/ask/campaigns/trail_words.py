"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "campaign",
        N_("Campaign"),
        {
            "changed": N_("was changed"),
            "closed": N_("was closed"),
            "created": N_("was created"),
            "deadline_moved": N_("deadline moved"),
            "opened": N_("was opened"),
            "reopened": N_("was reopened"),
        },
    ),
)
