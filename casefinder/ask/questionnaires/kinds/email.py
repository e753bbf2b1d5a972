"""An e-mail address. Value: text in ASCII; what is no address is kept as typed."""

from casefinder.addresses import read_email
from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.notations import Unclear


class Email(BaseKind):
    """Full-width letters become ASCII; marks around an address go."""

    name = "email"
    template = "components/kinds/email.html"

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        typed = form.get(name) or ""
        read = read_email(typed) if typed.strip() else ""
        return Parsed(typed, tuple(_problems(read))) if isinstance(read, Unclear) else Parsed(read)

    def check(self, field: Field, value: object) -> list[Problem]:
        return [] if self.is_empty(value) else _problems(read_email(str(value)))


def _problems(read: str | Unclear) -> list[Problem]:
    return [Problem(read.message, read.values)] if isinstance(read, Unclear) else []
