"""The characters of print: one rule for the form, the editor and the press, and what it holds to."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder import lettering
from casefinder.edit.layout import fonts
from casefinder.edit.layout.tidying import tidied
from casefinder.publish.book import fonts as press


def test_what_the_fonts_hold_is_what_the_fonts_hold() -> None:
    assert lettering.printable() == fonts.held(), (
        "python -m casefinder.edit.layout.fonts > casefinder/lettering.txt"
    )


def test_the_press_asks_this_rule() -> None:
    assert press.unprintable is lettering.unprintable


@pytest.mark.parametrize(
    "text", ["𠮷田さん", "𣘺本", "髙﨑", "㈱霧立①", "ｶﾅ", "30㎡", "〜～－", "é", "　\n\t"]
)
def test_what_offices_write_can_be_printed(text: str) -> None:
    assert lettering.unprintable(text) == ()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("葛\U000e0100飾", "葛飾"),
        ("⼤⾬の⽇", "大雨の日"),
        ("窓\u200b口\ufeff", "窓口"),
        ("か\u3099", "が"),
        ("一\u2028二\u2003三", "一\n二 三"),
        ("\u202eあ\u2069", "あ"),
    ],
)
def test_what_print_puts_right_by_itself_troubles_nobody(typed: str, printed: str) -> None:
    assert lettering.lettered(typed) == printed
    assert lettering.unprintable(lettering.lettered(typed)) == ()


@pytest.mark.parametrize("text", ["😀", "한", "简", "\ue000", "\ufffd", "✕"])
def test_the_rest_is_named(text: str) -> None:
    assert lettering.unprintable(f"窓{lettering.lettered(text)}口{text}") == (text,)


@given(st.text())
def test_what_the_form_lets_pass_the_editor_can_tidy_into_print(text: str) -> None:
    if not lettering.unprintable(lettering.lettered(text)):
        assert lettering.unprintable(tidied(text).text) == ()


@given(st.text())
def test_putting_letters_right_a_second_time_changes_nothing(text: str) -> None:
    once = lettering.lettered(text)

    assert lettering.lettered(once) == once


def test_unseen_characters_are_those_that_unicode_calls_so() -> None:
    formats = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"]

    assert lettering.lettered("".join(formats)) == ""


def test_of_a_text_of_settled_characters_nothing_is_to_be_asked() -> None:
    settled = "".join(sorted(lettering.settled()))

    assert lettering.lettered(settled) == settled
    assert lettering.unprintable(settled) == ()


@pytest.mark.parametrize("char", ["\u3099", "⽇", "\u200b", "\u2003", "\u2028", "𰀀"])
def test_what_print_changes_or_lacks_is_not_settled(char: str) -> None:
    assert char not in lettering.settled()
