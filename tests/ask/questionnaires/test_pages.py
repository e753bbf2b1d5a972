"""The macros of components/question.html, rendered for every item of the standard questionnaire."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string

import casefinder
from casefinder import i18n, templating
from casefinder.ask.questionnaires.answers import GivenAnswer, item_problems, parse_item
from casefinder.ask.questionnaires.asking import Correction, FileShown, QuestionState, question_state
from casefinder.ask.questionnaires.filling import filled_form
from casefinder.ask.questionnaires.problems import Problem
from casefinder.ask.questionnaires.standard import standard
from casefinder.prefectures import HOKKAIDO

DOCUMENT = standard("case_discovery")
SAVED = datetime(2026, 6, 10, 1, 32, tzinfo=UTC)
ITEMS = [item.key for item in DOCUMENT.items()]
PAGE = '{% from "components/question.html" import question with context %}{{ question(state, first=first) }}'


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    root = Path(casefinder.__file__).parent
    app = Flask("casefinder", root_path=str(root))
    app.extensions["settings"] = SimpleNamespace(max_upload_bytes=5_000_000, here=HOKKAIDO)
    i18n.init_languages(app)
    templating.init_templates(app)
    with app.test_request_context():
        yield app


def shown(state: QuestionState, *, first: bool = False) -> str:
    return render_template_string(PAGE, state=state, first=first)


class Inputs(HTMLParser):
    """Collects names, ids, labels and references of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.references: set[str] = set()
        self.bare: list[str] = []
        self.open_labels = 0
        self.in_template = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.in_template += tag == "template"
        self.open_labels += tag == "label"
        if "id" in found:
            self.ids.append(found["id"])
        for attribute in ("aria-labelledby", "aria-describedby"):
            self.references |= set(found.get(attribute, "").split())
        if tag == "label" and "for" in found:
            self.labelled.add(found["for"])
        if tag in ("input", "textarea", "select") and found.get("type") != "hidden":
            self.names.append(found["name"])
            if not self.open_labels and found.get("id") is None:
                self.bare.append(found["name"])

    def handle_endtag(self, tag: str) -> None:
        self.in_template -= tag == "template"
        self.open_labels -= tag == "label"


@pytest.mark.parametrize("key", ITEMS)
def test_every_question_is_labelled_and_tied_together(app: Flask, key: str) -> None:
    item = DOCUMENT.item(key)
    given = GivenAnswer({"files": [3]}, is_spoken=item.spoken)
    problems = [Problem("Please fill this in.", {}, field.key) for field in item.fields]

    page = shown(
        question_state(
            item, given, problems=problems, saved_at=SAVED, facts=[("団体名", "白楡町（見本）")],
            files={3: FileShown(3, "/x", "photo.jpg", True)}, correction=Correction("見本 花子", SAVED, "何回ですか。"),
        )
    )  # fmt: skip
    found = Inputs(page)

    assert item.title in page
    assert not found.bare
    assert len(found.ids) == len(set(found.ids))
    assert found.references <= set(found.ids)
    assert found.labelled <= set(found.ids)
    assert "何回ですか。" in page
    assert "style=" not in page
    assert "onclick" not in page


@pytest.mark.parametrize("key", ITEMS)
def test_every_word_of_a_question_is_japanese(app: Flask, key: str) -> None:
    page = shown(question_state(DOCUMENT.item(key), saved_at=SAVED, files={}))
    words = re.sub(r"<[^>]+>", " ", page)

    assert not re.findall(r"[a-z]{4,} [a-z]{3,}", words)


def test_inputs_have_the_names_that_are_read_back(app: Flask) -> None:
    names = Inputs(shown(question_state(DOCUMENT.item("C5")))).names

    assert {"C5.stage", "C5.started", "audience.C5"} <= set(names)


def test_a_table_has_spare_rows_buttons_and_a_blank_row_for_scripts(app: Flask) -> None:
    page = shown(question_state(DOCUMENT.item("I1"), rows_shown=4))

    assert 'name="I1.3.metric"' in page
    assert 'name="I1.4.metric"' not in page
    assert 'name="I1.__row__.metric"' in page
    assert 'name="add_row" value="I1"' in page
    assert 'name="remove_row" value="I1.0"' in page
    assert 'name="alternative.I1" value="not_measurable"' in page
    assert 'name="alternative_text.I1"' in page


