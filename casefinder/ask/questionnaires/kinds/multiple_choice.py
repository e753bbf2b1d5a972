"""Several answers. Value: a list of codes in the order of the questionnaire; an unknown code comes last."""

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.base import BaseKind, Form
from casefinder.ask.questionnaires.kinds.single_choice import NOT_A_CHOICE
from casefinder.ask.questionnaires.problems import Parsed, Problem
from casefinder.errors import N_

TOO_MANY = N_("%(chosen)s are chosen. Please choose %(maximum)s at most.")
NOT_TOGETHER = N_("“%(choice)s” cannot be chosen together with another answer.")


def _codes(value: object) -> list[str]:
    return [str(code) for code in value] if isinstance(value, list | tuple) else []


class MultipleChoice(BaseKind):
    """Check boxes, perhaps with a maximum; some answers stand alone (なし)."""

    name = "multiple_choice"
    template = "components/kinds/multiple_choice.html"

    def parse(self, field: Field, name: str, form: Form) -> Parsed:
        sent = list(dict.fromkeys(code for code in form.getlist(name) if code))
        known = [choice.code for choice in field.choices if choice.code in sent]
        return Parsed(known + [code for code in sent if code not in known])

    def check(self, field: Field, value: object) -> list[Problem]:
        codes = _codes(value)
        problems = [Problem(NOT_A_CHOICE)] if any(field.choice(code) is None for code in codes) else []
        if field.maximum and len(codes) > field.maximum:
            problems.append(Problem(TOO_MANY, {"chosen": len(codes), "maximum": field.maximum}))
        if len(codes) > 1:
            alone = [choice for choice in field.choices if choice.excludes and choice.code in codes]
            problems.extend(Problem(NOT_TOGETHER, {"choice": choice.label}) for choice in alone)
        return problems

    def is_empty(self, value: object) -> bool:
        return not _codes(value)

    def show(self, field: Field, value: object) -> str:
        return "、".join(field.label_of(code) for code in _codes(value))

    def form(self, field: Field, name: str, value: object) -> dict[str, list[str]]:
        return {name: codes} if (codes := _codes(value)) else {}
