"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "attachment",
        N_("File"),
        {
            "added": N_("was added"),
            "removed": N_("was removed"),
        },
    ),
)
