"""Terms of the index: the editors' keywords and the technologies that a case's pages name; the press reads them."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from casefinder.publish.book.index import left_text, right_text
from casefinder.publish.content import CasePage, IndexTerm

TERMS = Path(__file__).resolve().parents[2] / "analyse" / "engine" / "terms.json"
FEWEST_CHARS = 2
MOST_CASES = 4  # a term that half the book names helps nobody to find a case


def index_terms(cases: Sequence[CasePage], keywords: Mapping[int, Sequence[str]]) -> tuple[IndexTerm, ...]:
    """Return the terms of an edition, without their readings.

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
        IndexTerm(name, "", tuple(sorted(numbers)))
        for name, numbers in found.items()
        if name in own or len(numbers) <= max(MOST_CASES, len(cases) // 2)
    ]
    return tuple(sorted(terms, key=lambda term: term.term))


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
