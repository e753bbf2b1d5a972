"""The page before print: the organisation's word, who may approve, and what is in the way."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.gate.models import CaseReading
from casefinder.faces import Role
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.cases import case_answers, finish_case, make_case, make_told_response, read_words

SAID = {"confirmed_by": "総務課 主査 久慈", "confirmed_on": "2026-06-08", "way": "phone", "note": ""}


@pytest.fixture
def case_id(app: Flask) -> int:
    """A case that lacks nothing but the organisation's word."""
    with app.extensions["database"].transaction() as session:
        account_id = make_account(session, name="中川 見本").id
        case = make_case(session, account_id=account_id)
        finish_case(session, case, account_id)
        read_words(session, case)
        return case.id


def seen(app: Flask, case_id: int) -> str:
    with app.extensions["database"].reading() as session:
        return str(session.get_one(Case, case_id).revision)


def page(client: FlaskClient, case_id: int) -> str:
    answer = client.get(f"/staff/cases/{case_id}/gate")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_word_is_recorded_shown_on_both_pages_and_taken_back(
    app: Flask, client: FlaskClient, case_id: int
) -> None:
    sign_in(client, app)
    assert "まだだれも記録していません" in page(client, case_id)

    answer = client.post(f"/staff/cases/{case_id}/confirmation", data={"seen": seen(app, case_id), **SAID})

    assert answer.status_code == 303
    assert "総務課 主査 久慈" in page(client, case_id)
    assert "総務課 主査 久慈、2026年6月8日" in client.get(f"/staff/cases/{case_id}").get_data(as_text=True)
    client.post(f"/staff/cases/{case_id}/confirmation/withdraw")
    assert "まだだれも記録していません" in page(client, case_id)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("confirmed_by", " ", "団体のだれが"),
        ("confirmed_on", "2026-06-11", "まだ来ていない日"),
        ("confirmed_on", "", "日を選んで"),
        ("way", "", "どうやって"),
        ("way", "proof", ""),
    ],
)
def test_what_is_missing_is_said_beside_it_and_nothing_typed_is_lost(
    app: Flask, client: FlaskClient, case_id: int, name: str, text: str, problem: str
) -> None:
    sign_in(client, app)
    data = {"seen": seen(app, case_id), **SAID, "note": "電話で聞いた。", name: text}

    answer = client.post(f"/staff/cases/{case_id}/confirmation", data=data)

    assert answer.status_code == 422
    assert problem in answer.get_data(as_text=True)
    assert "電話で聞いた。" in answer.get_data(as_text=True)
    assert "まだだれも記録していません" in page(client, case_id)


def test_a_word_on_a_text_that_changed_meanwhile_is_not_recorded(
    app: Flask, client: FlaskClient, case_id: int
) -> None:
    sign_in(client, app)

    answer = client.post(f"/staff/cases/{case_id}/confirmation", data={"seen": "1", **SAID})

    assert answer.status_code == 409
    assert "総務課 主査 久慈" in answer.get_data(as_text=True)


def test_readers_look_and_record_nothing(app: Flask, client: FlaskClient, case_id: int) -> None:
    sign_in(client, app, Role.READER)

    assert "記録する</button>" not in page(client, case_id)
    assert client.post(f"/staff/cases/{case_id}/confirmation", data=SAID).status_code == 403
    assert client.post(f"/staff/cases/{case_id}/confirmation/withdraw").status_code == 403


def test_whoever_changed_it_last_is_told_who_else_approves(
    app: Flask, client: FlaskClient, case_id: int
) -> None:
    sign_in(client, app)
    client.post(
        f"/staff/cases/{case_id}/places/lead",
        data={"seen": seen(app, case_id), "rows-0-text": "窓口を一つに。"},
    )
    with app.extensions["database"].transaction() as session:
        read_words(session, session.get_one(Case, case_id))
    client.post(f"/staff/cases/{case_id}/confirmation", data={"seen": seen(app, case_id), **SAID})

    answer = client.post(f"/staff/cases/{case_id}/approve", data={"seen": seen(app, case_id)})

    assert answer.status_code == 409
    assert "ほかの人が承認してください：中川 見本" in answer.get_data(as_text=True)
    assert "最後に直したのがあなたなので" in page(client, case_id)