def test_a_full_table_offers_no_further_row(app: Flask) -> None:
    page = shown(question_state(DOCUMENT.item("G1"), GivenAnswer({"rows": [{"event": "一"}] * 3})))

    assert 'name="add_row"' not in page


def test_enter_saves_and_does_not_delete_a_row(app: Flask) -> None:
    page = shown(question_state(DOCUMENT.item("I1")), first=True)

    assert page.index('name="save"') < page.index('name="remove_row"')


def test_text_is_shown_as_typed_and_escaped(app: Flask) -> None:
    page = shown(question_state(DOCUMENT.item("F3"), GivenAnswer({"": '\n<b>"除雪"</b>'})))

    assert "\n\n&lt;b&gt;&#34;除雪&#34;&lt;/b&gt;</textarea>" in page


def test_the_counter_says_what_is_left_or_over(app: Flask) -> None:
    within = shown(question_state(DOCUMENT.item("F3"), GivenAnswer({"": "あ" * 165})))
    item = DOCUMENT.item("F4")
    given = GivenAnswer({"": "あ" * 523})
    over = shown(question_state(item, given, problems=item_problems(item, given)))

    assert "残り 435字（600字まで）" in within
    assert "23字 超過（523／500字）" in over
    assert "23字超えています。500字以内にしてください。" in over
    assert 'aria-invalid="true"' in over


def test_speaking_shrinks_the_box_and_says_so(app: Flask) -> None:
    page = shown(question_state(DOCUMENT.item("F3"), GivenAnswer({}, is_spoken=True)))

    assert "聞き取りでうかがいます" in page
    assert 'rows="2"' in page


def test_the_chosen_audience_is_marked(app: Flask) -> None:
    default = shown(question_state(DOCUMENT.item("C8")))
    chosen = shown(question_state(DOCUMENT.item("C8"), GivenAnswer({}, audience="everyone")))

    assert 'value="municipalities" checked' in default
    assert 'value="everyone" checked' in chosen


@pytest.mark.parametrize(("key", "said"), [("J6", True), ("L1", False), ("B1", False), ("B3", True)])
def test_a_fixed_audience_is_said_where_it_matters(app: Flask, key: str, said: bool) -> None:
    page = shown(question_state(DOCUMENT.item(key)))

    assert "audience." not in page
    assert ("編集のみ" in page) is said


def test_consent_is_never_chosen_beforehand(app: Flask) -> None:
    page = shown(question_state(DOCUMENT.item("L1")))

    assert "checked" not in page
    assert "確認のない事例は載せません" in page


def test_what_a_page_shows_is_what_it_posts(app: Flask) -> None:
    """Months are shown in Japanese and read back to the same value."""
    form = filled_form(
        DOCUMENT, {"C5.stage": "実証", "C5.started": "2024-12", "G1": [{"when": "2025-12", "event": "一"}]}
    )
    page = shown(question_state(DOCUMENT.item("C5"), parse_item(DOCUMENT.item("C5"), form).answer))
    rows = shown(question_state(DOCUMENT.item("G1"), parse_item(DOCUMENT.item("G1"), form).answer))

    assert 'value="2024年12月"' in page
    assert 'value="2025年12月"' in rows
    again = filled_form(DOCUMENT, {"C5.started": "2024年12月"})
    assert parse_item(DOCUMENT.item("C5"), again).answer.value["started"] == "2024-12"


def test_rights_are_offered_in_the_users_language(app: Flask) -> None:
    page = shown(
        question_state(
            DOCUMENT.item("K1"), GivenAnswer({"files": [3]}), files={3: FileShown(3, "/x", "photo.jpg", True, "端末")},
            problems=[Problem("Please say who holds the rights.", {}, "K1.3.rights")],
        )
    )  # fmt: skip

    assert "自分たちで作ったもの" in page
    assert "権利について、どれかを選んでください。" in page
    assert 'name="K1.3.description"' in page
    assert ">\n端末</textarea>" in page
    assert 'name="K1.upload"' in page
