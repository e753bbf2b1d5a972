"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "installation",
        N_("Installation"),
        {
            "backed_up": N_("a backup was made"),
            "restored": N_("a backup was put in place"),
        },
        details={
            "backup": N_("backup of"),
            "reapplied": N_("ended again"),
        },
    ),
)
