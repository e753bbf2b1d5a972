"""Every page that a respondent may meet, of every state, for tests that look at all of them."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from casefinder.answer.returns.service import return_response
from casefinder.ask.campaigns.models import Campaign
from tests.answer.present import hand_in, response_id
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.invitations import enter, hand_on, make_link

SECTIONS = "ABCDEFGHIJKLM"
LONG = "除雪車の位置が分からず、町には毎朝何十本もの電話がかかった。" * 30
CELL = "係長が窓口に立ち、町民の声を一つずつ聞いて回った。" * 6
TYPED = {"F": {"F3": LONG, "F1": "plan"}, "C": {"C2": "い" * 75, "C4": "education", "C5.stage": "trial"},
         "G": {"G1.0.event": CELL, "G1.0.result": CELL}, "I": {"alternative.I1": "not_yet"}}  # fmt: skip


def all_pages(app: Flask, client: FlaskClient) -> dict[str, str]:
    """Return every page that a respondent may meet: address → its HTML, read while its state lasts."""
    link = make_link(app)
    home = enter(client, link)
    pages = {f"/i/{link.token}": client.get(f"/i/{link.token}").text, home: client.get(home).text}
    for key, answers in TYPED.items():
        client.post(
            f"{home}s/{key}", data={**answers, **{f"seen.{name.split('.')[0]}": "0." for name in answers}}
        )
    for key in SECTIONS:
        pages[f"{home}s/{key}"] = client.get(f"{home}s/{key}?check=1").text
    pages[f"{home}check"] = client.post(f"{home}check", data={"seen": "0", "L1": "yes"}).text
    pages["/two-texts"] = client.post(f"{home}s/F", data={"F3": "ほかの文。" + LONG, "seen.F3": "0."}).text
    pages["/no-place"] = client.post(f"{home}s/F", data={"old": LONG, "F1": "plan"}).text
    pages["/no-cookie"] = (
        app.test_client().post(f"{home}s/F", data={"F3": LONG, "audience.F3": "editors"}).text
    )
    pages["/error"] = client.post(f"{home}s/gone", data={"F3": LONG}).text
    link = make_link(app)
    done, handed = enter(client, link), hand_on(app, link, "F", "I")
    client.post(f"/i/{handed.token}")
    pages["/handed/first"] = client.get(f"/i/{handed.token}").text
    pages["/handed/section"] = client.get(f"/r/{handed.ref}/s/F").text
    hand_in(app, link)
    for path in ("receipt", "answers"):
        pages[f"/{path}"] = client.get(done + path).text
    pages["/submitted/first"] = client.get(f"/i/{link.token}").text
    pages["/handed/sent"] = client.get(f"/r/{handed.ref}/s/F").text
    pages["/handed/late"] = client.post(f"/r/{handed.ref}/s/F", data={"F3": LONG, "seen.F3": "0."}).text
    with app.extensions["database"].transaction() as session:
        account = make_account(session).id
        return_response(session, response_id(app, link), "F3 をもう少し。", account_id=account, now=NOON)
    for path in ("", "s/F", "check"):
        pages[f"/returned/{path}"] = client.get(done + path).text
    pages["/returned/first"] = client.get(f"/i/{link.token}").text
    other = make_link(app)
    begun = enter(client, other)
    with app.extensions["database"].transaction() as session:
        session.execute(update(Campaign).values(closed_at=NOON))
    pages["/closed"] = client.post(f"{begun}s/F", data={"F3": LONG}).text
    pages["/closed/home"] = client.get(begun).text
    pages["/closed/first"] = client.get(f"/i/{other.token}").text
    pages["/closed/returned/first"] = client.get(f"/i/{link.token}").text
    pages["/closed/returned/home"] = client.get(done).text
    return pages
