"""An e-mail address. Value: text in ASCII as typed."""

from casefinder.addresses import is_email
from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form, nfkc
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_

NOT_AN_ADDRESS = N_("Please write an e-mail address, like name@example.jp.")


class Email(BaseKind):
    """Full-width letters become ASCII."""

    name = "email"
    template = "components/kinds/email.html"

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        return Parsed(nfkc(form.get(name) or ""))

    def check(self, field: Field, value: object) -> list[Problem]:
        return [] if self.is_empty(value) or is_email(str(value)) else [Problem(NOT_AN_ADDRESS)]
