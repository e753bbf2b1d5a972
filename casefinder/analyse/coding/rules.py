"""Sentences, spans and what a reader of the desk sees of them; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from casefinder.spans import Span


def is_span_of(text: str, start: int, end: int) -> bool:
    """Say whether a half-open span (code points) lies in a text and holds more than white space."""
    return 0 <= start < end <= len(text) and bool(text[start:end].strip())


def trimmed(text: str, span: Span) -> Span:
    """Return the span without white space at its ends; the span must hold more than white space."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, span.end - (len(words) - len(words.rstrip())))


@dataclass(frozen=True)
class Run:
    """A run of an answer's text that looks the same throughout: which codings lie on it, and whether it is a cue."""

    start: int
    text: str
    coding_ids: tuple[int, ...] = ()
    is_cue: bool = False


def runs(
    text: str, sentence: Span, coded: Iterable[tuple[int, Span]], cues: Iterable[Span] = ()
) -> list[Run]:
    """Cut a sentence where a coding or a cue begins or ends.

    Args:
        text: The whole answer.
        sentence: The sentence's span in it.
        coded: Codings' ids and spans; only what lies in the sentence counts.
        cues: Spans of cue words.

    Returns:
        Runs that together are the sentence, in order.
    """
    coded, cues = list(coded), list(cues)
    edges = {sentence.start, sentence.end}
    for span in [*(span for _, span in coded), *cues]:
        edges.update(e for e in (span.start, span.end) if sentence.start < e < sentence.end)
    ordered = sorted(edges)
    found = []
    for start, end in pairwise(ordered):
        piece = Span(start, end)
        found.append(
            Run(
                start,
                piece.of(text),
                tuple(i for i, span in coded if span.overlaps(piece)),
                any(span.overlaps(piece) for span in cues),
            )
        )
    return found


def cue_spans(text: str, sentence: Span, cues: Sequence[str]) -> list[Span]:
    """Return where cue words stand in a sentence, as typed; a cue that stands there in another form has no span."""
    found = []
    for cue in cues:
        at = text.find(cue, sentence.start, sentence.end) if cue else -1
        if at >= 0:
            found.append(Span(at, at + len(cue)))
    return found


def sentence_of(sentences: Sequence[Span], start: int) -> int:
    """Return the place of the sentence that holds a code point, or of the nearest one before it."""
    place = 0
    for number, sentence in enumerate(sentences):
        if sentence.start <= start:
            place = number
    return place
