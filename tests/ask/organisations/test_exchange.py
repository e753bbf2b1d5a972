import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.ask.organisations import exchange
from casefinder.ask.organisations.columns import NotARegister, letter
from casefinder.ask.organisations.entries import NewOrganisation, identity, tidy_name
from casefinder.tables import NotATable, read_table
from tests.factories.organisations import IN_HOKKAIDO

TOWN = NewOrganisation(
    "白楡町", "しらにれちょう", "municipality", "019011", "town", "空知総合振興局", "joho@example.jp"
)
CLUB = NewOrganisation("北の会", "きたのかい", "association", None, None, "全道", None)
HEAD = "種別,コード,団体名,よみ,市町村の別,振興局,メール\n"


def read(text: str) -> exchange.ReadFile:
    return exchange.read(read_table(text.encode()), IN_HOKKAIDO, "振興局")


def test_what_is_written_reads_back() -> None:
    assert read(exchange.written([TOWN, CLUB], "振興局")).entries == [TOWN, CLUB]


@pytest.mark.parametrize(
    "heading",
    [
        "種別,団体コード,団体名,フリガナ,市町村の別,振興局,メールアドレス", "区分,市町村コード,名称,ふりがな,市町村区分,総合振興局,電子メール",
        "種　別,コード,団体名,読み仮名,市町村の別,振興局,E-mail", " kind ,code,name,kana,municipality_type,subprefecture,email",
        "種別,ｺｰﾄﾞ,団体名,ﾌﾘｶﾞﾅ,市町村の別,振興局,ﾒｰﾙ",
        "種別（※1）,団体コード（6桁）,団体名【必須】,フリガナ（全角）,市町村の別,振興局［選択］,E-mailアドレス",
        '種別,"団体\nコード",団体名※,"よみ\n(ひらがな)",市町村の別,振興局,"メール\nアドレス"',
    ],
)  # fmt: skip
def test_columns_go_by_many_names(heading: str) -> None:
    file = read(heading + "\n市町村,019011,白楡町,しらにれちょう,町,空知,joho@example.jp\n")

    assert file.entries == [TOWN]
    assert file.ignored == ()


def test_columns_that_are_not_known_are_named_and_passed_over() -> None:
    file = read("No.,種別,団体名,電話番号,よみ,備考\n1,団体,北の会,011-000-0000,きたのかい,なし\n")

    assert file.entries[0].name == "北の会"
    assert file.ignored == ("No.", "電話番号", "備考")


@pytest.mark.parametrize(
    "heading",
    [
        "令和8年度 団体一覧,,,,\n区分,団体,,,連絡先\n,コード,団体名,よみ,メール",
        "種別,コード,名称,,メール\n,,団体名,よみ,",
    ],
)
def test_a_heading_of_two_rows_is_one(heading: str) -> None:
    file = read(f"{heading}\n市町村,011002,札幌市,さっぽろし,dx@example.jp\n")

    assert [(line.entry.kind, line.entry.code, line.entry.name, line.problems) for line in file.lines] == [
        ("municipality", "011002", "札幌市", ())
    ]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("市", "municipality"),
        ("町", "municipality"),
        ("市　町　村", "municipality"),
        ("民間企業", "company"),
        ("会社", "company"),
        ("各種団体", "association"),
        ("ＮＰＯ法人", "association"),
        ("国", "national_office"),
    ],
)
def test_kinds_go_by_many_words(word: str, kind: str) -> None:
    assert read(f"種別,コード,団体名,よみ\n{word},,北の会,きたのかい\n").entries[0].kind == kind


@pytest.mark.parametrize(
    ("heading", "column", "letters"),
    [("種別,団体名,よみ,メール,メール", "メール", "DE"), ("種別,名称,よみ,市町村名", "団体名", "BD")],
)
def test_two_columns_of_one_meaning_are_refused_with_both_named(
    heading: str, column: str, letters: str
) -> None:
    with pytest.raises(NotARegister) as caught:
        read(f"{heading}\n団体,北の会,きたのかい,a@example.jp,b@example.jp\n")

    told = caught.value.values
    assert (told["column"], told["first_letter"], told["second_letter"]) == (column, *letters)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("種別,団体名\n", "よみ"),
        ("団体名,よみ\n北の会,きたのかい\n", "種別"),
        ("あ,い\n", "団体名"),
        ("1\n2\n", "団体名"),
    ],
)
def test_a_column_that_is_missing_is_named(text: str, column: str) -> None:
    with pytest.raises(NotARegister) as caught:
        read(text)

    assert caught.value.values == {"column": column}


