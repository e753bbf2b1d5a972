"""The pages of cases: who may, what they show, what a bad request gets."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casefinder.edit.cases import queries
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.drafts import gathering
from casefinder.edit.editor import page as pages
from casefinder.faces import Role
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.cases import (
    case_answers,
    confirm_case,
    finish_case,
    make_approved_case,
    make_case,
    make_told_response,
    read_words,
)


@pytest.fixture
def make(app: Flask) -> Callable[..., int]:
    """Store a case in the application's database; returns its id."""

    def made(maker: Callable[..., object] = make_case, **values: object) -> int:
        with app.extensions["database"].transaction() as session:
            return int(maker(session, **values).id)  # type: ignore[attr-defined]

    return made


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def state(app: Flask, case_id: int) -> tuple[int, str]:
    with app.extensions["database"].reading() as session:
        content = queries.case_content(session, case_id)
        return content.revision, content.text("lead")


def test_sec_04_readers_look_and_do_not_change(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    sign_in(client, app, Role.READER)

    assert "取り込む" not in text_of(client, f"/staff/cases/{case_id}")
    for path in (
        f"/staff/cases/{case_id}/places/lead", f"/staff/cases/{case_id}/take", f"/staff/cases/{case_id}/details",
        f"/staff/cases/{case_id}/approve", f"/staff/cases/{case_id}/reopen", f"/staff/cases/{case_id}/restore",
        f"/staff/cases/{case_id}/digits", "/staff/cases/draft", f"/staff/cases/{case_id}/notation", f"/staff/cases/{case_id}/characters",
    ):  # fmt: skip
        assert client.post(path, data={"seen": "1"}).status_code == 403, path
    assert state(app, case_id)[0] == 1


@pytest.mark.parametrize("path", ["/staff/cases/99", "/staff/cases/99/history", "/staff/cases/99/paper"])
def test_a_case_that_is_not_there_is_not_found(app: Flask, client: FlaskClient, path: str) -> None:
    sign_in(client, app)

    assert client.get(path).status_code == 404
    assert client.post("/staff/cases/99/places/lead", data={"seen": "1"}).status_code == 404
    assert client.post("/staff/cases/draft", data={"response_id": "99"}).status_code == 404


def test_an_empty_list_offers_the_next_work(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)

    assert "掲載できる回答は、まだ提出されていません" in text_of(client, "/staff/cases/")


def test_a_candidate_becomes_a_draft_by_one_button(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    response_id = make(make_told_response)
    sign_in(client, app)
    assert "霧立町（見本）" in text_of(client, "/staff/cases/?state=candidate")

    answer = client.post("/staff/cases/draft", data={"response_id": response_id})

    assert answer.status_code == 303
    page = text_of(client, answer.headers["Location"])
    assert "書かない窓口" in page
    assert re.search(r"承認する　あと\d+件", page)
    assert "公開できない回答" in page


def test_the_list_is_searched_sorted_and_paged(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    make()
    sign_in(client, app)

    assert "条件に合う事例はありません" in text_of(client, "/staff/cases/?q=どこにもない")
    assert "書かない窓口" in text_of(client, "/staff/cases/?q=書かない&sort=organisation&page=9&state=draft")
    assert "この段階のものはありません" in text_of(client, "/staff/cases/?state=approved")
    assert "書かない窓口" in text_of(client, "/staff/cases/?state=bogus&sort=bogus&page=-3")


def test_a_place_is_saved_by_its_own_form(app: Flask, client: FlaskClient, make: Callable[..., int]) -> None:
    case_id = make()
    sign_in(client, app)

    answer = client.post(
        f"/staff/cases/{case_id}/places/lead", data={"seen": "1", "rows-0-text": "窓口を\r\n一つにした。"}
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/cases/{case_id}#b-lead")
    assert state(app, case_id) == (2, "窓口を一つにした。")


def test_fi_12_a_stale_form_shows_both_texts_and_stores_neither_over_the_other(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    sign_in(client, app)
    client.post(f"/staff/cases/{case_id}/places/lead", data={"seen": "1", "rows-0-text": "先の文。"})

    answer = client.post(f"/staff/cases/{case_id}/places/lead", data={"seen": "1", "rows-0-text": "後の文。"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "先の文。" in page
    assert "後の文。" in page
    assert state(app, case_id) == (2, "先の文。")
    client.post(f"/staff/cases/{case_id}/places/lead", data={"seen": "2", "rows-0-text": "後の文。"})
    assert state(app, case_id) == (3, "後の文。")


def test_rows_are_moved_removed_and_added(app: Flask, client: FlaskClient, make: Callable[..., int]) -> None:
    case_id = make()
    sign_in(client, app)
    path = f"/staff/cases/{case_id}/places/steps"
    rows = {
        "rows-0-when": "2024-04", "rows-0-head": "始めた", "rows-0-text": "", "rows-1-when": "2024-06",
        "rows-1-head": "立った", "rows-1-text": "半分になった。", "rows-2-when": "", "rows-2-head": "広げた", "rows-2-text": "",
    }  # fmt: skip

    answer = client.post(path, data={**rows, "seen": "1", "down": "0"})
    assert "open=steps" in answer.headers["Location"]
    client.post(path, data={"seen": "2", **{k: v for k, v in rows.items() if k[5] == "1"}, "remove": "0"})

    with app.extensions["database"].reading() as session:
        content = queries.case_content(session, case_id)
    assert [row["head"] for row in content.table("steps")] == ["立った"]
    assert content.rows("steps")[0]["text"][0].origin.kind == "editor"


@pytest.mark.parametrize("sent", [{}, {"seen": "x"}, {"seen": "1", "rows-0-evil": "x", "rows-999-text": "y"}])
def test_sec_09_names_and_numbers_that_no_form_sends_change_nothing_else(
    app: Flask, client: FlaskClient, make: Callable[..., int], sent: dict[str, str]
) -> None:
    case_id = make()
    sign_in(client, app)

    answer = client.post(
        f"/staff/cases/{case_id}/places/notes", data={**sent, "approved_hash": "x", "response_id": "9"}
    )

    assert answer.status_code in (303, 409)
    assert client.post(f"/staff/cases/{case_id}/places/nowhere", data=sent).status_code == 404
    with app.extensions["database"].reading() as session:
        case = session.get_one(Case, case_id)
        assert (case.approved_hash, case.response_id) == (None, 1)


def test_an_empty_block_offers_sentences_and_one_press_takes_one_over(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    sign_in(client, app)
    page = client.get(f"/staff/cases/{case_id}").get_data(as_text=True)
    block = page[page.index('id="b-troubles"') : page.index('id="b-stopped"')]
    assert "ここに置けそうな回答の文 4" in block
    value = next(each for each in re.findall(r'name="span" value="([^"]+)"', block) if each.startswith("F4:"))

    answer = client.post(
        f"/staff/cases/{case_id}/take", data={"seen": "1", "place": "troubles", "span": value}
    )

    assert answer.headers["Location"] == f"/staff/cases/{case_id}#b-troubles"
    with app.extensions["database"].reading() as session:
        row = queries.case_content(session, case_id).rows("troubles")[0]
    assert [(each.text, each.origin.question_key) for each in row["response"]] == [
        ("手順を一枚に書いた。", "F4")
    ]
    again = client.get(f"/staff/cases/{case_id}").get_data(as_text=True)
    assert "1行目へ" in again[again.index('id="b-troubles"') : again.index('id="b-stopped"')]


def test_only_filled_blocks_without_findings_count_as_in_order(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    sign_in(client, app)
    with app.extensions["database"].reading() as session:
        view = pages.read_page(session, case_id, now=NOON)
    settled = {block.place.key for block in view.in_order}

    assert "title" in settled
    assert settled.isdisjoint({"troubles", "notes", "keywords", "effects"})
    assert f"済 {len(settled)}" in text_of(client, f"/staff/cases/{case_id}")


def test_characters_that_no_font_has_are_named_and_mended_by_one_press(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    sign_in(client, app)
    client.post(
        f"/staff/cases/{case_id}/places/lead", data={"seen": "1", "rows-0-text": "⼈\u200b手がない。"}
    )
    page = client.get(f"/staff/cases/{case_id}").get_data(as_text=True)
    assert "⼈ U+2F08、U+200B" in page
    assert f"/staff/cases/{case_id}/characters" in page

    data = {"seen": "2", "place": "lead", "row": "0", "column": "text"}
    answer = client.post(f"/staff/cases/{case_id}/characters", data=data)

    assert answer.status_code == 303
    assert state(app, case_id) == (3, "人手がない。")
    wrong = {**data, "seen": "3", "row": "7"}
    assert client.post(f"/staff/cases/{case_id}/characters", data=wrong).status_code == 404


def test_what_only_a_person_can_replace_is_named_without_a_button_and_rare_names_print(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    sign_in(client, app)
    client.post(f"/staff/cases/{case_id}/places/lead", data={"seen": "1", "rows-0-text": "😀𠮷野と𣘺本。"})

    page = client.get(f"/staff/cases/{case_id}").get_data(as_text=True)

    assert "😀 U+1F600" in page
    assert "U+20BB7" not in page
    assert "U+2363A" not in page
    assert f"/staff/cases/{case_id}/characters" not in page


def test_the_notation_is_looked_at_changed_and_changed_back(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    sign_in(client, app)
    client.post(
        f"/staff/cases/{case_id}/places/lead", data={"seen": "1", "rows-0-text": "・窓口 、一つに。。"}
    )
    assert "表記を整える" in text_of(client, f"/staff/cases/{case_id}")
    assert "窓口、一つに。" in text_of(client, f"/staff/cases/{case_id}/notation")

    stale = client.post(f"/staff/cases/{case_id}/notation", data={"seen": "1"})
    assert stale.headers["Location"] == f"/staff/cases/{case_id}/notation"
    assert state(app, case_id) == (2, "・窓口 、一つに。。")
    client.post(f"/staff/cases/{case_id}/notation", data={"seen": "2"})

    assert state(app, case_id) == (3, "窓口、一つに。")
    page = client.get(f"/staff/cases/{case_id}").get_data(as_text=True)
    assert "整える前に戻す" in page
    assert "整えるところはありません" in text_of(client, f"/staff/cases/{case_id}/notation")
    client.post(f"/staff/cases/{case_id}/restore", data={"seen": "3", "revision": "2"})
    assert state(app, case_id) == (4, "・窓口 、一つに。。")


def test_a_sentence_is_taken_over_where_its_question_belongs(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    sign_in(client, app)

    answer = client.post(
        f"/staff/cases/{case_id}/take",
        data={"seen": "1", "span": "F3:|0|12", "home-F3:": "notes", "place": ""},
    )

    assert answer.headers["Location"] == f"/staff/cases/{case_id}#b-notes"
    assert (
        client.post(f"/staff/cases/{case_id}/take", data={"seen": "2", "span": "F3:|x|2"}).status_code == 404
    )
    with app.extensions["database"].reading() as session:
        found = gathering.gather(session, session.get_one(Case, case_id).response_id).sources
        ref = next(each.ref for each in found if each.key == "H1.name")
    wrong = client.post(
        f"/staff/cases/{case_id}/take", data={"seen": "2", "span": f"{ref}|0|2", "place": "notes"}
    )
    assert wrong.status_code == 409
    assert "公開できない回答なので、取り込めません" in wrong.get_data(as_text=True)


def test_details_are_set_and_bad_ones_are_said_beside_the_field(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    sign_in(client, app)
    good = {
        "chapter": "snow",
        "trouble": "財源",
        "headcount": "2",
        "months": "5",
        "confirmed_on": "2026-06-01",
    }
    path = f"/staff/cases/{case_id}/details"

    bad = client.post(path, data={**good, "seen": "1", "headcount": "0"})
    assert bad.status_code == 422
    assert "1以上の数を書いてください" in bad.get_data(as_text=True)
    assert client.post(path, data={**good, "seen": "1", "illustration": "77"}).status_code == 422
    assert client.post(path, data={**good, "seen": "1"}).status_code == 303
    stale = client.post(path, data={**good, "seen": "1", "months": "9"})
    assert stale.status_code == 409
    assert 'value="9"' in stale.get_data(as_text=True)
    with app.extensions["database"].reading() as session:
        assert session.get_one(Case, case_id).months == 5


def test_approving_says_what_is_left_and_works_when_nothing_is(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    sign_in(client, app)
    answer = client.post(f"/staff/cases/{case_id}/approve", data={"seen": "1"})
    assert answer.status_code == 409
    assert "先に直すものが" in answer.get_data(as_text=True)
    with app.extensions["database"].transaction() as session:
        account_id = make_account(session).id
        case = session.get_one(Case, case_id)
        finish_case(session, case, account_id)
        read_words(session, case)
        confirm_case(session, case, account_id)
        seen = case.revision

    assert client.post(f"/staff/cases/{case_id}/approve", data={"seen": seen - 1}).status_code == 409
    assert client.post(f"/staff/cases/{case_id}/approve", data={"seen": seen}).status_code == 303
    assert "承認を取り消す" in text_of(client, f"/staff/cases/{case_id}")
    client.post(f"/staff/cases/{case_id}/reopen")
    with app.extensions["database"].reading() as session:
        assert session.get_one(Case, case_id).approved_hash is None


def test_history_shows_changes_and_brings_a_state_back(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    sign_in(client, app)
    client.post(f"/staff/cases/{case_id}/places/lead", data={"seen": "1", "rows-0-text": "書き直した要約。"})

    page = text_of(client, f"/staff/cases/{case_id}/history")
    assert "書き直した要約。" in page
    assert "窓口で聞き取り、申請書を書かずに済むようにした。" in page
    assert (
        client.post(f"/staff/cases/{case_id}/restore", data={"seen": "1", "revision": "1"}).status_code == 409
    )
    assert (
        client.post(f"/staff/cases/{case_id}/restore", data={"seen": "2", "revision": "1"}).status_code == 303
    )
    assert state(app, case_id) == (3, "窓口で聞き取り、申請書を書かずに済むようにした。")


def test_full_width_digits_are_put_right_by_a_button(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    with app.extensions["database"].transaction() as session:
        response = make_told_response(session, answers=case_answers(C2={"": "窓口を３台にした。"}))
        case_id = make_case(session, response=response).id
    sign_in(client, app)
    client.post(f"/staff/cases/{case_id}/restore", data={"seen": "2", "revision": "1"})
    assert "全角の数字" in text_of(client, f"/staff/cases/{case_id}")

    data = {"seen": "3", "place": "lead", "row": "0", "column": "text"}
    assert client.post(f"/staff/cases/{case_id}/digits", data=data).status_code == 303

    assert state(app, case_id) == (4, "窓口を3台にした。")
    wrong = {**data, "seen": "4", "place": "nowhere"}
    assert client.post(f"/staff/cases/{case_id}/digits", data=wrong).status_code == 404


def test_the_paper_shows_the_case_and_hides_a_name_that_is_withheld(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    with app.extensions["database"].transaction() as session:
        response = make_told_response(session, answers=case_answers(L1={"": "anonymous"}))
        hidden_id = make_case(session, response=response).id
    named_id = make(make_approved_case, name="名乗町")
    sign_in(client, app)

    assert "名乗町" in text_of(client, f"/staff/cases/{named_id}/paper")
    sheet = text_of(client, f"/staff/cases/{hidden_id}/paper").partition('class="sheets')[2]
    assert "（団体名非公表）" in sheet
    assert "霧立町" not in sheet


def test_a_withdrawn_consent_is_said_on_the_page(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make(make_approved_case)
    with app.extensions["database"].transaction() as session:
        consent.withdraw(session, session.get_one(Case, case_id).response_id, "casebook", now=NOON)
    sign_in(client, app)

    assert "掲載の同意がありません" in text_of(client, f"/staff/cases/{case_id}")
    assert "同意の取下げ" in text_of(client, "/staff/cases/")


def test_what_is_typed_is_shown_as_text_and_never_as_markup(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    with app.extensions["database"].transaction() as session:
        changes.set_sentences(
            session, case_id, "lead", [{"text": "<script>alert(1)</script>{{ 7*7 }}"}],
            account_id=make_account(session).id, seen_revision=1, now=NOON,
        )  # fmt: skip
    sign_in(client, app)

    for path in ("", "/paper", "/history"):
        page = text_of(client, f"/staff/cases/{case_id}{path}")
        assert "<script>alert" not in page
        assert "{{ 7*7 }}" in page


def test_a_b_and_c_say_what_they_mean_where_they_are_chosen(
    app: Flask, client: FlaskClient, make: Callable[..., int]
) -> None:
    case_id = make()
    sign_in(client, app)

    text = text_of(client, f"/staff/cases/{case_id}")

    for words in ("A　実測（記録や計測）", "B　推計（推計や聞き取り）", "C　実感（担当者の実感）"):
        assert f">{words}</option>" in text
