"""Accounts of the division's people, and their sessions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.db import Base


class Account(Base):
    """One person who signs in; never deleted, only disabled, because codings and approvals name it."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("role IN ('administrator', 'publisher', 'editor', 'reader')", name="known_role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str]
    initial_until: Mapped[datetime | None]  # a one-time initial password, to be changed before then
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    factor_since: Mapped[datetime | None]  # since when the second factor is set up; its secret is derived
    factor_generation: Mapped[int] = mapped_column(
        default=1, server_default="1"
    )  # raising it ends the secret
    factor_step: Mapped[int] = mapped_column(
        default=0, server_default="0"
    )  # of the last code: each counts once


class RecoveryCode(Base):
    """A code on paper that stands in once for the telephone; only its keyed digest is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[bytes] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class AccountSession(Base):
    """A signed-in browser; the cookie holds a random value, the row only its SHA-256.

    `seen_at` is the one thing a GET moves, at most once a minute: an idle session has to end.
    """

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_digest: Mapped[bytes] = mapped_column(unique=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]  # when the second factor was proved
    account: Mapped[Account] = relationship()


class SignInFailure(Base):
    """How often signing in failed lately, by network or browser (`throttle.py`); shared by all processes."""

    __tablename__ = "sign_in_failure"

    key: Mapped[str] = mapped_column(primary_key=True)  # digests, never an address or a network
    failures: Mapped[int]  # tries since the last success; a try counts before its password is looked at
    last_at: Mapped[datetime]
