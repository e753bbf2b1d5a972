"""What can stand in the way of a page that was sent."""

from http import HTTPStatus

from casefinder.errors import N_, CasefinderError


class OldPage(CasefinderError):
    """The form's token is not this browser's any more: cookies were cleared, or the browser was closed."""

    message = N_("It is not saved yet. What you typed is below: please press save once more.")


class TooMuchSent(CasefinderError):
    """More text than is stored at once: shown again, so that it can be shortened."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    message = N_("What you sent is too large. Please send less at once; what was saved before is safe.")


class NotAllSaved(CasefinderError):
    """Something was sent that no question of the page takes; the rest is stored."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = N_("The rest is saved. What stands below belongs to no question of this page and is not saved.")
