"""After a restore: what people ended since the backup ends again, and what was sent since is known as sent.

Deeds are taken in their order and may be taken twice. Rows are found by what no other row is called by; a row that came
after the backup is not there any more, and nothing else is touched in its place.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casefinder import logbook
from casefinder.ask.invitations.link_service import digest_of
from casefinder.ask.invitations.models import Link
from casefinder.ask.invitations.rules import LINK_LIFE_AFTER_DEADLINE
from casefinder.mail.models import Letter
from casefinder.publish.releases.models import Release
from casefinder.staff.accounts.models import Account, AccountSession, RecoveryCode
from casefinder.staff.consent import service as consents
from casefinder.staff.consent.models import Consent

NO_PASSWORD = "!"  # noqa: S105 - no password has this hash: an administrator gives a new one
Apply = Callable[[Session, Mapping[str, Any], datetime, str], bool]


def reapply(
    session: Session, deeds: Iterable[Mapping[str, Any]], *, link_key: str, now: datetime
) -> dict[str, int]:
    """Do again what the backup does not know; returns how many deeds of each kind changed something.

    Args:
        session: A writing session.
        deeds: The logbook's, in its order.
        link_key: The installation's secret for links.
        now: When (UTC).
    """
    done: dict[str, int] = {}
    for deed in deeds:
        apply = _APPLY.get(str(deed["what"]))
        if apply is not None and apply(session, deed, datetime.fromisoformat(str(deed["at"])), link_key):
            done[str(deed["what"])] = done.get(str(deed["what"]), 0) + 1
    end_sessions(session, now=now)
    return done


def end_sessions(session: Session, *, now: datetime) -> None:
    """End every session of the staff: cookies of before the restore open nothing."""
    session.execute(update(AccountSession).where(AccountSession.ended_at.is_(None)).values(ended_at=now))


def _taken(session: Session, deed: Mapping[str, Any], at: datetime, _: str) -> bool:
    own = str(deed["letter"])
    letter = session.scalar(
        select(Letter).where((Letter.message_id == own) | Letter.message_id.startswith(f"<{own}@"))
    )
    if letter is None or letter.done_at is not None:
        return False
    letter.done_at, letter.tried_at, letter.leased_until_s = at, at, 0.0
    letter.failed_at, letter.failure, letter.trouble = None, None, None
    return True


def _revoked(session: Session, deed: Mapping[str, Any], at: datetime, _: str) -> bool:
    link = _link(session, deed)
    if link is None or link.revoked_at is not None or link.generation > int(deed["generation"]):
        return False
    link.revoked_at = at
    return True


def _renewed(session: Session, deed: Mapping[str, Any], at: datetime, link_key: str) -> bool:
    link = _link(session, deed)
    if link is None or link.generation >= int(deed["generation"]):
        return False
    link.generation, link.revoked_at = int(deed["generation"]), None
    link.token_digest = digest_of(link_key, link)
    link.expires_at = max(link.expires_at, at + LINK_LIFE_AFTER_DEADLINE)
    return True


def _link(session: Session, deed: Mapping[str, Any]) -> Link | None:
    return session.scalar(select(Link).where(Link.ref == str(deed["ref"])))


def _consent(session: Session, deed: Mapping[str, Any], at: datetime, _: str) -> bool:
    held = session.scalar(
        select(Consent).where(
            Consent.response_id == int(deed["response"]), Consent.scope == str(deed["scope"]),
            Consent.given_at == datetime.fromisoformat(str(deed["given_at"])), Consent.withdrawn_at.is_(None),
        )
    )  # fmt: skip
    return held is not None and consents.withdraw(session, held.response_id, held.scope, now=at)


def _release(session: Session, deed: Mapping[str, Any], at: datetime, _: str) -> bool:
    found = session.scalar(
        select(Release).where(Release.slug == str(deed["slug"]), Release.withdrawn_at.is_(None))
    )
    if found is None or found.released_at > at:
        return False
    found.withdrawn_at = at
    return True


def _resumed(session: Session, deed: Mapping[str, Any], at: datetime, _: str) -> bool:
    """A release that was stopped and made public again is public; consents that ended meanwhile keep readers out anyway."""
    found = session.scalar(
        select(Release).where(Release.slug == str(deed["slug"]), Release.withdrawn_at.is_not(None))
    )
    if found is None or found.withdrawn_at is None or found.withdrawn_at > at:
        return False
    found.withdrawn_at = found.withdrawn_by = found.withdrawn_reason = found.notice = None
    return True


def _account(session: Session, deed: Mapping[str, Any]) -> Account | None:
    account = session.get(Account, int(deed["account"]))
    same = account is not None and account.created_at.isoformat() == deed["created_at"]
    return account if same else None


def _disabled(session: Session, deed: Mapping[str, Any], at: datetime, _: str) -> bool:
    account = _account(session, deed)
    if account is None or account.disabled_at is not None:
        return False
    account.disabled_at = at
    return True


def _enabled(session: Session, deed: Mapping[str, Any], _at: datetime, _: str) -> bool:
    account = _account(session, deed)
    if account is None or account.disabled_at is None:
        return False
    account.disabled_at = None
    return True


def _role(session: Session, deed: Mapping[str, Any], _at: datetime, _: str) -> bool:
    account = _account(session, deed)
    if account is None or account.role == deed["role"]:
        return False
    account.role = str(deed["role"])
    return True


def _secret(session: Session, deed: Mapping[str, Any], _at: datetime, _: str) -> bool:
    """A password that was changed may have been known to others: the one in the backup opens nothing."""
    account = _account(session, deed)
    if account is None or account.password_hash == NO_PASSWORD:
        return False
    account.password_hash = NO_PASSWORD
    return True


def _factor(session: Session, deed: Mapping[str, Any], _at: datetime, _: str) -> bool:
    account = _account(session, deed)
    if account is None or account.factor_generation >= int(deed["generation"]):
        return False
    account.factor_generation, account.factor_since, account.factor_step = int(deed["generation"]), None, 0
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    return True


_APPLY: Mapping[str, Apply] = {
    logbook.LETTER_TAKEN: _taken,
    logbook.LINK_REVOKED: _revoked,
    logbook.LINK_RENEWED: _renewed,
    logbook.CONSENT_WITHDRAWN: _consent,
    logbook.RELEASE_WITHDRAWN: _release,
    logbook.RELEASE_RESUMED: _resumed,
    logbook.ACCOUNT_DISABLED: _disabled,
    logbook.ACCOUNT_ENABLED: _enabled,
    logbook.ACCOUNT_FACTOR: _factor,
    logbook.ACCOUNT_ROLE: _role,
    logbook.ACCOUNT_SECRET: _secret,
}
