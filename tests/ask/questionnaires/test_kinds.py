from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from casefinder.ask.questionnaires import kinds
from casefinder.ask.questionnaires.document import Choice, Field
from casefinder.ask.questionnaires.kinds.base import FormValues
from casefinder.ask.questionnaires.kinds.file import FileDetails, detail_problems, file_details
from casefinder.ask.questionnaires.kinds.number import quantity
from casefinder.ask.questionnaires.kinds.table import Table, posted_rows
from casefinder.ask.questionnaires.problems import Problem

CHOICES = (Choice("a", "甲"), Choice("b", "乙"), Choice("c", "丙"), Choice("none", "なし", excludes=True))
COLUMNS = (
    Field("metric", "short_text", label="指標", limit=10, required=True),
    Field("as_of", "year_month", label="時点"),
    Field("sort", "single_choice", label="種類", choices=CHOICES),
)
FIELDS: dict[str, Field] = {
    "short_text": Field("C1", "short_text", limit=10),
    "long_text": Field("F3", "long_text", limit=20),
    "number": Field("C8.initial", "number", unit="千円"),
    "year_month": Field("C5.started", "year_month"),
    "date": Field("L5.decided_on", "date"),
    "single_choice": Field("E1", "single_choice", choices=CHOICES),
    "multiple_choice": Field("C4", "multiple_choice", choices=CHOICES, maximum=2),
    "yes_no": Field("X1", "yes_no"),
    "table": Field("I1", "table", columns=COLUMNS, min_rows=1, max_rows=3),
    "file": Field("K1", "file", maximum=2, limit=10),
    "organisation": Field("X2", "organisation", limit=10),
    "telephone": Field("B3.phone", "telephone"),
    "email": Field("B3.email", "email"),
    "consent": Field("L1", "consent", choices=CHOICES, wording="文", wording_version="1"),
    "prefilled": Field("B1", "prefilled"),
    "explanation": Field("X3", "explanation", wording="説明"),
}


def parsed(kind: str, typed: Any) -> Any:
    field = FIELDS[kind]
    values = typed if isinstance(typed, list) else [typed]
    return kinds.of(kind).parse(field, field.key, FormValues({field.key: values})).value


def problems(kind: str, value: object) -> list[str]:
    return [problem.msgid for problem in kinds.of(kind).check(FIELDS[kind], value)]


@pytest.mark.parametrize("kind", FIELDS)
def test_an_empty_form_gives_an_empty_value_and_no_problem(kind: str) -> None:
    field = FIELDS[kind]
    result = kinds.of(kind).parse(field, field.key, FormValues())

    assert kinds.of(kind).is_empty(result.value)
    assert result.problems == ()
    assert kinds.of(kind).check(field, result.value) == []
    assert kinds.of(kind).show(field, result.value) == ""


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("odd", [None, 7, {"a": 1}, ["x"], "？"])
def test_a_value_of_the_wrong_shape_is_shown_and_judged_without_an_error(kind: str, odd: object) -> None:
    field = FIELDS[kind]

    kinds.of(kind).check(field, odd)
    kinds.of(kind).ask(field, field.key, odd)
    assert isinstance(kinds.of(kind).show(field, odd), str)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("short_text", " 除雪　課 "),
        ("long_text", "一行目\n\n 三行目"),
        ("number", "1200"),
        ("number", "約12.5"),
        ("year_month", "2024-12"),
        ("date", "2026-12-02"),
        ("single_choice", "b"),
        ("multiple_choice", ["a", "c"]),
        ("yes_no", True),
        ("yes_no", False),
        (
            "table",
            [
                {"metric": "電話", "as_of": "2026-02", "sort": "a"},
                {"metric": "時間", "as_of": "", "sort": ""},
            ],
        ),
        ("file", [3, 12]),
        ("organisation", {"code": "011002", "name": "札幌市"}),
        ("organisation", {"code": "", "name": "北の会"}),
        ("telephone", "01234-5-6789"),
        ("email", "joho@example.jp"),
        ("consent", "a"),
    ],
)
def test_the_form_of_a_value_gives_the_value_back(kind: str, value: object) -> None:
    field = FIELDS[kind]
    form = kinds.of(kind).form(field, field.key, value)

    result = kinds.of(kind).parse(field, field.key, MultiDict(form))

    assert result.value == value
    assert result.problems == ()
    assert kinds.of(kind).check(field, value) == []
    assert not kinds.of(kind).is_empty(value)


