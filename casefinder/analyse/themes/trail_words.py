"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "theme",
        N_("Theme"),
        {
            "added": N_("was added"),
            "edited": N_("was edited"),
            "restored": N_("was restored"),
            "retired": N_("was retired"),
        },
        details={
            "restored": N_("state brought back"),
        },
    ),
)
