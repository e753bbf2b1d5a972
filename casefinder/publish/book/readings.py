"""Readings of index terms, from Sudachi's dictionary: found in the child that presses, never while a page waits."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from msgspec.structs import replace

from casefinder.kana import hiragana, is_kana
from casefinder.publish.content import EditionContent

_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        [
            "えー",
            "びー",
            "しー",
            "でぃー",
            "いー",
            "えふ",
            "じー",
            "えいち",
            "あい",
            "じぇー",
            "けー",
            "える",
            "えむ",
            "えぬ",
            "おー",
            "ぴー",
            "きゅー",
            "あーる",
            "えす",
            "てぃー",
            "ゆー",
            "ぶい",
            "だぶりゅー",
            "えっくす",
            "わい",
            "ぜっと",
        ],
        strict=True,
    )
)
_DIGITS = dict(
    zip(
        "0123456789",
        ["ぜろ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"],
        strict=True,
    )
)


def with_readings(content: EditionContent) -> EditionContent:
    """Return the content with a reading for each index term that has none, in the order of the readings."""
    if all(term.reading for term in content.index_terms):
        return content
    terms = [
        term if term.reading else replace(term, reading=reading(term.term)) for term in content.index_terms
    ]
    return replace(content, index_terms=tuple(sorted(terms, key=lambda term: (term.reading, term.term))))


def without_readings(content: EditionContent) -> EditionContent:
    """Return the content as it was before its terms were read, to compare it with what is gathered anew."""
    terms = (replace(term, reading="") for term in content.index_terms)
    return replace(content, index_terms=tuple(sorted(terms, key=lambda term: term.term)))


def reading(term: str) -> str:
    """Return a term's reading in hiragana; Latin letters are spelt unless the dictionary reads them."""
    read = "".join(hiragana(each) for each in _morphemes(unicodedata.normalize("NFKC", term)))
    return read or term


def _morphemes(term: str) -> Iterable[str]:
    """Yield readings; digits with letters (5G) are spelt, for the dictionary takes them for a quantity."""
    for part in re.split(r"(\d+[A-Za-z]+)", term):
        if re.fullmatch(r"\d+[A-Za-z]+", part):
            yield _spelt(part)
        elif part:
            yield from _dictionary(part)


def _dictionary(part: str) -> Iterable[str]:
    for morpheme in _tokenizer().tokenize(part):
        surface, form = morpheme.surface(), morpheme.reading_form()
        known = re.fullmatch(r"[ァ-ヶー]+", form or "")
        yield form if known else _spelt(surface)


@cache
def _tokenizer():  # type: ignore[no-untyped-def]  # sudachipy ships no types
    from sudachipy import Dictionary, SplitMode

    return Dictionary().create(mode=SplitMode.C)


def _spelt(text: str) -> str:
    return "".join(_LETTERS.get(ch.upper(), _DIGITS.get(ch, ch if is_kana(ch) else "")) for ch in text)
