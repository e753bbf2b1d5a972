"""One link with its scope: making, renewing, stopping, and what the invitation's verbs do to all of them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.ask.invitations import link_service, queries, rules, service, staff_service
from casefinder.ask.invitations.errors import BadSections, LinkNotFound
from casefinder.ask.invitations.models import Link
from casefinder.ask.invitations.rules import LinkScope
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.invitations import LINK_KEY
from tests.factories.responses import make_response

FAR = NOON + timedelta(days=400)


def colleague(session: Session, *keys: str, scope: LinkScope = LinkScope.SECTIONS) -> Link:
    """A link that somebody else than the invited organisation got."""
    response = make_response(session)
    return link_service.make_link(
        session, response.invitation_id, scope, link_key=LINK_KEY, expires_at=FAR, now=NOON,
        response_id=response.id, section_keys=keys, recipient="kakari@example.jp",
    )  # fmt: skip


def token(link: Link) -> str:
    return rules.token_for(LINK_KEY, link.ref, link.generation)


def find(session: Session, text: str) -> Link:
    return link_service.find_by_token(session, text, now=NOON)


def test_a_made_link_is_found_by_its_token_and_says_what_it_opens(session: Session) -> None:
    made = colleague(session, "F", "I")

    found = find(session, token(made))
    said = queries.invited(found, NOON)

    assert found is made
    assert (said.scope, said.section_keys, said.recipient_email) == (
        LinkScope.SECTIONS, ("F", "I"), "kakari@example.jp",
    )  # fmt: skip
    assert [key for key in "AFIL" if said.opens_section(key)] == ["F", "I"]
    assert not said.is_own


def test_a_link_of_another_scope_opens_no_section(session: Session) -> None:
    said = queries.invited(colleague(session, scope=LinkScope.APPROVAL), NOON)

    assert not said.opens_section("F")


@pytest.mark.parametrize(
    ("scope", "keys"), [(LinkScope.SECTIONS, ()), (LinkScope.APPROVAL, ("F",)), (LinkScope.RESPONSE, ("F",))]
)
def test_sections_are_named_for_their_scope_and_no_other(
    session: Session, scope: LinkScope, keys: tuple[str, ...]
) -> None:
    with pytest.raises(BadSections):
        colleague(session, *keys, scope=scope)


def test_a_stopped_link_finds_nothing_and_the_others_go_on(session: Session) -> None:
    made = colleague(session, "F")
    main = made.invitation.main_link

    link_service.revoke_link(session, made.id, now=NOON)
    link_service.revoke_link(session, made.id, now=NOON + timedelta(days=1))

    assert made.revoked_at == NOON
    with pytest.raises(LinkNotFound):
        find(session, token(made))
    assert find(session, token(main)) is main


def test_a_renewed_link_ends_its_old_token_only(session: Session) -> None:
    made = colleague(session, "F")
    old, main = token(made), made.invitation.main_link
    link_service.revoke_link(session, made.id, now=NOON)

    link_service.renew_link(session, made.id, link_key=LINK_KEY, now=NOON)

    assert find(session, token(made)) is made
    assert find(session, token(main)) is main
    with pytest.raises(LinkNotFound):
        find(session, old)


def test_stopping_an_invitation_stops_all_its_links(session: Session) -> None:
    made = colleague(session, "F")

    service.revoke(session, made.invitation_id, now=NOON)

    assert (made.revoked_at, made.invitation.main_link.revoked_at) == (NOON, NOON)


def test_a_new_letter_leaves_a_colleagues_link_as_it_is(session: Session) -> None:
    made = colleague(session, "F")

    service.renew(session, made.invitation_id, link_key=LINK_KEY, now=NOON)

    assert find(session, token(made)) is made
    assert (made.generation, made.invitation.main_link.generation) == (1, 2)


def test_whoever_got_a_wrong_letter_keeps_no_way_in_through_a_colleagues_link(session: Session) -> None:
    made = colleague(session, "F")

    staff_service.correct_address(session, made.invitation_id, "shin@example.jp", link_key=LINK_KEY, now=NOON)

    with pytest.raises(LinkNotFound):
        find(session, token(made))


def test_an_extension_lengthens_every_link(session: Session) -> None:
    made = colleague(session, "F")
    due = NOON + timedelta(days=300)

    staff_service.extend_deadline(session, made.invitation_id, due, now=NOON)

    expected = due + rules.LINK_LIFE_AFTER_DEADLINE
    assert (made.expires_at, made.invitation.main_link.expires_at) == (expected, expected)


def test_an_extension_never_shortens_a_link(session: Session) -> None:
    made = colleague(session, "F")
    made.expires_at = NOON + timedelta(days=2000)

    staff_service.extend_deadline(session, made.invitation_id, NOON + timedelta(days=30), now=NOON)

    assert made.expires_at == NOON + timedelta(days=2000)


def test_each_act_is_in_the_trail_with_the_link_that_acted(session: Session) -> None:
    made = colleague(session, "F")
    main = made.invitation.main_link
    link_service.renew_link(session, made.id, link_key=LINK_KEY, now=NOON, by_link_id=main.id)
    link_service.revoke_link(session, made.id, now=NOON, account_id=7)
    session.flush()

    entries = session.execute(
        select(AuditEntry.action, AuditEntry.actor_kind, AuditEntry.link_id)
        .where(AuditEntry.subject_kind == "link", AuditEntry.subject_id == made.id)
        .order_by(AuditEntry.id)
    )
    assert [tuple(row) for row in entries] == [
        ("link.made", "system", None),
        ("link.renewed", "respondent", main.id),
        ("link.revoked", "account", None),
    ]
