"""Terms of the index: the editors' keywords and the technologies that a case's pages name, with readings."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from casefinder.kana import hiragana, is_kana
from casefinder.publish.book.index import left_text, right_text
from casefinder.publish.content import CasePage, IndexTerm

TERMS = Path(__file__).resolve().parents[2] / "analyse" / "engine" / "terms.json"
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
FEWEST_CHARS = 2
MOST_CASES = 4  # a term that half the book names helps nobody to find a case


def index_terms(cases: Sequence[CasePage], keywords: Mapping[int, Sequence[str]]) -> tuple[IndexTerm, ...]:
    """Return the terms of an edition.

    Args:
        cases: The printed cases.
        keywords: Case number → words the editor gave for the index.
    """
    found: dict[str, set[int]] = {}
    for case in cases:
        text = f"{left_text(case)}\n{right_text(case)}"
        names = {word.strip() for word in keywords.get(case.number, ()) if word.strip()}
        names |= {name for name in technology_names() if name in text and _stands_alone(name, text)}
        for name in names:
            found.setdefault(name, set()).add(case.number)
    own = {word.strip() for words in keywords.values() for word in words}
    terms = [
        IndexTerm(name, reading(name), tuple(sorted(numbers)))
        for name, numbers in found.items()
        if name in own or len(numbers) <= max(MOST_CASES, len(cases) // 2)
    ]
    return tuple(sorted(terms, key=lambda term: (term.reading, term.term)))


@cache
def technology_names() -> tuple[str, ...]:
    """Return the spellings of technologies that mean one thing only."""
    names: set[str] = set()
    for entry in json.loads(TERMS.read_text(encoding="utf-8")):
        doubtful = {*entry.get("ambiguous_variants", ()), *entry.get("ambiguous", ())}
        spellings = (entry["canonical"], *entry["variants"])
        names |= {name for name in spellings if name not in doubtful and len(name) >= FEWEST_CHARS}
    return tuple(sorted(names))


def _stands_alone(name: str, text: str) -> bool:
    """Say whether a name in Latin letters or katakana is not just a part of a longer word."""
    around = r"[A-Za-z0-9]" if name.isascii() else r"[ァ-ヶー]" if re.fullmatch(r"[ァ-ヶー]+", name) else None
    if around is None:
        return True
    return re.search(rf"(?<!{around}){re.escape(name)}(?!{around})", text) is not None


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