@given(st.text())
def test_free_text_is_kept_as_typed(text: str) -> None:
    expected = text.replace("\r\n", "\n").replace("\r", "\n")

    assert parsed("short_text", text) == expected.replace("\n", " "), "in one line, as its box is"
    assert parsed("long_text", text) == expected


@pytest.mark.parametrize("kind", ["number", "year_month", "date"])
@given(typed=st.text(min_size=1))
def test_what_is_not_understood_is_kept_and_named(kind: str, typed: str) -> None:
    field = FIELDS[kind]
    result = kinds.of(kind).parse(field, field.key, FormValues({field.key: [typed]}))

    if result.problems:
        assert result.value == typed
        assert kinds.of(kind).check(field, result.value)
    else:
        assert kinds.of(kind).check(field, result.value) == []
        again = kinds.of(kind).parse(field, field.key, FormValues({field.key: [str(result.value)]}))
        assert again.value == result.value


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    found = kinds.of("short_text").check(FIELDS["short_text"], "あ" * 13)

    assert [problem.values for problem in found] == [{"over": 3, "limit": 10}]


@pytest.mark.parametrize("length", [10, 10.5])
def test_the_limit_itself_still_fits(length: float) -> None:
    text = "あ" * 10 + ("a" if length > 10 else "")

    assert bool(problems("short_text", text)) is (length > 10)


def test_a_long_text_is_asked_with_its_counter() -> None:
    asked = kinds.of("long_text").ask(FIELDS["long_text"], "F3", "あ" * 23)

    assert asked.data == {"rows": 3, "length": 23, "left": 0, "over": 3, "percent": 100}
    assert asked.id == "q-F3"


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("1,200", "1200", "1,200千円"),
        ("１，２００千円", "1200", "1,200千円"),
        ("320万円", "3200", "3,200千円"),
        ("3,200,000円", "3200", "3,200千円"),
        ("2億円", "200000", "200,000千円"),
        ("約 1200", "約1200", "約1,200千円"),
        ("およそ50", "約50", "約50千円"),
        ("0", "0", "0千円"),
        ("12.50", "12.5", "12.5千円"),
    ],
)
def test_amounts_are_read_in_the_fields_unit(typed: str, value: str, shown: str) -> None:
    assert parsed("number", typed) == value
    assert kinds.of("number").show(FIELDS["number"], value) == shown


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("620世帯", "620世帯", "620世帯"),
        ("５，４００ ha", "5400ha", "5,400ha"),
        ("12", "12", "12"),
        ("3万円", "3万円", "3万円"),
    ],
)
def test_a_unit_may_be_written_where_the_field_has_none(typed: str, value: str, shown: str) -> None:
    field = Field("C6.amount", "number")
    result = kinds.of("number").parse(field, "C6.amount", FormValues({"C6.amount": [typed]}))

    assert result.value == value
    assert kinds.of("number").show(field, result.value) == shown


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("12万", "120", "120千円"),
        ("年額12万円", "120", "120千円"),
        ("50万円程度", "約500", "約500千円"),
        ("1億2000万円", "120000", "120,000千円"),
        ("￥1,200,000", "1200", "1,200千円"),
        ("12万5千円", "125", "125千円"),
        ("1\u200b200", "1200", "1,200千円"),
    ],
)
def test_money_is_read_as_people_write_it(typed: str, value: str, shown: str) -> None:
    assert parsed("number", typed) == value
    assert kinds.of("number").show(FIELDS["number"], value) == shown


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("120", "12万円"),
        ("約500", "約50万円"),
        ("120000", "1億2,000万円"),
        ("3", ""),
        ("たくさん", ""),
        ("", ""),
    ],
)
def test_money_is_read_back_as_it_is_said(value: str, said: str) -> None:
    assert kinds.of("number").ask(FIELDS["number"], "C8.initial", value).data["said"] == said


