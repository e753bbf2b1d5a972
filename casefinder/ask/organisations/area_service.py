"""The prefecture of a register and its areas: written at the beginning, and again when an office brings its list."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casefinder.ask.organisations import queries
from casefinder.ask.organisations.errors import AreasInvalid, OtherPrefecture
from casefinder.ask.organisations.models import AreaRow, Organisation
from casefinder.ask.organisations.places import Area
from casefinder.ask.organisations.rules import OrganisationKind
from casefinder.prefectures import NAMES, OLDEST, Prefecture
from casefinder.staff.audit import service as trail


def load_prefecture(session: Session, here: Prefecture, areas: Sequence[Area]) -> bool:
    """Say whose register this is and write the areas we know; returns False when that was said before.

    Raises:
        OtherPrefecture: The register belongs to another one.
    """
    whole = session.scalar(select(AreaRow).where(AreaRow.is_whole))
    present = (
        whole.code if whole else OLDEST if session.scalar(select(Organisation.id).limit(1)) else here.code
    )
    if present != here.code:
        raise OtherPrefecture(there=NAMES.get(present, present), here=here.name)
    if whole is not None:
        return False
    session.add(_whole(here))
    session.add_all(_row(area, position) for position, area in enumerate(areas, start=1))
    session.flush()
    return True


def replace_areas(session: Session, areas: Sequence[Area], *, now: datetime) -> int:
    """Write the areas of the prefecture instead of those there are; each municipality is moved to its own.

    Returns:
        How many municipalities were moved.

    Raises:
        AreasInvalid: Organisations other than municipalities are in an area that is no longer there.
    """
    old = queries.places(session)
    gone = {area.name for area in old.areas} - {area.name for area in areas}
    _refuse_homeless(session, gone)
    session.execute(delete(AreaRow).where(~AreaRow.is_whole))
    session.add_all(_row(area, position) for position, area in enumerate(areas, start=1))
    session.flush()
    moved = _move_municipalities(session, queries.places(session).prefecture, areas)
    trail.record(
        session, "register.areas_loaded", subject_kind="organisation", subject_id=None, at=now,
        areas=len(areas), moved=moved,
    )  # fmt: skip
    return moved


def _refuse_homeless(session: Session, gone: set[str]) -> None:
    rows = session.execute(
        select(Organisation.name, Organisation.subprefecture)
        .where(Organisation.subprefecture.in_(gone), Organisation.kind != OrganisationKind.MUNICIPALITY.value)
        .order_by(Organisation.id)
    ).all()
    if rows:
        raise AreasInvalid(
            [
                f"{name} is in {place}, which the list does not hold: change its entry first"
                for name, place in rows
            ]
        )


def _move_municipalities(session: Session, prefecture: str, areas: Sequence[Area]) -> int:
    area_of = {code: area.name for area in areas for code in area.municipalities}
    towns = session.execute(
        select(Organisation.id, Organisation.code, Organisation.subprefecture).where(
            Organisation.kind == OrganisationKind.MUNICIPALITY.value, Organisation.code.startswith(prefecture)
        )
    ).all()
    names = {area.name for area in areas}
    moves = [
        {"id": row.id, "subprefecture": place}
        for row in towns
        if (place := area_of.get(row.code, row.subprefecture if row.subprefecture in names else ""))
        != row.subprefecture
    ]
    if moves:
        session.execute(update(Organisation), moves)
    return len(moves)


def _whole(here: Prefecture) -> AreaRow:
    return AreaRow(
        code=here.code, name=here.whole, short_name=here.whole, is_whole=True, position=0, map_column=None,
        map_row=None, depth=0, municipalities=[],
    )  # fmt: skip


def _row(area: Area, position: int) -> AreaRow:
    return AreaRow(
        code=area.code, name=area.name, short_name=area.short_name, is_whole=False, position=position,
        map_column=area.column, map_row=area.row, depth=area.depth, municipalities=list(area.municipalities),
    )  # fmt: skip
