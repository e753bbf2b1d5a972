"""Files with a description. Value: a list of the attachments' ids; what is said about a file stays with the file.

The inputs: `K1.id` (one hidden input a file), `K1.<id>.description`, `.credit`, `.rights`, `.remove`; a new file comes
as `K1.upload`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from casefinder.ask.questionnaires.document import Choice, Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.kinds.short_text import too_long
from casefinder.ask.questionnaires.lengths import as_typed
from casefinder.ask.questionnaires.pictures import PictureFault, picture_faults
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_

CREDIT_LIMIT = 40
TOO_MANY_FILES = N_("There are %(files)s files. Please keep %(maximum)s at most.")
NO_DESCRIPTION = N_("Please say what the picture shows, for people who cannot see it.")
NO_FILE_NAME = N_("This is a file's name. Please say what the picture shows.")
NO_CREDIT = N_("Please say who took or made the picture.")
NO_RIGHTS = N_("Please say who holds the rights.")
FAULTS = {
    PictureFault.NO_ALT: ("description", NO_DESCRIPTION),
    PictureFault.FILE_NAME: ("description", NO_FILE_NAME),
    PictureFault.NO_CREDIT: ("credit", NO_CREDIT),
}
RIGHTS: tuple[Choice, ...] = (
    Choice("own", N_("We made it ourselves")),
    Choice("permitted", N_("The holder of the rights has agreed")),
    Choice("cc_by", N_("Published under CC BY")),
    Choice("unknown", N_("Still being asked")),
)


@dataclass(frozen=True)
class FileDetails:
    """What is said about one file."""

    description: str = ""
    credit: str = ""
    rights: str = ""


def _ids(value: object) -> list[int]:
    return [each for each in value if isinstance(each, int)] if isinstance(value, list | tuple) else []


def file_details(field: Field, name: str, form: Form) -> dict[int, FileDetails]:
    """Return what the form says about each file that it names and does not remove."""
    return {
        ref: FileDetails(
            *(
                as_typed(form.get(f"{name}.{ref}.{part}") or "")
                for part in ("description", "credit", "rights")
            )
        )
        for ref in _ids(File().parse(field, name, form).value)
    }


def detail_problems(field: Field, name: str, files: Mapping[int, FileDetails]) -> list[Problem]:
    """Return what is missing or too long in what is said about files; each names its input."""
    problems: list[Problem] = []
    for ref, said in files.items():
        credit = Field("credit", "short_text", limit=CREDIT_LIMIT)
        faults = [FAULTS[each] for each in _faults(field, said)]
        for part, found in (
            ("description", too_long(field, said.description)),
            *((part, [Problem(message)]) for part, message in faults),
            ("credit", too_long(credit, said.credit)),
            ("rights", [] if any(said.rights == right.code for right in RIGHTS) else [Problem(NO_RIGHTS)]),
        ):
            problems.extend(problem.at(f"{name}.{ref}.{part}") for problem in found)
    return problems


def _faults(field: Field, said: FileDetails) -> list[PictureFault]:
    """Return what is wrong with the words about a file; of what is never printed only that there are none."""
    known = FAULTS if field.means == "picture" else (PictureFault.NO_ALT,)
    return [each for each in picture_faults(said.description, said.credit) if each in known]


class File(BaseKind):
    """`limit` is the longest description, `maximum` the most files."""

    name = "file"
    template = "components/kinds/file.html"

    def data(self, field: Field, value: object) -> dict[str, object]:
        return {
            "rights": RIGHTS,
            "credit_limit": CREDIT_LIMIT,
            "full": len(_ids(value)) >= (field.maximum or 1),
        }

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        sent = dict.fromkeys(
            int(ref)
            for ref in form.getlist(f"{name}.id")
            if ref.isascii() and ref.isdigit() and len(ref) < 10
        )
        return Parsed([ref for ref in sent if not form.get(f"{name}.{ref}.remove")])

    def check(self, field: Field, value: object) -> list[Problem]:
        count, maximum = len(_ids(value)), field.maximum or 1
        return [Problem(TOO_MANY_FILES, {"files": count, "maximum": maximum})] if count > maximum else []

    def is_empty(self, value: object) -> bool:
        return not _ids(value)

    def show(self, field: Field, value: object) -> str:
        return f"{count}件" if (count := len(_ids(value))) else ""

    def form(self, field: Field, name: str, value: object) -> dict[str, list[str]]:
        return {f"{name}.id": [str(ref) for ref in ids]} if (ids := _ids(value)) else {}
