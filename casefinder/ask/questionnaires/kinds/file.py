"""Files with a description. Value: a list of the attachments' ids; what is said about a file stays with the file.

The inputs: `K1.id` (one hidden input a file), `K1.<id>.description`, `.credit`, `.rights`, `.remove`; a new file comes
as `K1.upload`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casefinder.ask.questionnaires.document import Choice, Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.kinds.short_text import one_line, too_long
from casefinder.ask.questionnaires.lettering_rules import letter_problems
from casefinder.ask.questionnaires.pictures import PictureFault, picture_faults
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_

CREDIT_LIMIT = 40
TOO_MANY_FILES = N_("There are %(files)s files. Please keep %(maximum)s at most.")
NO_DESCRIPTION = N_("Please say what the picture shows, for people who cannot see it.")
NO_FILE_NAME = N_("This is a file's name. Please say what the picture shows.")
NO_CREDIT = N_("Please say who took or made the picture.")
NO_RIGHTS = N_("Please say who holds the rights.")
GAPS = frozenset(
    {NO_DESCRIPTION, NO_CREDIT, NO_RIGHTS}
)  # what is not said yet: no fault while somebody types
FAULTS = {
    PictureFault.NO_ALT: ("description", NO_DESCRIPTION),
    PictureFault.FILE_NAME: ("description", NO_FILE_NAME),
    PictureFault.NO_CREDIT: ("credit", NO_CREDIT),
}
PARTS = ("description", "credit", "rights")
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
        ref: FileDetails(*(one_line(form.get(f"{name}.{ref}.{part}") or "") for part in PARTS))
        for ref in _ids(File().parse(field, name, form).value)
    }


def detail_problems(field: Field, name: str, files: Mapping[int, FileDetails]) -> list[Problem]:
    """Return what is missing, too long or not printable in what is said about files; each names its input."""
    return [
        problem.at(f"{name}.{ref}.{part}")
        for ref, said in files.items()
        for part in PARTS
        for problem in _of_part(field, said, part)
    ]


def _of_part(field: Field, said: FileDetails, part: str) -> Iterator[Problem]:
    if part == "rights":
        if not any(said.rights == right.code for right in RIGHTS):
            yield Problem(NO_RIGHTS)
        return
    text = said.credit if part == "credit" else said.description
    yield from too_long(Field(part, "short_text", limit=CREDIT_LIMIT) if part == "credit" else field, text)
    if field.means == "picture":
        yield from letter_problems(text)
    yield from (Problem(FAULTS[each][1]) for each in _faults(field, said) if FAULTS[each][0] == part)


def wrong_details(field: Field, name: str, files: Mapping[int, FileDetails]) -> list[Problem]:
    """Return what is wrong in what is said about files so far: nothing that is only not said yet."""
    return [problem for problem in detail_problems(field, name, files) if problem.msgid not in GAPS]


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
