import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.folding import BREAK, CELL_BREAK, VARIANTS, fold
from tests.analyse.search.texts import clusters, typed_texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＲＰＡ", "rpa"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("ガイド", "がいど"),
        ("か\u3099いと\u3099", "ガイド"),
        ("ｻｰﾊﾞｰ", "さーばー"),
        ("㍿", "株式会社"),
        ("（株）見本", "㈱見本"),
        ("人 手\n不足", "人手不足"),
        ("①", "1"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("𠮷野家", "吉野家"),
        ("渡邉・渡邊", "渡辺渡辺"),
        ("齋藤", "斉藤"),
        ("舊字體", "旧字体"),
        ("葛\U000e0100城", "葛城"),
        ("神\ufe00社", "神社"),
        ("一ヶ月", "一ケ月"),
        ("Wi-Fi", "ＷｉＦｉ"),
        ("3,450人", "３４５０人"),
        ("「書かない」窓口、", "書かない窓口"),
        ("サ‐バ−を", "サーバーを"),
        ("デジタル―窓口", "デジタル窓口"),
        ("セミナー―実施", "セミナー実施"),
        ("東\u200b京\u00ad都", "東京都"),
    ],
)
def test_what_differs_only_in_how_it_was_typed_is_the_same(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("か", "が"), ("ビル", "ビール"), ("1.5", "15"), ("10〜20", "1020"), ("2024-06", "202406"), ("50%", "50"),
        ("つた", "った"), ("市", "町"),
    ],
)  # fmt: skip
def test_what_says_something_else_stays_apart(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


def test_punctuation_and_space_alone_are_nothing() -> None:
    assert fold("、。・「」（）―‐ 　\n\t!?_~").text == ""


def test_a_cell_ends_where_it_ends() -> None:
    assert fold(f"人手{CELL_BREAK}不足").text == f"人手{BREAK}不足"


@pytest.mark.parametrize(
    ("text", "part", "typed"),
    [
        ("𠮷野町のｶﾞｲﾄﾞは㍿だ", "がいど", "ｶﾞｲﾄﾞ"),
        ("𠮷野町のｶﾞｲﾄﾞは㍿だ", "株式", "㍿"),
        ("山か\u3099く", "が", "か\u3099"),
        ("葛\U000e0100城市", "葛城", "葛\U000e0100城"),
        ("人 手、不\n足", "手不足", "手、不\n足"),
        ("🦀髙い", "高", "髙"),
    ],
)
def test_spans_lead_back_to_the_text_as_typed(text: str, part: str, typed: str) -> None:
    folded = fold(text)
    at = folded.text.index(part)

    start, end = folded.typed_span(at, at + len(part))

    assert text[start:end] == typed


@given(st.text(max_size=60))
def test_every_span_lies_in_the_text_and_they_follow_each_other(text: str) -> None:
    folded = fold(text)

    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@given(typed_texts(), st.data())
def test_what_is_cut_out_of_a_text_folds_to_a_part_of_its_copy(text: str, data: st.DataObject) -> None:
    parts = clusters(text)
    start = data.draw(st.integers(0, len(parts)))
    end = data.draw(st.integers(start, len(parts)))

    assert fold("".join(parts[start:end])).text in fold(text).text


@given(st.text(max_size=40))
def test_a_folded_copy_holds_nothing_that_the_index_could_not_keep(text: str) -> None:
    for character in fold(text).text.replace(BREAK, ""):
        assert not character.isspace()
        assert unicodedata.category(character)[0] != "C" or character < "\U000f0000"
        assert character not in "\x00\"'"


def test_every_variant_has_one_form_and_is_none_itself() -> None:
    lines = VARIANTS.read_text(encoding="utf-8").splitlines()
    groups = [group for line in lines if not line.startswith("#") for group in line.split()]
    others = [other for group in groups for other in group[1:]]

    assert len(others) == len(set(others))
    assert not {group[0] for group in groups} & set(others)
    assert [c for c in others if unicodedata.normalize("NFKC", c) != c] == []
