"""A telephone number. Value: `01234-5-6789`, `011-000-0000（内線21）`; what is none is kept as typed."""

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.notations import Unclear
from casefinder.notations.phones import read_phone


class Telephone(BaseKind):
    """Ten or eleven digits in Japan; an extension (内線), 代表 or 直通 may follow."""

    name = "telephone"
    template = "components/kinds/telephone.html"

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        typed = form.get(name) or ""
        read = read_phone(typed) if typed.strip() else ""
        return Parsed(typed, tuple(_problems(read))) if isinstance(read, Unclear) else Parsed(read)

    def check(self, field: Field, value: object) -> list[Problem]:
        return [] if self.is_empty(value) else _problems(read_phone(str(value)))


def _problems(read: str | Unclear) -> list[Problem]:
    return [Problem(read.message, read.values)] if isinstance(read, Unclear) else []
