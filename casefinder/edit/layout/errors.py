"""What can go wrong with laying a case out."""

from casefinder.errors import N_, NotPossibleError


class CannotLayOut(NotPossibleError):
    """The press gives no answer now."""

    message = N_("The press could not lay the case out just now. Try again in a minute.")
