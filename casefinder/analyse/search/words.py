"""Normal forms of words: サーバ and サーバー, 引越し and 引っ越し are the same word."""

import threading
from dataclasses import dataclass

CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞"})
_lock = threading.Lock()  # one tokeniser, one thread at a time


@dataclass(frozen=True)
class Token:
    """A content word: its normal form, and where it stands in the text as typed (code points, half-open)."""

    form: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the content words of a text as typed, in order."""
    from casefinder.analyse.engine.tokens import words_of

    with _lock:
        found = words_of(text)
    return [Token(t.word.casefold(), t.start, t.end) for t in found if t.kind in CONTENT]


def forms(text: str) -> tuple[str, ...]:
    """Return the normal forms of a text's content words, without repeats."""
    return tuple(dict.fromkeys(token.form for token in tokens(text)))
