"""Runs of nouns in a sentence: the stuff that names and terms are made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casefinder.analyse.engine.tokens import Token

_LONGEST_RUN = 24
_JOINING_MARKS = frozenset("-・－‐/.&_")
Span = tuple[int, int]


@dataclass(frozen=True)
class Entity:
    """A named thing: label PERSON, ORG, TECH or EFFECT; span in code points of the answer."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Run:
    """Neighbouring nouns of a sentence, `first` to `behind` (exclusive) in its list of words."""

    tokens: Sequence[Token]
    first: int
    behind: int

    @property
    def parts(self) -> Sequence[Token]:
        """The nouns themselves."""
        return self.tokens[self.first : self.behind]

    @property
    def surface(self) -> str:
        """The run as written, in normal characters."""
        return "".join(token.surface for token in self.parts)

    @property
    def span(self) -> Span:
        """The run's place in the answer."""
        return self.tokens[self.first].start, self.tokens[self.behind - 1].end


def noun_runs(tokens: Sequence[Token]) -> Iterator[Run]:
    """Yield the maximal runs of nouns; a hyphen or dot between two of them belongs to the run."""
    place = 0
    while place < len(tokens):
        if not tokens[place].is_noun:
            place += 1
            continue
        behind = place + 1
        while behind < min(len(tokens), place + _LONGEST_RUN) and (
            tokens[behind].is_noun or _joins(tokens, behind)
        ):
            behind += 1
        yield Run(tokens, place, behind)
        place = behind


def _joins(tokens: Sequence[Token], place: int) -> bool:
    if tokens[place].surface not in _JOINING_MARKS or place + 1 >= len(tokens):
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    if not after.is_noun or before.end != tokens[place].start or after.start != tokens[place].end:
        return False
    return _is_foreign(before.surface[-1]) and _is_foreign(after.surface[0])


def _is_foreign(letter: str) -> bool:
    return letter.isascii() or "ァ" <= letter <= "ー"


def without_overlaps(entities: Sequence[Entity]) -> list[Entity]:
    """Return entities in the order of the text, of those of one label that overlap only the longest."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda each: (each.start - each.end, each.start, each.label)):
        if not any(
            other.label == entity.label and other.start < entity.end and entity.start < other.end
            for other in kept
        ):
            kept.append(entity)
    return sorted(kept, key=lambda each: (each.start, each.end, each.label))
