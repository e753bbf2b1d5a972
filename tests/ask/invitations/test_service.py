"""Inviting, revoking, renewing and finding."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.ask.invitations import link_service, rules, service
from casefinder.ask.invitations.errors import CampaignNotOpen, LinkNotFound, RecipientMissing
from casefinder.ask.invitations.models import Invitation
from casefinder.errors import NotFoundError
from casefinder.mail.models import Letter
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import LINK_KEY, make_invitation, make_invited_organisation


def letters(session: Session) -> list[Letter]:
    return list(session.scalars(select(Letter).where(Letter.kind == service.INVITE.name).order_by(Letter.id)))


def token(invitation: Invitation) -> str:
    return rules.token_for(LINK_KEY, invitation.main_link.ref, invitation.main_link.generation)


def test_inviting_makes_a_link_and_queues_one_letter_each(session: Session) -> None:
    campaign = make_campaign(session)
    towns = [make_invited_organisation(session) for _ in range(3)]

    invitations = service.invite(
        session, campaign.id, [town.id for town in towns], link_key=LINK_KEY, now=NOON
    )

    assert [invitation.organisation_id for invitation in invitations] == [town.id for town in towns]
    assert [letter.invitation_id for letter in letters(session)] == [i.id for i in invitations]
    assert len({invitation.main_link.ref for invitation in invitations}) == 3


def test_inviting_again_changes_nothing(session: Session) -> None:
    first = make_invitation(session)

    (again,) = service.invite(
        session,
        first.campaign_id,
        [first.organisation_id, first.organisation_id],
        link_key=LINK_KEY,
        now=NOON,
    )

    assert again is first
    assert len(letters(session)) == 1


def test_a_draft_or_closed_campaign_invites_nobody(session: Session) -> None:
    town = make_invited_organisation(session)
    for campaign in (make_campaign(session, is_open=False), make_campaign(session, closed_at=NOON)):
        with pytest.raises(CampaignNotOpen):
            service.invite(session, campaign.id, [town.id], link_key=LINK_KEY, now=NOON)


def test_without_an_address_nobody_is_invited_and_the_names_are_told(session: Session) -> None:
    campaign = make_campaign(session)
    with_address, without = (
        make_invited_organisation(session),
        make_invited_organisation(session, name="無縁町"),
    )
    without.email = None

    with pytest.raises(RecipientMissing) as caught:
        service.invite(session, campaign.id, [with_address.id, without.id], link_key=LINK_KEY, now=NOON)

    assert caught.value.values == {"names": "無縁町（見本）"}
    assert session.scalar(select(func.count()).select_from(Invitation)) == 0


def test_an_unknown_organisation_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        service.invite(session, make_campaign(session).id, [987654], link_key=LINK_KEY, now=NOON)


def test_a_token_finds_its_invitation(session: Session) -> None:
    one, other = make_invitation(session), make_invitation(session)

    assert link_service.find_by_token(session, token(one), now=NOON) is one.main_link
    assert link_service.find_by_token(session, token(other), now=NOON) is other.main_link


@pytest.mark.parametrize("wrong", ["", "x", "a" * 43, "あ" * 43, "../../etc/passwd"])
def test_a_wrong_token_finds_nothing(session: Session, wrong: str) -> None:
    make_invitation(session)

    with pytest.raises(LinkNotFound):
        link_service.find_by_token(session, wrong, now=NOON)


def test_a_revoked_link_finds_nothing(session: Session) -> None:
    invitation = make_invitation(session)

    service.revoke(session, invitation.id, now=NOON)
    service.revoke(session, invitation.id, now=NOON + timedelta(days=1))

    assert invitation.main_link.revoked_at == NOON
    with pytest.raises(LinkNotFound):
        link_service.find_by_token(session, token(invitation), now=NOON)


def test_a_renewed_link_ends_the_old_one_and_lifts_a_revocation(session: Session) -> None:
    invitation = make_invitation(session)
    old = token(invitation)
    service.revoke(session, invitation.id, now=NOON)

    service.renew(session, invitation.id, link_key=LINK_KEY, now=NOON)

    assert invitation.main_link.generation == 2
    assert link_service.find_by_token(session, token(invitation), now=NOON) is invitation.main_link
    with pytest.raises(LinkNotFound):
        link_service.find_by_token(session, old, now=NOON)
    assert [letter.context for letter in letters(session)] == [{"generation": 1}, {"generation": 2}]


def test_an_expired_link_finds_nothing(session: Session) -> None:
    invitation = make_invitation(session)

    with pytest.raises(LinkNotFound):
        link_service.find_by_token(session, token(invitation), now=invitation.main_link.expires_at)


def test_a_link_outlives_the_deadline(session: Session) -> None:
    invitation = make_invitation(session)
    late = invitation.campaign.closes_at + timedelta(days=60)

    assert link_service.find_by_token(session, token(invitation), now=late) is invitation.main_link


def test_sec_06_no_table_holds_a_token(session: Session) -> None:
    invitation = make_invitation(session)
    service.renew(session, invitation.id, link_key=LINK_KEY, now=NOON)
    secrets = [rules.token_for(LINK_KEY, invitation.main_link.ref, generation) for generation in (1, 2)]

    from casefinder.models import Base

    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)):
            assert not any(secret in str(row) for secret in secrets), table.name


def test_each_act_is_in_the_trail(session: Session) -> None:
    invitation = make_invitation(session)
    link_service.note_opened(session, invitation.main_link, now=NOON)
    link_service.note_opened(session, invitation.main_link, now=NOON)
    service.revoke(session, invitation.id, now=NOON)
    service.renew(session, invitation.id, link_key=LINK_KEY, now=NOON)
    session.flush()

    actions = session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_kind == "invitation").order_by(AuditEntry.id)
    )
    assert list(actions) == [
        "invitation.sent",
        "invitation.opened",
        "invitation.revoked",
        "invitation.renewed",
    ]
