"""SEC-09: names that no form has set nothing, whatever column they are the name of."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection

from casefinder.analyse.themes.models import Theme
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.organisations.models import Organisation
from casefinder.db import Base
from casefinder.faces import Role
from tests.factories.accounts import sign_in
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import enter, make_link
from tests.factories.organisations import make_organisation
from tests.factories.themes import make_theme

Snapshot = dict[tuple[str, str], dict[str, Any]]


def snapshot(app: Flask) -> Snapshot:
    """Return every row of every table by table and primary key."""
    found: Snapshot = {}
    with app.extensions["database"].engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in rows_of(connection, table):
                key = "/".join(str(row[column.name]) for column in table.primary_key)
                found[(table.name, key)] = row
    return found


def rows_of(connection: Connection, table: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(table.select()).mappings()]


def changed(before: Snapshot, after: Snapshot) -> set[str]:
    """Return `table.column` of what changed, `table+` and `table-` for new and lost rows."""
    found = {f"{table}+" for table, key in after.keys() - before.keys()}
    found |= {f"{table}-" for table, key in before.keys() - after.keys()}
    for (table, key), row in after.items():
        old = before.get((table, key), row)
        found |= {f"{table}.{name}" for name, value in row.items() if old[name] != value}
    return found


def every_column(*but: str) -> dict[str, str]:
    """Return a form that names every column there is, alone and with its table."""
    names = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    names |= {
        f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns
    }
    return dict.fromkeys(sorted(names - set(but)), "7")


def edit_organisation(app: Flask) -> tuple[str, dict[str, str]]:
    with app.extensions["database"].transaction() as session:
        organisation: Organisation = make_organisation(session)
        form = {
            "name": "改めた町", "kana": organisation.kana, "kind": organisation.kind, "code": organisation.code or "",
            "municipality_type": "town", "subprefecture": organisation.subprefecture, "email": "joho@example.jp",
        }  # fmt: skip
        return f"/staff/organisations/{organisation.id}/edit", form


def edit_campaign(app: Flask) -> tuple[str, dict[str, str]]:
    with app.extensions["database"].transaction() as session:
        campaign: Campaign = make_campaign(session, is_open=False)
        form = {
            "title": "改めた調査", "slug": campaign.slug, "version_id": str(campaign.version_id), "legal_basis": campaign.legal_basis,
            "purpose": campaign.purpose, "publication": campaign.publication,
            "survey_number": campaign.survey_number or "", "closes_on": "2026-06-17", "closes_time": "12:00",
            "language": "ja",
        }  # fmt: skip
        return f"/staff/campaigns/{campaign.id}/edit", form


def edit_theme(app: Flask) -> tuple[str, dict[str, str]]:
    with app.extensions["database"].transaction() as session:
        theme: Theme = make_theme(session, key="ch_labor_shortage")
        form = {
            "seen": "1", "name": "改めた名", "definition": theme.definition, "include": "", "exclude": "", "note": "",
            "cues": "", "family": theme.family,
        }  # fmt: skip
        return "/staff/codebook/ch_labor_shortage/edit", form


@pytest.mark.parametrize(
    ("prepare", "allowed"),
    [
        (edit_organisation, {"organisation.name", "organisation.sought", "audit_entry+"}),
        (edit_campaign, {"campaign.title", "audit_entry+"}),
        (edit_theme, {"theme.name", "theme.revision", "theme_revision+", "audit_entry+"}),
    ],
    ids=["organisation", "campaign", "theme"],
)
def test_sec_09_a_staff_form_sets_its_own_fields_only(
    app: Flask, client: FlaskClient, prepare: Callable[[Flask], tuple[str, dict[str, str]]], allowed: set[str]
) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)
    address, form = prepare(app)
    before = snapshot(app)

    answer = client.post(address, data={**every_column(*form), **form})

    assert answer.status_code == 303
    found = changed(before, snapshot(app))
    assert any(name.endswith((".name", ".title")) for name in found)
    assert found <= allowed


def test_sec_09_a_respondents_form_sets_answers_only(app: Flask, client: FlaskClient) -> None:
    home = enter(client, make_link(app))
    make_link(app)
    before = snapshot(app)
    form = {"C2": "窓口で聞き取る。", "seen.C2": "0.", "save": "next"}

    answer = client.post(f"{home}s/C", data={**every_column(*form), **form})

    assert answer.status_code == 422, "what has no place is said"
    found = changed(before, snapshot(app))
    assert found == {"answer+", "answer_revision+", "response.revision", "response.saved_at"}
