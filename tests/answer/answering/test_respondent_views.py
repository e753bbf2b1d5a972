"""The respondent's pages through the whole application: task list and sections."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casefinder.answer.responses import queries
from casefinder.answer.responses.models import Response, ResponseEvent
from casefinder.answer.returns.service import return_response
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.models import Invitation
from tests.answer.present import answers, hand_in, response_id, seen
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.invitations import enter, make_link

POLYGLOT = '"><svg/onload=alert(1)>\'"{{7*7}}${7*7}javascript:alert(1)'


def test_the_task_list_shows_sections_with_their_states(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    page = client.get(home).get_data(as_text=True)
    assert page.count("未着手</span>") == 13
    assert "A「取組の有無」から始めてください" in page

    client.post(f"/r/{link.ref}/s/A", data={"A1": "exists", "A2": "web", "mark": "finished"})
    client.post(f"/r/{link.ref}/s/F", data={"F3": "途中まで", "mark": "later"})
    client.post(f"/r/{link.ref}/s/L", data={"L1": "no"})
    page = client.get(home).get_data(as_text=True)

    assert "13節" not in page
    assert "12節のうち1節 完了" in page
    for word in ("完了", "入力中", "対象外"):
        assert word in page
    assert "次は B「団体と担当」です" in page


def test_a_section_is_saved_and_the_next_one_opens(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)

    answer = client.post(
        f"/r/{link.ref}/s/A",
        data={"A1": "exists", "A2": "web", "seen.A1": "0.", "save": "next", "mark": "finished"},
    )
    home = client.post(f"/r/{link.ref}/s/A", data={"save": "home"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/r/{link.ref}/s/B")
    assert home.headers["Location"] == f"/r/{link.ref}/"
    assert answers(app, link)["A1"].value == {"": "exists"}


def test_over_long_and_wrong_answers_are_kept_and_said_beside_the_field(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    enter(client, link)
    text = "長い文" * 250

    answer = client.post(
        f"/r/{link.ref}/s/F", data={"F3": text, "seen.F3": "0.", "save": "next"}, follow_redirects=True
    )
    wrong = client.post(
        f"/r/{link.ref}/s/C", data={"C5.started": "去年の冬", "seen.C5": "0."}, follow_redirects=True
    )

    page = answer.get_data(as_text=True)
    assert "このページで直すところが 1 か所あります" in page
    assert "150字" in page
    assert text in page
    assert 'aria-invalid="true"' in page
    assert "去年の冬" in wrong.get_data(as_text=True)
    assert answers(app, link)["F3"].value == {"": text}


def test_a_finished_section_with_gaps_says_what_is_missing(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)

    page = client.post(
        f"/r/{link.ref}/s/B",
        data={"B3.name": "見本 花子", "mark": "finished", "save": "next"},
        follow_redirects=True,
    ).get_data(as_text=True)
    later = client.post(f"/r/{link.ref}/s/B", data={"mark": "later", "save": "next"})

    assert "記入した人（電話）" in page
    assert "見本 花子" in page
    assert later.headers["Location"] == f"/r/{link.ref}/s/C"


def test_what_a_form_does_not_speak_of_is_left_as_it_is(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    client.post(f"/r/{link.ref}/s/F", data={"F3": "残る文", "F1": ["plan"]})

    client.post(f"/r/{link.ref}/s/F", data={"F4": "別の文"})
    client.post(f"/r/{link.ref}/s/F", data={"seen.F1": seen(app, link, "F1")})

    stored = answers(app, link)
    assert stored["F3"].value == {"": "残る文"}
    assert stored["F1"].value == {}, "a list of boxes that was shown and left empty is empty"


def test_a_stale_save_shows_both_texts_and_lets_one_choose(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    client.post(f"/r/{link.ref}/s/F", data={"F3": "初めの文", "F4": "手順"})
    old = {"seen.F3": seen(app, link, "F3"), "seen.F4": seen(app, link, "F4")}
    client.post(f"/r/{link.ref}/s/F", data={"F3": "同僚の文", "seen.F3": old["seen.F3"]})

    compare = client.post(f"/r/{link.ref}/s/F", data={"F3": "自分の文", "F4": "新しい手順", **old})

    page = compare.get_data(as_text=True)
    assert compare.status_code == 409
    for words in ("自分の文", "同僚の文", "この画面の文にする", "保存されている文にする"):
        assert words in page
    assert answers(app, link)["F3"].value == {"": "同僚の文"}
    assert answers(app, link)["F4"].value == {"": "新しい手順"}, "what was not in conflict is stored"

    choice = {"F3": "自分の文", "seen.F3": seen(app, link, "F3")}
    client.post(f"/r/{link.ref}/s/F", data={**choice, "keep.F3": "theirs"})
    assert answers(app, link)["F3"].value == {"": "同僚の文"}
    client.post(f"/r/{link.ref}/s/F", data={**choice, "keep.F3": "mine"})
    assert answers(app, link)["F3"].value == {"": "自分の文"}


def test_sec_28_without_its_token_nothing_is_saved(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    app.config["WTF_CSRF_ENABLED"] = True

    paths = ("/s/F", "/a/F3", "/check", "/take-back", "/not-applicable")
    codes = [client.post(f"/r/{link.ref}{path}", data={"F3": "x"}).status_code for path in paths]

    assert codes == [400] * len(paths)
    assert answers(app, link) == {}


def test_rows_are_added_deleted_and_brought_back_without_script(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    rows = {
        "I1.0.metric": "待ち時間", "I1.0.before": "20分", "I1.1.metric": "残業", "I1.1.before": "月10時間",
        "seen.I1": "0.",
    }  # fmt: skip

    added = client.post(f"/r/{link.ref}/s/I", data={**rows, "add_row": "I1"})
    assert "rows=I1:3" in added.headers["Location"].replace("%3A", ":")
    assert 'name="I1.2.metric"' in client.get(added.headers["Location"]).get_data(as_text=True)

    removed = client.post(
        f"/r/{link.ref}/s/I", data={**rows, "seen.I1": seen(app, link, "I1"), "remove_row": "I1.0"}
    )
    assert [row["metric"] for row in answers(app, link)["I1"].value["rows"]] == ["残業"]
    page = client.get(removed.headers["Location"]).get_data(as_text=True)
    assert "行を元に戻す" in page

    undo = page.split('name="undo" value="')[1].split('"')[0]
    client.post(
        f"/r/{link.ref}/s/I",
        data={
            "I1.0.metric": "残業",
            "I1.0.before": "月10時間",
            "seen.I1": seen(app, link, "I1"),
            "undo": undo,
        },
    )
    assert [row["metric"] for row in answers(app, link)["I1"].value["rows"]] == ["待ち時間", "残業"]


def test_a_section_that_does_not_apply_says_so(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    client.post(f"/r/{link.ref}/s/L", data={"L1": "no"})

    assert "いまの回答では、この節は対象外です" in client.get(f"/r/{link.ref}/s/K").get_data(as_text=True)


def test_sec_01_what_is_typed_is_shown_as_text_everywhere(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    client.post(f"/r/{link.ref}/s/F", data={"F3": POLYGLOT})
    client.post(f"/r/{link.ref}/s/C", data={"C1": POLYGLOT})
    old = client.post(f"/r/{link.ref}/s/F", data={"F3": POLYGLOT + "2", "seen.F3": "0."})

    for page in (
        old,
        client.get(f"/r/{link.ref}/s/F"),
        client.get(f"/r/{link.ref}/s/C"),
        client.get(f"/r/{link.ref}/check"),
    ):
        text = page.get_data(as_text=True)
        assert "&lt;svg/onload=alert(1)&gt;" in text
        assert "<svg/onload" not in text


def test_a_submitted_response_shows_its_answers_and_keeps_a_late_text_on_the_screen(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    home = enter(client, link)
    hand_in(app, link)

    assert client.get(home).headers["Location"] == f"/r/{link.ref}/receipt"
    assert client.get(f"/r/{link.ref}/s/F").headers["Location"] == f"/r/{link.ref}/answers"
    late = client.post(f"/r/{link.ref}/s/F", data={"F3": "あとから書いた文"})
    assert late.status_code == 409
    assert "回答は提出済み" in late.get_data(as_text=True)
    assert "あとから書いた文" in late.get_data(as_text=True)
    auto = client.post(
        f"/r/{link.ref}/a/F3",
        json={"form": {"F3": ["x"]}, "seen": "1."},
        headers={"Accept": "application/json"},
    )
    assert (auto.status_code, "theirs" in auto.json) == (409, False)


def test_the_editors_message_is_shown_on_home_and_in_sections(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    hand_in(app, link)
    with app.extensions["database"].transaction() as session:
        account = make_account(session, name="見本 花子")
        found = queries.response_of(session, link.invitation_id)
        assert found is not None
        return_response(
            session,
            found.id,
            "説明会は何回でしたか。\n期間も教えてください。",
            account_id=account.id,
            now=NOON,
        )

    for path in (home, f"/r/{link.ref}/s/F", f"/r/{link.ref}/check"):
        page = client.get(path).get_data(as_text=True)
        assert "説明会は何回でしたか。" in page, path
        assert "見本 花子" in page, path
    assert "事務局から差戻しが届いています" in client.get(home).get_data(as_text=True)


def test_a_closed_campaign_can_be_read_not_written(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    client.post(f"/r/{link.ref}/s/F", data={"F3": "書きかけ"})
    with app.extensions["database"].transaction() as session:
        invitation = session.get_one(Invitation, link.invitation_id)
        session.get_one(Campaign, invitation.campaign_id).closed_at = NOON

        invitation.due_at = NOON - timedelta(days=1)

    for path in (home, f"/i/{link.token}"):
        page = client.get(path).get_data(as_text=True)
        assert "この照会は終了しました" in page
        assert "まだ受け付けています" not in page
    copy = client.get(f"/r/{link.ref}/answers").get_data(as_text=True)
    assert "書きかけ" in copy
    assert "ここを記入してください" not in copy
    assert client.post(f"/r/{link.ref}/s/F", data={"F3": "続き"}).status_code == 409


def test_after_the_deadline_answers_are_still_taken(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    with app.extensions["database"].transaction() as session:
        invitation = session.get_one(Invitation, link.invitation_id)
        invitation.due_at = NOON - timedelta(days=1)
    home = enter(client, link)

    assert "締切を過ぎましたが、まだ受け付けています" in client.get(home).get_data(as_text=True)
    assert client.post(f"/r/{link.ref}/s/C", data={"C1": "遅れた回答"}).status_code == 303


def test_nothing_to_tell_takes_two_clicks(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)

    first = client.post(f"/i/{link.token}", data={"answer": "not_applicable"})
    check = client.get(first.headers["Location"]).get_data(as_text=True)
    seen_revision = check.split('name="seen" value="')[1].split('"')[0]
    second = client.post(f"/r/{link.ref}/check", data={"seen": seen_revision})

    assert first.headers["Location"] == f"/r/{link.ref}/check"
    assert "「今回は該当なし」と回答します" in check
    assert second.headers["Location"] == f"/r/{link.ref}/receipt"
    with app.extensions["database"].reading() as session:
        kinds = session.scalars(select(ResponseEvent.kind).order_by(ResponseEvent.id))
        assert list(kinds) == ["opened", "submitted"]


def test_sec_09_a_form_cannot_set_what_is_not_asked(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    extra = {
        "submitted_at": "2026-01-01", "receipt_number": "X", "state": "accepted", "revision": "99", "id": "7",
        "response_id": "7", "invitation_id": "7", "source": "interview", "saved_at": "x", "Z9": "x",
        "audience.A1": "everyone", "alternative.F3": "none", "spoken.A1": "yes",
    }  # fmt: skip

    client.post(f"/r/{link.ref}/s/A", data={"A1": "exists", **extra})
    client.post(
        f"/r/{link.ref}/a/A1", json={"form": {"A1": ["exists"], "audience.A1": ["everyone"]}, "seen": "0."}
    )

    (view,) = answers(app, link).values()
    assert (view.value, view.audience, view.is_spoken, view.revision) == ({"": "exists"}, None, False, 1)
    with app.extensions["database"].reading() as session:
        response = session.get_one(Response, response_id(app, link))
        assert (response.receipt_number, response.submitted_at, response.revision) == (None, None, 1)


def test_numbers_without_end_break_nothing(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    endless = "9" * 5000

    codes = [
        client.post(f"/r/{link.ref}/check", data={"seen": endless}).status_code,
        client.post(f"/r/{link.ref}/s/K", data={"K1.id": endless, "restore": f"K1:{endless}"}).status_code,
        client.post(f"/r/{link.ref}/s/I", data={"undo": f"I1:{endless}", "seen.I1": endless}).status_code,
        client.post(f"/r/{link.ref}/a/K1", json={"form": {"K1.id": [endless]}, "seen": endless}).status_code,
        client.get(f"/r/{link.ref}/s/K?removed={endless}&rows=I1:{endless}").status_code,
        client.get(f"/r/{link.ref}/files/{'9' * 30}").status_code,
    ]

    assert [code for code in codes if code >= 500] == []
