from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.ask.organisations import area_service, comparing, exchange, queries, service
from casefinder.ask.organisations.entries import NewFact, NewOrganisation
from casefinder.ask.organisations.errors import CodeTaken, OrganisationInvalid, RegisterChanged
from casefinder.ask.organisations.models import Organisation
from casefinder.errors import NotFoundError
from casefinder.prefectures import prefecture
from casefinder.staff.audit.models import AuditEntry
from casefinder.tables import read_table
from tests.conftest import NOON
from tests.factories.organisations import HOKKAIDO_TOWNS, IN_HOKKAIDO, make_organisation
from tests.queries import counted

TOWN = NewOrganisation(
    name="白楡町", kana="シラニレチョウ", kind="municipality", municipality_type="町", code="０１９０１１", subprefecture="空知",
    email="ｊｏｈｏ＠example.jp", is_sample=True, facts=(NewFact("population", 8120, 2025, "見本の値"),),
)  # fmt: skip


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_the_register_is_loaded_once(session: Session) -> None:
    first = service.load_register(session, HOKKAIDO_TOWNS, now=NOON)
    second = service.load_register(session, HOKKAIDO_TOWNS, now=NOON)

    assert (first, second) == (179, 0)
    sapporo = session.scalars(select(Organisation).where(Organisation.code == "011002")).one()
    assert (sapporo.kana, sapporo.subprefecture, sapporo.municipality_type) == (
        "さっぽろし",
        "石狩振興局",
        "city",
    )
    assert actions(session) == ["register.loaded"]


def test_loading_leaves_changed_entries_alone(session: Session) -> None:
    make_organisation(session, code="011002", name="別の名")

    assert service.load_register(session, HOKKAIDO_TOWNS, now=NOON) == 178
    assert session.scalar(select(Organisation.name).where(Organisation.code == "011002")) == "別の名"


def test_an_entry_is_cleaned_when_it_is_added(session: Session) -> None:
    added = service.add_organisation(session, TOWN, now=NOON)

    assert (added.code, added.kana, added.municipality_type) == ("019011", "しらにれちょう", "town")
    assert (added.subprefecture, added.email) == ("空知総合振興局", "joho@example.jp")
    assert added.display_name == "白楡町（見本）"
    assert [(fact.kind, fact.value) for fact in added.facts] == [("population", 8120)]
    assert actions(session) == ["organisation.added"]


def test_those_without_a_bureau_act_in_the_whole_prefecture(session: Session) -> None:
    added = service.add_organisation(
        session, NewOrganisation(name="北の協議会", kana="きたのきょうぎかい", kind="association"), now=NOON
    )

    assert added.subprefecture == "全道"
    assert added.code is None


def test_a_code_belongs_to_one_organisation(session: Session) -> None:
    service.add_organisation(session, TOWN, now=NOON)

    with pytest.raises(CodeTaken):
        service.add_organisation(session, replace(TOWN, name="青苔町"), now=NOON)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "あ" * 101}, "name"),
        ({"kana": ""}, "kana"),
        ({"kind": "club"}, "kind"),
        ({"code": None}, "code"),
        ({"code": "019012"}, "code"),
        ({"subprefecture": "沖縄"}, "subprefecture"),
        ({"email": "joho"}, "email"),
        ({"name": "白楡", "municipality_type": ""}, "municipality_type"),
        ({"facts": (NewFact("happiness", 1, 2025, "見本"),)}, "kind"),
        ({"facts": (NewFact("population", -1, 2025, "見本"),)}, "value"),
        ({"facts": (NewFact("ageing_rate", 101, 2025, "見本"),)}, "value"),
        ({"facts": (NewFact("population", float("nan"), 2025, "見本"),)}, "value"),
        ({"facts": (NewFact("population", 1, 25, "見本"),)}, "year"),
        ({"facts": (NewFact("population", 1, 2025, " "),)}, "source"),
    ],
)
def test_an_entry_that_is_not_right_is_refused(
    session: Session, change: dict[str, object], field: str
) -> None:
    with pytest.raises(OrganisationInvalid) as caught:
        service.add_organisation(session, replace(TOWN, **change), now=NOON)  # type: ignore[arg-type]

    assert [problem.field for problem in caught.value.problems] == [field]
    assert session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_a_change_is_noted_with_its_fields(session: Session) -> None:
    town = make_organisation(session, code="019011")
    values = NewOrganisation(
        "白楡市", "しらにれし", "municipality", "019011", "city", "空知総合振興局", "joho@example.jp"
    )

    service.change_organisation(session, town.id, values, now=NOON)
    service.change_organisation(session, town.id, values, now=NOON)

    assert (town.name, town.municipality_type) == ("白楡市", "city")
    assert session.scalars(select(AuditEntry.detail)).all() == [
        {"fields": ["name", "kana", "municipality_type"]}
    ]