def test_an_amount_a_year_is_no_cost_of_once() -> None:
    once = Field("C8.initial", "number", unit="千円", means="cost.initial")
    (problem,) = kinds.of("number").check(once, "年額12万円")

    assert problem.msgid == "This is an amount for each year. Please write what it cost once."


@pytest.mark.parametrize(
    ("unit", "typed", "value"),
    [
        ("km²", "30km²", "30"), ("km²", "30平方キロ", "30"), ("km²", "３０㎢", "30"), ("km²", "5ha", "0.05"), ("m³", "4㎥", "4"),
        ("人", "12名", "12"), ("％", "35パーセント", "35"), ("％", "3割", "30"), ("時間", "30分", "0.5"), ("", "30km²", "30km²"),
        ("", "４㎥", "4m³"), ("", "1億2000万円", "120000000円"), ("", "120kg/10a", "120kg/10a"),
    ],
)  # fmt: skip
def test_units_are_read_as_people_write_them(unit: str, typed: str, value: str) -> None:
    field = Field("C6.amount", "number", unit=unit)

    assert kinds.of("number").parse(field, "C6.amount", FormValues({"C6.amount": [typed]})).value == value


def test_another_unit_is_refused_with_the_one_that_is_asked_for() -> None:
    (problem,) = kinds.of("number").check(FIELDS["number"], "12件")

    assert (problem.msgid, problem.values) == ("Please write the number in %(unit)s.", {"unit": "千円"})


@pytest.mark.parametrize("typed", ["たくさん", "-5", "1,20", "1.2.3", "12 34"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    assert parsed("number", typed) == typed
    assert problems("number", typed) == ["Please write a number, like 1200."]
    assert quantity(FIELDS["number"], typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "2023-04",
        "2023/4",
        "2023.4",
        "2023年4月",
        "令和5年4月",
        "R5.4",
        "ｒ５．４",
        "令和 5 年 4 月",
        "202304",
        "２０２３年４月",
        " 2023－04 ",
    ],
)
def test_months_are_read_as_people_write_them(typed: str) -> None:
    assert parsed("year_month", typed) == "2023-04"


@pytest.mark.parametrize(
    ("typed", "value"),
    [("令和元年5月", "2019-05"), ("平成31年4月", "2019-04"), ("H1.1", "1989-01"), ("昭和60年3月", "1985-03")],
)
def test_eras_are_counted(typed: str, value: str) -> None:
    assert parsed("year_month", typed) == value


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("2024年", "2024年", "2024年"), ("令和6年度", "2024年度", "2024年度"), ("2024年6月頃", "2024年6月頃", "2024年6月頃"),
        ("令5.4", "2023-04", "2023年4月"), ("2023年4月1日", "2023-04", "2023年4月"), ("2023-04-01", "2023-04", "2023年4月"),
    ],
)  # fmt: skip
def test_a_year_a_fiscal_year_and_about_are_answers(typed: str, value: str, shown: str) -> None:
    assert parsed("year_month", typed) == value
    assert problems("year_month", value) == []
    assert kinds.of("year_month").show(FIELDS["year_month"], value) == shown


@pytest.mark.parametrize("typed", ["去年の冬", "2023-13", "2023-00", "5年4月", "令和500年4月", "1850-01"])
def test_what_is_no_month_is_refused(typed: str) -> None:
    assert parsed("year_month", typed) == typed
    assert len(problems("year_month", typed)) == 1


@pytest.mark.parametrize(
    "typed", ["2026-12-02", "2026/12/2", "令和8年12月2日", "R8.12.2", "20261202", "２０２６年１２月２日"]
)
def test_days_are_read_as_people_write_them(typed: str) -> None:
    assert parsed("date", typed) == "2026-12-02"
    assert kinds.of("date").show(FIELDS["date"], "2026-12-02") == "2026年12月2日"


