"""Receipts: the number that stays the same through corrections."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.submitting import rules


@dataclass(frozen=True)
class Receipt:
    """What the respondent gets for a submitted response."""

    number: str
    submitted_at: datetime
    revision: int


def new_receipt_number(session: Session) -> str:
    """Return a receipt number that no response has."""
    while True:
        characters = "".join(secrets.choice(rules.RECEIPT_ALPHABET) for _ in range(rules.RECEIPT_CHARS))
        number = rules.receipt_number(characters)
        if session.scalar(select(Response.id).where(Response.receipt_number == number)) is None:
            return number


def receipt_of(response: Response) -> Receipt:
    """Return the receipt of a submitted response."""
    assert response.receipt_number is not None  # noqa: S101 - the table's check says so
    assert response.submitted_at is not None  # noqa: S101
    return Receipt(response.receipt_number, response.submitted_at, response.submitted_revision or 0)
