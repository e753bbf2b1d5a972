"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "invitation",
        N_("Invitation"),
        {
            "deadline_cleared": N_("own deadline taken away"),
            "deadline_set": N_("own deadline set"),
            "opened": N_("was opened"),
            "readdressed": N_("address corrected"),
            "renewed": N_("link renewed"),
            "revoked": N_("link stopped"),
            "sent": N_("was sent"),
            "sent_again": N_("was sent again with the same link"),
        },
        details={
            "generation": N_("link no."),
        },
    ),
    Words(
        "link",
        N_("Link"),
        {
            "made": N_("was made"),
            "renewed": N_("link renewed"),
            "revoked": N_("link stopped"),
        },
    ),
    Words(
        "letter",
        N_("Letter"),
        {
            "hurried": N_("all that wait were tried at once"),
            "let_go": N_("sending began again after a restore"),
            "put_aside": N_("was taken out of the line"),
            "sent_again": N_("sent again"),
            "tested": N_("a test letter was sent"),
        },
        details={
            "came": N_("what came of it"),
            "letters": N_("number of letters"),
        },
    ),
)
