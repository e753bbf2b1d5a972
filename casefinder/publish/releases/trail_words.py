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
            "withdrawn": N_("was stopped"),
            "resumed": N_("was made public again"),
            "concern_found": N_("something to decide was found"),
            "concern_settled": N_("something to decide has settled itself"),
            "concern_kept": N_("something was decided to stay"),
        },
        details={
            "about": N_("about"),
            "book": N_("mark of the book"),
            "build": N_("build no."),
            "reason": N_("reason"),
            "subject": N_("case or file"),
        },
    ),
)
