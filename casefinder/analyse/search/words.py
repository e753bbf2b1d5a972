"""Normal forms of words: サーバ and サーバー, 引越し and 引っ越し are the same word."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

NUMERAL = "数詞"
MAX_FORMS = 3  # a longer phrase is looked for letter by letter only
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
    return [
        Token(t.word.casefold(), t.start, t.end) for t in found if t.kind in CONTENT and t.subkind != NUMERAL
    ]


def forms(text: str) -> tuple[str, ...]:
    """Return the normal forms of a text's content words, in order."""
    return tuple(token.form for token in tokens(text))


def forms_looked_for(text: str) -> tuple[str, ...]:
    """Return the normal forms that stand for one thing looked for; none for figures and for long phrases."""
    if any(character.isdigit() for character in text):
        return ()
    found = forms(text)
    return found if len(found) <= MAX_FORMS else ()


def places(found: Sequence[Token], wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Return the spans of tokens whose forms follow each other as wanted."""
    length = len(wanted)
    return [
        (found[at].start, found[at + length - 1].end)
        for at in range(len(found) - length + 1 if length else 0)
        if all(found[at + step].form == form for step, form in enumerate(wanted))
    ]
