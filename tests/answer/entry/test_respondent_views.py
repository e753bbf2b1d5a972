"""The first page behind a link, and whom it lets in."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from casefinder.answer.responses.models import Response
from casefinder.ask.invitations import rules
from casefinder.ask.invitations import service as invitations
from casefinder.ask.invitations.models import Invitation
from tests.answer.present import answers
from tests.conftest import NOON
from tests.factories.invitations import enter, make_link


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
    foreign = rules.token_for("another installation's key for its links", link.ref, 1)

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
    client.post(f"/i/{rules.token_for(key, link.ref, 2)}")
    assert client.get(home).status_code == 200