def test_a_fact_of_the_same_year_is_replaced(session: Session) -> None:
    town = make_organisation(session, population=8000)

    service.set_fact(session, town.id, NewFact("population", 8120, 2025, "住民基本台帳"), now=NOON)
    service.set_fact(session, town.id, NewFact("population", 8300, 2020, "国勢調査"), now=NOON)

    assert sorted((fact.year, fact.value) for fact in town.facts) == [(2020, 8300), (2025, 8120)]


def test_a_fact_can_be_removed(session: Session) -> None:
    town = make_organisation(session, population=8000)

    service.remove_fact(session, town.id, town.facts[0].id, now=NOON)
    service.remove_fact(session, town.id, 999, now=NOON)

    assert town.facts == []
    assert actions(session) == ["organisation.fact_removed"]


def test_retiring_can_be_undone(session: Session) -> None:
    town = make_organisation(session)

    service.retire_organisation(session, town.id, now=NOON)
    service.retire_organisation(session, town.id, now=NOON)
    retired = town.retired_at
    service.restore_organisation(session, town.id, now=NOON)

    assert retired == NOON
    assert town.retired_at is None
    assert actions(session) == ["organisation.retired", "organisation.restored"]


def test_an_unknown_organisation_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        service.retire_organisation(session, 999, now=NOON)


def found_in(session: Session, *lines: str) -> tuple[comparing.Change, ...]:
    text = "種別,コード,団体名,よみ,市町村の別,振興局,メール\n" + "\n".join(lines)
    return comparing.changes(
        exchange.read(read_table(text.encode()), IN_HOKKAIDO, "振興局"), queries.entries(session), IN_HOKKAIDO
    )


def test_a_file_is_taken_over_in_a_handful_of_statements(session: Session) -> None:
    known = [make_organisation(session, name=f"既知{n}町", kana="きち") for n in range(20)]
    lines = [f"市町村,{town.code},{town.name},きち,町,空知,n{town.id}@example.jp" for town in known]
    found = found_in(session, *lines, *(f"団体,,会{n},かい,,全道," for n in range(300)))
    session.expire_all()

    with counted() as asked:
        assert service.take_over(session, found, now=NOON) == (300, 20)

    assert len(asked) <= 10, asked.told()
    assert known[3].email == f"n{known[3].id}@example.jp"
    assert actions(session) == ["organisation.added"] * 300 + ["organisation.changed"] * 20
    added = session.scalars(select(Organisation).where(Organisation.name == "会7")).one()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.subject_id == added.id)).one()
    assert entry.action == "organisation.added"


def test_a_file_is_compared_with_the_whole_register_in_one_statement(session: Session) -> None:
    town = make_organisation(session, name="白楡町", code="019011")
    club = make_organisation(session, name="北の会", kind="association")

    with counted() as asked:
        found = queries.entries(session)

    assert [(key, entry.name) for key, entry in found] == [(town.id, "白楡町"), (club.id, "北の会")]
    assert len(asked) == 1


def test_a_change_in_the_meantime_stops_the_whole_file(session: Session) -> None:
    town = make_organisation(
        session, name="白楡町", kana="しらにれちょう", code="019011", email="old@example.jp"
    )
    found = found_in(
        session, "市町村,019011,白楡町,しらにれちょう,町,空知,new@example.jp", "団体,,会,かい,,全道,"
    )
    town.email = "other@example.jp"
    session.flush()

    with pytest.raises(RegisterChanged):
        service.take_over(session, found, now=NOON)

    assert town.email == "other@example.jp"


def test_a_code_taken_in_the_meantime_stops_the_whole_file(session: Session) -> None:
    found = found_in(session, "市町村,019011,白楡町,しらにれちょう,町,空知,")
    make_organisation(session, name="先の町", code="019011")

    with pytest.raises(CodeTaken):
        service.take_over(session, found, now=NOON)


def test_a_municipality_of_another_prefecture_is_in_its_own_whatever_is_said(session: Session) -> None:
    told = NewOrganisation("長野市", "ながのし", "municipality", "202011", "city", "空知")

    assert service.add_organisation(session, told, now=NOON).subprefecture == "長野県"


def test_a_firm_may_be_in_another_prefecture(session: Session) -> None:
    told = NewOrganisation("信州の会社", "しんしゅうのかいしゃ", "company", subprefecture="長野県")

    assert service.add_organisation(session, told, now=NOON).subprefecture == "長野県"


def test_where_nobody_has_told_areas_a_municipality_is_in_none_and_a_firm_in_all(session: Session) -> None:
    area_service.load_prefecture(session, prefecture("20"), ())

    town = service.add_organisation(
        session, NewOrganisation("長野市", "ながのし", "municipality", "202011", "city"), now=NOON
    )
    firm = service.add_organisation(
        session, NewOrganisation("信州の会社", "しんしゅうのかいしゃ", "company"), now=NOON
    )

    assert (town.subprefecture, firm.subprefecture) == ("", "全県")
    with pytest.raises(OrganisationInvalid):
        service.add_organisation(
            session, NewOrganisation("北の会", "きたのかい", "association", subprefecture="空知"), now=NOON
        )
