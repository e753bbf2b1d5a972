"""The start page counts what is really there."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefinder.analyse.suggestions.models import Reading
from casefinder.answer.reading import service as reading
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.invitations.models import Invitation
from casefinder.faces import Role
from casefinder.mail.models import Letter
from casefinder.overview import queries, rules
from casefinder.overview.rules import Work
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.builds import make_build, make_edition
from tests.factories.campaigns import make_campaign
from tests.factories.cases import make_approved_case, make_case
from tests.factories.invitations import make_invitation, make_invited_organisation
from tests.factories.responses import make_response


def _counts(session: Session) -> dict[Work, int]:
    return {group.work: group.count for group in queries.groups(session, now=NOON)}


def test_nothing_waits_in_an_empty_house(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)

    text = client.get("/staff/").get_data(as_text=True)

    assert "手を待っているものはありません" in text
    assert "受付中の照会はありません" in text


def test_each_kind_of_work_is_counted_once(session: Session) -> None:
    account = make_account(session)
    campaign = make_campaign(session, closes_at=NOON + timedelta(days=6))
    make_invitation(session, campaign=campaign)
    made = [
        make_response(session, invitation=make_invitation(session, campaign=campaign), is_submitted=True)
        for _ in range(4)
    ]
    reading.note_first_read(session, made[1].id, now=NOON)
    for each in made[2:]:
        return_response(session, each.id, "直してください\n詳しく", account_id=account.id, now=NOON)
    again = NOON + timedelta(hours=1)
    submit_response(session, made[3].id, seen=made[3].revision, now=again)
    letters = session.scalars(select(Letter).where(Letter.invitation_id == made[0].invitation_id)).all()
    session.execute(
        update(Letter).where(Letter.id == max(each.id for each in letters)).values(failed_at=NOON)
    )

    assert _counts(session) == {
        Work.FAILED_LETTERS: 1, Work.RESUBMITTED: 1, Work.UNREAD: 1, Work.READING: 1, Work.RETURNED: 1,
        Work.UNOPENED: 1,
    }  # fmt: skip
    returned = next(group for group in queries.groups(session, now=NOON) if group.work is Work.RETURNED)
    assert returned.items[0].what == "直してください"


def test_only_cases_without_approval_wait(session: Session) -> None:
    make_approved_case(session, name="承認町")
    waiting = make_case(session)

    group = next(g for g in queries.groups(session, now=NOON) if g.work is Work.UNCONFIRMED)

    assert [item.id for item in group.items] == [waiting.id]


@pytest.mark.parametrize(
    ("days", "own_days", "revoked", "waits"),
    [
        (6, None, False, True),
        (8, None, False, False),
        (6, 20, False, False),
        (20, 2, False, True),
        (6, None, True, False),
    ],
)
def test_an_unopened_letter_waits_when_its_own_deadline_is_near(
    session: Session, days: int, own_days: int | None, revoked: bool, waits: bool
) -> None:
    campaign = make_campaign(session, closes_at=NOON + timedelta(days=days))
    invitation = make_invitation(session, campaign=campaign)
    invitation.due_at = NOON + timedelta(days=own_days) if own_days else None
    invitation.main_link.revoked_at = NOON if revoked else None
    session.flush()

    assert (Work.UNOPENED in _counts(session)) is waits


def test_an_old_failure_that_was_mended_is_no_work(session: Session) -> None:
    invitation = make_invitation(session)
    session.execute(update(Letter).values(failed_at=NOON))
    from casefinder.ask.invitations import service

    service.renew(session, invitation.id, link_key="k" * 40, now=NOON)

    assert Work.FAILED_LETTERS not in _counts(session)


def test_a_group_shows_the_first_few_and_says_how_many(session: Session) -> None:
    campaign = make_campaign(session)
    for _ in range(rules.ROWS_SHOWN + 2):
        make_response(session, invitation=make_invitation(session, campaign=campaign), is_submitted=True)

    group = next(g for g in queries.groups(session, now=NOON) if g.work is Work.UNREAD)

    assert (group.count, len(group.items)) == (rules.ROWS_SHOWN + 2, rules.ROWS_SHOWN)


def test_the_page_shows_the_open_campaign(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.READER)
    with app.extensions["database"].transaction() as session:
        campaign = make_campaign(session, title="秋の調査")
        organisation = make_invited_organisation(session, name="白楡町")
        invitation = make_invitation(session, campaign=campaign, organisation=organisation)
        make_response(session, invitation=invitation, is_submitted=True)
        assert session.scalars(select(Invitation.id)).all() == [invitation.id]

    text = client.get("/staff/").get_data(as_text=True)

    assert "秋の調査" in text
    assert "白楡町（見本）" in text
    assert "1／1" in text
    assert "締切まで7日" in text


@pytest.mark.parametrize(("at", "place"), [(0, 0.0), (50, 50.0), (100, 100.0), (-5, 0.0), (300, 100.0)])
def test_the_timeline_never_leaves_its_line(at: float, place: float) -> None:
    assert rules.timeline_place(0, 100, at) == place
    assert rules.timeline_place(5, 5, at) == 100.0


def test_failed_work_is_shown_with_a_button_to_try_again(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        response = make_response(session, is_submitted=True)
        invitation = response.invitation
        session.add(Reading(response_id=response.id, response_revision=9, requested_at=NOON, failed_at=NOON))
        build = make_build(session, make_edition(session))
        build.failed_at, build.failure = NOON, "MemoryError"
        session.execute(update(Letter).values(failed_at=NOON))
        letter_id = max(session.scalars(select(Letter.id).where(Letter.invitation_id == invitation.id)))
        again = [
            f"/staff/post/{letter_id}/now",
            f"/staff/desk/{response.id}/read-again",
            f"/staff/builds/{build.id}/again",
        ]
    sign_in(client, app, Role.READER)
    assert "もう一度試す" not in client.get("/staff/").text
    sign_in(client, app, Role.EDITOR)

    page = client.get("/staff/").text

    for address in again:
        assert f'action="{address}"' in page
        assert client.post(address).status_code == 303
    assert "止まった処理" not in client.get("/staff/").text


def test_the_menu_says_how_much_waits(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        campaign = make_campaign(session)
        for _ in range(3):
            make_response(session, invitation=make_invitation(session, campaign=campaign), is_submitted=True)
        counts = queries.menu_counts(session)
    sign_in(client, app)

    assert counts == {"responses.index": 3, "coding.index": 0, "cases.index": 0}
    assert "待っているもの </span>3</span>" in client.get("/staff/organisations/").text


def test_the_keys_are_listed_and_can_be_switched_off(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.READER)
    page = client.get("/staff/keys").text
    assert 'data-keys="on"' in page
    assert "1文字のキーを使う" in page
    assert "採用して次へ" in page

    off = client.post("/staff/keys", headers={"Referer": "http://localhost/staff/organisations/"})
    assert (off.status_code, off.headers["Location"]) == (303, "/staff/organisations/")
    assert 'data-keys="off"' in client.get("/staff/").text

    on = client.post("/staff/keys", data={"keys": "on"}, headers={"Referer": "http://evil.example/"})
    assert on.headers["Location"] == "/staff/keys"
    assert 'data-keys="on"' in client.get("/staff/").text
