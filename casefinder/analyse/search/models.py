"""The search table: bigrams and normal forms of answers, the same on every database."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base


class SearchTerm(Base):
    """One term of one answer; a bigram of the normalised text, or a word's normal form."""

    __tablename__ = "search_term"
    __table_args__ = (Index("ix_search_term_term_response", "term", "response_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    question_key: Mapped[str]
    term: Mapped[str]
    is_internal: Mapped[bool]  # of an answer for editors only
