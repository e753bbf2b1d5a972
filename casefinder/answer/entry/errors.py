"""What can stand in the way of beginning a response."""

from casefinder.errors import N_, NotPossibleError


class TooManyResponses(NotPossibleError):
    """One organisation has begun very many responses."""

    message = N_(
        "Many answers have been begun already. Please call or write to us if you want to report more."
    )
