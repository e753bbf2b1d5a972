"""What can stand in the way of giving a response back."""

from casefinder.errors import N_, CasefinderError, NotPossibleError


class NothingToReturn(NotPossibleError):
    """Only a submitted response can be returned or accepted."""

    message = N_("This response has not been submitted.")


class EmptyMessage(CasefinderError):
    """A return needs to say why."""

    message = N_("Please write what should be corrected.")
