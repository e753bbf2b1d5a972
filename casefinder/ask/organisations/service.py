"""Adding, changing and retiring organisations; loading a list of municipalities."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from casefinder.ask.organisations import queries
from casefinder.ask.organisations.comparing import Change
from casefinder.ask.organisations.entries import NewFact as NewFact
from casefinder.ask.organisations.entries import NewOrganisation as NewOrganisation
from casefinder.ask.organisations.entries import cleaned, entry_problems, fact_problems, sought
from casefinder.ask.organisations.errors import CodeTaken, OrganisationInvalid, RegisterChanged
from casefinder.ask.organisations.exchange import COLUMNS
from casefinder.ask.organisations.models import Organisation, OrganisationFact
from casefinder.ask.organisations.municipalities import Municipality
from casefinder.ask.organisations.queries import organisation_of
from casefinder.ask.organisations.rules import OrganisationKind
from casefinder.staff.audit import service as trail


def load_register(session: Session, towns: Sequence[Municipality], *, now: datetime) -> int:
    """Add the municipalities whose code is not there yet, each in its area; returns how many were added."""
    places = queries.places(session)
    known = set(session.scalars(select(Organisation.code).where(Organisation.code.is_not(None))))
    missing = [town for town in towns if town.code not in known]
    session.add_all(
        Organisation(
            kind=OrganisationKind.MUNICIPALITY.value,
            code=town.code,
            name=town.name,
            kana=town.kana,
            municipality_type=town.type.value,
            subprefecture=places.of_municipality(town.code),
            created_at=now,
        )
        for town in missing
    )
    session.flush()
    if missing:
        trail.record(
            session,
            "register.loaded",
            subject_kind="organisation",
            subject_id=None,
            at=now,
            added=len(missing),
        )
    return len(missing)


def add_organisation(
    session: Session, values: NewOrganisation, *, now: datetime, account_id: int | None = None
) -> Organisation:
    """Add an organisation to the register.

    Raises:
        OrganisationInvalid: Kind, code, type, bureau or a fact is not right.
        CodeTaken: The code belongs to another organisation.
    """
    clean = _checked(session, values, own_id=None)
    organisation = Organisation(
        kind=clean.kind,
        code=clean.code,
        name=clean.name,
        kana=clean.kana,
        municipality_type=clean.municipality_type,
        subprefecture=clean.subprefecture,
        email=clean.email,
        is_sample=clean.is_sample,
        created_at=now,
        facts=[_fact_row(fact) for fact in clean.facts],
    )
    session.add(organisation)
    session.flush()
    trail.record(
        session,
        "organisation.added",
        subject_kind="organisation",
        subject_id=organisation.id,
        at=now,
        account_id=account_id,
    )
    return organisation


def change_organisation(
    session: Session,
    organisation_id: int,
    values: NewOrganisation,
    *,
    now: datetime,
    account_id: int | None = None,
) -> Organisation:
    """Change an organisation's entry; its facts are left alone, they are set by `set_facts`.

    Raises:
        NotFoundError: There is no such organisation.
        OrganisationInvalid: Kind, code, type or bureau is not right.
        CodeTaken: The code belongs to another organisation.
    """
    organisation = organisation_of(session, organisation_id)
    clean = _checked(session, values, own_id=organisation_id)
    changed = []
    for name in ("kind", "code", "name", "kana", "municipality_type", "subprefecture", "email"):
        if getattr(organisation, name) != getattr(clean, name):
            setattr(organisation, name, getattr(clean, name))
            changed.append(name)
    if changed:
        trail.record(
            session,
            "organisation.changed",
            subject_kind="organisation",
            subject_id=organisation_id,
            at=now,
            account_id=account_id,
            fields=changed,
        )
    return organisation


def set_fact(
    session: Session, organisation_id: int, fact: NewFact, *, now: datetime, account_id: int | None = None
) -> None:
    """Write one dated fact; the fact of the same kind and year is replaced.

    Raises:
        NotFoundError: There is no such organisation.
        OrganisationInvalid: The kind is unknown, or the year cannot be.
    """
    organisation = organisation_of(session, organisation_id)
    if problems := fact_problems(fact):
        raise OrganisationInvalid(problems)
    row = next((f for f in organisation.facts if (f.kind, f.year) == (fact.kind, fact.year)), None)
    if row is None:
        organisation.facts.append(_fact_row(fact))
    else:
        row.value, row.source = fact.value, fact.source
    session.flush()
    trail.record(
        session,
        "organisation.fact_set",
        subject_kind="organisation",
        subject_id=organisation_id,
        at=now,
        account_id=account_id,
        fact=fact.kind,
        year=fact.year,
    )


def remove_fact(
    session: Session, organisation_id: int, fact_id: int, *, now: datetime, account_id: int | None = None
) -> None:
    """Take a fact away; nothing happens when it is gone already.

    Raises:
        NotFoundError: There is no such organisation.
    """
    organisation = organisation_of(session, organisation_id)
    row = next((fact for fact in organisation.facts if fact.id == fact_id), None)
    if row is None:
        return
    organisation.facts.remove(row)
    trail.record(
        session,
        "organisation.fact_removed",
        subject_kind="organisation",
        subject_id=organisation_id,
        at=now,
        account_id=account_id,
        fact=row.kind,
        year=row.year,
    )


def take_over(
    session: Session, found: Sequence[Change], *, now: datetime, account_id: int | None = None
) -> tuple[int, int]:
    """Add and change what a looked-at file says; lines that are wrong or say nothing new are passed over.

    A file has thousands of lines: all of them are written in a handful of statements.

    Args:
        session: A writing session.
        found: What `comparing.changes` found, of entries that are cleaned and judged.
        now: When (UTC).
        account_id: Who takes over.

    Returns:
        How many organisations were added, and how many were changed.

    Raises:
        CodeTaken: A code was taken by another organisation in the meantime.
        RegisterChanged: An organisation is no longer as the file was compared with it.
    """
    new = [change.entry for change in found if change.act == "add"]
    changed = [change for change in found if change.act == "change"]
    _refuse_taken_codes(session, [entry.code for entry in new if entry.code])
    _refuse_changed(session, changed)
    ids: list[int] = []
    if new:
        rows = [{**_columns(entry), "is_sample": False, "created_at": now} for entry in new]
        adding = insert(Organisation).returning(Organisation.id)
        ids = sorted(session.scalars(adding, rows))
    if changed:
        session.execute(
            update(Organisation), [{"id": each.organisation_id, **_columns(each.entry)} for each in changed]
        )
    trail.record_all(
        session,
        [("organisation.added", id_, {}) for id_ in ids]
        + [
            ("organisation.changed", c.organisation_id, {"fields": [d[0] for d in c.differences]})
            for c in changed
        ],
        subject_kind="organisation",
        at=now,
        account_id=account_id,
    )
    return len(new), len(changed)


def _columns(entry: NewOrganisation) -> dict[str, str | None]:
    told = {name: getattr(entry, name) for name in COLUMNS}
    return {**told, "sought": sought(entry.name, entry.kana, entry.code)}


def _refuse_taken_codes(session: Session, codes: Sequence[str]) -> None:
    taken = session.scalar(select(Organisation.code).where(Organisation.code.in_(codes)).limit(1))
    if taken is not None:
        raise CodeTaken(code=taken)


def _refuse_changed(session: Session, changed: Sequence[Change]) -> None:
    columns = [getattr(Organisation, name) for name in COLUMNS]
    ids = [change.organisation_id for change in changed]
    rows = session.execute(select(Organisation.id, *columns).where(Organisation.id.in_(ids)))
    present = {row[0]: row._mapping for row in rows}
    for change in changed:
        row = present.get(change.organisation_id or 0)
        if row is None or any((row[name] or "") != old for name, old, _ in change.differences):
            raise RegisterChanged


def retire_organisation(
    session: Session, organisation_id: int, *, now: datetime, account_id: int | None = None
) -> None:
    """Take an organisation out of use; it keeps its history and can be brought back.

    Raises:
        NotFoundError: There is no such organisation.
    """
    organisation = organisation_of(session, organisation_id)
    if organisation.retired_at is None:
        organisation.retired_at = now
        _note(session, "organisation.retired", organisation_id, now, account_id)


def restore_organisation(
    session: Session, organisation_id: int, *, now: datetime, account_id: int | None = None
) -> None:
    """Bring a retired organisation back.

    Raises:
        NotFoundError: There is no such organisation.
    """
    organisation = organisation_of(session, organisation_id)
    if organisation.retired_at is not None:
        organisation.retired_at = None
        _note(session, "organisation.restored", organisation_id, now, account_id)


def _note(session: Session, action: str, organisation_id: int, now: datetime, account_id: int | None) -> None:
    trail.record(
        session,
        action,
        subject_kind="organisation",
        subject_id=organisation_id,
        at=now,
        account_id=account_id,
    )


def _checked(session: Session, values: NewOrganisation, *, own_id: int | None) -> NewOrganisation:
    places = queries.places(session)
    clean = cleaned(values, places)
    if problems := entry_problems(clean, places):
        raise OrganisationInvalid(problems)
    if clean.code is not None:
        owner = session.scalar(select(Organisation.id).where(Organisation.code == clean.code))
        if owner is not None and owner != own_id:
            raise CodeTaken(code=clean.code)
    return clean


def _fact_row(fact: NewFact) -> OrganisationFact:
    return OrganisationFact(kind=fact.kind, value=fact.value, year=fact.year, source=fact.source.strip())
