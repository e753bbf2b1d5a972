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
            "factor_reset": N_("second factor to be set up anew"),
            "factor_set_up": N_("second factor set up"),
            "password_changed": N_("password changed"),
            "password_reset": N_("first password given"),
            "recovery_renewed": N_("new recovery codes made"),
            "recovery_used": N_("recovery code used"),
            "role_changed": N_("role changed"),
            "sessions_ended": N_("sessions ended"),
            "sign_in_failed": N_("signing in failed"),
            "signed_in": N_("signed in"),
            "signed_out": N_("signed out"),
        },
        details={
            "network": N_("from the network"),
            "role": N_("role"),
            "tries": N_("tries in a row"),
        },
    ),
)
