"""What may be shown of a case, what is hashed, what is read back."""

from dataclasses import replace
from datetime import date

from casefinder.edit.cases import rules
from casefinder.edit.cases.canonical import canonical_json, content_hash, details_from_json, places_from_json
from casefinder.edit.cases.content import (
    EDITOR,
    CaseContent,
    Details,
    Illustration,
    Origin,
    Sentence,
)
from casefinder.edit.cases.showing import visible

FULL = Details("admin", "人手", 3, 8, date(2026, 6, 1))


def said(text: str, key: str = "D1") -> Sentence:
    return Sentence(text, Origin("answer", key, None, 1, 0, len(text)))


def own(text: str, *based_on: str) -> Sentence:
    return Sentence(text, Origin(EDITOR, based_on=based_on, author_id=7))


def case(details: Details = FULL, **places: list[dict[str, str]]) -> CaseContent:
    rows = {
        place: tuple({column: (own(text),) for column, text in row.items()} for row in told)
        for place, told in places.items()
    }
    return CaseContent(1, "case-1", 1, 1, details, rows)


def test_visible_leaves_out_what_rests_on_a_closed_answer_and_the_rows_that_grow_empty() -> None:
    content = CaseContent(
        1, "c", 1, 1, FULL,
        {
            "stopped": ({"text": (own("やめた。", "F5"),)}, {"text": (own("別の話。"),)}),
            "background": ({"text": (said("一。", "D1"), said("二。", "E2"))},),
        },
    )  # fmt: skip

    shown = visible(content, {"D1"})

    assert shown.table("stopped") == [{"text": "別の話。"}]
    assert shown.text("background") == "一。"


def test_the_hash_changes_with_text_origin_and_alternative_text_but_not_with_the_revision() -> None:
    picture = Illustration(5, "a" * 64, "窓口の絵", "見本の絵", "own")
    base = case(replace(FULL, illustration=picture), lead=[{"text": "あ"}])
    other_origin = base.with_place("lead", ({"text": (said("あ"),)},))
    other_alt = replace(base, details=replace(base.details, illustration=replace(picture, alt="別の絵")))

    assert content_hash(replace(base, revision=9)) == content_hash(base)
    assert len({content_hash(base), content_hash(other_origin), content_hash(other_alt)}) == 3
    assert rules.is_approved(base, content_hash(base))
    assert not rules.is_approved(other_alt, content_hash(base))
    assert not rules.is_approved(base, None)


def test_a_kept_state_can_be_read_back_exactly() -> None:
    picture = Illustration(5, "a" * 64, "窓口の絵", "見本の絵", "own")
    content = CaseContent(
        1, "c", 1, 4, replace(FULL, illustration=picture),
        {"lead": ({"text": (said("あ"), own("い", "C2", "C3"))},)},
    )  # fmt: skip
    text = canonical_json(content)

    assert places_from_json(text) == content.places
    assert details_from_json(text) == content.details
