"""What can go wrong with laying a case out."""

from casefinder.errors import N_, NotPossibleError


class CannotLayOut(NotPossibleError):
    """The press gives no answer now."""

    message = N_(
        "The press could not lay the case out just now, so nobody can say whether it fits. Try again in a minute; if that goes on, "
        "tell whoever looks after this system that the press of single cases does not answer."
    )
