"""What may go wrong in the register."""

from collections.abc import Sequence

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


class AreasInvalid(CasefinderError):
    """A list of areas cannot be taken; `lines` says why, line by line."""

    message = N_("The list of areas cannot be taken. Nothing was changed.\n%(lines)s")

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(lines="\n".join(lines))
        self.lines = tuple(lines)


class OtherPrefecture(CasefinderError):
    """The register belongs to another prefecture than the settings name."""

    message = N_("This register belongs to another prefecture (%(there)s) than the settings name (%(here)s).")
