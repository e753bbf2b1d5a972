"""Keeping what the press said of a case."""

from dataclasses import astuple
from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.edit.gate.models import CaseFit
from casefinder.edit.layout.pressed import Pressed


def remember(session: Session, case_id: int, pressed: Pressed, basis: str, *, now: datetime) -> None:
    """Keep what the press said of a case, in place of what it said before.

    Args:
        session: A writing session.
        case_id: Which case.
        pressed: What the press said.
        basis: Of what it said so (`fit_queries.basis_of`).
        now: When (UTC).
    """
    row = session.get(CaseFit, case_id) or CaseFit(case_id=case_id)
    row.basis, row.revision, row.laid_out_at = basis, pressed.revision, now
    row.left_lines, row.right_lines = pressed.over.get("left", 0), pressed.over.get("right", 0)
    row.too_long, row.room = [list(astuple(each)) for each in pressed.too_long], pressed.room
    session.add(row)
    session.flush()
