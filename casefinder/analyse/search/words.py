"""Normal forms of words by SudachiPy: サーバ and サーバー, 引越し and 引っ越し are the same word."""

import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

CONTENT = {"名詞", "動詞", "形容詞", "形状詞", "副詞"}
MAX_CHARS_AT_ONCE = 8000  # the tokeniser refuses more than 49,149 bytes
_lock = threading.Lock()


@dataclass(frozen=True)
class Token:
    """A content word: its normal form, and where it stands (code points, half-open)."""

    form: str
    start: int
    end: int


@cache
def _tokenizer() -> Any:
    from sudachipy import Dictionary, SplitMode

    return Dictionary().create(mode=SplitMode.A)


def tokens(text: str) -> list[Token]:
    """Return the content words of a text as typed, in order."""
    found = []
    with _lock:
        tokenizer = _tokenizer()
        for at in range(0, len(text), MAX_CHARS_AT_ONCE):
            for m in tokenizer.tokenize(text[at : at + MAX_CHARS_AT_ONCE]):
                if m.part_of_speech()[0] in CONTENT:
                    found.append(Token(m.normalized_form().casefold(), at + m.begin(), at + m.end()))
    return found


def forms(text: str) -> tuple[str, ...]:
    """Return the normal forms of a text's content words, without repeats."""
    return tuple(dict.fromkeys(token.form for token in tokens(text)))
