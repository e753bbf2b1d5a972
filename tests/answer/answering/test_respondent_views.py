"""The respondent's pages through the whole application: links, task list, sections, autosave."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from casefinder.answer.answers.queries import AnswerView, answers_of
from casefinder.answer.responses import queries
from casefinder.answer.responses.models import Response, ResponseEvent
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting import service
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations import rules
from casefinder.ask.invitations import service as invitations
from casefinder.ask.invitations.models import Invitation
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.invitations import Link, enter, make_link
from tests.factories.responses import complete_answers, save_answers

POLYGLOT = '"><svg/onload=alert(1)>\'"{{7*7}}${7*7}javascript:alert(1)'


def response_id(app: Flask, link: Link) -> int:
    with app.extensions["database"].reading() as session:
        found = queries.response_of(session, link.invitation_id)
        assert found is not None
        return found.id


def answers(app: Flask, link: Link) -> dict[str, AnswerView]:
    with app.extensions["database"].reading() as session:
        found = queries.response_of(session, link.invitation_id)
        return answers_of(session, found.id) if found else {}


def seen(app: Flask, link: Link, key: str) -> str:
    view = answers(app, link).get(key)
    return str(view.seen) if view else "0."


def complete(app: Flask, link: Link) -> None:
    with app.extensions["database"].transaction() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        save_answers(session, response.id, complete_answers())


def hand_in(app: Flask, link: Link) -> None:
    complete(app, link)
    with app.extensions["database"].transaction() as session:
        response = session.get_one(Response, response_id(app, link))
        service.submit_response(session, response.id, seen=response.revision, now=NOON)


def test_sec_07_looking_at_a_link_changes_nothing(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    for method in ("get", "head", "get", "get"):
        answer = getattr(app.test_client(), method)(f"/i/{link.token}")
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers or "cf-form" in answer.headers["Set-Cookie"]
        assert f"cf-{link.ref}" not in str(answer.headers)

    with app.extensions["database"].reading() as session:
        invitation = session.get_one(Invitation, link.invitation_id)
        assert invitation.opened_at is None
        assert session.scalar(select(func.count()).select_from(Response)) == 0
    assert client.get(f"/r/{link.ref}/").status_code == 404


def test_the_first_page_says_what_is_asked(app: Flask, client: FlaskClient) -> None:
    link = make_link(app, name="白楡町")

    page = client.get(f"/i/{link.token}").get_data(as_text=True)

    for words in (
        "白楡町（見本）　御中",
        "貴町のデジタル化の取組を、",
        "見本道デジタル推進計画",
        "令和9年3月に道のサイトで公表",
        "6月17日<small>（水）12:00</small>",
        "全部で約58分",
        "今回は該当なし",
    ):
        assert words in page
    assert link.token not in page.split("<title>")[1].split("</title>")[0]


def test_opening_sets_the_cookie_of_this_ref_and_goes_on(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)

    answer = client.post(f"/i/{link.token}")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/r/{link.ref}/")
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if link.ref in value]
    assert cookie.startswith(f"cf-{link.ref}=")
    for attribute in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in cookie
    assert link.token not in cookie
    page = client.get(f"/r/{link.ref}/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"


def test_over_https_the_cookie_has_the_host_prefix(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    object.__setattr__(app.extensions["settings"], "secure_cookies", True)

    answer = client.post(f"/i/{link.token}", base_url="https://localhost")

    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if link.ref in value]
    assert cookie.startswith(f"__Host-cf-{link.ref}=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_plain_http_shows_a_banner_except_in_the_sample(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    banner = "この通信は暗号化されていません"

    assert banner in client.get(f"/i/{link.token}").get_data(as_text=True)
    object.__setattr__(app.extensions["settings"], "sample", True)
    assert banner not in client.get(f"/i/{link.token}").get_data(as_text=True)


def test_wrong_foreign_revoked_and_old_links_look_the_same(app: Flask, client: FlaskClient) -> None:
    link, revoked, renewed = make_link(app), make_link(app), make_link(app)
    key = app.extensions["settings"].link_key
    with app.extensions["database"].transaction() as session:
        invitations.revoke(session, revoked.invitation_id, now=NOON)
        invitations.renew(session, renewed.invitation_id, link_key=key, now=NOON)
    foreign = rules.token_for("another installation's key for its links", link.id, 1)

    pages = [
        client.open(f"/i/{token}", method=method)
        for token in ("abc", foreign, revoked.token, renewed.token, link.token[:-1])
        for method in ("GET", "POST")
    ]

    assert {page.status_code for page in pages} == {404}
    assert len({page.get_data() for page in pages}) == 1
    text = pages[0].get_data(as_text=True)
    assert "このリンクでは回答ページを開けません" in text
    assert "電話" in text


def test_sec_04_a_cookie_opens_its_own_ref_only(app: Flask, client: FlaskClient) -> None:
    mine, other = make_link(app), make_link(app)
    enter(client, mine)
    enter(app.test_client(), other)
    theirs = f"/r/{other.ref}"

    for path in ("/", "/s/A", "/check", "/receipt", "/answers", "/files/1", "/files/1/small"):
        assert client.get(theirs + path).status_code == 404, path
    for path in ("/s/A", "/a/A1", "/check", "/take-back", "/not-applicable"):
        assert client.post(theirs + path, data={"A1": "exists"}).status_code == 404, path
    assert answers(app, other) == {}
    proof = client.get_cookie(f"cf-{mine.ref}", domain="localhost")
    assert proof is not None
    client.set_cookie(f"cf-{other.ref}", proof.value, domain="localhost")
    assert client.get(f"{theirs}/").status_code == 404


def test_two_links_in_one_browser_never_mix(app: Flask, client: FlaskClient) -> None:
    one, two = make_link(app, name="一番町"), make_link(app, name="二番町")
    enter(client, one)
    enter(client, two)

    client.post(f"/r/{one.ref}/s/C", data={"C1": "一番町の取組"})
    client.post(f"/r/{two.ref}/s/C", data={"C1": "二番町の取組"})

    assert "一番町（見本）" in client.get(f"/r/{one.ref}/").get_data(as_text=True)
    assert answers(app, one)["C1"].value == {"": "一番町の取組"}
    assert answers(app, two)["C1"].value == {"": "二番町の取組"}


def test_revoking_a_link_shuts_the_browsers_that_are_in(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    key = app.extensions["settings"].link_key
    with app.extensions["database"].transaction() as session:
        invitations.revoke(session, link.invitation_id, now=NOON)
    assert client.get(home).status_code == 404

    with app.extensions["database"].transaction() as session:
        invitations.renew(session, link.invitation_id, link_key=key, now=NOON)
    assert client.get(home).status_code == 404, "the cookie of the old generation stays shut out"
    client.post(f"/i/{rules.token_for(key, link.id, 2)}")
    assert client.get(home).status_code == 200


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


def test_autosave_tells_revision_and_time_and_refuses_a_stale_text(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    path = f"/r/{link.ref}/a/F3"

    first = client.post(path, json={"form": {"F3": ["一"]}, "seen": "0."})
    second = client.post(path, json={"form": {"F3": ["一二"]}, "seen": first.json["seen"]})
    stale = client.post(path, json={"form": {"F3": ["別の文"]}, "seen": first.json["seen"]})

    assert (first.status_code, first.json["saved"]) == (200, "12:00")
    assert second.json["seen"].startswith("2.")
    assert stale.status_code == 409
    assert (stale.json["mine"], stale.json["theirs"]) == ("別の文", "一二")
    mine = client.post(path, json={"form": {"F3": ["別の文"]}, "seen": stale.json["seen"]})
    assert mine.status_code == 200
    assert answers(app, link)["F3"].value == {"": "別の文"}


def test_autosave_keeps_wrong_text_and_says_so(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)

    answer = client.post(f"/r/{link.ref}/a/C5", json={"form": {"C5.started": ["去年"]}, "seen": "0."})

    assert answer.status_code == 200
    assert answer.json["problems"][0]["name"] == "C5.started"
    assert answers(app, link)["C5"].value == {"started": "去年"}


@pytest.mark.parametrize(
    "body", [None, [], {}, {"form": []}, {"form": {"F3": "text"}}, {"form": {"F3": [1]}}]
)
def test_a_misshapen_autosave_is_refused(app: Flask, client: FlaskClient, body: object) -> None:
    link = make_link(app)
    enter(client, link)

    assert client.post(f"/r/{link.ref}/a/F3", json=body).status_code == 400
    assert client.post(f"/r/{link.ref}/a/Z9", json={"form": {}}).status_code == 404


def test_sec_25_an_endless_autosave_is_refused_in_japanese(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)

    answer = client.post(f"/r/{link.ref}/a/F3", json={"form": {"F3": ["長" * 200_000]}, "seen": "0."})

    assert answer.status_code == 413
    assert answers(app, link) == {}


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
