"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "casebook",
        N_("Casebook"),
        {
            "created": N_("was created"),
        },
    ),
    Words(
        "edition",
        N_("Edition"),
        {
            "changed": N_("was changed"),
            "created": N_("was created"),
            "ordered": N_("order changed"),
            "texts_confirmed": N_("texts confirmed"),
            "texts_set": N_("texts changed"),
        },
        details={
            "after": N_("made from edition no."),
            "cases": N_("cases in order"),
        },
    ),
)
