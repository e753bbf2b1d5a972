"""What becomes of an answer that was sent."""

import pytest

from casefinder.answer.answers import rules
from casefinder.answer.answers.rules import Seen, Verdict
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.document import Item
from casefinder.ask.questionnaires.reading import read_document


def story_item(**changes: object) -> Item:
    document = read_document(
        {
            "name": "small",
            "title": "小さな質問票",
            "edition": "第1版",
            "sections": [
                {
                    "key": "A",
                    "title": "はじめ",
                    "items": [
                        {
                            "key": "A1",
                            "title": "苦労",
                            "spoken": True,
                            "fields": [{"key": "A1", "kind": "long_text", "limit": 20}],
                            **changes,
                        }
                    ],
                }
            ],
        }
    )
    return document.item("A1")


def text(words: str, **changes: object) -> GivenAnswer:
    return GivenAnswer({"": words}, **changes)  # type: ignore[arg-type]


def test_what_a_page_has_seen_survives_the_form() -> None:
    seen = Seen(12, "0123456789ab")

    assert rules.parse_seen(str(seen)) == seen


@pytest.mark.parametrize("nonsense", [None, "", "x", "-1.a", "１.a", "99999999999999.a"])
def test_nonsense_counts_as_having_seen_nothing(nonsense: str | None) -> None:
    assert rules.parse_seen(nonsense).revision == 0


def test_the_default_audience_is_no_choice() -> None:
    item = story_item()

    assert rules.normal(item, text("あ", audience="everyone")).audience is None
    assert rules.normal(item, text("あ", audience="editors")).audience == "editors"


def test_text_is_kept_as_typed_but_for_what_no_database_keeps() -> None:
    typed = " 全角　半角 ｶﾅ\n①\ud800\0<script>alert(1)</script>"

    kept = rules.normal(story_item(), text(typed)).value[""]

    assert kept == " 全角　半角 ｶﾅ\n①?<script>alert(1)</script>"


def test_nothing_sent_and_nothing_stored_is_not_written() -> None:
    assert rules.verdict(story_item(), text(""), Seen(), None, 0) is Verdict.UNCHANGED
    assert rules.verdict(story_item(), text("", audience="editors"), Seen(), None, 0) is Verdict.STORE


def test_a_first_answer_is_stored() -> None:
    assert rules.verdict(story_item(), text("あ"), Seen(), None, 0) is Verdict.STORE


def test_the_same_answer_again_changes_nothing_whatever_was_seen() -> None:
    for seen in (Seen(), Seen(1), Seen(7)):
        assert rules.verdict(story_item(), text("あ"), seen, text("あ"), 3) is Verdict.UNCHANGED


def test_a_change_on_the_newest_revision_is_stored() -> None:
    assert rules.verdict(story_item(), text("い"), Seen(3), text("あ"), 3) is Verdict.STORE


def test_a_change_on_an_older_revision_is_stale() -> None:
    seen = Seen(2, rules.signature(text("元の文")))

    assert rules.verdict(story_item(), text("い"), seen, text("あ"), 3) is Verdict.STALE


def test_an_answer_that_was_not_touched_never_overwrites_a_newer_one() -> None:
    seen = Seen(2, rules.signature(text("元の文")))

    assert rules.verdict(story_item(), text("元の文"), seen, text("新しい文"), 3) is Verdict.UNCHANGED


def test_two_first_answers_at_once_are_a_conflict() -> None:
    assert rules.verdict(story_item(), text("い"), Seen(), text("あ"), 1) is Verdict.STALE
