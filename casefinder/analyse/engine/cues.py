"""Cue words of the codebook: found as sequences of normal forms, and told apart when they are denied."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casefinder.analyse.engine.shipped import Theme
from casefinder.analyse.engine.tokens import Token, words_of

_DENIALS = frozenset({"無し", "不要", "未", "不明", "皆無", "不在"})
_REACH = 5
"""How many content words behind a cue may still deny it."""
_GAP = 1
_CLAUSE_ENDS = frozenset({"が", "けれど", "けれども", "ので", "ため", "から", "、", "。"})


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue of a theme in a sentence; `denied` when a negation follows it; span in code points of the answer."""

    theme: str
    cue: str
    start: int
    end: int
    denied: bool


class CueFinder:
    """The cues of a codebook, compiled once."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        """Compile each theme's cues into sequences of normal forms."""
        self._by_first_word: dict[str, list[tuple[str, str, tuple[str, ...]]]] = defaultdict(list)
        for theme in themes:
            for cue in theme.cues:
                words = tuple(token.word for token in words_of(cue) if token.is_content)
                if words:
                    self._by_first_word[words[0]].append((theme.id, cue, words))

    def find(self, tokens: Sequence[Token]) -> list[CueHit]:
        """Return the cues in a sentence, in the order of the text."""
        content = [(place, token) for place, token in enumerate(tokens) if token.is_content]
        words_here = [token.word for _, token in content]
        hits = []
        for first, (_, token) in enumerate(content):
            for theme, cue, words in self._by_first_word.get(token.word, ()):
                last = _match(words_here, first, words)
                if last is None:
                    continue
                place, closing = content[last]
                hits.append(CueHit(theme, cue, token.start, closing.end, _is_denied(tokens, place)))
        return hits


def _match(content: Sequence[str], first: int, words: Sequence[str]) -> int | None:
    """Return the place of the last word of the sequence, each at most one word from the one before."""
    place = first
    for word in words[1:]:
        for step in range(1, _GAP + 2):
            if place + step < len(content) and content[place + step] == word:
                place += step
                break
        else:
            return None
    return place


def _is_denied(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether the words right behind a cue deny it; a cue that itself says "not" is taken as it is."""
    if tokens[place].is_negation:
        return False
    seen = 0
    for token in tokens[place + 1 :]:
        if token.is_negation or token.word in _DENIALS:
            return True
        if token.surface in _CLAUSE_ENDS and seen:
            return False
        seen += token.is_content
        if seen >= _REACH:
            return False
    return False
