"""Reading texts by their place."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.texts.models import SourceText


def present_texts(session: Session, response_id: int) -> dict[str, SourceText]:
    """Return the texts of the statement that counts, outside of tables, by field key."""
    query = select(SourceText).where(
        SourceText.response_id == response_id, SourceText.superseded_at.is_(None), SourceText.row_id.is_(None)
    )
    return {each.key: each for each in session.scalars(query)}


def present_text(session: Session, response_id: int, key: str) -> SourceText | None:
    """Return the text of one field as it counts now, None when nothing is written there."""
    return session.scalar(
        select(SourceText).where(
            SourceText.response_id == response_id, SourceText.key == key,
            SourceText.superseded_at.is_(None), SourceText.row_id.is_(None),
        )
    )  # fmt: skip


def texts_of(session: Session, response_id: int, keys: Collection[str]) -> Sequence[SourceText]:
    """Return all texts that ever counted in some fields and columns of a response, the oldest first."""
    query = select(SourceText).where(SourceText.response_id == response_id, SourceText.key.in_(keys))
    return session.scalars(query.order_by(SourceText.id)).all()
