"""Words of a text and their normal forms by Sudachi; only the worker and the command line load it, never a web process."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from casefinder.analyse.search.rules import MAX_PIECE_CHARS, Spelling
from casefinder.folding import BREAK, CELL_BREAK, fold

NUMERAL = "数詞"
MARKS = frozenset({"補助記号", "空白"})
TAILS = frozenset({"助詞", "助動詞"})
_LONG_END = re.compile(r"[ァ-ヺ]{2,}ー?")
_KANA_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff々])[ぁ-ん]{1,3}(?=[\u4e00-\u9fff]|$)")
_lock = threading.Lock()  # one tokeniser, one thread at a time


@dataclass(frozen=True)
class Found:
    """A word: its normal form, folded, and where it stands in the text as typed (code points, half-open)."""

    form: str
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """The words of a text in order, and the spellings they teach: folded spelling → how it is read."""

    words: tuple[Found, ...]
    spellings: frozenset[tuple[str, Spelling]]


NONE = Words((), frozenset())


def words_of(text: str) -> Words:
    """Return the words of a text as typed; a table's cells are read one by one, parted by an entry `BREAK`."""
    from casefinder.analyse.engine.tokens import words_of as tokens_of

    found: list[Found] = []
    spellings: set[tuple[str, Spelling]] = set()
    at = 0
    for cell in text.split(CELL_BREAK):
        if at:
            found.append(Found(BREAK, at, at))
        with _lock:
            tokens = tokens_of(cell)
        for token in tokens:
            word = token.surface if token.subkind == NUMERAL else token.word
            form = fold(word).text
            if token.kind in MARKS or not form:
                continue
            spelling = Spelling(form, token.kind in TAILS and not token.is_negation)
            found.append(Found(form, at + token.start, at + token.end))
            spellings.update(_spellings(token.surface, word, spelling))
        at += len(cell) + 1
    return Words(tuple(found), frozenset(spellings))


def _spellings(surface: str, word: str, spelling: Spelling) -> Iterator[tuple[str, Spelling]]:
    """Yield how a word may be spelt when it is looked for: as it stands here, and as it may stand elsewhere."""
    names = {surface} if spelling.is_tail else {surface, *_spellings_of(word)}
    for folded in {fold(name).text for name in names}:
        if 0 < len(folded) <= MAX_PIECE_CHARS:
            yield folded, spelling


@lru_cache(maxsize=1 << 16)
def _spellings_of(word: str) -> tuple[str, ...]:
    """Return the spellings of a normal form that Sudachi itself reads as that form, standing alone."""
    form = fold(word).text
    entry = _alone(word)
    reading = {entry[1]} if entry else set()
    candidates = {word, *reading, *_long_vowels(word), *_less_okurigana(word)}
    return tuple(sorted(each for each in candidates if (found := _alone(each)) and found[0] == form))


def _long_vowels(word: str) -> set[str]:
    """Return サーバ for サーバー and the other way round."""
    if not _LONG_END.fullmatch(word):
        return set()
    return {word[:-1] if word.endswith("ー") else word + "ー"}


def _less_okurigana(word: str) -> set[str]:
    """Return 引越し, 引っ越, 引越 for 引っ越し."""
    found = {word}
    for match in reversed(list(_KANA_BETWEEN.finditer(word))):
        kept = {each[: match.start()] + each[match.end() :] for each in found}
        last = {each[: match.start()] + each[match.end() - 1 :] for each in found}
        found |= kept | last
    return found - {word}


@lru_cache(maxsize=1 << 16)
def _alone(word: str) -> tuple[str, str] | None:
    """Return folded normal form and reading (hiragana) of a word that is one short unit, None when it is none."""
    from casefinder.analyse.engine.tokens import entry_of

    with _lock:
        entry = entry_of(word)
    return (fold(entry[0]).text, fold(entry[1]).text) if entry else None
