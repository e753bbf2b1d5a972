"""Letters about a response: what they bring, and when they are no longer to be sent."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.returns import service
from casefinder.answer.submitting.service import RECEIPT, submit_response
from casefinder.ask.invitations import service as invitations
from casefinder.mail.models import Letter
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.invitations import send_letters
from tests.factories.responses import make_response


def returned(app: Flask) -> tuple[int, int]:
    """A response that is given back, its letter waiting; returns the ids of invitation and response."""
    key = app.extensions["settings"].link_key
    from tests.factories.invitations import make_invitation

    with app.extensions["database"].transaction() as session:
        invitation = make_invitation(session, link_key=key)
        response = make_response(session, invitation=invitation, is_submitted=True)
        account = make_account(session)
        service.return_response(
            session, response.id, "F3 を教えてください。", account_id=account.id, now=NOON
        )
        return invitation.id, response.id


def fate(session: Session, kind: str) -> tuple[bool, str | None]:
    """Whether the letter went to somebody, and why it did not."""
    letter = session.scalars(select(Letter).where(Letter.kind == kind)).one()
    assert letter.done_at is not None
    return letter.sent_to is not None, letter.skipped_reason


RETURNED = service.RETURNED.name


def test_the_returned_letter_brings_the_message_and_the_link(app: Flask) -> None:
    returned(app)

    send_letters(app)

    with app.extensions["database"].reading() as session:
        assert fate(session, RETURNED) == (True, None)
    body = app.extensions["postman"].sent[-1].get_content()
    assert "F3 を教えてください。" in body
    assert "http://localhost/i/" in body


def test_the_returned_letter_does_not_leave_with_a_stopped_link(app: Flask) -> None:
    invitation_id, _ = returned(app)
    with app.extensions["database"].transaction() as session:
        invitations.revoke(session, invitation_id, now=NOON)

    send_letters(app)

    with app.extensions["database"].reading() as session:
        assert fate(session, RETURNED) == (False, "The link is not in use.")
    assert not any("F3 を教えて" in message.get_content() for message in app.extensions["postman"].sent)


def test_the_returned_letter_does_not_leave_with_an_expired_link(app: Flask) -> None:
    _, response_id = returned(app)
    with app.extensions["database"].transaction() as session:
        main = session.get_one(Response, response_id).invitation.main_link
        main.sent_at, main.expires_at = None, NOON - timedelta(days=1)

    send_letters(app)

    with app.extensions["database"].reading() as session:
        assert fate(session, RETURNED) == (False, "The link is not in use.")


def test_the_returned_letter_does_not_leave_when_it_was_submitted_again(app: Flask) -> None:
    _, response_id = returned(app)
    with app.extensions["database"].transaction() as session:
        response = session.get_one(Response, response_id)
        submit_response(session, response_id, seen=response.revision, now=NOON)

    send_letters(app)

    with app.extensions["database"].reading() as session:
        assert fate(session, RETURNED) == (False, "The response was submitted again.")


@pytest.mark.parametrize(("kind", "letter_class"), [(RECEIPT.name, "receipt"), (RETURNED, "notice")])
def test_letters_name_the_organisation_the_link_and_their_class(
    app: Flask, kind: str, letter_class: str
) -> None:
    _, response_id = returned(app)

    with app.extensions["database"].reading() as session:
        invitation = session.get_one(Response, response_id).invitation
        letter = session.scalars(select(Letter).where(Letter.kind == kind)).one()
        assert (letter.letter_class, letter.organisation_id, letter.invitation_id, letter.link_id) == (
            letter_class, invitation.organisation_id, invitation.id, invitation.main_link.id,
        )  # fmt: skip
