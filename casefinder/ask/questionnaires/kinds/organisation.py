"""An organisation, from the register where possible. Value: `{"code": "011002", "name": "札幌市"}`."""

import re
from collections.abc import Mapping

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.kinds.short_text import too_long
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.notations.plain import without_unseen

_TYPED = re.compile(r"\s*(?P<code>[0-9０-９]{6}|[0-9０-９]{13})?\s*(?P<name>.*?)\s*", re.DOTALL)
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def _parts(value: object) -> tuple[str, str]:
    if not isinstance(value, Mapping):
        return "", ""
    return str(value.get("code") or ""), str(value.get("name") or "")


class Organisation(BaseKind):
    """One line: the code in front is optional; the page offers the register as a list."""

    name = "organisation"
    template = "components/kinds/organisation.html"

    def data(self, field: Field, value: object) -> dict[str, object]:
        return {"typed": " ".join(part for part in _parts(value) if part)}

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        found = _TYPED.fullmatch(without_unseen(form.get(name) or ""))
        code, written = (found["code"] or "", found["name"]) if found else ("", form.get(name) or "")
        return Parsed({"code": code.translate(_WIDE_DIGITS), "name": written} if code or written else None)

    def check(self, field: Field, value: object) -> list[Problem]:
        return too_long(field, _parts(value)[1])

    def is_empty(self, value: object) -> bool:
        return not any(_parts(value))

    def show(self, field: Field, value: object) -> str:
        code, written = _parts(value)
        return written or code

    def form(self, field: Field, name: str, value: object) -> dict[str, list[str]]:
        typed = " ".join(part for part in _parts(value) if part)
        return {name: [typed]} if typed else {}
