"""What the trail's entries of this room are called on a page."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "account",
        N_("Account"),
        {
            "created": N_("was created"),
            "disabled": N_("was disabled"),
            "enabled": N_("enabled again"),
            "password_changed": N_("password changed"),
            "password_reset": N_("first password given"),
            "role_changed": N_("role changed"),
            "sessions_ended": N_("sessions ended"),
            "signed_in": N_("signed in"),
            "signed_out": N_("signed out"),
        },
        details={
            "role": N_("role"),
        },
    ),
)
