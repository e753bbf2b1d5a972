"""Links of the first schema go on opening their pages after the migration, and back."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text

from casefinder import schema
from casefinder.ask.invitations import link_service, queries, rules
from casefinder.db import Database
from tests.conftest import NOON
from tests.migrations.filled.loading import stored_rows, tables_of

pytestmark = pytest.mark.slow

KEY = "the key for links of an installation from before"


def token_of_0001(invitation_id: int, generation: int) -> str:
    """The first schema's rule, written out: what stands in letters that were sent."""
    said = f"invitation-link:{invitation_id}:{generation}".encode()
    return urlsafe_b64encode(hmac.new(KEY.encode(), said, hashlib.sha256).digest()).rstrip(b"=").decode()


def sent_letter(engine: Engine) -> tuple[int, str, str]:
    """Give an opened invitation a link of this installation's key; returns its id, ref and token."""
    table = tables_of(engine)["invitation"]
    with engine.begin() as connection:
        connection.execute(text("UPDATE campaign SET closed_at = NULL"))
        row = connection.execute(
            table.select().where(table.c.opened_at.is_not(None)).order_by(table.c.id.desc())
        ).first()
        assert row is not None
        token = token_of_0001(row.id, 3)
        digest = hashlib.sha256(token.encode()).digest()
        change: dict[str, Any] = {
            "token_digest": digest, "generation": 3, "revoked_at": None, "expires_at": row.opened_at + timedelta(days=900),
        }  # fmt: skip
        connection.execute(table.update().where(table.c.id == row.id).values(change))
    return row.id, row.ref, token


def test_a_link_from_before_opens_its_response_after(filled: Engine, filled_url: str) -> None:
    invitation_id, ref, token = sent_letter(filled)

    schema.upgrade(filled_url)

    database = Database(filled_url)
    with database.reading() as session:
        link = link_service.find_by_token(session, token, now=NOON)
        said = queries.invited(link, NOON)
        assert (said.link_id, said.invitation_id, said.ref, said.generation) == (
            invitation_id, invitation_id, ref, 3,
        )  # fmt: skip
        assert rules.old_token_for(KEY, link.id, link.generation) == token
        assert said.response_id is not None
        assert rules.entry_proof("s" * 40, said.ref, said.generation) == rules.entry_proof("s" * 40, ref, 3)
    database.engine.dispose()


def test_a_link_from_before_is_the_same_after_going_down(filled: Engine, filled_url: str) -> None:
    invitation_id, ref, token = sent_letter(filled)

    schema.upgrade(filled_url, "0002")
    schema.downgrade(filled_url, "0001")

    with filled.connect() as connection:
        row = connection.execute(
            text("SELECT ref, generation, token_digest FROM invitation WHERE id = :id"), {"id": invitation_id}
        ).one()
    assert (row.ref, row.generation, bytes(row.token_digest)) == (
        ref,
        3,
        hashlib.sha256(token.encode()).digest(),
    )


@pytest.mark.filled("head")
def test_answers_letters_and_responses_name_the_link_they_came_by(filled: Engine, filled_url: str) -> None:
    stored = stored_rows()

    with filled.connect() as connection:
        for name in ("answer", "answer_revision"):
            table, response, link = (tables_of(filled)[each] for each in (name, "response", "link"))
            right = (
                select(func.count())
                .select_from(table)
                .join(response, response.c.id == table.c.response_id)
                .join(link, link.c.id == table.c.link_id)
                .where(link.c.invitation_id == response.c.invitation_id, link.c.response_id == response.c.id)
            )
            assert connection.scalar(right) == len(stored[name])
        letters = """SELECT count(*) FROM letter JOIN invitation i ON i.id = letter.invitation_id
            JOIN link l ON l.id = letter.link_id AND l.invitation_id = i.id
            WHERE letter.organisation_id = i.organisation_id"""
        assert connection.scalar(text(letters)) == sum(
            row["invitation_id"] is not None for row in stored["letter"]
        )
        classes = text('SELECT DISTINCT kind, "class" FROM letter ORDER BY kind')
        assert [tuple(row) for row in connection.execute(classes)] == [
            ("answer/responses/receipt", "receipt"),
            ("answer/responses/returned", "notice"),
            ("ask/invitations/invite", "request"),
        ]


@pytest.mark.filled("head")
def test_a_new_link_gets_an_id_of_its_own_after_the_migration(filled: Engine, filled_url: str) -> None:
    database = Database(filled_url)
    with database.transaction() as session:
        known = session.scalars(text("SELECT id FROM link")).all()
        invitation_id = session.scalar(text("SELECT max(invitation_id) FROM link"))
        made = link_service.make_link(
            session, invitation_id, rules.LinkScope.RESPONSE, link_key=KEY, now=NOON,
            expires_at=NOON + timedelta(days=9),
        )  # fmt: skip
        assert made.id not in known
    database.engine.dispose()


@pytest.mark.filled("head")
def test_going_down_refuses_to_drop_a_second_response(filled: Engine, filled_url: str) -> None:
    with filled.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO response (invitation_id, version_id, revision, started_at)"
                " SELECT invitation_id, version_id, 0, started_at FROM response ORDER BY id LIMIT 1"
            )
        )

    with pytest.raises(RuntimeError, match="several responses"):
        schema.downgrade(filled_url, "0001")
