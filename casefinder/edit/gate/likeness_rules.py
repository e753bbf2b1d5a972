"""Whether a sentence says what a locked answer says, word for word or slightly changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from casefinder.analyse.engine.sentences import split_sentences
from casefinder.edit.gate.reading_rules import bare

_RUN = 14  # so many characters in a row are no chance
_SHORT = 4  # of a short answer, which is found as a whole only
_SENTENCE = 9  # from so many characters on something is a sentence
_LONG = 18  # … and an answer of a few words is one
_ALIKE = 0.62  # of a locked sentence's pairs of characters
_OWN_ALIKE = 0.55  # of those pairs that no open answer has
_OWN_LEAST = 5
_HALF_ALIKE = 0.4


@dataclass(frozen=True)
class LockedText:
    """A sentence, or a short answer, that may not be printed, and the answer it stands in."""

    text: str
    key: str
    is_sentence: bool = True

    @cached_property
    def bare(self) -> str:
        """It without marks."""
        return bare(self.text)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Its pairs of characters."""
        return pairs_of(self.text)


@dataclass(frozen=True)
class OpenTexts:
    """What everyone may read: open answers and names; what stands there word for word is no secret."""

    texts: tuple[str, ...]

    @cached_property
    def bare(self) -> str:
        """All of it without marks."""
        return "\n".join(bare(text) for text in self.texts)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """All pairs of characters in it."""
        return frozenset().union(*(pairs_of(text) for text in self.texts)) if self.texts else frozenset()

    def hold(self, words: str) -> bool:
        """Say whether these bare words stand in it."""
        return words in self.bare


@lru_cache(maxsize=8192)
def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text."""
    flat = bare(text)
    return frozenset(flat[at : at + 2] for at in range(len(flat) - 1))


@lru_cache(maxsize=8192)
def _runs(text: str) -> frozenset[str]:
    flat = bare(text)
    return frozenset(flat[at : at + _RUN] for at in range(len(flat) - _RUN + 1))


def locked_texts(key: str, text: str, *, is_short: bool = False) -> tuple[LockedText, ...]:
    """Return the sentences of a locked answer, and of a short one the whole; what is too short to tell is left out."""
    pieces = [text[start:end] for start, end in split_sentences(text)] or [text]
    told = ((piece, len(bare(piece))) for piece in pieces)
    least = _LONG if is_short else _SENTENCE
    return tuple(LockedText(piece, key, length >= least) for piece, length in told if length >= _SHORT)


def same_saying(sentence: str, locked: Sequence[LockedText], known: OpenTexts) -> LockedText | None:
    """Return the locked words that a sentence says, None when it says none."""
    flat = bare(sentence)
    if len(flat) < _SHORT or known.hold(flat):
        return None
    return next((each for each in locked if _says(sentence, flat, each, known)), None)


def _says(sentence: str, flat: str, locked: LockedText, known: OpenTexts) -> bool:
    if known.hold(locked.bare):
        return False
    if locked.bare in flat:
        return True
    if not locked.is_sentence:
        return False
    return _shares_a_run(sentence, locked, known) or _is_alike(sentence, flat, locked, known)


def _shares_a_run(sentence: str, locked: LockedText, known: OpenTexts) -> bool:
    return any(not known.hold(run) for run in _runs(sentence) & _runs(locked.text))


def _is_alike(sentence: str, flat: str, locked: LockedText, known: OpenTexts) -> bool:
    shared = pairs_of(sentence) & locked.pairs
    part = len(shared) / len(locked.pairs)
    if part >= _ALIKE:
        return True
    if (
        len(flat) >= _SENTENCE
        and len(flat) < len(locked.bare)
        and len(shared) / len(pairs_of(sentence)) >= _ALIKE
    ):
        return bool(shared - known.pairs)
    own = locked.pairs - known.pairs
    return part >= _HALF_ALIKE and len(own) >= _OWN_LEAST and len(shared & own) / len(own) >= _OWN_ALIKE


def all_of(texts: Iterable[str]) -> OpenTexts:
    """Return what everyone may read, of its texts."""
    return OpenTexts(tuple(dict.fromkeys(text for text in texts if text.strip())))
