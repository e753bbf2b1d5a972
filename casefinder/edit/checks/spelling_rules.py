"""Characters that cannot be printed, and digits of the wrong width."""

from collections.abc import Iterator

from casefinder.edit.cases.content import CaseContent
from casefinder.edit.checks import words
from casefinder.edit.checks.cells import cells
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.finding import DETAILS, Finding, Group
from casefinder.edit.layout.tidying import tidied
from casefinder.errors import N_
from casefinder.lettering import characters_outside, code_point, lettered


def printable(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find characters that the book's fonts lack."""
    if not known.charset:
        return
    for place, row, column, text in cells(content):
        if outside := characters_outside(text, known.charset):
            mend = not characters_outside(tidied(text).text, known.charset)
            message = N_("Not in the book's fonts: %(characters)s")
            said: dict[str, object] = {"characters": "、".join(map(code_point, outside)), "mend": mend}
            yield Finding(Group.FIX, "font", message, said, place, row, column)
    picture = content.details.illustration
    beside = lettered("".join((*known.beside, *((picture.alt, picture.credit) if picture else ()))))
    if outside := characters_outside(beside, known.charset):
        message = N_(
            "Not in the book's fonts, in the register, an answer or the words about the picture: %(characters)s"
        )
        yield Finding(
            Group.FIX, "font", message, {"characters": "、".join(map(code_point, outside))}, DETAILS
        )


def spelled(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find digits of full width."""
    for place, row, column, text in cells(content):
        if wide := words.full_width_digits(text):
            message = N_("Full-width digits: %(found)s → %(better)s")
            values: dict[str, object] = {"found": wide, "better": words.narrow_digits(wide)}
            yield Finding(Group.CHECK, "digits", message, values, place, row, column)
