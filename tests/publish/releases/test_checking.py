"""The publication rule is asked again at every change and at night; whatever does not hold is told to all editors."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.answer.submitting.service import take_back
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.faces import Role
from casefinder.publish.builds.models import BuildRest
from casefinder.publish.releases import checking_service, concern_queries, queries
from casefinder.publish.releases.models import Concern, Release, ReleaseCheck
from casefinder.publish.releases.standing_rules import ConcernKind, Found, ReleaseState
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import STORY
from tests.publish.releases.telling import make_public, narrowed, open_kinds, say_anew, told

LATER = NOON + timedelta(hours=2)


def look(session: Session, release: Release) -> None:
    """What the work does, without its leases."""
    found = concern_queries.found_in(session, [release.id])[release.id]
    checking_service.note_found(session, release.id, found, now=LATER)


def asked(session: Session) -> int:
    """How many checks of single responses are asked for."""
    query = select(func.count()).select_from(ReleaseCheck).where(ReleaseCheck.response_id.is_not(None))
    return session.scalar(query) or 0


def state(session: Session, release: Release, *, hours: int = 2) -> ReleaseState:
    return queries.release_view(session, release.id, now=NOON + timedelta(hours=hours)).state


def test_a_build_knows_the_fields_that_each_case_rests_on(session: Session, tmp_path: Path) -> None:
    release, case = make_public(session, tmp_path)

    rest = session.scalars(select(BuildRest).where(BuildRest.build_id == release.build_id)).one()

    assert (rest.response_id, rest.case_number, rest.title) == (case.response_id, 1, "書かない窓口")
    assert {"C1", "C4", "C8.initial", "D1", "F5", "J1"} <= set(rest.keys)
    assert rest.is_named
    assert rest.is_open


def test_an_answer_narrowed_after_the_release_is_found_and_everybody_is_told(
    session: Session, tmp_path: Path
) -> None:
    release, case = make_public(session, tmp_path)
    people = [make_account(session, role=role).id for role in (Role.READER, Role.EDITOR, Role.PUBLISHER)]

    say_anew(session, case.response_id, D1=narrowed(STORY))
    assert asked(session) == 1
    look(session, release)

    row = session.scalars(select(Concern)).one()
    assert (row.kind, row.subject, row.keys) == ("level", "1", ["D1"])
    assert set(people[1:]) <= set(told(session, "concern"))
    assert people[0] not in told(session, "concern")
    assert state(session, release) is ReleaseState.PUBLIC
    assert state(session, release, hours=27) is ReleaseState.HELD


def test_an_answer_that_was_not_printed_may_be_narrowed(session: Session, tmp_path: Path) -> None:
    release, case = make_public(session, tmp_path, levels={"E2": "municipalities"})

    say_anew(session, case.response_id, E2=narrowed(STORY))
    look(session, release)

    assert open_kinds(session, release.id) == []


@pytest.mark.parametrize(
    ("item", "choice", "kind"),
    [("L1", "no", "consent"), ("L1", "anonymous", "name"), ("L3", "no", "open_data")],
)
def test_a_consent_narrowed_by_submitting_again_keeps_readers_out_at_once(
    session: Session, tmp_path: Path, item: str, choice: str, kind: str
) -> None:
    release, case = make_public(session, tmp_path)

    say_anew(session, case.response_id, **{item: GivenAnswer({"": choice})})
    assert state(session, release) is ReleaseState.HELD
    look(session, release)

    assert open_kinds(session, release.id) == [kind]


def test_a_withdrawal_by_telephone_keeps_readers_out_at_once_and_asks_for_a_decision(
    session: Session, tmp_path: Path
) -> None:
    release, case = make_public(session, tmp_path)

    consent.withdraw(session, case.response_id, "casebook", now=LATER, note="課長から電話")

    assert state(session, release) is ReleaseState.HELD
    assert asked(session) == 1


def test_taking_back_a_response_that_counts_asks_again(session: Session, tmp_path: Path) -> None:
    release, case = make_public(session, tmp_path)

    take_back(session, case.response_id, now=LATER)
    look(session, release)

    assert asked(session) == 1
    assert open_kinds(session, release.id) == ["taken_back"]


def test_a_response_that_no_release_prints_asks_for_nothing(session: Session, tmp_path: Path) -> None:
    _, case = make_public(session, tmp_path)
    before = asked(session)

    consent.withdraw(session, case.response_id + 1000, "casebook", now=LATER)

    assert asked(session) == before


def test_what_holds_again_settles_itself(session: Session, tmp_path: Path) -> None:
    release, case = make_public(session, tmp_path)
    say_anew(session, case.response_id, D1=narrowed(STORY))
    look(session, release)

    say_anew(session, case.response_id, now=LATER, D1=narrowed(STORY, "everyone"))
    look(session, release)

    assert open_kinds(session, release.id) == []
    assert state(session, release, hours=48) is ReleaseState.PUBLIC


def test_the_same_find_is_told_once(session: Session, tmp_path: Path) -> None:
    release, case = make_public(session, tmp_path)
    say_anew(session, case.response_id, D1=narrowed(STORY))
    look(session, release)
    letters = told(session, "concern")

    look(session, release)

    assert told(session, "concern") == letters
    assert open_kinds(session, release.id) == ["level"]


def test_a_check_of_one_response_leaves_damaged_files_alone(session: Session, tmp_path: Path) -> None:
    release, _ = make_public(session, tmp_path)
    checking_service.note_damage(session, release.id, "book.pdf", now=NOON)

    look(session, release)

    assert open_kinds(session, release.id) == ["file"]
    nightly = frozenset(ConcernKind)
    checking_service.note_found(session, release.id, [], now=LATER, of_kinds=nightly)
    assert open_kinds(session, release.id) == []


def test_a_damaged_file_is_told_once(session: Session, tmp_path: Path) -> None:
    release, _ = make_public(session, tmp_path)

    for _ in range(2):
        checking_service.note_damage(session, release.id, "book.pdf", now=NOON)

    assert open_kinds(session, release.id) == ["file"]
    assert len(told(session, "concern")) == len(set(told(session, "concern")))


def test_a_release_plans_one_check_at_three_in_the_night(session: Session, tmp_path: Path) -> None:
    make_public(session, tmp_path)
    make_public(session, tmp_path)

    nights = session.scalars(select(ReleaseCheck).where(ReleaseCheck.response_id.is_(None))).all()

    assert len(nights) == 1
    assert checking_service.seconds_to_night(NOON) == 15 * 3600
    assert checking_service.seconds_to_night(NOON + timedelta(hours=15)) == 24 * 3600


def test_a_release_that_somebody_stopped_is_not_asked_about(session: Session, tmp_path: Path) -> None:
    release, case = make_public(session, tmp_path)
    release.withdrawn_at = NOON
    session.flush()

    consent.withdraw(session, case.response_id, "casebook", now=LATER)

    assert asked(session) == 0
    assert (
        checking_service.note_found(session, release.id, [Found(ConcernKind.CONSENT, "1")], now=LATER) == []
    )
