"""The errors that are expected: each is named for what happened and knows its page."""

from http import HTTPStatus


def N_(message: str) -> str:
    """Mark a message id for translation where no request is at hand; returns it unchanged."""
    return message


class CasefinderError(Exception):
    """Something expected went wrong; `message` is an English message id, `values` its named values."""

    status = HTTPStatus.BAD_REQUEST
    message = N_("This could not be done.")

    def __init__(self, message: str | None = None, **values: object) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message
        self.values = values


class NotFoundError(CasefinderError):
    """There is no such thing, or it is not yours to see; both look the same from outside."""

    status = HTTPStatus.NOT_FOUND
    message = N_("We could not find this page.")


class NotAllowedError(CasefinderError):
    """The account's role does not reach this far."""

    status = HTTPStatus.FORBIDDEN
    message = N_("Your role does not allow this.")


class ConflictError(CasefinderError):
    """Somebody else changed the same thing in the meantime."""

    status = HTTPStatus.CONFLICT
    message = N_("Somebody else changed this in the meantime. Please look again.")


class NotPossibleError(CasefinderError):
    """The thing is not in a state in which this can be done."""

    status = HTTPStatus.CONFLICT
    message = N_("This cannot be done in the present state.")
