import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.ask.organisations import exchange
from casefinder.ask.organisations.entries import NewOrganisation

TOWN = NewOrganisation(
    "白楡町", "しらにれちょう", "municipality", "019011", "town", "空知総合振興局", "joho@example.jp"
)
CLUB = NewOrganisation("北の会", "きたのかい", "association", None, None, "全道", None)
HEAD = "種別,コード,団体名,よみ,市町村の別,振興局,メール\n"


def acts(text: str, known: list[tuple[int, NewOrganisation]]) -> list[str]:
    return [change.act for change in exchange.changes(exchange.read(text), known)]


def test_what_is_written_reads_back_unchanged() -> None:
    found = exchange.changes(exchange.read(exchange.written([TOWN, CLUB])), [(1, TOWN), (2, CLUB)])

    assert [(change.act, change.organisation_id, change.entry) for change in found] == [
        ("same", 1, TOWN),
        ("same", 2, CLUB),
    ]


def test_a_line_without_a_match_is_added() -> None:
    assert acts(HEAD + "市町村,019020,青苔村,アオゴケムラ,村,上川,\n", [(1, TOWN)]) == ["add"]


def test_a_change_names_what_differs() -> None:
    text = HEAD + "municipality,０１９０１１,白楡市,しらにれし,市,01420,joho@example.jp\n"

    (change,) = exchange.changes(exchange.read(text), [(1, TOWN)])

    assert change.act == "change"
    assert change.differences == (
        ("name", "白楡町", "白楡市"),
        ("kana", "しらにれちょう", "しらにれし"),
        ("municipality_type", "town", "city"),
    )


def test_a_field_without_a_column_stays_as_it_is() -> None:
    (change,) = exchange.changes(
        exchange.read("コード,種別,団体名,よみ\n019011,市町村,白楡町,しらにれちょう\n"), [(1, TOWN)]
    )

    assert change.act == "same"
    assert change.entry.email == "joho@example.jp"


def test_a_wrong_line_names_its_problems_and_does_not_stop_the_others() -> None:
    text = HEAD + "市町村,019012,青苔村,あおごけむら,村,上川,\n団体,,北の会,きたのかい,,全道,\n"

    found = exchange.changes(exchange.read(text), [])

    assert [change.act for change in found] == ["wrong", "add"]
    assert [problem.field for problem in found[0].problems] == ["code"]
    assert [change.line for change in found] == [2, 3]


def test_a_second_line_for_the_same_organisation_is_refused() -> None:
    line = "市町村,019011,白楡町,しらにれちょう,町,空知,\n"

    assert acts(HEAD + line + line, []) == ["add", "wrong"]


@pytest.mark.parametrize(
    "text",
    ["", "種別,団体名\n", HEAD.replace("メール", "電話"), HEAD + "団体,,会,かい,,,\n" * 5001, '"', "a\0b"],
)
def test_what_is_no_register_is_refused(text: str) -> None:
    with pytest.raises(exchange.NotARegister):
        exchange.read(text)


def test_files_of_excel_are_read() -> None:
    assert exchange.decoded("団体名".encode("cp932")) == "団体名"
    assert exchange.decoded("\ufeff団体名".encode()) == "団体名"
    with pytest.raises(exchange.NotARegister):
        exchange.decoded(b"\xff\xfe\x00\x81")


@pytest.mark.parametrize("name", ["=1+1", "+会", "-会", "@会", "＝1+1", "'会"])
def test_no_cell_begins_a_formula(name: str) -> None:
    entry = NewOrganisation(name, "かい", "association")

    text = exchange.written([entry])

    assert f",'{name}," in text
    assert exchange.changes(exchange.read(text), [(1, entry)])[0].act == "same"


def test_the_mark_of_a_preview_changes_with_the_register() -> None:
    file = exchange.read(exchange.written([TOWN]))

    assert exchange.digest(exchange.changes(file, [])) != exchange.digest(exchange.changes(file, [(1, TOWN)]))


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        exchange.changes(exchange.read(HEAD + text), [(1, TOWN)])
    except exchange.NotARegister:
        return
