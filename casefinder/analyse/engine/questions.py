"""Which family of themes a question asks for, by gold name or by what the question means."""

from functools import cache

from casefinder.ask.questionnaires.meanings import enclosing
from casefinder.ask.questionnaires.standard import standard

GOLD_QUESTIONS = ("challenges", "organization", "turning_points", "key_people", "effects")

FAMILY_OF_QUESTION = {
    "challenges": "課題",
    "organization": "推進体制",
    "turning_points": "転機",
    "key_people": "キーパーソン",
    "effects": "効果",
}

_MEANINGS = {
    "challenges": (
        "background", "trouble_figures", "trouble_scenes", "trouble_kinds", "trouble", "failure",
    ),
    "organization": (
        "setup_shape", "setup", "setup_chart", "leaders", "residents", "outside_help", "handover", "sustaining",
    ),
    "turning_points": ("trigger", "way_out", "turning_points", "turning_point"),
    "key_people": ("key_persons", "key_person"),
    "effects": ("effect_rows", "effect_story", "side_effects"),
}  # fmt: skip
_QUESTION_OF = {name: question for question, names in _MEANINGS.items() for name in names}


def canonical_question(question: str) -> str | None:
    """Return the gold name of a question, or None when nothing is known about it.

    Args:
        question: A gold name (`challenges`) or a meaning (`trouble`, `leaders.text`); in files also a key of the
            standard questionnaire (`F3`, `E4.text`).
    """
    if question in FAMILY_OF_QUESTION:
        return question
    return _QUESTION_OF.get(enclosing(_standard_meanings().get(question, question)))


@cache
def _standard_meanings() -> dict[str, str]:
    document = standard("case_discovery")
    fields = {place.key: place.about for place in document.places()}
    return {item.key: item.means for item in document.items() if item.means} | fields


def family_of(question: str) -> str | None:
    """Return the family of themes that a question asks for, or None."""
    known = canonical_question(question)
    return FAMILY_OF_QUESTION[known] if known else None
