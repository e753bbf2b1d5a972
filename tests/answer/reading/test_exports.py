"""Lists go out as they are shown, and a campaign's answers one row a response; each time the trail says so."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.faces import Role
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.accounts import sign_in
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invitation, make_invited_organisation
from tests.factories.responses import complete_answers, make_response
from tests.queries import counted

FORMULA = "=HYPERLINK(1)"


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def sheet(content: bytes, title: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    head, *rows = book[title].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def make_answered(session: Session, number: int = 2, **changes: Any) -> int:
    """A campaign with some answers; returns its id."""
    campaign = make_campaign(session)
    for place in range(number):
        organisation = make_invited_organisation(session, name=f"{'甲乙丙丁'[place]}町")
        invitation = make_invitation(session, campaign=campaign, organisation=organisation)
        answers = complete_answers(C1={"": f"取組{place}"}, **changes)
        make_response(session, invitation=invitation, answers=answers, is_submitted=True, now=NOON)
    return campaign.id


@pytest.fixture
def campaign_id(app: Flask) -> int:
    with app.extensions["database"].transaction() as session:
        return make_answered(session, F3={"": FORMULA})


def noted(app: Flask) -> list[AuditEntry]:
    with app.extensions["database"].reading() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == "export.made")))


def test_all_answers_are_one_row_a_response_and_tables_stand_apart(
    app: Flask, client: FlaskClient, campaign_id: int
) -> None:
    sign_in(client, app)

    answer = client.get(f"/staff/responses/campaign/{campaign_id}/answers.xlsx")

    rows = sheet(answer.data, "回答")
    assert [row["団体"] for row in rows] == ["甲町（見本）", "乙町（見本）"]
    assert [row["C1 取組の名称"] for row in rows] == ["取組0", "取組1"]
    assert rows[0]["F3 いちばん苦労した点"] == FORMULA
    assert rows[0]["B3 記入した人：氏名"] == "見本 花子"
    assert rows[0]["I1 成果の数字"] == 1
    effects = sheet(answer.data, "I1 成果の数字")
    assert [(row["団体"], row["指標"]) for row in effects] == [
        ("甲町（見本）", "待ち時間"),
        ("乙町（見本）", "待ち時間"),
    ]


def test_as_csv_every_table_is_a_file_of_its_own(app: Flask, client: FlaskClient, campaign_id: int) -> None:
    import zipfile

    sign_in(client, app)

    answer = client.get(f"/staff/responses/campaign/{campaign_id}/answers.csv")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        first = csv_rows(archive.read(archive.namelist()[0]))
        assert "05-I1 成果の数字.csv" in archive.namelist() or any(
            "I1" in name for name in archive.namelist()
        )
    assert first[0]["F3 いちばん苦労した点"] == f"'{FORMULA}"
    assert answer.mimetype == "application/zip"


def test_what_was_answered_otherwise_is_told(app: Flask, client: FlaskClient) -> None:
    spoken = GivenAnswer({"": ""}, is_spoken=True)
    unmeasured = GivenAnswer(
        {"rows": [], "alternative_text": "月20時間の見込み"}, alternative="not_measurable"
    )
    with app.extensions["database"].transaction() as session:
        campaign = make_campaign(session)
        made = complete_answers() | {"G2": spoken, "I1": unmeasured}
        make_response(
            session,
            invitation=make_invitation(session, campaign=campaign),
            answers=made,
            is_submitted=True,
            now=NOON,
        )
        campaign_id = campaign.id
    sign_in(client, app)

    (row,) = sheet(client.get(f"/staff/responses/campaign/{campaign_id}/answers.xlsx").data, "回答")

    assert row["G2 軌道に乗った決め手"] == "口頭で"
    assert row["I1 成果の数字"] == "まだ測れない　月20時間の見込み"


def test_what_was_not_submitted_is_not_in_it(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        campaign = make_campaign(session)
        make_response(
            session,
            invitation=make_invitation(session, campaign=campaign),
            answers=complete_answers(),
            now=NOON,
        )
        campaign_id = campaign.id
    sign_in(client, app)

    assert sheet(client.get(f"/staff/responses/campaign/{campaign_id}/answers.xlsx").data, "回答") == []


def test_a_list_goes_out_with_its_filter_and_its_order(
    app: Flask, client: FlaskClient, campaign_id: int
) -> None:
    sign_in(client, app)

    both = csv_rows(client.get("/staff/responses/responses.csv?sort=name").data)
    one = csv_rows(client.get("/staff/responses/responses.csv?q=乙").data)

    assert [row["団体"] for row in both] == ["甲町（見本）", "乙町（見本）"]
    assert [row["取組"] for row in one] == ["取組1"]
    assert one[0]["受付番号"]
    assert (
        'href="/staff/responses/responses.xlsx?q=%E4%B9%99"'
        in client.get("/staff/responses/?q=乙&page=1").text
    )


def test_the_board_goes_out_with_whom_to_call(app: Flask, client: FlaskClient, campaign_id: int) -> None:
    sign_in(client, app)

    rows = csv_rows(client.get(f"/staff/campaigns/{campaign_id}/board.csv?sort=name&q=乙").data)

    assert [(row["団体"], row["名前"], row["電話番号"]) for row in rows] == [
        ("乙町（見本）", "見本 花子", "01234-5-6789")
    ]


LISTS = (
    "/staff/responses/responses", "/staff/campaigns/campaigns", "/staff/cases/cases", "/staff/desk/queue",
    "/staff/desk/codings", "/staff/search/found", "/staff/audit/trail", "/staff/organisations/organisations",
    "/staff/campaigns/{0}/board", "/staff/campaigns/{0}/invitations/organisations",
    "/staff/responses/campaign/{0}/answers",
)  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_every_export_is_in_the_trail_and_no_reader_takes_one(
    app: Flask, client: FlaskClient, campaign_id: int, address: str
) -> None:
    address = address.format(campaign_id)
    sign_in(client, app, Role.READER)
    assert client.get(f"{address}.csv").status_code == 403
    assert noted(app) == []
    account_id = sign_in(client, app, Role.ADMINISTRATOR)

    for form in ("csv", "xlsx"):
        answer = client.get(f"{address}.{form}?q=町&state=")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.data

    entries = noted(app)
    assert [entry.actor_id for entry in entries] == [account_id] * 2
    assert entries[0].detail["narrowed_by"] == ["q"]
    assert "町" not in str(entries[0].detail), "what was looked for is nobody's business"
    assert client.get(f"{address}.pdf").status_code == 404


@pytest.mark.slow
def test_a_larger_campaign_asks_the_database_no_more_a_batch(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        few, many = make_answered(session, 1), make_answered(session, 4)
    sign_in(client, app)

    asked = []
    for campaign_id in (few, few, many):
        with counted() as statements:
            client.get(f"/staff/responses/campaign/{campaign_id}/answers.xlsx").get_data()
        asked.append(len(statements))

    assert asked[2] <= asked[1]
