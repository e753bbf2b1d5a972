"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "consent",
        N_("Consent"),
        {
            "noted": N_("was noted"),
            "restored": N_("withdrawal was taken back"),
            "withdrawn": N_("was withdrawn"),
        },
        details={
            "choice": N_("choice"),
            "item": N_("item"),
            "note": N_("note"),
            "scope": N_("opens"),
        },
    ),
)