def test_more_lines_than_anybody_has_are_refused() -> None:
    with pytest.raises(NotARegister):
        read(HEAD + "団体,,会,かい,,,\n" * (exchange.MAX_LINES + 1))


def test_a_cell_beyond_the_heading_is_said() -> None:
    (line,) = read("種別,団体名,よみ\n団体,北の会,きたのかい,,忘れられた欄\n").lines

    assert [problem.values for problem in line.problems] == [{"text": "忘れられた欄", "column": "E"}]


def test_merged_cells_carry_the_kind_down_and_say_so() -> None:
    lines = read(
        HEAD + "団体,,北の会,きたのかい,,,\n,,南の会,みなみのかい,,,\n,,東の会,ひがしのかい,,,\n"
    ).lines

    assert [line.entry.kind for line in lines] == ["association"] * 3
    assert [[note.values for note in line.notes] for line in lines] == [[], [{"line": 2}], [{"line": 2}]]


def test_without_a_column_of_kinds_a_code_tells_the_kind() -> None:
    lines = read("コード,団体名,よみ\n11002,札幌市,さっぽろし\n5430001000001,会社,かいしゃ\n,会,かい\n").lines

    assert [line.entry.kind for line in lines] == ["municipality", "company", ""]
    assert lines[0].entry.code == "011002"


def test_a_heading_that_comes_again_is_no_line() -> None:
    assert (
        len(read(HEAD + "団体,,北の会,きたのかい,,,\n" + HEAD + "団体,,南の会,みなみのかい,,,\n").lines) == 2
    )


@pytest.mark.parametrize("name", ["=1+1", "+会", "-会", "@会", "＝1+1", "'会"])
def test_no_cell_begins_a_formula(name: str) -> None:
    entry = NewOrganisation(name, "かい", "association")

    text = exchange.written([entry], "振興局")

    assert f",'{name}," in text
    assert read(text).entries == [entry]


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_spreadsheets_do(place: int, name: str) -> None:
    assert letter(place) == name


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("札幌市\r\n（本庁）", "札幌市（本庁）"), ("North\nClub", "North Club"), ("ﾃﾞｼﾞﾀﾙ技術", "デジタル技術"),
        ("テ\u3099シ\u3099タル技術", "デジタル技術"), ("葛\U000e0100飾町", "葛飾町"), (" 北\u200bの\ufeff会 ", "北の会"), ("㈱髙﨑", "㈱髙﨑"),
        ("\ufa19社", "\ufa19社"),
    ],
)  # fmt: skip
def test_a_name_is_stored_in_one_piece(typed: str, stored: str) -> None:
    assert tidy_name(typed) == stored


@pytest.mark.parametrize(
    "writing",
    [
        "株式会社テ\u3099シ\u3099タル髙﨑", "株式会社ﾃﾞｼﾞﾀﾙ髙﨑", "㈱デジタル髙﨑", "（株）デジタル高崎", "(株) デジタル髙崎", "株式会社デジタル髙\U000e0100﨑",
    ],
)  # fmt: skip
def test_all_writings_of_a_name_are_one(writing: str) -> None:
    assert identity(writing) == identity("株式会社デジタル高崎")


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("(学)北辺学園", "学校法人北辺学園"), ("（独）北の機構", "独立行政法人北の機構"), ("(国研)北の研究所", "国立研究開発法人北の研究所"), ("(農)みのり", "農事組合法人みのり"),
        ("(資)まるいち", "合資会社まるいち"), ("(名)まるに", "合名会社まるに"), ("ＮＰＯ法人ひだまり", "特定非営利活動法人ひだまり"), ("認定ＮＰＯ法人ひだまり", "認定特定非営利活動法人ひだまり"),
        ("㈾まるいち", "合資会社まるいち"), ("㈻北辺学園", "学校法人北辺学園"), ("㍿ミナモ", "株式会社ミナモ"),
    ],
)  # fmt: skip
def test_a_legal_form_and_its_mark_are_one(short: str, full: str) -> None:
    assert identity(short) == identity(full)


@pytest.mark.parametrize("other", ["デジタル高崎株式会社", "デジタル高崎", "有限会社デジタル高崎"])
def test_other_names_are_others(other: str) -> None:
    assert identity(other) != identity("株式会社デジタル高崎")


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        read(HEAD + text)
    except NotATable:
        return
