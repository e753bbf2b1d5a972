"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "build",
        N_("Build"),
        {
            "requested": N_("was requested"),
        },
        details={
            "content": N_("mark of the content"),
            "edition": N_("edition no."),
        },
    ),
)
