"""Persons are found wherever a text names them, and posts, roles, places and firms are no names."""

import pytest

from casefinder.analyse.engine.naming import find_names

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("詳しくは佐藤課長へ。", ["佐藤"]),
        ("百件を測ったのは窓口の大場さんで、その紙を貼り出した。", ["大場さん"]),
        ("担当は霧島澄江。", ["霧島澄江"]),
        ("総務課 主査 久慈", ["久慈"]),
        ("窓口の小野寺が説明した。", ["小野寺"]),
        ("堀江係長が動いた。", ["堀江"]),
        ("田中主任と高橋氏が始めた。", ["田中", "高橋氏"]),
        ("タナカ ヨウコ", ["タナカ ヨウコ"]),
        ("Copyright 山本一郎", ["山本一郎"]),
        ("（株）ミナモ佐藤社長に聞いた。", ["佐藤社長"]),
        ("一般社団法人みなと　佐藤一郎", ["佐藤一郎"]),
        ("𠮷岡　太郎さんに頼んだ。", ["𠮷岡　太郎さん"]),
        ("葛\U000e0100西主査が動いた。", ["葛\U000e0100西"]),
        ("髙橋𠮷男と齋藤さん", ["髙橋𠮷男", "齋藤さん"]),
        ("ＳＡＴＯ氏", ["ＳＡＴＯ氏"]),
        ("森課長が決めた。", ["森"]),
        ("絵：K. Tanaka", ["K. Tanaka"]),
    ],
)
def test_a_name_is_found(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in find_names(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "町長が決めた。", "農協の獣医師さんに聞いた。", "運転手さんが増えた。", "お客さんと病院さん", "霧立町長が説明した。", "釧路総合振興局長",
        "株式会社田中建設と組んだ。", "松本市と千葉県", "情報政策課長が説いた。", "80台の一斉配布。", "雪乃沢町が開けた。", "高橋牧場と小野寺地区",
    ],
)  # fmt: skip
def test_posts_roles_places_and_firms_are_no_names(text: str) -> None:
    assert find_names(text) == []
