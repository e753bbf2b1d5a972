"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "organisation",
        N_("Organisation"),
        {
            "added": N_("was added"),
            "changed": N_("was changed"),
            "fact_removed": N_("fact removed"),
            "fact_set": N_("fact set"),
            "restored": N_("was restored"),
            "retired": N_("was retired"),
        },
    ),
    Words(
        "register",
        N_("Register"),
        {
            "areas_loaded": N_("areas were loaded"),
            "loaded": N_("was loaded"),
        },
        details={
            "added": N_("number added"),
            "areas": N_("areas"),
            "moved": N_("municipalities moved"),
        },
    ),
)
