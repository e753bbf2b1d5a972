"""今回は該当なし."""

import json
from pathlib import Path

from casefinder.answer.answers.ending_rules import ending_of, is_ended
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.reading import read_document


def test_the_standard_questionnaire_ends_with_nothing_to_tell() -> None:
    import casefinder

    path = Path(casefinder.__file__).parent / "ask" / "questionnaires" / "standard" / "case_discovery.json"
    document = read_document(json.loads(path.read_text(encoding="utf-8")))

    ending = ending_of(document)

    assert ending is not None
    assert (ending.item_key, dict(ending.value)) == ("A1", {"": "none"})
    assert is_ended(document, {"A1": GivenAnswer({"": "none"})})
    assert not is_ended(document, {"A1": GivenAnswer({"": "exists"})})
    assert not is_ended(document, {})
