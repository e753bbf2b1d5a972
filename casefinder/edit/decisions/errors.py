"""What can go wrong with a decision about a case."""

from collections.abc import Sequence

from casefinder.edit.checks.finding import Finding
from casefinder.errors import N_, NotPossibleError


class NotDiscardable(NotPossibleError):
    """The case cannot be put away; `message` says why."""


class NotReady(NotPossibleError):
    """There are things to put right first; `findings` holds them."""

    message = N_("%(count)s thing(s) have to be put right first.")

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings."""
        super().__init__(count=len(findings))
        self.findings = tuple(findings)
