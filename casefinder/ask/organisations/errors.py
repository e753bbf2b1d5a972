"""What may go wrong in the register."""

from casefinder.ask.organisations.entries import EntryProblem
from casefinder.errors import N_, CasefinderError, ConflictError


class CodeTaken(ConflictError):
    """Another organisation has this code already."""

    message = N_("Another organisation already has the code %(code)s.")


class RegisterChanged(ConflictError):
    """Somebody changed an organisation after the file was compared with the register."""


class OrganisationInvalid(CasefinderError):
    """Some values are not right; `problems` names them."""

    message = N_("Please check what was entered.")

    def __init__(self, problems: tuple[EntryProblem, ...]) -> None:
        super().__init__(problems[0].message)
        self.problems = problems
