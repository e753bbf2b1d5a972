"""A telephone number. Value: text in ASCII with dashes as typed, `01234-5-6789`, perhaps with an extension."""

import re

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form, nfkc, one_dash
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_

NOT_A_NUMBER = N_("Please write the telephone number with its area code, like 011-000-0000.")
_SHAPE = re.compile(
    r"(?P<number>\+?[0-9][0-9() \-]*[0-9])\s*(?:[,(（]?\s*(?:内線|ext\.?|x)\s*[0-9\-]{1,8}\s*[)）]?)?", re.I
)


class Telephone(BaseKind):
    """Ten or eleven digits in Japan; an extension (内線) may follow."""

    name = "telephone"
    template = "components/kinds/telephone.html"

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        return Parsed(one_dash(nfkc(form.get(name) or "")))

    def check(self, field: Field, value: object) -> list[Problem]:
        if self.is_empty(value):
            return []
        found = _SHAPE.fullmatch(str(value))
        digits = sum(char.isdigit() for char in found["number"]) if found else 0
        return [] if 10 <= digits <= 15 else [Problem(NOT_A_NUMBER)]
