"""The staff's pages of invitations: choose, preview, send, mend."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from casefinder.ask.invitations import rules
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.mail.models import Letter
from tests.conftest import NOON
from tests.factories.accounts import sign_in
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invitation, stored_link
from tests.factories.organisations import make_organisation


@pytest.fixture
def campaign_id(app: Flask, client: FlaskClient) -> int:
    sign_in(client, app)
    with app.extensions["database"].transaction() as session:
        make_organisation(session, name="白楡町", email="a@example.jp")
        make_organisation(session, name="遠い村", email=None, subprefecture="宗谷総合振興局")
        make_organisation(
            session, name="北の会社", kind="company", email="c@example.jp", municipality_type=None
        )
        return make_campaign(session).id


def _ids(app: Flask) -> dict[str, int]:
    with app.extensions["database"].reading() as session:
        return {name: id_ for id_, name in session.execute(select(Organisation.id, Organisation.name))}


def main_id(app: Flask, invitation_id: int) -> int:
    with app.extensions["database"].reading() as session:
        return session.get_one(Invitation, invitation_id).main_link.id


def main_ref(app: Flask, invitation_id: int) -> str:
    with app.extensions["database"].reading() as session:
        return session.get_one(Invitation, invitation_id).main_link.ref


def _invitation(app: Flask, campaign_id: int) -> tuple[int, str]:
    """An invitation to the first town, and the token of its link."""
    from casefinder.ask.campaigns.models import Campaign

    key = app.extensions["settings"].link_key
    with app.extensions["database"].transaction() as session:
        made = make_invitation(
            session, campaign=session.get_one(Campaign, campaign_id), link_key=key,
            organisation=session.scalars(select(Organisation).where(Organisation.name == "白楡町")).one(),
        )  # fmt: skip
        return made.id, stored_link(made, key).token


def test_the_preview_names_every_recipient_and_sends_nothing(
    app: Flask, client: FlaskClient, campaign_id: int
) -> None:
    ids = _ids(app)

    text = client.get(
        f"/staff/campaigns/{campaign_id}/invitations/preview",
        query_string={"organisation": [str(ids["白楡町"]), str(ids["遠い村"]), "999999", "x"]},
    ).get_data(as_text=True)

    assert "a@example.jp" in text
    assert "アドレスがないため除くもの：1団体" in text
    assert "遠い村" in text
    assert "団体ごとのリンク" in text
    with app.extensions["database"].reading() as session:
        assert session.scalar(select(func.count()).select_from(Invitation)) == 0
        assert session.scalar(select(func.count()).select_from(Letter)) == 0


def test_all_that_fit_can_be_taken_at_once(client: FlaskClient, campaign_id: int) -> None:
    text = client.get(
        f"/staff/campaigns/{campaign_id}/invitations/preview",
        query_string={"all": "1", "kind": "company", "asked": "no"},
    ).get_data(as_text=True)

    assert "c@example.jp" in text
    assert "a@example.jp" not in text


def test_sending_twice_asks_once(app: Flask, client: FlaskClient, campaign_id: int) -> None:
    ids = _ids(app)
    data = {"ids": f"{ids['白楡町']},{ids['北の会社']}"}

    for _ in range(2):
        answer = client.post(f"/staff/campaigns/{campaign_id}/invitations/send", data=data)
        assert answer.headers["Location"] == f"/staff/campaigns/{campaign_id}"

    with app.extensions["database"].reading() as session:
        assert session.scalar(select(func.count()).select_from(Invitation)) == 2
        assert session.scalar(select(func.count()).select_from(Letter)) == 2


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"白楡町", "遠い村", "北の会社"}),
        ("?q=しらにれ", {"白楡町"} | {"遠い村", "北の会社"}),  # the factory gives all the same reading
        ("?q=北の", {"北の会社"}),
        ("?kind=company", {"北の会社"}),
        ("?place=宗谷総合振興局", {"遠い村"}),
        ("?reach=none", {"遠い村"}),
        ("?asked=yes", set()),
        ("?q=%25", set()),
    ],
)
def test_the_choice_is_narrowed_down(
    client: FlaskClient, campaign_id: int, query: str, names: set[str]
) -> None:
    text = client.get(f"/staff/campaigns/{campaign_id}/invitations/{query}").get_data(as_text=True)

    assert {name for name in ("白楡町", "遠い村", "北の会社") if f">{name}（見本）<" in text} == names


def test_no_staff_page_shows_a_token(app: Flask, client: FlaskClient, campaign_id: int) -> None:
    invitation_id, token = _invitation(app, campaign_id)

    for path in (
        f"/staff/campaigns/{campaign_id}", f"/staff/campaigns/{campaign_id}/invitations/?asked=all",
        f"/staff/campaigns/{campaign_id}/invitations/{invitation_id}",
    ):  # fmt: skip
        assert token not in client.get(path).get_data(as_text=True)


def test_an_own_deadline_is_set_and_taken_away(app: Flask, client: FlaskClient, campaign_id: int) -> None:
    invitation_id, _token = _invitation(app, campaign_id)
    base = f"/staff/campaigns/{campaign_id}/invitations/{invitation_id}"

    assert (
        client.post(f"{base}/extend", data={"closes_on": "2026-09-01", "closes_time": "17:00"}).status_code
        == 303
    )
    assert "個別の締切" in client.get(base).get_data(as_text=True)
    assert (
        client.post(f"{base}/extend", data={"closes_on": "2020-09-01", "closes_time": "17:00"}).status_code
        == 422
    )
    assert client.post(f"{base}/extend/clear").status_code == 303

    with app.extensions["database"].reading() as session:
        assert session.get_one(Invitation, invitation_id).due_at is None


def test_a_corrected_address_gets_a_new_link_and_the_old_one_ends(
    app: Flask, client: FlaskClient, campaign_id: int
) -> None:
    invitation_id, token = _invitation(app, campaign_id)

    answer = client.post(
        f"/staff/campaigns/{campaign_id}/invitations/{invitation_id}/address",
        data={"email": " Shin@example.jp", "keep_for_next_time": "y"},
    )

    assert answer.status_code == 303
    assert app.test_client().get(f"/i/{token}").status_code == 404
    with app.extensions["database"].reading() as session:
        invitation = session.get_one(Invitation, invitation_id)
        assert (invitation.recipient_email, invitation.main_link.generation) == ("shin@example.jp", 2)
        assert invitation.organisation.email == "shin@example.jp"


@pytest.mark.parametrize("email", ["", "nobody", "a@b.jp,c@d.jp", "a@b.jp\nBcc: x@y.jp"])
def test_sec_16_what_is_not_one_address_is_refused(
    app: Flask, client: FlaskClient, campaign_id: int, email: str
) -> None:
    invitation_id, _token = _invitation(app, campaign_id)

    answer = client.post(
        f"/staff/campaigns/{campaign_id}/invitations/{invitation_id}/address", data={"email": email}
    )

    assert answer.status_code == 422
    with app.extensions["database"].reading() as session:
        assert session.get_one(Invitation, invitation_id).recipient_email == "a@example.jp"


def test_a_failed_letter_is_seen_and_sent_again(app: Flask, client: FlaskClient, campaign_id: int) -> None:
    invitation_id, _token = _invitation(app, campaign_id)
    base = f"/staff/campaigns/{campaign_id}/invitations/{invitation_id}"
    with app.extensions["database"].transaction() as session:
        session.execute(update(Letter).values(failed_at=NOON, failure="550 no such user", attempts=12))
        letter_id = session.scalars(select(Letter.id)).one()

    text = client.get(base).get_data(as_text=True)
    answer = client.post(f"{base}/letters/{letter_id}/again")
    again = client.post(f"{base}/letters/{letter_id}/again")

    assert "12回送って不達" in text
    assert answer.status_code == 303
    assert again.status_code == 409
    with app.extensions["database"].reading() as session:
        assert session.get_one(Letter, letter_id).failed_at is None


def test_a_stopped_link_opens_nothing_and_a_new_one_does(
    app: Flask, client: FlaskClient, campaign_id: int
) -> None:
    invitation_id, token = _invitation(app, campaign_id)
    base = f"/staff/campaigns/{campaign_id}/invitations/{invitation_id}"

    client.post(f"{base}/revoke")
    assert app.test_client().get(f"/i/{token}").status_code == 404
    client.post(f"{base}/renew")

    new = rules.token_for(app.extensions["settings"].link_key, main_ref(app, invitation_id), 2)
    assert app.test_client().get(f"/i/{new}").status_code == 200
    assert app.test_client().get(f"/i/{token}").status_code == 404


def test_sec_04_an_invitation_of_another_campaign_is_not_found(
    app: Flask, client: FlaskClient, campaign_id: int
) -> None:
    invitation_id, _token = _invitation(app, campaign_id)
    with app.extensions["database"].transaction() as session:
        other_id = make_campaign(session).id
    base = f"/staff/campaigns/{other_id}/invitations/{invitation_id}"

    assert client.get(base).status_code == 404
    for act in ("renew", "revoke", "extend/clear"):
        assert client.post(f"{base}/{act}").status_code == 404
    with app.extensions["database"].reading() as session:
        assert session.get_one(Invitation, invitation_id).main_link.generation == 1


def test_a_draft_invites_nobody(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    with app.extensions["database"].transaction() as session:
        draft_id = make_campaign(session, is_open=False).id
        organisation_id = make_organisation(session).id

    answer = client.post(f"/staff/campaigns/{draft_id}/invitations/send", data={"ids": str(organisation_id)})

    assert answer.status_code == 409
    assert re.search(r"先に照会", answer.get_data(as_text=True)) or "照会" in answer.get_data(as_text=True)
