"""Why nothing can be written into a response now."""

from casefinder.errors import N_, NotPossibleError


class ResponseClosed(NotPossibleError):
    """It was submitted, or its campaign is closed: nothing can be written now."""

    message = N_("The answers have been submitted, so nothing can be changed here now.")


class CampaignClosed(ResponseClosed):
    """The campaign was closed; only what the editors return may still be changed."""

    message = N_("This survey is closed. Please call or write to us if you still want to answer.")
