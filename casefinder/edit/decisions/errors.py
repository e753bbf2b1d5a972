"""What can go wrong with a decision about a case."""

from collections.abc import Sequence
from http import HTTPStatus

from casefinder.edit.checks.finding import Finding
from casefinder.errors import N_, CasefinderError, ConflictError, NotPossibleError


class NotDiscardable(NotPossibleError):
    """The case cannot be put away; `message` says why."""


class NotReady(NotPossibleError):
    """There are things to put right first; `findings` holds them."""

    message = N_("%(count)s thing(s) have to be put right first.")

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings."""
        super().__init__(count=len(findings))
        self.findings = tuple(findings)


class NotLaidOut(NotPossibleError):
    """The press has not laid out what is to be approved, so nobody knows whether it fits."""

    message = N_("The press has not laid this text out yet. Lay it out first, then approve it.")


class OwnChange(NotPossibleError):
    """Whoever changed a case last does not approve it while the division has somebody else."""

    message = N_("You changed this case last. Please let somebody else approve it: %(names)s.")


class BadConfirmation(CasefinderError):
    """A confirmation lacks something or says what cannot be; `name` says which field."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, name: str, message: str, limit: int = 0) -> None:
        """Keep the field and what is wrong with it."""
        super().__init__(message, limit=limit)
        self.name = name


class BadDecision(CasefinderError):
    """A decision on a find lacks its reason."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class FindGone(ConflictError):
    """The case does not say any more what was to be decided."""

    message = N_("The text was changed in the meantime; this does not stand in it any more.")
