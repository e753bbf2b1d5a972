"""Where the words of an origin stand when answers are corrected; pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from casefinder.edit.cases.content import Origin, Sentence, Standing
from casefinder.spans import Span, moved

_INTO = re.compile(r"\d[,，.．]?$")  # a number goes on into what follows
_ON = re.compile(r"[,，.．]?\d|[十百千万億兆]")  # … or on from what stands before


@dataclass(frozen=True)
class PlacedText:
    """A text of one place of a response; `revision` is the item's when the text was first submitted."""

    id: int
    revision: int
    text: str
    is_present: bool


def standing(sentence: Sentence, texts: Sequence[PlacedText]) -> Standing | None:
    """Return where the words of a sentence stand: in the text that counts, else in the one they were taken from.

    Args:
        sentence: With the origin as it was taken.
        texts: All texts that ever were at the origin's place.

    Returns:
        None when the origin is no piece of a text, or none of the texts has the words where they were taken.
    """
    span = span_of(sentence.origin)
    taken = _taken_from(sentence, span, texts) if span else None
    if span is None or taken is None:
        return None
    present = next((each for each in texts if each.is_present), None)
    now = moved_words(span, taken.text, present.text) if present else None
    if present and now:
        return Standing(present.id, now.start, now.end, is_present=True)
    return Standing(taken.id, span.start, span.end, is_present=taken.is_present)


def span_of(origin: Origin) -> Span | None:
    """Return the span that an origin was taken from, None when it is no piece of a text."""
    return None if origin.start is None or origin.end is None else Span(origin.start, origin.end)


def moved_words(span: Span, old: str, new: str) -> Span | None:
    """Return where words stand in a corrected text; a number that grew or lost digits is another number."""
    found = moved(span, old, new)
    return None if found and _cuts_number(found, new) and not _cuts_number(span, old) else found


def _taken_from(sentence: Sentence, span: Span, texts: Sequence[PlacedText]) -> PlacedText | None:
    """Return the newest text up to the origin's revision that has the words where they were taken."""
    known = [
        each
        for each in texts
        if each.revision <= (sentence.origin.revision or 0)
        and _narrow(span.of(each.text)) == _narrow(sentence.text)
    ]
    return max(known, key=lambda each: (each.is_present, each.revision, each.id), default=None)


def _narrow(text: str) -> str:
    """Return the letters and digits of a text, which the notation of print leaves as they are: of one width and shape."""
    flat = unicodedata.normalize("NFKD", text)
    return "".join(each for each in flat if each.isalnum()) or flat


def _cuts_number(span: Span, text: str) -> bool:
    words = span.of(text)
    into, on = _INTO.search(text[max(0, span.start - 2) : span.start]), _ON.match(text, span.end)
    return bool((words[0].isdigit() and into) or (words[-1].isdigit() and on))
