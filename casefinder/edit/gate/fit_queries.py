"""What the press said of cases, as far as it still holds: it laid out just what would be printed now."""

import hashlib
import json
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.edit.cases.canonical import plain
from casefinder.edit.cases.content import CaseContent
from casefinder.edit.cases.showing import visible
from casefinder.edit.drafts.gathering import Gathered
from casefinder.edit.gate.models import CaseFit
from casefinder.edit.layout.pressed import Pressed, TooLong, sheets_hash


def basis_of(content: CaseContent, found: Gathered) -> str:
    """Return the SHA-256 of all that the layout of a case depends on: its words, the answers beside them, whose it is, the sheets."""
    shown = visible(content, found.publishable, picture=found.may_show(content.details.picture_id))
    beside = [
        (each.key, each.text, each.choices)
        for each in found.sources
        if each.row is None and each.is_publishable
    ]
    organisation = found.organisation
    whose = (
        organisation.display_name, organisation.kana, organisation.code, organisation.kind,
        organisation.subprefecture, found.is_anonymous,
    )  # fmt: skip
    said = json.dumps([plain(shown), beside, whose, sheets_hash()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8")).hexdigest()


def remembered(
    session: Session, contents: Mapping[int, CaseContent], gathered: Mapping[int, Gathered]
) -> dict[int, Pressed]:
    """Return what the press said of cases that are still as they were laid out, by id.

    Args:
        session: Any session.
        contents: What the cases say, by id.
        gathered: What they are made from, by response.
    """
    rows = session.scalars(select(CaseFit).where(CaseFit.case_id.in_(list(contents))))
    return {
        row.case_id: _pressed(row)
        for row in rows
        if row.basis == basis_of(contents[row.case_id], gathered[contents[row.case_id].response_id])
    }


def rooms(session: Session, case_ids: Collection[int]) -> dict[int, int]:
    """Return how many lines the titles of related cases may take, of the cases that were ever laid out."""
    query = select(CaseFit.case_id, CaseFit.room).where(CaseFit.case_id.in_(list(case_ids)))
    return {case_id: room for case_id, room in session.execute(query)}


def _pressed(row: CaseFit) -> Pressed:
    over = {"left": row.left_lines, "right": row.right_lines}
    return Pressed(row.revision, over, tuple(TooLong(*each) for each in row.too_long), row.room)
