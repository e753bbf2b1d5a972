"""What links of each scope open: the gate lets a link into the pages of its scope, and sections into their own."""

import io
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casefinder.answer.answers.models import Answer, AnswerRevision
from casefinder.answer.attachments.models import Attachment
from casefinder.ask.invitations.rules import LinkScope, entry_proof
from casefinder.faces import Open, Role, allow
from casefinder.staff.audit.models import AuditEntry
from tests.answer.present import answers, hand_in, seen
from tests.factories.files import jpeg, read_files
from tests.factories.invitations import Link, enter, hand_on, make_link


@pytest.fixture
def whole(app: Flask) -> Link:
    """A link of a whole response that somebody has opened."""
    link = make_link(app)
    enter(app.test_client(), link)
    return link


def test_a_sections_link_leads_to_its_first_section(app: Flask, client: FlaskClient, whole: Link) -> None:
    link = hand_on(app, whole, "F", "I")

    answer = client.post(f"/i/{link.token}")

    assert answer.headers["Location"] == f"/r/{link.ref}/s/F"
    page = client.get(f"/r/{link.ref}/s/F")
    assert page.status_code == 200
    assert f"/r/{link.ref}/s/I" in page.get_data(as_text=True)
    assert f"/r/{link.ref}/s/D" not in page.get_data(as_text=True)


def test_a_sections_link_saves_its_own_sections_only(app: Flask, client: FlaskClient, whole: Link) -> None:
    link = hand_on(app, whole, "F")
    client.post(f"/i/{link.token}")
    base = f"/r/{link.ref}"

    assert client.post(f"{base}/s/F", data={"F3": "係の文"}).headers["Location"] == f"{base}/s/F"
    assert client.post(f"{base}/a/F4", json={"form": {"F4": ["係の文"]}, "seen": "0."}).status_code == 200

    assert client.get(f"{base}/s/D").status_code == 404
    assert client.post(f"{base}/s/D", data={"D1": "よその文"}).status_code == 404
    assert client.post(f"{base}/a/D1", json={"form": {"D1": ["よその文"]}, "seen": "0."}).status_code == 404
    strange = client.post(f"{base}/s/F", data={"D1": "よその文"})
    assert (strange.status_code, "よその文" in strange.text) == (422, True), (
        "it is said that it is not stored"
    )
    assert sorted(answers(app, whole)) == ["F3", "F4"]


@pytest.mark.parametrize("path", ["/", "/check", "/receipt", "/answers"])
def test_a_sections_link_opens_no_page_of_the_whole(
    app: Flask, client: FlaskClient, whole: Link, path: str
) -> None:
    link = hand_on(app, whole, "F")
    client.post(f"/i/{link.token}")

    assert client.get(f"/r/{link.ref}{path}").status_code == 404


@pytest.mark.parametrize("path", ["/check", "/take-back", "/not-applicable", "/another", "/other"])
def test_a_sections_link_decides_nothing_of_the_whole(
    app: Flask, client: FlaskClient, whole: Link, path: str
) -> None:
    link = hand_on(app, whole, "F")
    client.post(f"/i/{link.token}")

    assert client.post(f"/r/{link.ref}{path}", data={"to": whole.ref}).status_code == 404


def test_a_sections_link_hands_out_the_files_of_its_own_sections_only(app: Flask, whole: Link) -> None:
    owner = app.test_client()
    enter(owner, whole)
    owner.post(f"/r/{whole.ref}/s/K", data={"K1.upload": (io.BytesIO(jpeg()), "除雪.jpg")})
    read_files(app)
    with app.extensions["database"].reading() as session:
        (file_id,) = session.scalars(select(Attachment.id))
    for section, status in (("K", 200), ("F", 404)):
        link, client = hand_on(app, whole, section), app.test_client()
        client.post(f"/i/{link.token}")
        for path in (f"/files/{file_id}", f"/files/{file_id}/small"):
            assert client.get(f"/r/{link.ref}{path}", buffered=True).status_code == status, section


@pytest.mark.parametrize("scope", [LinkScope.APPROVAL, LinkScope.PROOF, LinkScope.APPOINTMENT])
def test_a_link_of_another_scope_opens_no_page_of_an_answer(
    app: Flask, client: FlaskClient, whole: Link, scope: LinkScope
) -> None:
    link = hand_on(app, whole, scope=scope)
    assert client.get(f"/i/{link.token}").status_code == 404
    assert client.post(f"/i/{link.token}").status_code == 404

    proof = entry_proof(app.extensions["settings"].secret_key, link.ref, 1)
    client.set_cookie(f"cf-{link.ref}", proof, domain="localhost")
    for path in ("/", "/s/F", "/check", "/answers", "/files/1"):
        assert client.get(f"/r/{link.ref}{path}").status_code == 404, path


def test_a_page_of_invited_persons_says_which_links_it_takes() -> None:
    with pytest.raises(ValueError, match="which links"):
        allow(Open.INVITED)
    with pytest.raises(ValueError, match="no other page"):
        allow(Role.EDITOR, LinkScope.RESPONSE)


def test_each_answer_names_the_link_that_wrote_it_and_the_others_text_is_kept(
    app: Flask, client: FlaskClient, whole: Link
) -> None:
    link = hand_on(app, whole, "F")
    client.post(f"/i/{link.token}")
    owner = app.test_client()
    enter(owner, whole)

    owner.post(f"/r/{whole.ref}/a/F3", json={"form": {"F3": ["持ち主の文"]}, "seen": "0."})
    for words in ("係の文", "係の続き"):
        known = seen(app, whole, "F3")
        client.post(f"/r/{link.ref}/a/F3", json={"form": {"F3": [words]}, "seen": known})

    with app.extensions["database"].reading() as session:
        now = session.execute(select(Answer.link_id, Answer.value)).one()
        kept = session.execute(
            select(AnswerRevision.link_id, AnswerRevision.value, AnswerRevision.reason)
        ).all()
    assert tuple(now) == (link.id, {"": "係の続き"})
    assert [tuple(row) for row in kept] == [(whole.id, {"": "持ち主の文"}, "author")]


def test_the_trail_names_the_link_of_each_act(app: Flask, whole: Link) -> None:
    hand_in(app, whole)
    client = app.test_client()
    enter(client, whole)
    client.post(f"/r/{whole.ref}/take-back")

    with app.extensions["database"].reading() as session:
        rows = session.execute(
            select(AuditEntry.action, AuditEntry.link_id).where(AuditEntry.actor_kind == "respondent")
        )
        named = dict(tuple(row) for row in rows)
    for action in ("invitation.opened", "response.opened", "response.taken_back"):
        assert named[action] == whole.id, action


@pytest.mark.parametrize("behind", ["。", "」", "）", "＞", ">", "&gt;", "　", "』。"])
def test_a_link_pasted_with_what_stood_behind_it_opens(app: Flask, behind: str) -> None:
    link = make_link(app)

    for end in (behind, quote(behind)):
        client = app.test_client()
        assert client.get(f"/i/{link.token}{end}").status_code == 200
        assert client.post(f"/i/{link.token}{end}").headers["Location"] == f"/r/{link.ref}/"
    assert app.test_client().get(f"/i/{link.token}x{quote(behind)}").status_code == 404