@pytest.fixture
def named_id(app: Flask) -> int:
    """A case that lacks nothing, but names a person and a telephone number in a note."""
    with app.extensions["database"].transaction() as session:
        account_id = make_account(session, name="中川 見本").id
        case = make_case(session, account_id=account_id)
        finish_case(session, case, account_id)
        changes.set_sentences(
            session, case.id, "notes", [{"text": "測ったのは大場さん。詳しくは090-1234-5678へ。"}], account_id=account_id,
            seen_revision=case.revision, now=NOON,
        )  # fmt: skip
        read_words(session, case, "大場さん")
        return case.id


def keys(client: FlaskClient, case_id: int) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/finds/([0-9a-f]{32})\"?#", page(client, case_id))))


def test_each_find_is_shown_with_its_sentence_and_nothing_is_chosen_before(
    app: Flask, client: FlaskClient, named_id: int
) -> None:
    sign_in(client, app)

    shown = page(client, named_id)

    assert "測ったのは<mark>大場さん</mark>。" in shown
    assert "詳しくは<mark>090-1234-5678</mark>へ。" in shown
    assert len(keys(client, named_id)) == 2
    assert not re.search(
        r"<input[^>]* checked", shown.partition('id="finds"')[2].partition('id="confirmation"')[0]
    )
    assert "公開しない回答" in shown


def test_a_find_is_decided_shown_below_and_undone(app: Flask, client: FlaskClient, named_id: int) -> None:
    sign_in(client, app)
    first, second = keys(client, named_id)

    answer = client.post(
        f"/staff/cases/{named_id}/finds/{first}", data={"verdict": "may_print", "reason": "本人が承諾した。"}
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/cases/{named_id}/gate#f2")
    assert keys(client, named_id) == [second]
    assert "本人が承諾した。" in page(client, named_id)
    client.post(f"/staff/cases/{named_id}/finds/{first}/undo")
    assert keys(client, named_id) == [first, second]


def test_one_press_decides_with_a_prepared_reason_and_goes_on(
    app: Flask, client: FlaskClient, named_id: int
) -> None:
    sign_in(client, app)
    first, second = keys(client, named_id)

    answer = client.post(f"/staff/cases/{named_id}/finds/{first}", data={"choice": "no_person"})

    assert answer.headers["Location"] == f"/staff/cases/{named_id}/gate#f2"
    assert keys(client, named_id) == [second]
    closed = page(client, named_id).partition("pg-closed")[2]
    assert "人の名前ではない" in closed
    client.post(f"/staff/cases/{named_id}/finds/{second}", data={"choice": "own", "reason": "代表の番号。"})
    assert keys(client, named_id) == []


def test_an_agreement_is_recorded_only_with_who_when_and_how(
    app: Flask, client: FlaskClient, named_id: int
) -> None:
    sign_in(client, app)
    first, _ = keys(client, named_id)
    address = f"/staff/cases/{named_id}/finds/{first}"

    refused = client.post(address, data={"choice": "person_agreed", "reason": " "})
    client.post(address, data={"choice": "person_agreed", "reason": "12月8日に本人から電話"})

    assert refused.status_code == 422
    assert "だれが、いつ承諾したか" in refused.get_data(as_text=True)
    assert "本人の承諾がある：12月8日に本人から電話" in page(client, named_id)


def test_only_reasons_that_can_be_true_are_offered(app: Flask, client: FlaskClient, named_id: int) -> None:
    sign_in(client, app)

    shown = page(client, named_id)

    person, phone = (part.partition("</article>")[0] for part in shown.split('<article class="pg-f"')[1:])
    assert re.findall(r'name="choice" value="(\w+)"', person) == [
        "to_fix",
        "no_person",
        "own",
        "person_agreed",
    ]
    assert re.findall(r'name="choice" value="(\w+)"', phone) == ["to_fix", "no_contact", "own", "town_agreed"]


def test_what_is_to_be_mended_is_undone_where_it_still_stands(
    app: Flask, client: FlaskClient, named_id: int
) -> None:
    sign_in(client, app)
    first, _ = keys(client, named_id)
    client.post(f"/staff/cases/{named_id}/finds/{first}", data={"choice": "to_fix", "place": "notes"})
    assert f"/finds/{first}/undo" in page(client, named_id)

    answer = client.post(f"/staff/cases/{named_id}/finds/{first}/undo")

    assert answer.headers["Location"] == f"/staff/cases/{named_id}/gate#f1"
    assert f"/finds/{first}/undo" not in page(client, named_id)


def test_what_is_to_be_mended_leads_to_its_block(app: Flask, client: FlaskClient, named_id: int) -> None:
    sign_in(client, app)
    first, _ = keys(client, named_id)

    answer = client.post(
        f"/staff/cases/{named_id}/finds/{first}", data={"verdict": "to_fix", "place": "notes", "reason": ""}
    )

    assert answer.headers["Location"] == f"/staff/cases/{named_id}#b-notes"
    assert "「直す」と決めました" in page(client, named_id)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"verdict": "may_print", "reason": " "}, "載せてよい理由を書いてください"),
        ({"verdict": "", "reason": "よいと思う。"}, "かを選んでください"),
        ({"verdict": "burn", "reason": "よいと思う。"}, ""),
        ({"choice": "burn", "reason": "よいと思う。"}, "かを選んでください"),
        ({"choice": "own", "reason": ""}, "載せてよい理由を書いてください"),
    ],
)
def test_a_decision_without_reason_or_choice_says_so_beside_it(
    app: Flask, client: FlaskClient, named_id: int, data: dict[str, str], problem: str
) -> None:
    sign_in(client, app)
    first, second = keys(client, named_id)

    answer = client.post(f"/staff/cases/{named_id}/finds/{first}", data=data)

    assert answer.status_code == 422
    assert problem in answer.get_data(as_text=True)
    assert data["reason"].strip() in answer.get_data(as_text=True)
    assert keys(client, named_id) == [first, second]


