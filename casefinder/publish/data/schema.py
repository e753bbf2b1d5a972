"""The open data's tables and their columns: one list from which files, package and definitions are made."""

from dataclasses import dataclass, replace

from casefinder.publish.content import Words

KINDS_JA = {
    "string": "文字列",
    "integer": "整数",
    "number": "数値",
    "date": "日付",
    "yearmonth": "年月",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: physical name in English, Japanese name, kind, meaning with unit and example."""

    name: str
    title: str
    kind: str
    about: str
    required: bool = False

    @property
    def kind_ja(self) -> str:
        """The kind in Japanese."""
        return KINDS_JA[self.kind]


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file and its columns; `key` are the columns that identify a row."""

    name: str
    title: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


CASES = Table(
    "cases.csv",
    "事例",
    "1行に1事例。要約と基本の数値。",
    ("case_id",),
    (
        Column("case_id", "事例ID", "string", "版と番号からなる、変わらない番号。例 dx-2026-1-01", True),
        Column("edition", "版", "string", "事例集の版の識別子", True),
        Column("case_number", "事例番号", "integer", "本に印刷した番号", True),
        Column("title", "題名", "string", "取組の題名", True),
        Column("summary", "要約", "string", "一文の要約", True),
        Column(
            "organisation_code",
            "全国地方公共団体コード",
            "string",
            "検査数字つき6けた。{towns}でない団体は空欄",
        ),
        Column("organisation_name", "団体名", "string", "非公表の団体は（団体名非公表）", True),
        Column("organisation_name_kana", "団体名_カナ", "string", "団体名のよみ"),
        Column("organisation_kind", "団体の種類", "string", "{towns}、企業、団体など"),
        Column("prefecture_name", "都道府県名", "string", "団体のある都道府県の名前。非公表の団体は空欄"),
        Column(
            "subprefecture_code",
            "{region}コード",
            "string",
            "{regions}のコード。{whole}で活動する団体は空欄",
        ),
        Column("subprefecture_name", "{region}名", "string", "{regions}の名前"),
        Column("chapter_code", "章コード", "string", "本の章", True),
        Column("chapter_name", "章名", "string", "本の章の題名", True),
        Column("stage", "段階", "string", "構想、実証、本格運用、他地域へ展開、終了"),
        Column("started", "開始年月", "yearmonth", "取組を始めた年月。西暦。月まで分からないときは空欄"),
        Column(
            "started_text", "開始の時期", "string", "書かれたとおりの時期。「2024年度」「2024年6月頃」など"
        ),
        Column("population", "人口", "integer", "人。時点は cases.json の facts を見よ"),
        Column("headcount", "人数", "integer", "取組にあたったおおよその人数"),
        Column("months", "月数", "integer", "始めてから使えるまでの月数"),
        Column("initial_cost_thousand_yen", "初期費用", "integer", "千円。空欄は不明、0は費用なし"),
        Column("yearly_cost_thousand_yen", "年間費用", "integer", "千円。空欄は不明、0は費用なし"),
        Column("main_trouble", "おもな困りごと", "string", "探し方の表の行。コード表 main_trouble"),
        Column("status", "今の状況", "string", "拡大、継続、縮小、終了"),
        Column("status_confirmed_on", "確認日", "date", "今の状況を確かめた日"),
        Column("products", "製品", "string", "使った製品・サービスの名前"),
        Column("licence", "利用条件", "string", "この事例の文章とデータの利用条件", True),
    ),
)
THEMES = Table(
    "case_themes.csv",
    "事例のテーマ",
    "1行に事例と分類の組1つ。分野、技術、財源、話題。",
    ("case_id", "scheme", "label"),
    (
        Column("case_id", "事例ID", "string", "cases.csv の事例ID", True),
        Column(
            "scheme", "分類の種類", "string", "field 分野、technology 技術、funding 財源、theme 話題", True
        ),
        Column("code", "コード", "string", "話題のコード。ほかの分類では空欄"),
        Column("label", "名前", "string", "分類の名前", True),
        Column("family", "話題の系統", "string", "課題、推進体制、転機、キーパーソン、効果"),
    ),
)
INDICATORS = Table(
    "case_indicators.csv",
    "事例の効果",
    "1行に指標1つ。前と後の値、時点、測り方、確かさ。",
    ("case_id", "row"),
    (
        Column("case_id", "事例ID", "string", "cases.csv の事例ID", True),
        Column("row", "行", "integer", "本の表での順番", True),
        Column("metric", "指標", "string", "測ったもの", True),
        Column("before_text", "前の値（印刷）", "string", "本に印刷した前の値。単位を含む"),
        Column("after_text", "後の値（印刷）", "string", "本に印刷した後の値。単位を含む"),
        Column("before_value", "前の値", "number", "数値だけ。数で表せないときは空欄"),
        Column("after_value", "後の値", "number", "数値だけ。数で表せないときは空欄"),
        Column("unit", "単位", "string", "before_value と after_value の単位"),
        Column("as_of", "後の時点", "yearmonth", "後の値を測った年月。月まで分からないときは空欄"),
        Column("as_of_text", "後の時期", "string", "書かれたとおりの時期"),
        Column("method", "測り方・出典", "string", "どう測ったか、どこから得たか"),
        Column("certainty", "確かさ", "string", "A 実測、B 推計、C 実感"),
    ),
)
CODES = Table(
    "codes.csv",
    "コード表",
    "ほかのファイルで使うコードと区分の一覧。",
    ("list", "code"),
    (
        Column("list", "一覧", "string", "どの項目のコードか", True),
        Column("code", "コード", "string", "コード", True),
        Column("label", "名前", "string", "コードの意味", True),
        Column("note", "備考", "string", "系統や補足"),
    ),
)
TABLES = (CASES, THEMES, INDICATORS, CODES)


def tables_in(words: Words) -> tuple[Table, ...]:
    """Return the tables as they are described in the prefecture's words."""
    return tuple(
        replace(table, columns=tuple(_in(words, column) for column in table.columns)) for table in TABLES
    )


def _in(words: Words, column: Column) -> Column:
    return replace(column, title=words.filled(column.title), about=words.filled(column.about))
