"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "release",
        N_("Release"),
        {
            "made": N_("was made"),
            "released": N_("was released"),
            "withdrawn": N_("was withdrawn"),
        },
        details={
            "book": N_("mark of the book"),
            "build": N_("build no."),
        },
    ),
)
