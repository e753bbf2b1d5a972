"""An e-mail address. Value: text in ASCII as typed."""

import re

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form, nfkc
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_

NOT_AN_ADDRESS = N_("Please write an e-mail address, like name@example.jp.")
_SHAPE = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


def is_address(text: str) -> bool:
    """Say whether a text looks like an e-mail address that can be written to."""
    return len(text) <= 254 and _SHAPE.fullmatch(text) is not None


class Email(BaseKind):
    """Full-width letters become ASCII."""

    name = "email"
    template = "components/kinds/email.html"

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        return Parsed(nfkc(form.get(name) or ""))

    def check(self, field: Field, value: object) -> list[Problem]:
        return [] if self.is_empty(value) or is_address(str(value)) else [Problem(NOT_AN_ADDRESS)]
