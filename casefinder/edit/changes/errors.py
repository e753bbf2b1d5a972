"""What can go wrong with a change of a case."""

from collections.abc import Sequence

from casefinder.edit.cases.content import Rows
from casefinder.errors import N_, CasefinderError, ConflictError, NotPossibleError


class Discarded(NotPossibleError):
    """The case was put away."""

    message = N_("The draft was discarded. Take it up again first.")


class StaleCase(ConflictError):
    """Somebody else changed the same place; `theirs` is what stands there now, `mine` what was typed.

    Both are kept: theirs is stored, mine is with the error, so that a page can show it.
    """

    message = N_("Somebody else changed this place in the meantime. Both texts are shown.")

    def __init__(self, place: str, revision: int, theirs: Rows, mine: Sequence[dict[str, str]]) -> None:
        """Keep both texts."""
        super().__init__()
        self.place = place
        self.revision = revision
        self.theirs = theirs
        self.mine = mine


class NotPublishable(NotPossibleError):
    """The answer may not be published, so it cannot be taken over."""

    message = N_("This answer may not be published. It cannot be taken over.")


class NotVerbatim(CasefinderError):
    """Words that are said to come from an answer do not stand in it."""

    message = N_("These words do not stand in the answer to %(key)s.")


class NoRoom(NotPossibleError):
    """The place holds as many rows as it can."""

    message = N_("No more rows fit here. Remove one first.")


class BadDetail(CasefinderError):
    """One of the details makes no sense; `name` says which."""

    message = N_("This value is not possible.")

    def __init__(self, name: str) -> None:
        """Keep which detail it was."""
        super().__init__()
        self.name = name
