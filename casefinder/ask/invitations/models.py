"""Invitations of organisations to campaigns, and the personal links that belong to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.organisations.models import Organisation
from casefinder.db import Base, Json


class Invitation(Base):
    """One organisation asked in one campaign; its links open the pages."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("campaign_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    recipient_email: Mapped[str]
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]  # the first time that 開く was pressed at any of its links
    due_at: Mapped[datetime | None]  # an extension; else the campaign's deadline
    campaign: Mapped[Campaign] = relationship()
    organisation: Mapped[Organisation] = relationship()
    main_link: Mapped["Link"] = relationship(
        primaryjoin="and_(Invitation.id == Link.invitation_id, Link.is_main)", viewonly=True, uselist=False
    )


class Link(Base):
    """A personal link with its scope; the token itself is derived and never kept, the state derived, never stored.

    The main link is the one that the letter of request brings; others are for further responses, colleagues, the boss.
    """

    __tablename__ = "link"
    __table_args__ = (
        CheckConstraint("sent_at IS NULL OR expires_at > sent_at", name="expires_after_sent"),
        CheckConstraint(
            "scope IN ('response', 'sections', 'approval', 'proof', 'appointment')", name="known_scope"
        ),
        CheckConstraint("NOT is_main OR scope = 'response'", name="main_opens_response"),
        CheckConstraint("scope = 'response' OR response_id IS NOT NULL", name="others_have_response"),
        Index(
            "uq_link_main", "invitation_id", unique=True,
            sqlite_where=text("is_main"), postgresql_where=text("is_main"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"), index=True)  # None: not begun
    ref: Mapped[str] = mapped_column(unique=True)  # random, public, in every respondent URL
    token_digest: Mapped[bytes] = mapped_column(unique=True)  # SHA-256
    generation: Mapped[int] = mapped_column(default=1)  # raising it ends the old token and its cookies
    scope: Mapped[str]
    section_keys: Mapped[list[Any]] = mapped_column(Json)  # of scope `sections`: what it opens; else []
    is_main: Mapped[bool] = mapped_column(default=False)
    recipient: Mapped[str | None]  # whom it was made for; None: the invitation's own address
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]  # first POST 「開く」
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    invitation: Mapped[Invitation] = relationship()
