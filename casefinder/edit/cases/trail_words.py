"""What the trail's entries of this room are called on a page."""

from casefinder.edit.layout.places import PLACES
from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "case",
        N_("Case"),
        {
            "approved": N_("was approved"),
            "approved_alone": N_("was approved by whoever changed it last, there being nobody else"),
            "confirmed": N_("was confirmed by the organisation"),
            "discarded": N_("was discarded"),
            "drafted": N_("was drafted"),
            "edited": N_("was edited"),
            "find_decided": N_("it was decided what it may say"),
            "find_undecided": N_("a decision on what it may say was taken back"),
            "reopened": N_("was reopened"),
            "taken_up": N_("taken up again"),
            "unconfirmed": N_("the confirmation was taken back"),
        },
        details={
            "confirmed_by": N_("confirmed by"),
            "confirmed_on": N_("day"),
            "kind": N_("kind"),
            "place": N_("place"),
            "reason": N_("reason"),
            "verdict": N_("decision"),
            "hash": N_("mark of the content"),
            "way": N_("way"),
            "what": N_("place"),
        },
        values={"what": {place.key: place.label for place in PLACES}},
    ),
)
