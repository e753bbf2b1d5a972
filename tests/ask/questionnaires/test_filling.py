import pytest

from casefinder.ask.questionnaires.answers import parse_item
from casefinder.ask.questionnaires.filling import filled_form
from casefinder.ask.questionnaires.standard import standard

DOCUMENT = standard("case_discovery")


def test_labels_become_the_form_that_a_person_would_post() -> None:
    form = filled_form(
        DOCUMENT,
        {
            "A1": "ある",
            "C4": ["農業", "その他"],
            "C5.stage": "running",
            "C6.amount": 5400,
            "H1": [{"standing": "住民", "post": "組長", "name": "", "role": "見せた"}],
            "I1": {"alternative": "まだ測れない", "text": "冬に数える"},
            "L1": "団体名を伏せて可",
        },
        audiences={"H2": "公開", "C8": "editors"},
        spoken=["F5"],
    )

    assert form == {
        "A1": ["exists"],
        "C4": ["agriculture", "other"],
        "C5.stage": ["running"],
        "C6.amount": ["5400"],
        "H1.0.standing": ["resident"],
        "H1.0.post": ["組長"],
        "H1.0.name": [""],
        "H1.0.role": ["見せた"],
        "alternative.I1": ["not_measurable"],
        "alternative_text.I1": ["冬に数える"],
        "L1": ["anonymous"],
        "audience.H2": ["everyone"],
        "audience.C8": ["editors"],
        "spoken.F5": ["yes"],
    }
    assert parse_item(DOCUMENT.item("C8"), form).answer.audience == "editors"


@pytest.mark.parametrize(
    ("values", "audiences"),
    [
        ({"A1": "多分"}, {}),
        ({"Z1": "x"}, {}),
        ({"I1": {"alternative": "いつか"}}, {}),
        ({"H1": [{"age": 3}]}, {}),
        ({}, {"H2": "友人"}),
        ({}, {"Z9": "公開"}),
    ],
)
def test_words_that_the_questionnaire_does_not_know_are_refused(
    values: dict[str, object], audiences: dict[str, str]
) -> None:
    with pytest.raises(KeyError):
        filled_form(DOCUMENT, values, audiences=audiences)
