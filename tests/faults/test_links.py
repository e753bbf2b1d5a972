"""Personal links at real web servers and workers: a token is nowhere but in its letter, and looking uses up nothing (SEC-06, SEC-07)."""

import os
import re
import signal
import socket
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from casefinder.ask.invitations import link_service, rules, service
from casefinder.ask.invitations.models import Link
from casefinder.clock import utc_now
from tests.factories.invitations import make_link
from tests.faults.house import House, child_of, children_of
from tests.faults.post_office import PostOffice
from tests.faults.staff import invite_by_web
from tests.security.fingerprint import fingerprint, rows
from tests.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.slow
LINK = re.compile(r"/i/([A-Za-z0-9_-]{43})")


def send_raw(house: House, text: str) -> bytes:
    """Say something to the web server that no browser says."""
    with socket.create_connection(("127.0.0.1", house.port), timeout=PATIENCE_S) as connection:
        connection.sendall(text.encode())
        return connection.recv(4096)


def test_sec_06_a_token_is_nowhere_but_in_its_letter(house: House, post_office: PostOffice) -> None:
    serving = house.start_web("serve", "--workers", "1")
    invite_by_web(house)
    post_office.wait_for_mail()
    (token,) = LINK.findall(post_office.texts()[0])
    visitor = house.visitor()

    assert visitor.get(f"/i/{token}").status == 200
    for broken in (f"/i/{token}x", f"/i/{token}/more", f"/i/{token[:-1]}", f"/r/{token}/", f"/staff/{token}"):
        assert visitor.get(broken).status in (303, 404)
    assert visitor.get(f"/i/{token}", method="PUT").status == 405
    assert b"400" in send_raw(house, f"GET /i/{token} HTTP/1.1 and more\r\n\r\n")
    assert b"400" in send_raw(house, f"GET /i/{token} HTTP/1.1\r\nbro ken: /i/{token}\r\n\r\n")
    with house.database.reading() as session:
        link = link_service.find_by_token(session, token, now=utc_now())
        link_id, home = link.id, f"/r/{link.ref}/"
    (web,) = children_of(child_of(serving.pid, "web"))
    with ThreadPoolExecutor(1) as pool:
        with house.locked(Link, link_id):
            cut_off = pool.submit(visitor.again().post, f"/i/{token}", {})
            wait_until(house.stands_still, what="the opening to wait for the lock")
            os.kill(web, signal.SIGKILL)
        wait([cut_off])
    wait_until(lambda: "was sent SIGKILL" in serving.words(), what="gunicorn's note")
    wait_until(house.answers, what="the next web process")
    assert visitor.post(f"/i/{token}", {}).status == 303
    assert visitor.get(home).status == 200

    found_in = [
        str(path.relative_to(house.home))
        for path in house.home.rglob("*")
        if path.is_file() and path.parent != post_office.folder and token.encode() in path.read_bytes()
    ]
    assert found_in == []
    tables = dict(rows(house.database.engine))
    assert "letter" in tables
    assert [table for table, row in rows(house.database.engine) if token in row] == []


def test_sec_07_scanners_may_look_as_often_as_they_like(served: House) -> None:
    link = make_link(served.app)
    before = fingerprint(served.database.engine)

    for agent in ("Outlook-SafeLinks", "curl/8", "", "Mozilla/5.0 見本", "GoogleImageProxy"):
        for method in ("HEAD", "GET", "OPTIONS"):
            stranger = served.visitor()
            answer = stranger.get(
                f"/i/{link.token}", method=method, headers={"User-Agent": agent.encode().decode("latin-1")}
            )
            assert answer.status == 200, (agent, method)
            assert not [
                name
                for name in stranger.cookies
                if name.startswith(("cf-", "__Host-cf-")) and name != "cf-form"
            ]

    assert fingerprint(served.database.engine) == before
    human = served.visitor()
    human.get(f"/i/{link.token}")
    assert human.post(f"/i/{link.token}", {}).location == f"/r/{link.ref}/"


def test_wrong_foreign_revoked_and_renewed_links_look_the_same(served: House) -> None:
    key = served.settings.link_key
    good, revoked, renewed = (make_link(served.app) for _ in range(3))
    with served.database.transaction() as session:
        service.revoke(session, revoked.invitation_id, now=utc_now())
        service.renew(session, renewed.invitation_id, link_key=key, now=utc_now())
    wrong = (
        "A" * 43,
        good.token[:-1] + ("A" if good.token[-1] != "A" else "B"),
        rules.token_for("another installation's key, 0123456789", good.ref, 1),
        rules.token_for(key, good.ref, 2),
        good.ref,
        revoked.token,
        renewed.token,
    )

    pages = [served.visitor().get(f"/i/{token}") for token in wrong]
    assert {page.status for page in pages} == {404}
    assert len({re.sub(r'(value|content)="[^"]*"', "", page.text) for page in pages}) == 1, (
        "nothing tells them apart"
    )
    fresh = rules.token_for(key, renewed.ref, 2)
    for token in (good.token, fresh):
        assert served.visitor().get(f"/i/{token}").status == 200
    visitor = served.visitor()
    visitor.get(f"/i/{good.token}")
    for token in wrong:
        assert visitor.post(f"/i/{token}", {}).status == 404


def test_two_links_in_one_browser_never_mix(served: House) -> None:
    one, two = make_link(served.app, name="一の町"), make_link(served.app, name="二の町")
    browser = served.visitor()
    for link in (one, two):
        browser.get(f"/i/{link.token}")
        assert browser.post(f"/i/{link.token}", {}).location == f"/r/{link.ref}/"

    for link, name, other in ((one, "一の町", "二の町"), (two, "二の町", "一の町")):
        page = browser.get(f"/r/{link.ref}/")
        assert name in page.text
        assert other not in page.text
        section = browser.get(f"/r/{link.ref}/s/C")
        assert section.status == 200
        saved = browser.post_json(f"/r/{link.ref}/a/C2", {"form": {"C2": [f"{name}の答え"]}, "seen": "0."})
        assert saved.status == 200
    assert "一の町の答え" in browser.get(f"/r/{one.ref}/s/C").text
    assert "一の町の答え" not in browser.get(f"/r/{two.ref}/s/C").text
    forgetful = served.visitor()
    forgetful.cookies = {name: value for name, value in browser.cookies.items() if one.ref not in name}
    assert forgetful.get(f"/r/{one.ref}/").status == 404
    assert forgetful.get(f"/r/{two.ref}/").status == 200
