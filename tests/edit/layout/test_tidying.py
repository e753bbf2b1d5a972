"""The notation of print: what is put right, and that no letter is ever lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.edit.layout.tidying import is_tidy, quoted_inside, tidied

TIDIED = [
    ("支払額を\n算定していた", "支払額を算定していた"),
    ("支払額を\r\n　算定していた。", "支払額を算定していた。"),
    ("支払額を\u000b算定\u2028していた", "支払額を算定していた"),
    ("Wi\nFi", "Wi Fi"),
    ("末尾の行\n", "末尾の行"),
    ("長い文の途中で折り\r\n返した。\r\n\r\n次の段落", "長い文の途中で折り返した。次の段落"),
    ("一つめ\n\n二つめ", "一つめ。二つめ"),
    ("– ・試行期間が短い", "試行期間が短い"),
    ("・試行期間が短い\n・予算がない\n・人がいない。", "試行期間が短い。予算がない。人がいない。"),
    ("- 担当が替わった\n- 様式が違った", "担当が替わった。様式が違った"),
    ("○ 職員の負担", "職員の負担"),
    ("■窓口を一つにした。", "窓口を一つにした。"),
    ("減った。・増えた。", "減った。増えた。"),
    ("【】【】背景", "背景"),
    ("【背景】【課題】窓口が混んだ。", "【背景・課題】窓口が混んだ。"),
    ("「「監視」ではなく見守りだ。", "「監視」ではなく見守りだ。"),
    ("「「監視」ではない」と言う。", "「『監視』ではない」と言う。"),
    ("減りました 。", "減りました。"),
    ("減りました。　次は", "減りました。次は"),
    ("（ 見本 ）", "（見本）"),
    ("減り  ました", "減り ました"),
    ("減り\u00a0ました", "減り ました"),
    ("ｱﾝｹｰﾄ｡", "アンケート。"),
    ("ｶﾞｲﾄﾞ", "ガイド"),
    ("か\u3099くこう", "がくこう"),
    ("減りました。。", "減りました。"),
    ("減り、、増えた、。", "減り、増えた。"),
    ("減った。、増えた", "減った。増えた"),
    ("早い！！なぜ？？", "早い！なぜ？"),
    ("それは・・・", "それは…"),
    ("導入した．次に，広げた", "導入した。次に、広げた"),
    ("約１，２００人が３．５％", "約1,200人が3.5％"),
    ("a\u200bb\ufeff", "ab"),
    ("⼈⼝", "人口"),
    ("葛\U000e0100城", "葛城"),
    ("① 窓口\n② 職員", "① 窓口。② 職員"),
    ("1. 窓口が混む\n2. 職員が足りない", "1. 窓口が混む。2. 職員が足りない"),
    ("(1)窓口\n(2)職員", "(1)窓口。(2)職員"),
    ("ア．窓口\nイ．職員", "ア．窓口。イ．職員"),
    ("→窓口を一つに\n→職員を増やす", "→窓口を一つに。→職員を増やす"),
    ("窓口が混む\n※混むのは3月", "窓口が混む。※混むのは3月"),
    ("支払額を\n\n算定していた。", "支払額を算定していた。"),
    ("手順書の\n①を使った", "手順書の①を使った"),
    ("\u3000窓口が混む。", "窓口が混む。"),
]
KEPT = [
    "窓口を一つにした。", "-5℃でも動く", "▲3％", "○○町の○月", "○", "・", "- 5℃", "「監視」ではなく「見守り」", "31 世帯", "Wi-Fi 6",
    "https://www.example.jp/a/b?c=d&e=f.html", "1.5倍", "・", "①手順を書いた", "午前9時～午後5時", "※数字は概数", "【背景】窓口",
    "3,850万円", "2024-04", "A・B・C", "□□町の窓口", "■■市", "ア．窓口", "…そうか。", "髙橋", "𠮷野", "Ｗｅｂ",
]  # fmt: skip


def letters(text: str) -> list[str]:
    return [each for each in unicodedata.normalize("NFKD", text) if each.isalnum()]


@pytest.mark.parametrize(("typed", "printed"), TIDIED)
def test_a_text_is_put_into_the_notation_of_print(typed: str, printed: str) -> None:
    made = tidied(typed)

    assert made.text == printed
    assert made.reasons
    assert is_tidy(printed)
    assert letters(typed) == letters(printed)


@pytest.mark.parametrize("text", KEPT)
def test_what_is_tidy_or_means_something_stays(text: str) -> None:
    assert tidied(text).text == text
    assert tidied(text).reasons == ()


ALPHABET = st.sampled_from(
    [
        *"あ漢ｱｶﾞﾟカ1２９aＺ。、，．・･「」『』【】（）！？ 　\n\r\t\u000b\u2028-–—○●■…",
        "\u3099",
        "\u200b",
        "⼈",
        "\U000e0100",
        "𠮷",
    ]
)


@given(st.text(ALPHABET, max_size=40) | st.text(max_size=40))
def test_no_letter_is_lost_twice_is_once_and_every_character_knows_its_place(text: str) -> None:
    made = tidied(text)

    assert tidied(made.text).text == made.text
    assert letters(made.text) == letters(text)
    assert len(made.origins) == len(made.text)
    assert list(made.origins) == sorted(made.origins)
    assert all(0 <= at < len(text) for at in made.origins)


def test_inside_quotation_marks_a_quotation_gets_others() -> None:
    assert quoted_inside("「監視」ではない") == "『監視』ではない"
    assert quoted_inside("「中の『中』」") == "「中の『中』」"
