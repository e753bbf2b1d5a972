"""What can stand in the way of an answer."""

from collections.abc import Mapping
from http import HTTPStatus

from casefinder.ask.questionnaires.problems import Problem
from casefinder.errors import N_, CasefinderError, ConflictError, NotPossibleError


class ResponseClosed(NotPossibleError):
    """It was submitted, or its campaign is closed: nothing can be written now."""

    message = N_("The answers have been submitted, so nothing can be changed here now.")


class CampaignClosed(ResponseClosed):
    """The campaign was closed; only what the editors return may still be changed."""

    message = N_("This survey is closed. Please call or write to us if you still want to answer.")


class TooManyResponses(NotPossibleError):
    """One organisation has begun very many responses."""

    message = N_(
        "Many answers have been begun already. Please call or write to us if you want to report more."
    )


class OldPage(CasefinderError):
    """The form's token is not this browser's any more: cookies were cleared, or the browser was closed."""

    message = N_("It is not saved yet. What you typed is below: please press save once more.")


class StaleResponse(ConflictError):
    """The content is not what the check page showed."""

    message = N_("An answer was changed after this page was shown. Please check again.")


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


class NothingToReturn(NotPossibleError):
    """Only a submitted response can be returned or accepted."""

    message = N_("This response has not been submitted.")


class EmptyMessage(CasefinderError):
    """A return needs to say why."""

    message = N_("Please write what should be corrected.")
