"""States, receipts, and what becomes of an answer that was sent."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casefinder.answer.answers import rules
from casefinder.answer.answers.ending_rules import ending_of, is_ended
from casefinder.answer.answers.rules import Seen, Verdict
from casefinder.answer.responses.rules import (
    STATE_LABELS,
    WITH_EDITORS,
    WRITABLE,
    ResponseState,
    may_take_back,
    response_state,
)
from casefinder.answer.submitting.rules import RECEIPT_ALPHABET, receipt_number
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.document import Item
from casefinder.ask.questionnaires.reading import read_document

ONE = datetime(2026, 6, 10, 3, tzinfo=UTC)
TWO, THREE = ONE + timedelta(hours=1), ONE + timedelta(hours=2)
NEVER = dict.fromkeys(
    ("started_at", "submitted_at", "taken_back_at", "first_read_at", "returned_at", "accepted_at")
)


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


@pytest.mark.parametrize(
    ("instants", "state"),
    [
        ({}, ResponseState.NOT_OPENED),
        ({"started_at": ONE}, ResponseState.DRAFT),
        ({"started_at": ONE, "submitted_at": TWO}, ResponseState.SUBMITTED),
        ({"started_at": ONE, "submitted_at": TWO, "first_read_at": TWO}, ResponseState.READING),
        ({"started_at": ONE, "submitted_at": TWO, "taken_back_at": THREE}, ResponseState.DRAFT),
        ({"started_at": ONE, "submitted_at": THREE, "taken_back_at": TWO}, ResponseState.SUBMITTED),
        (
            {"started_at": ONE, "submitted_at": TWO, "first_read_at": TWO, "returned_at": THREE},
            ResponseState.RETURNED,
        ),
        ({"started_at": ONE, "submitted_at": THREE, "returned_at": TWO}, ResponseState.RESUBMITTED),
        (
            {"started_at": ONE, "submitted_at": TWO, "returned_at": ONE, "taken_back_at": THREE},
            ResponseState.RETURNED,
        ),
        (
            {"started_at": ONE, "submitted_at": THREE, "returned_at": TWO, "first_read_at": TWO},
            ResponseState.RESUBMITTED,
        ),
        (
            {"started_at": ONE, "submitted_at": TWO, "first_read_at": TWO, "accepted_at": THREE},
            ResponseState.ACCEPTED,
        ),
        (
            {"started_at": ONE, "submitted_at": THREE, "accepted_at": TWO, "returned_at": TWO},
            ResponseState.RESUBMITTED,
        ),
    ],
)
def test_the_state_of_a_response(instants: dict[str, datetime], state: ResponseState) -> None:
    assert response_state(**{**NEVER, **instants}) is state


def test_every_state_has_a_word_and_is_either_open_or_with_the_editors() -> None:
    assert set(STATE_LABELS) == set(ResponseState)
    assert set(ResponseState) - WRITABLE - WITH_EDITORS == {ResponseState.NOT_OPENED}


def test_taking_back_ends_when_an_editor_opens_it() -> None:
    assert may_take_back(ResponseState.SUBMITTED)
    assert may_take_back(ResponseState.RESUBMITTED)
    assert not may_take_back(ResponseState.READING)
    assert not may_take_back(ResponseState.ACCEPTED)


def test_a_receipt_has_no_characters_that_look_alike() -> None:
    assert not set(RECEIPT_ALPHABET) & set("I1LO0QDZ2S5B8UV")
    assert len(set(RECEIPT_ALPHABET)) == len(RECEIPT_ALPHABET) == 21
    assert receipt_number("K7RF4WPH") == "K7RF-4WPH"


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
