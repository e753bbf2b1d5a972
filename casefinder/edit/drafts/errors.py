"""What can go wrong with drafting."""

from casefinder.errors import NotPossibleError


class NotDraftable(NotPossibleError):
    """No case can be made of this response; `message` says why."""
