"""Invitations: one recipient's personal link to one campaign."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.organisations.models import Organisation
from casefinder.db import Base


class Invitation(Base):
    """A personal link; the token itself is derived and never kept, its state is derived, never stored."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("campaign_id", "organisation_id"),
        CheckConstraint("sent_at IS NULL OR expires_at > sent_at", name="expires_after_sent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    ref: Mapped[str] = mapped_column(unique=True)  # random, public, in every respondent URL
    recipient_email: Mapped[str]
    token_digest: Mapped[bytes] = mapped_column(unique=True)  # SHA-256
    generation: Mapped[int] = mapped_column(default=1)  # raising it revokes the old link
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]  # first POST 「開く」
    due_at: Mapped[datetime | None]  # an extension; else the campaign's deadline
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    campaign: Mapped[Campaign] = relationship()
    organisation: Mapped[Organisation] = relationship()
