"""Which family of themes a question asks for, by gold name or by item key."""

GOLD_QUESTIONS = ("challenges", "organization", "turning_points", "key_people", "effects")

FAMILY_OF_QUESTION = {
    "challenges": "課題",
    "organization": "推進体制",
    "turning_points": "転機",
    "key_people": "キーパーソン",
    "effects": "効果",
}

_ITEMS = {
    "challenges": ("D1", "D2", "F1", "F2", "F3", "F5"),
    "organization": ("E1", "E2", "E3", "E4", "E5", "E6", "E7", "G3"),
    "turning_points": ("D3", "F4", "G1", "G2"),
    "key_people": ("H1", "H2"),
    "effects": ("I1", "I2", "I3"),
}
_QUESTION_OF_ITEM = {item: question for question, items in _ITEMS.items() for item in items}


def canonical_question(question: str) -> str | None:
    """Return the gold name of a question, or None when nothing is known about it.

    Args:
        question: A gold name (`challenges`), an item key (`F3`) or the key of one of its fields (`E4.text`).
    """
    if question in FAMILY_OF_QUESTION:
        return question
    return _QUESTION_OF_ITEM.get(question.split(".", 1)[0])


def family_of(question: str) -> str | None:
    """Return the family of themes that a question asks for, or None."""
    known = canonical_question(question)
    return FAMILY_OF_QUESTION[known] if known else None
