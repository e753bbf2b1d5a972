"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "case",
        N_("Case"),
        {
            "approved": N_("was approved"),
            "discarded": N_("was discarded"),
            "drafted": N_("was drafted"),
            "edited": N_("was edited"),
            "reopened": N_("was reopened"),
            "taken_up": N_("taken up again"),
        },
        details={
            "hash": N_("mark of the content"),
            "what": N_("place"),
        },
    ),
)
