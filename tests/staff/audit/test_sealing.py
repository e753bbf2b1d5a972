"""The trail is sealed by a chain of hashes: whatever is changed behind our back is found, and changing it is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from casefinder.staff.audit import sealing_queries, sealing_service, service
from casefinder.staff.audit.models import AuditEntry, AuditSeal
from tests.conftest import NOON

LATER = NOON + timedelta(hours=2)


def happen(session: Session, number: int, *, hours: int = 0) -> None:
    for place in range(number):
        at = NOON + timedelta(hours=hours)
        service.record(
            session, "test.happened", subject_kind="test", subject_id=place, at=at, words=f"段{place}"
        )
    session.flush()


def unguarded(session: Session) -> None:
    """Take the triggers away, as somebody may who owns the database."""
    if session.get_bind().dialect.name == "sqlite":
        for name in ("update", "delete", "replace"):
            session.execute(text(f"DROP TRIGGER audit_entry_no_{name}"))
    else:
        session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))


def test_a_seal_covers_what_has_settled_and_no_more(session: Session) -> None:
    happen(session, 3)
    happen(session, 2, hours=2)

    made = sealing_service.seal(session, now=LATER)

    assert made is not None
    assert made.entries == 3
    assert sealing_service.seal(session, now=LATER) is None, "nothing new has settled"
    found = sealing_queries.verify(session)
    assert (found.entries, found.seals, found.broken) == (5, 1, None)


def test_each_seal_goes_on_from_the_one_before(session: Session) -> None:
    happen(session, 3)
    first = sealing_service.seal(session, now=LATER)
    happen(session, 2, hours=3)
    second = sealing_service.seal(session, now=LATER + timedelta(hours=3))

    assert first is not None
    assert second is not None
    assert (first.entries, second.entries) == (3, 5)
    found = sealing_queries.verify(session)
    assert (found.head, found.broken) == (second.digest, None)


CHANGES = {
    "changed": "UPDATE audit_entry SET action = 'test.undone' WHERE subject_id = 1",
    "taken away": "DELETE FROM audit_entry WHERE subject_id = 1",
    "backdated": "UPDATE audit_entry SET subject_id = 7 WHERE subject_id = 0",
}


@pytest.mark.parametrize("how", CHANGES)
def test_what_was_changed_behind_our_back_is_found(session: Session, how: str) -> None:
    happen(session, 3)
    made = sealing_service.seal(session, now=LATER)
    assert made is not None
    unguarded(session)

    session.execute(text(CHANGES[how]))

    broken = sealing_queries.verify(session).broken
    assert broken is not None
    assert broken.id == made.id


def test_an_entry_that_is_slipped_in_before_a_seal_is_found(session: Session) -> None:
    happen(session, 3)
    ids = session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)).all()
    unguarded(session)
    session.execute(text("DELETE FROM audit_entry WHERE id = :id"), {"id": ids[1]})
    sealing_service.seal(session, now=LATER)

    session.add(
        AuditEntry(
            id=ids[1], at=NOON, actor_kind="system", action="test.slipped", subject_kind="test", detail={}
        )
    )
    session.flush()

    assert sealing_queries.verify(session).broken is not None


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
def test_sec_29_the_database_refuses_every_way_of_changing_it(session: Session, table: str) -> None:
    happen(session, 2)
    sealing_service.seal(session, now=LATER)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    changes = ("UPDATE {} SET id = id + 100", "DELETE FROM {}")
    replaces = (
        "REPLACE INTO {0} SELECT * FROM {0} LIMIT 1",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0} LIMIT 1",
    )
    empties = ("TRUNCATE {}", "TRUNCATE {} CASCADE")
    attacks = [each.format(table) for each in (*changes, *(replaces if is_sqlite else empties))]

    for attack in attacks:
        with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
            session.execute(text(attack))

    assert session.scalar(select(AuditEntry.id).limit(1)) is not None
    assert session.scalar(select(AuditSeal.id).limit(1)) is not None
