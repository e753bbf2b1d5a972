"""What can stand in the way of submitting and taking back."""

from collections.abc import Mapping
from http import HTTPStatus

from casefinder.ask.questionnaires.problems import Problem
from casefinder.errors import N_, CasefinderError, ConflictError, NotPossibleError


class StaleResponse(ConflictError):
    """The content is not what the check page showed."""

    message = N_("An answer was changed after this page was shown. Please check again.")


class OldCheckPage(CasefinderError):
    """The form's token is not this browser's any more: cookies were cleared, or the browser was closed."""

    message = N_("It is not submitted yet. What you chose is below: please press submit once more.")


class IncompleteResponse(CasefinderError):
    """Something required is missing or something is wrong; `problems` says what, item by item."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = N_("Some answers are missing or need a correction.")

    def __init__(self, problems: Mapping[str, tuple[Problem, ...]]) -> None:
        super().__init__()
        self.problems = problems

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of the items concerned, in order."""
        return tuple(self.problems)


class CannotTakeBack(NotPossibleError):
    """An editor has opened it already."""

    message = N_("The editors have begun to read. Please call or write to us if something has to be changed.")
