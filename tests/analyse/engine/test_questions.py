"""Questions are known by gold name, by what they mean, and in files by the keys of the standard questionnaire."""

import pytest

from casefinder.analyse.engine.questions import canonical_question, family_of


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("challenges", "challenges"), ("F3", "challenges"), ("E2", "organization"), ("G2", "turning_points"),
        ("H2", "key_people"), ("I2", "effects"), ("E4.text", "organization"), ("D1", "challenges"),
        ("trouble", "challenges"), ("leaders.text", "organization"), ("leaders", "organization"),
        ("turning_points.event", "turning_points"), ("effect_rows", "effects"), ("E4", "organization"),
        ("J5", None), ("plans", None), ("", None), ("何か", None),
    ],
)  # fmt: skip
def test_a_question_is_mapped_or_unknown(given: str, expected: str | None) -> None:
    assert canonical_question(given) == expected


def test_a_question_asks_for_a_family() -> None:
    assert family_of("trouble") == "課題"
    assert family_of("Z9") is None
