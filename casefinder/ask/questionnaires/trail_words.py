"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "questionnaire",
        N_("Questionnaire"),
        {
            "published": N_("was published"),
        },
        details={
            "content_hash": N_("mark of the content"),
        },
    ),
)
