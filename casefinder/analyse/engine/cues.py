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
_LACK = frozenset({"足りる", "足る"})
_CLAUSE_ENDS = frozenset({"が", "けれど", "けれども", "ので", "ため", "から", "、", "。"})


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue of a theme in a sentence; span in code points of the answer.

    `denied` when a negation follows it; `lacking` when that negation says that there is too little of it (足りない).
    """

    theme: str
    cue: str
    start: int
    end: int
    denied: bool
    lacking: bool = False


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
                denial = _denial(tokens, place)
                lacking = denial is not None and tokens[denial - 1].word in _LACK
                hits.append(CueHit(theme, cue, token.start, closing.end, denial is not None, lacking))
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


def _denial(tokens: Sequence[Token], place: int) -> int | None:
    """Return the place of the word right behind a cue that denies it; a cue that itself says "not" is as it is."""
    if tokens[place].is_negation:
        return None
    seen = 0
    for at, token in enumerate(tokens[place + 1 :], start=place + 1):
        if token.is_negation or token.word in _DENIALS:
            return at
        if token.surface in _CLAUSE_ENDS and seen:
            return None
        seen += token.is_content
        if seen >= _REACH:
            return None
    return None
