"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "build",
        N_("Build"),
        {
            "requested": N_("was requested"),
            "find_allowed": N_("words found in its files may stand"),
            "find_undecided": N_("a decision on words in its files was taken back"),
        },
        details={
            "content": N_("mark of the content"),
            "edition": N_("edition no."),
            "kind": N_("what was found"),
            "reason": N_("reason"),
        },
    ),
)