def test_a_day_may_stand_with_its_weekday() -> None:
    assert parsed("date", "令和8年2月9日（月）") == "2026-02-09"
    assert problems("date", "令和8年2月9日（火）") == [
        "%(day)s is a %(weekday)s. Please look at the day again."
    ]


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "2026-12", "12月2日", "明日", "2026年12月2日頃", "令和8年度"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    assert parsed("date", typed) == typed
    assert len(problems("date", typed)) == 1


def test_a_choice_that_is_not_offered_is_kept_and_refused() -> None:
    assert parsed("single_choice", "z") == "z"
    assert len(problems("single_choice", "z")) == 1
    assert len(problems("consent", "z")) == 1


def test_several_choices_come_in_the_order_of_the_questionnaire() -> None:
    assert parsed("multiple_choice", ["c", "a", "c", "", "z"]) == ["a", "c", "z"]
    assert kinds.of("multiple_choice").show(FIELDS["multiple_choice"], ["a", "c"]) == "甲、丙"


def test_too_many_choices_are_counted() -> None:
    found = kinds.of("multiple_choice").check(FIELDS["multiple_choice"], ["a", "b", "c"])

    assert [problem.values for problem in found] == [{"chosen": 3, "maximum": 2}]


def test_none_of_them_stands_alone() -> None:
    found = kinds.of("multiple_choice").check(FIELDS["multiple_choice"], ["a", "none"])

    assert [problem.values for problem in found] == [{"choice": "なし"}]
    assert problems("multiple_choice", ["none"]) == []


def test_yes_or_no_refuses_anything_else() -> None:
    assert parsed("yes_no", "perhaps") == "perhaps"
    assert len(problems("yes_no", "perhaps")) == 1
    assert kinds.of("yes_no").show(FIELDS["yes_no"], False) == "いいえ"


@pytest.mark.parametrize(
    "typed",
    [
        "011-000-0000",
        "０１１－０００－００００",
        "01234-5-6789（内線 21）",
        "090 0000 0000",
        "+81-11-000-0000",
        "011-000-0000（代表）",
        "(0154)00-0000",
        "011\u200b-000-0000（直通）",
    ],
)
def test_telephone_numbers_are_taken(typed: str) -> None:
    assert problems("telephone", parsed("telephone", typed)) == []


def test_a_telephone_number_is_normalised() -> None:
    assert parsed("telephone", " ０１１―０００ー００００ ") == "011-000-0000"


@pytest.mark.parametrize("typed", ["000-0000", "役場まで", "011-000-0000 山田", "1" * 20])
def test_what_is_no_telephone_number_is_refused(typed: str) -> None:
    assert len(problems("telephone", typed)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "joho@example.jp",
        "ｊｏｈｏ＠ｅｘａｍｐｌｅ．ｊｐ ",
        "a.b+c@x-y.example.lg.jp",
        "joho＠example.jp。",
        "<joho@example.jp>",
        "joho@exam\u00adple.jp",
    ],
)
def test_addresses_are_taken(typed: str) -> None:
    assert problems("email", parsed("email", typed)) == []