def test_what_changed_meanwhile_is_not_decided(app: Flask, client: FlaskClient, named_id: int) -> None:
    sign_in(client, app)

    answer = client.post(
        f"/staff/cases/{named_id}/finds/{'0' * 32}", data={"verdict": "may_print", "reason": "よい。"}
    )

    assert answer.status_code == 409
    assert "もうこの言葉はありません" in answer.get_data(as_text=True)


def test_readers_see_finds_but_no_words_that_are_for_editors_only_and_decide_nothing(
    app: Flask, client: FlaskClient
) -> None:
    with app.extensions["database"].transaction() as session:
        answers = case_answers(J6={"": "道には、様式をそろえてほしいと三年前から願っている。"})
        account_id = make_account(session).id
        case = make_case(
            session, account_id=account_id, response=make_told_response(session, answers=answers)
        )
        changes.set_sentences(
            session, case.id, "notes", [{"text": "様式をそろえてほしいと三年前から願っている。"}], account_id=account_id,
            seen_revision=case.revision, now=NOON,
        )  # fmt: skip
        case_id = case.id
    sign_in(client, app, Role.READER)

    shown = page(client, case_id)

    assert "どの言葉と同じかは、編集者だけ" in shown
    assert "道には" not in shown
    assert client.post(f"/staff/cases/{case_id}/finds/{'0' * 32}", data={}).status_code == 403
    assert client.post(f"/staff/cases/{case_id}/finds/{'0' * 32}/undo").status_code == 403
    assert client.post(f"/staff/cases/{case_id}/look-through").status_code == 403


def test_what_is_being_looked_through_is_said_and_can_be_started_again_when_it_failed(
    app: Flask, client: FlaskClient
) -> None:
    with app.extensions["database"].transaction() as session:
        case_id = make_case(session).id
    sign_in(client, app)
    assert "確認中：人の名前がないか見ています" in page(client, case_id)
    with app.extensions["database"].transaction() as session:
        session.scalars(select(CaseReading)).one().failed_at = NOON

    assert "もう一度見る" in page(client, case_id)
    client.post(f"/staff/cases/{case_id}/look-through")

    assert "もう一度見る" not in page(client, case_id)
