"""What can go wrong with a personal link."""

from casefinder.errors import N_, CasefinderError, NotFoundError, NotPossibleError


class LinkNotFound(NotFoundError):
    """Wrong, foreign, revoked, expired: all look the same from outside."""

    message = N_("This link does not open a page.")


class CampaignNotOpen(NotPossibleError):
    """Letters go out only for an open campaign."""

    message = N_("Open the campaign first; then invite.")


class LinkStopped(NotPossibleError):
    """A link that was stopped is not sent again."""

    message = N_("This link was stopped. Send a new one instead.")


class RecipientMissing(NotPossibleError):
    """Some organisations have no address to write to."""

    message = N_("There is no mail address for: %(names)s")


class BadSections(CasefinderError):
    """Sections are named for a link that opens something else, or none for one that opens sections."""

    message = N_("Choose the sections that the link opens.")
