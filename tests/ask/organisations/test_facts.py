"""Population and the like come by file: one value a line, or one column for each."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from casefinder.ask.organisations import fact_exchange, fact_service, queries, service
from casefinder.ask.organisations.columns import NotARegister
from casefinder.ask.organisations.entries import NewFact, NewOrganisation
from casefinder.ask.organisations.errors import RegisterChanged
from casefinder.tables import NotATable, read_table
from tests.ask.organisations.test_views import marks
from tests.conftest import NOON
from tests.factories.accounts import sign_in
from tests.factories.organisations import make_organisation

URL = "/staff/organisations/facts"
TOWN = NewOrganisation("白楡町", "しらにれちょう", "municipality", "019011", "town", "空知総合振興局")
CITY = NewOrganisation("札幌市", "さっぽろし", "municipality", "011002", "city", "石狩振興局")
FIRM = NewOrganisation("株式会社北の会社", "きたのかいしゃ", "company")
REGISTER = [(1, TOWN), (2, CITY), (3, FIRM)]


def found(text: str, known: fact_exchange.Known | None = None, **said: str) -> list[tuple[object, ...]]:
    """Line, act, organisation, kind, value, year and source of each value."""
    file = fact_exchange.read(read_table(text.encode()), **said)
    return [
        (c.line, c.act, c.organisation_id, c.fact.kind, c.fact.value, c.fact.year, c.fact.source)
        for c in fact_exchange.changes(file, REGISTER, known or {})
    ]


def test_one_value_a_line() -> None:
    text = '団体コード,団体名,項目,値,年,出典\n019011,白楡町,人口,"8,120人",2025年,住民基本台帳\n11002,札幌市,高齢化率,28.5％,令和7年,国勢調査\n'

    assert found(text) == [
        (2, "add", 1, "population", 8120.0, 2025, "住民基本台帳"),
        (3, "add", 2, "ageing_rate", 28.5, 2025, "国勢調査"),
    ]


def test_one_column_for_each_value() -> None:
    text = "市町村の人口など\n\n市町村名,人口（2025年）,財政力指数,備考\n白楡町,８１２０,0.21,なし\n札幌市,－,不明,\n"

    assert found(text, year="令和6年度", source="北海道統計書") == [
        (4, "add", 1, "population", 8120.0, 2025, "北海道統計書"),
        (4, "add", 1, "fiscal_index", 0.21, 2024, "北海道統計書"),
    ]


@pytest.mark.parametrize(
    ("heading", "value", "expected"),
    [
        ("人口（人）", "8120", 8120.0), ("人口（千人）", "8.12", 8120.0), ("人口［単位：人］", "8,120", 8120.0), ("人口", "8,120 人", 8120.0), ("総人口（令和7年1月1日現在）", "8120", 8120.0),
    ],
)  # fmt: skip
def test_a_heading_may_tell_the_unit_or_the_time(heading: str, value: str, expected: float) -> None:
    ((_, act, whom, kind, read, year, _),) = found(
        f'市町村名,{heading}\n白楡町,"{value}"\n', year="2025", source="台帳"
    )

    assert (act, whom, kind, read, year) == ("add", 1, "population", expected, 2025)


@pytest.mark.parametrize(
    "name",
    ["北海道白楡町", "北海道　白楡町", "空知郡白楡町", "北海道空知郡白楡町", "白楡町役場", "白楡町（見本）"],
)
def test_a_town_is_found_by_its_name_as_statistics_write_it(name: str) -> None:
    assert found(f"市町村名,人口,年,出典\n{name},8120,2025,台帳\n")[0][2] == 1


def test_another_town_of_that_county_is_not_taken_for_it() -> None:
    assert found("市町村名,人口,年,出典\n空知郡黒楡町,8120,2025,台帳\n")[0][1:3] == ("wrong", None)


def test_a_town_of_that_name_elsewhere_is_another() -> None:
    assert found("市町村名,人口,年,出典\n岩手県白楡町,8120,2025,台帳\n")[0][1:3] == ("wrong", None)
    assert found("市町村名,人口,年,出典\n神奈川県札幌市,8120,2025,台帳\n")[0][1:3] == ("wrong", None)


def test_a_firm_is_found_in_whatever_writing() -> None:
    assert found("名称,従業員数,年,出典\n㈱北の会社,12名,2025,聞き取り\n") == [
        (2, "add", 3, "employees", 12.0, 2025, "聞き取り")
    ]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("019012,,人口,8120,2025,台帳", "name"), (",知らない町,人口,8120,2025,台帳", "name"), ("019011,,人口,約8千,2025,台帳", "value"),
        ("019011,,人口,8120世帯,2025,台帳", "value"), ("019011,,人口,-5,2025,台帳", "value"), ("019011,,人口,8120,,台帳", "year"),
        ("019011,,人口,8120,7年,台帳", "year"), ("019011,,人口,8120,2025,", "source"), ("019011,,幸福度,8120,2025,台帳", "kind"),
        ("019011,,高齢化率,101,2025,台帳", "value"), ("019011,,人口,8120,2025,台帳,余り", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said(line: str, field: str) -> None:
    file = fact_exchange.read(read_table(f"コード,団体名,項目,値,年,出典\n{line}\n".encode()))

    (change,) = fact_exchange.changes(file, REGISTER, {})

    assert change.act == "wrong"
    assert [problem.field for problem in change.problems] == [field]


def test_a_value_that_stands_twice_is_refused() -> None:
    line = "019011,白楡町,人口,8120,2025,台帳\n"

    assert [each[1] for each in found(f"コード,団体名,項目,値,年,出典\n{line}{line}")] == ["add", "wrong"]


@pytest.mark.parametrize("text", ["団体名,よみ\n白楡町,あ\n", "人口,年\n1,2\n", "団体名,項目\n白楡町,人口\n"])
def test_a_file_without_values_or_names_is_refused(text: str) -> None:
    with pytest.raises(NotARegister):
        fact_exchange.read(read_table(text.encode()))


@given(
    st.floats(0, 100, allow_nan=False).map(lambda number: round(number, 4)),
    st.integers(1950, 2099),
    st.text(min_size=1, max_size=9, alphabet="あa'=1 "),
)
def test_what_is_written_changes_nothing(value: float, year: int, source: str) -> None:
    fact = NewFact("ageing_rate", value, year, source.strip() or "台帳")
    rows = fact_exchange.rows([(TOWN, fact)])
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)

    assert [each[1] for each in found(text, {(1, "ageing_rate", year): (value, fact.source)})] == ["same"]


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        found("コード,団体名,項目,値,年,出典\n" + text)
    except NotATable:
        return


def test_values_are_taken_over_in_a_handful_of_statements(session: Session) -> None:
    town = make_organisation(session, name="白楡町", code="019011")
    service.set_fact(session, town.id, NewFact("population", 8300, 2025, "前の台帳"), now=NOON)
    text = "コード,人口,職員数\n019011,8120,96\n"
    file = fact_exchange.read(read_table(text.encode()), year="2025", source="台帳")
    changes = fact_exchange.changes(file, queries.entries(session), queries.facts_known(session))

    assert fact_service.take_over_facts(session, changes, now=NOON) == (1, 1)

    assert queries.facts_known(session) == {
        (town.id, "population", 2025): (8120.0, "台帳"),
        (town.id, "staff", 2025): (96.0, "台帳"),
    }


def test_a_value_that_changed_in_the_meantime_stops_the_file(session: Session) -> None:
    town = make_organisation(session, name="白楡町", code="019011")
    file = fact_exchange.read(read_table("コード,人口\n019011,8120\n".encode()), year="2025", source="台帳")
    changes = fact_exchange.changes(file, queries.entries(session), queries.facts_known(session))
    service.set_fact(session, town.id, NewFact("population", 8300, 2025, "別の台帳"), now=NOON)

    with pytest.raises(RegisterChanged):
        fact_service.take_over_facts(session, changes, now=NOON)


def test_values_are_looked_at_and_taken_over(client: FlaskClient, app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        town_id = make_organisation(session, name="白楡町", code="019011").id
    sign_in(client, app)
    sent = {
        "file": (BytesIO("コード,団体名,人口\n019011,白楡町,\"8,120\"\n019012,ない町,5\n".encode()), "x.csv"),
        "year": "令和7年", "source": "住民基本台帳",
    }  # fmt: skip

    preview = client.post(f"{URL}/read-in", data=sent).text
    answer = client.post(
        f"{URL}/take-over", data={**marks(preview), "year": "令和7年", "source": "住民基本台帳"}
    )

    assert "追加 1件、変更 0件、変わらない 0件、使えない 1件" in preview
    assert "1件の値を追加し、0件の値を変更しました。" in client.get(answer.location).text
    assert "8,120" in client.get(f"/staff/organisations/{town_id}").text
    workbook = client.get(f"{URL}/facts.xlsx").data
    again = client.post(f"{URL}/read-in", data={"file": (BytesIO(workbook), "facts.xlsx")}).text
    assert "変わらない 1件" in again


def test_a_file_that_is_gone_is_chosen_again(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app)

    answer = client.post(f"{URL}/take-over", data={"file": "made-up", "seen": "x"})

    assert answer.location.endswith("/facts/read-in")


def test_a_file_of_something_else_is_named(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app)

    answer = client.post(f"{URL}/read-in", data={"file": (BytesIO(b"a,b\n"), "x.csv")})

    assert answer.status_code == 422
    assert "「コード」の列がありません。" in answer.text
