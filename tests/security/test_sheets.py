"""SEC-02, SEC-03: what goes out as a sheet is no formula and comes back as it was; what comes in as one is no markup."""

import csv
import io
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casefinder.ask.organisations import comparing, exchange, queries
from casefinder.faces import Role
from casefinder.tables import read_table
from tests.factories.accounts import sign_in
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invitation
from tests.factories.organisations import make_organisation
from tests.security.polyglot import BROKEN_OUT, hostile

FORMULAS = ("=1+1", "+81-3-0000", "-2+3", "@SUM(1)", "＝1+1", '=HYPERLINK("http://x/"&A1)', "'=1", "a;=1")
TRIGGERS = tuple("=+-@\t\r＝＋－＠")


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_sec_03_no_exported_cell_is_a_formula_and_the_register_comes_back_as_it_was(
    app: Flask, client: FlaskClient
) -> None:
    with app.extensions["database"].transaction() as session:
        campaign = make_campaign(session)
        for formula in FORMULAS:
            organisation = make_organisation(session, name=formula)
            make_invitation(session, campaign=campaign, organisation=organisation)
        campaign_id = campaign.id
    sign_in(client, app, Role.ADMINISTRATOR)

    register = client.get("/staff/organisations/organisations.csv")
    missing = client.get(f"/staff/campaigns/{campaign_id}/missing.csv")

    for sheet in (register, missing):
        assert sheet.mimetype == "text/csv"
        assert sheet.headers["Content-Disposition"].startswith("attachment")
        rows = cells(sheet.text)
        assert len(rows) > len(FORMULAS)
        assert [cell for row in rows for cell in row if cell.startswith(TRIGGERS)] == []
    with app.extensions["database"].reading() as session:
        file = exchange.read(read_table(register.data), queries.places(session), "振興局")
        read = comparing.changes(file, queries.entries(session), queries.places(session))
    assert [
        each.differences for each in read if each.act != "same" and "＝1+1" not in str(each.differences)
    ] == []
    assert len(read) == len(FORMULAS)


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
@pytest.mark.parametrize("heading", [[], [hostile("ZsheetZ")]], ids=["", "and a heading"])
def test_sec_02_hostile_sheets_are_shown_as_text(
    app: Flask, client: FlaskClient, encoding: str, heading: list[str]
) -> None:
    sign_in(client, app, Role.ADMINISTRATOR)
    attack = hostile("ZsheetZ")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["種別", "コード", "団体名", "よみ", "振興局", "メール", *heading])
    writer.writerow(["企業", "", attack, "よみ", "全道", "a@example.jp", attack])
    writer.writerow([attack] * 7)
    file = (io.BytesIO(out.getvalue().encode(encoding)), "a.csv")

    answer = client.post("/staff/organisations/read-in", data={"file": file})

    assert answer.status_code == 200
    assert not BROKEN_OUT.search(answer.text)
    assert unescape(answer.text).count("ZsheetZ") >= 1