@pytest.mark.parametrize(
    "typed",
    [
        "joho",
        "joho@",
        "@example.jp",
        "a@b",
        "a b@example.jp",
        "a@example.jp, b@example.jp",
        "x" * 250 + "@a.jp",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert len(problems("email", typed)) == 1


def test_an_organisation_is_read_with_its_code() -> None:
    assert parsed("organisation", "０１１００２　札幌市") == {"code": "011002", "name": "札幌市"}
    assert parsed("organisation", "\ufeff011\u200b002 札幌市") == {"code": "011002", "name": "札幌市"}
    assert parsed("organisation", "") is None
    assert len(problems("organisation", {"code": "", "name": "あ" * 11})) == 1


def test_empty_rows_are_left_out_and_the_others_close_up() -> None:
    form = FormValues(
        {
            "I1.0.metric": [""],
            "I1.0.as_of": [" "],
            "I1.2.metric": ["電話"],
            "I1.2.as_of": ["去年"],
            "I1.x": ["?"],
        }
    )

    result = kinds.of("table").parse(FIELDS["table"], "I1", form)

    assert result.value == [{"metric": "電話", "as_of": "去年", "sort": ""}]
    assert [problem.name for problem in result.problems] == ["I1.0.as_of"]
    assert posted_rows("I1", form) == [0, 2]


def test_a_row_is_removed_by_its_button() -> None:
    form = FormValues({"I1.0.metric": ["一"], "I1.1.metric": ["二"], "remove_row": ["I1.0"]})

    assert [row["metric"] for row in kinds.of("table").parse(FIELDS["table"], "I1", form).value] == ["二"]  # type: ignore[attr-defined]


def test_cells_are_judged_and_named() -> None:
    rows = [{"metric": "", "as_of": "去年", "sort": "z"}, {"metric": "あ" * 12}]

    found = kinds.of("table").check(FIELDS["table"], rows)

    assert [problem.name for problem in found] == ["0.metric", "0.as_of", "0.sort", "1.metric"]


def test_a_table_has_at_most_its_rows() -> None:
    found = kinds.of("table").check(FIELDS["table"], [{"metric": "一"}] * 4)

    assert [problem.values for problem in found] == [{"rows": 4, "maximum": 3}]


@pytest.mark.parametrize(
    ("filled", "shown", "expected"), [(0, 0, 2), (1, 0, 2), (2, 0, 3), (0, 3, 3), (3, 9, 3), (4, 0, 4)]
)
def test_spare_rows_are_shown_up_to_the_most(filled: int, shown: int, expected: int) -> None:
    table = kinds.of("table")
    assert isinstance(table, Table)

    asked = table.ask_rows(FIELDS["table"], "I1", [{"metric": "一"}] * filled, (), shown)

    assert len(asked.data["rows"]) == expected  # type: ignore[arg-type]


def test_a_cell_is_asked_with_its_own_problem() -> None:
    problem = Problem("wrong", {}, "I1.1.as_of")
    asked = kinds.of("table").ask(
        FIELDS["table"], "I1", [{"metric": "一"}, {"metric": "二", "as_of": "？"}], (problem,)
    )
    cells: Any = asked.data["rows"]

    assert cells[1][1].problems == (problem,)
    assert cells[0][1].problems == asked.problems == ()


def test_a_table_reads_as_text() -> None:
    rows = [{"metric": "電話", "as_of": "2026-02", "sort": "a"}, {"metric": "時間"}]

    assert (
        kinds.of("table").show(FIELDS["table"], rows) == "指標：電話／時点：2026年2月／種類：甲\n指標：時間"
    )


def test_files_are_kept_removed_and_described() -> None:
    form = FormValues(
        {
            "K1.id": ["3", "5", "x"],
            "K1.5.remove": ["yes"],
            "K1.3.description": ["端末"],
            "K1.3.rights": ["own"],
        }
    )

    assert kinds.of("file").parse(FIELDS["file"], "K1", form).value == [3]
    assert file_details(FIELDS["file"], "K1", form) == {3: FileDetails("端末", "", "own")}


def test_what_is_said_about_a_file_is_judged() -> None:
    said = {
        3: FileDetails("端末", "町", "own"),
        4: FileDetails(" ", "", "stolen"),
        5: FileDetails("あ" * 11, "町", "own"),
    }

    found = detail_problems(FIELDS["file"], "K1", said)

    assert [problem.name for problem in found] == ["K1.4.description", "K1.4.rights", "K1.5.description"]


def test_too_many_files_are_counted() -> None:
    assert kinds.of("file").check(FIELDS["file"], [1, 2, 3])[0].values == {"files": 3, "maximum": 2}


def test_prefilled_facts_are_never_read_from_a_form() -> None:
    assert parsed("prefilled", "別の町") is None
    assert parsed("explanation", "x") is None
