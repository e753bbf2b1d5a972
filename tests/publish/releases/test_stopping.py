"""Stopping a release and making it public again: a reason, everybody told, and never against the publication rule."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import logbook
from casefinder.publish.releases import checking_service, concern_queries, queries, stopping_service
from casefinder.publish.releases.models import Concern, Release
from casefinder.publish.releases.standing_rules import ReleaseState
from casefinder.staff.audit.models import AuditEntry
from casefinder.staff.consent import service as consent
from casefinder.upkeep.reapplying import reapply
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import STORY
from tests.publish.releases.telling import make_public, narrowed, open_kinds, say_anew, told

LATER = NOON + timedelta(hours=2)


def state(session: Session, release: Release, *, hours: int = 2) -> ReleaseState:
    return queries.release_view(session, release.id, now=NOON + timedelta(hours=hours)).state


def stop(session: Session, release: Release, account_id: int) -> None:
    stopping_service.withdraw(
        session,
        release.id,
        reason="数値の誤り",
        notice="数値を直しています。",
        account_id=account_id,
        now=LATER,
    )


def look(session: Session, release: Release) -> None:
    found = concern_queries.found_in(session, [release.id])[release.id]
    checking_service.note_found(session, release.id, found, now=LATER)


def test_a_stop_keeps_its_reason_and_tells_all_but_who_did_it(session: Session, tmp_path: Path) -> None:
    release, _ = make_public(session, tmp_path)
    editor, publisher = make_account(session).id, make_account(session).id

    stop(session, release, publisher)

    view = queries.release_view(session, release.id, now=LATER)
    assert (view.state, view.withdrawn_reason, view.notice) == (
        ReleaseState.STOPPED, "数値の誤り", "数値を直しています。",
    )  # fmt: skip
    assert editor in told(session, "stopped")
    assert publisher not in told(session, "stopped")
    assert queries.releases(session, now=LATER, only_public=True) == []
    with pytest.raises(stopping_service.AlreadyWithdrawn):
        stop(session, release, publisher)


def test_nobody_stops_or_resumes_without_a_reason(session: Session, tmp_path: Path) -> None:
    release, _ = make_public(session, tmp_path)
    account_id = make_account(session).id

    with pytest.raises(stopping_service.NoReason):
        stopping_service.withdraw(session, release.id, reason=" ", account_id=account_id, now=LATER)
    session.expire(release)
    stop(session, release, account_id)
    with pytest.raises(stopping_service.NoReason):
        stopping_service.resume(session, release.id, reason="", account_id=account_id, now=LATER)


def test_a_stopped_release_is_public_again_as_it_was(session: Session, tmp_path: Path) -> None:
    release, _ = make_public(session, tmp_path)
    account_id, other = make_account(session).id, make_account(session).id
    stop(session, release, account_id)

    stopping_service.resume(session, release.id, reason="誤りはなかった", account_id=account_id, now=LATER)

    assert state(session, release) is ReleaseState.PUBLIC
    assert other in told(session, "resumed")
    actions = session.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "release"))
    assert {"release.withdrawn", "release.resumed"} <= set(actions)
    with pytest.raises(stopping_service.NotStopped):
        stopping_service.resume(session, release.id, reason="もう一度", account_id=account_id, now=LATER)


def test_fi_15_what_was_stopped_and_resumed_since_a_backup_is_public_after_its_restore(
    session: Session, tmp_path: Path
) -> None:
    release, _ = make_public(session, tmp_path)
    account_id = make_account(session).id
    stop(session, release, account_id)
    stopped = logbook.noted(session)
    stopping_service.resume(session, release.id, reason="誤りはなかった", account_id=account_id, now=LATER)

    reapply(session, stopped, link_key="k" * 40, now=LATER)
    assert state(session, release) is not ReleaseState.PUBLIC, "what was stopped stays stopped"
    reapply(session, logbook.noted(session), link_key="k" * 40, now=LATER)

    assert state(session, release) is ReleaseState.PUBLIC


@pytest.mark.parametrize("scope", ["casebook", "open_data"])
def test_nothing_becomes_public_again_against_a_consent_that_ended(
    session: Session, tmp_path: Path, scope: str
) -> None:
    release, case = make_public(session, tmp_path)
    account_id = make_account(session).id
    stop(session, release, account_id)
    consent.withdraw(session, case.response_id, scope, now=LATER)

    with pytest.raises(stopping_service.StillNotAllowed):
        stopping_service.resume(session, release.id, reason="困る", account_id=account_id, now=LATER)

    consent.restore(session, case.response_id, scope, "yes", note="誤記", now=LATER, account_id=account_id)
    stopping_service.resume(session, release.id, reason="誤記だった", account_id=account_id, now=LATER)
    assert state(session, release) is ReleaseState.PUBLIC


def test_nothing_becomes_public_again_with_an_answer_that_was_narrowed(
    session: Session, tmp_path: Path
) -> None:
    release, case = make_public(session, tmp_path)
    account_id = make_account(session).id
    stop(session, release, account_id)
    say_anew(session, case.response_id, D1=narrowed(STORY))

    with pytest.raises(stopping_service.StillNotAllowed):
        stopping_service.resume(session, release.id, reason="困る", account_id=account_id, now=LATER)


def test_a_publisher_may_keep_what_was_narrowed_with_a_reason(session: Session, tmp_path: Path) -> None:
    release, case = make_public(session, tmp_path)
    account_id = make_account(session).id
    say_anew(session, case.response_id, D1=narrowed(STORY))
    look(session, release)
    concern_id = session.scalars(select(Concern.id)).one()

    stopping_service.keep(session, concern_id, reason="課長が了承", account_id=account_id, now=LATER)
    look(session, release)

    assert open_kinds(session, release.id) == []
    assert state(session, release, hours=48) is ReleaseState.PUBLIC
    assert session.get_one(Concern, concern_id).reason == "課長が了承"


def test_what_goes_beyond_what_was_kept_is_asked_about_anew(session: Session, tmp_path: Path) -> None:
    release, case = make_public(session, tmp_path)
    account_id = make_account(session).id
    say_anew(session, case.response_id, D1=narrowed(STORY))
    look(session, release)
    stopping_service.keep(
        session, session.scalars(select(Concern.id)).one(), reason="了承", account_id=account_id, now=LATER
    )

    say_anew(
        session, case.response_id, now=LATER, F3=narrowed("担当が年度末に替わった。様式が課ごとに違った。")
    )
    look(session, release)

    assert open_kinds(session, release.id) == ["level"]


def test_no_reason_outweighs_a_consent_that_ended(session: Session, tmp_path: Path) -> None:
    release, case = make_public(session, tmp_path)
    account_id = make_account(session).id
    consent.withdraw(session, case.response_id, "casebook", now=LATER)
    look(session, release)

    with pytest.raises(stopping_service.MayNotStay):
        stopping_service.keep(
            session,
            session.scalars(select(Concern.id)).one(),
            reason="印刷済み",
            account_id=account_id,
            now=LATER,
        )


def test_a_withdrawal_noted_by_mistake_is_taken_back_and_the_release_stands_again(
    session: Session, tmp_path: Path
) -> None:
    release, case = make_public(session, tmp_path)
    account_id = make_account(session).id
    consent.withdraw(session, case.response_id, "casebook", now=LATER)
    look(session, release)
    assert state(session, release) is ReleaseState.HELD

    consent.restore(
        session, case.response_id, "casebook", "yes", note="別の団体", now=LATER, account_id=account_id
    )
    look(session, release)

    assert state(session, release) is ReleaseState.PUBLIC
