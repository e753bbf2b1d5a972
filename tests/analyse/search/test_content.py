"""What of an answer can be searched, and by whom."""

from casefinder.analyse.coding.texts import Submitted
from casefinder.analyse.search.content import field_texts
from casefinder.ask.questionnaires.standard import standard

DOCUMENT = standard("case_discovery")
PERSON = {"standing": "officer", "post": "情報係", "name": "見本 太郎", "role": "現場の声を集めた。"}


def found(key: str, value: dict[str, object], audience: str | None = None) -> list[tuple[str, str, bool]]:
    answers = {key: Submitted(value, 1, audience, False, None)}
    return [(each.key, each.text, each.is_internal) for each in field_texts(DOCUMENT, answers)]


def test_a_written_answer_is_found_by_everybody() -> None:
    assert found("F3", {"": "雪の朝"}) == [("F3", "雪の朝", False)]


def test_an_answer_for_editors_is_found_by_editors() -> None:
    assert found("F3", {"": "雪の朝"}, "editors") == [("F3", "雪の朝", True)]
    assert found("J6", {"": "補助の欄"}, "everyone") == [("J6", "補助の欄", True)]


def test_the_name_of_a_key_person_is_found_by_editors_only() -> None:
    texts = found("H1", {"rows": [PERSON, {**PERSON, "name": "見本 花子"}]})

    assert texts == [
        ("H1", "情報係\u2029現場の声を集めた。\u2029情報係\u2029現場の声を集めた。", False),
        ("H1.name", "見本 太郎\u2029見本 花子", True),
    ]


def test_beside_a_telephone_number_all_is_for_editors() -> None:
    texts = found(
        "B3", {"post": "係長", "name": "見本 花子", "phone": "01234-5-6789", "email": "a@example.jp"}
    )

    assert texts == [("B3.post", "係長", True), ("B3.name", "見本 花子", True)]


def test_choices_numbers_and_blanks_are_not_searched() -> None:
    assert found("C4", {"": ["snow"]}) == []
    assert found("C8", {"initial": "3200"}) == []
    assert found("F3", {"": " \n"}) == []
