"""What can stand in the way of a page that was sent."""

from casefinder.errors import N_, CasefinderError


class OldPage(CasefinderError):
    """The form's token is not this browser's any more: cookies were cleared, or the browser was closed."""

    message = N_("It is not saved yet. What you typed is below: please press save once more.")
