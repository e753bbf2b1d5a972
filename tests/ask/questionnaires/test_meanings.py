"""A question says what it means; the meanings are one list, and a questionnaire is held to it."""

import copy
from typing import Any

import pytest

from casefinder.ask.questionnaires.document import Field, Item, content_hash
from casefinder.ask.questionnaires.meanings import MEANINGS, enclosing, is_whole, known
from casefinder.ask.questionnaires.reading import DocumentInvalid, read_document
from casefinder.ask.questionnaires.sense import KINDS
from casefinder.ask.questionnaires.standard import standard

DOCUMENT = standard("case_discovery")


def asking(*fields: dict[str, Any], **item: Any) -> dict[str, Any]:
    """A questionnaire of one item with some fields."""
    own = {"key": "q", "title": "問い", "fields": list(fields), **item}
    section = {"key": "s", "title": "節", "items": [own]}
    return {"name": "small", "title": "小", "edition": "1", "sections": [section]}


def text(key: str = "q", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "short_text", "limit": 40, "label": key, **more}


def choice(*codes: str, key: str = "q", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "single_choice", "choices": [{"code": c, "label": c} for c in codes], **more}


def table(means: str, *columns: dict[str, Any]) -> dict[str, Any]:
    return {"key": "q", "kind": "table", "max_rows": 2, "means": means, "columns": list(columns)}


def test_every_meaning_says_what_it_is_for() -> None:
    for name, meaning in MEANINGS.items():
        assert name == meaning.name
        assert meaning.says.endswith("."), name
        assert meaning.kinds <= {*KINDS, "item"}, name
        assert not meaning.table or name.startswith(f"{meaning.table}."), name


def test_the_standard_questionnaire_says_everything() -> None:
    assert [name for name in MEANINGS if DOCUMENT.meaning(name) is None] == []
    assert [place.key for place in DOCUMENT.places() if not place.part.means] == []


def test_a_meaning_leads_to_its_place() -> None:
    title, column = DOCUMENT.meant("title"), DOCUMENT.meant("effect_rows.before")

    assert title is not None
    assert (title.key, title.item.key, title.column) == ("C1", "C1", None)
    assert column is not None
    assert (column.key, column.field.key, column.part.key) == ("I1.before", "I1", "before")
    assert DOCUMENT.keys_of("key_persons.name", "respondent.name") == ("H1.name", "B3.name")


def test_what_carries_a_meaning_is_a_field_a_column_or_a_whole_item() -> None:
    assert isinstance(DOCUMENT.meaning("effect_rows.after"), Field)
    cost = DOCUMENT.meaning("cost")
    assert isinstance(cost, Item)
    assert cost.key == "C8"


def test_a_questionnaire_that_does_not_ask_has_no_place() -> None:
    document = read_document(asking(text()))

    assert document.meant("title") is None
    assert document.meaning("title") is None
    assert document.all_meant("trouble") == ()
    assert document.keys_of("title", "summary") == ()


def test_a_meaning_that_nobody_knows_cannot_be_asked_for() -> None:
    with pytest.raises(KeyError):
        DOCUMENT.meant("tittle")
    with pytest.raises(KeyError):
        known("tittle")


def test_a_place_without_a_meaning_is_about_what_it_stands_in() -> None:
    document = read_document(asking(text("q.a", means="cost.initial"), text("q.b"), means="cost"))

    assert document.about("q.a") == "cost.initial"
    assert document.about("q.b") == "cost"
    assert document.about("unknown") == ""
    assert DOCUMENT.about("I1.before") == "effect_rows.before"


def test_the_meaning_of_an_only_field_may_stand_on_its_item() -> None:
    on_item, on_field = (
        read_document(asking(text(), means="title")),
        read_document(asking(text(means="title"))),
    )

    assert on_item == on_field
    assert content_hash(on_item) == content_hash(on_field)
    assert on_item.keys_of("title") == ("q",)


def test_what_stands_around_a_meaning() -> None:
    assert enclosing("cost.initial") == "cost"
    assert enclosing("title") == "title"
    assert enclosing("consent.casebook") == "consent.casebook"
    assert is_whole("cost")
    assert not is_whole("title")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (asking(text(means="tittle")), "field q: the meaning 'tittle' is unknown"),
        (asking(text("q.a"), text("q.b"), means="tittle"), "item q: the meaning 'tittle' is unknown"),
        (asking(choice("a", "b", means="title")), "field q: kind single_choice cannot mean 'title'"),
        (asking(text("q.a"), text("q.b"), means="title"), "item q: kind item cannot mean 'title'"),
        (asking(text(means="cost")), "field q: kind short_text cannot mean 'cost'"),
        (asking(text("q.a", means="title"), text("q.b", means="title")), "meaning title: it is there twice"),
        (asking(text(means="effect_rows.metric")), "only a column of a table that means 'effect_rows'"),
        (
            asking(table("partners", text("a", means="effect_rows.metric"))),
            "only a column of a table that means 'effect_rows' can mean 'effect_rows.metric'",
        ),
        (asking(table("partners", text("a", means="title"))), "column a: a column cannot mean 'title'"),
        (
            asking(table("", text("a", means="partners.name"))),
            "only a column of a table that means 'partners'",
        ),
        (
            asking(table("partners", text("a", means="partners.name"), text("b", means="partners.name"))),
            "meaning partners.name: it is there twice",
        ),
        (asking(choice("a", "b", means="nothing_to_report")), "one of its choices, and only one, ends the questionnaire"),
        (
            asking(
                {**choice("yes", "maybe"), "kind": "consent", "wording": "w", "wording_version": "1", "means": "consent.casebook"}
            ),
            "the choices of this consent are anonymous, no, yes",
        ),
        (
            asking(
                {**choice("yes", "anonymous"), "kind": "consent", "wording": "w", "wording_version": "1", "means": "consent.analysis"}
            ),
            "the choices of this consent are no, yes",
        ),
        (asking(text(means="consent.casebook")), "kind short_text cannot mean 'consent.casebook'"),
    ],
)  # fmt: skip
def test_a_meaning_that_does_not_fit_is_named(data: dict[str, Any], fault: str) -> None:
    with pytest.raises(DocumentInvalid) as caught:
        read_document(copy.deepcopy(data))

    assert fault in str(caught.value)


def test_what_several_questions_may_mean_is_taken_in_order() -> None:
    document = read_document(asking(text("q.a", means="trouble"), text("q.b", means="trouble")))

    assert [place.key for place in document.all_meant("trouble")] == ["q.a", "q.b"]
