"""Words of a text by SudachiPy: short units, normal forms, and where each stands in the text as given."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sudachipy import Dictionary, SplitMode
from sudachipy import Tokenizer as SudachiTokenizer

from casefinder.analyse.engine.normal import NormalText, normalise

_CHUNK = 8_000
"""Characters given to Sudachi at once: it refuses more than about 48 KB, and a character has up to 4 bytes."""
NEGATIONS = frozenset({"無い", "ない", "ず", "ぬ", "ん", "まい"})
_SMALL_WORDS = frozenset({"助詞", "助動詞", "補助記号", "空白"})


@dataclass(frozen=True, slots=True)
class Token:
    """One short unit: as written, in normal form, its parts of speech, its code-point span in the answer."""

    surface: str
    word: str
    kind: str
    subkind: str
    detail: str
    start: int
    end: int
    form: str = ""  # of a proper noun: 姓, 名, 国

    @property
    def is_negation(self) -> bool:
        """Tell whether the word turns what stands before it into its contrary."""
        return self.word in NEGATIONS

    @property
    def is_content(self) -> bool:
        """Tell whether the word counts when phrases are compared: no particle, no mark, but every negation."""
        return self.is_negation or self.kind not in _SMALL_WORDS

    @property
    def is_noun(self) -> bool:
        """Tell whether the word may be part of a compound noun."""
        return self.kind in {"名詞", "接尾辞", "接頭辞"} and self.subkind not in {"代名詞", "助動詞語幹"}


@cache
def _tokenizer() -> SudachiTokenizer:
    return Dictionary().create(mode=SplitMode.A)


def _chunks(normal: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start < len(normal):
        end = min(len(normal), start + _CHUNK)
        if end < len(normal):
            stop = max(normal.rfind(mark, start, end) for mark in "。、 ")
            end = stop + 1 if stop > start else end
        yield start, normal[start:end]
        start = end


def tokenise(text: NormalText) -> list[Token]:
    """Return the words of a normalised text in order."""
    tokens: list[Token] = []
    for offset, chunk in _chunks(text.normal):
        for morpheme in _tokenizer().tokenize(chunk):
            kind, subkind, detail, form = morpheme.part_of_speech()[:4]
            start, end = text.to_given(offset + morpheme.begin(), offset + morpheme.end())
            word = "0" if subkind == "数詞" else morpheme.normalized_form()
            tokens.append(Token(morpheme.surface(), word, kind, subkind, detail, start, end, form))
    return tokens


def words_of(text: str) -> list[Token]:
    """Return the words of a text given as it was typed."""
    return tokenise(normalise(text))


def entry_of(word: str) -> tuple[str, str] | None:
    """Return normal form and reading of a word standing alone, None when it is not one short unit."""
    found = _tokenizer().tokenize(word[:_CHUNK])
    if len(found) != 1:
        return None
    return found[0].normalized_form(), found[0].reading_form()
