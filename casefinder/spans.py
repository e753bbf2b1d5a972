"""Half-open spans in code points of a text as typed."""

from dataclasses import dataclass

CONTEXT = 20
ENOUGH = 10
"""So many code points, words and what stands unchanged around them, must agree to be taken for the same."""


@dataclass(frozen=True, order=True)
class Span:
    """From `start` up to, not including, `end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    def of(self, text: str) -> str:
        """Return the words of the span."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


def moved(span: Span, old: str, new: str) -> Span | None:
    """Return where the words of a span stand after a text was corrected; None when they lost their place.

    The words must stand unchanged. What lies before the first or behind the last change keeps its place exactly; inside
    the changed part words are found again when they, with what stands around them, are long enough to be the same ones.

    Args:
        span: In code points of the old text.
        old: The text that was replaced.
        new: The text that replaced it.
    """
    if span.end <= (same := common_prefix(old, new)):
        return span
    if len(old) - span.start <= common_prefix(old[same:][::-1], new[same:][::-1]):
        return Span(span.start + len(new) - len(old), span.end + len(new) - len(old))
    return _found_again(span, old, new)


def common_prefix(one: str, other: str) -> int:
    """Return how many code points two texts have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:  # halving compares slices, which is many times faster than single code points
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _found_again(span: Span, old: str, new: str) -> Span | None:
    words = span.of(old)
    before, after = old[max(0, span.start - CONTEXT) : span.start][::-1], old[span.end : span.end + CONTEXT]
    places: list[tuple[int, int, int]] = []
    at = new.find(words)
    while at >= 0:
        around = common_prefix(before, new[max(0, at - CONTEXT) : at][::-1])
        around += common_prefix(after, new[at + len(words) : at + len(words) + CONTEXT])
        places.append((around, -abs(at - span.start), at))
        at = new.find(words, at + 1)
    around, _, at = max(places, default=(0, 0, -1))
    return Span(at, at + len(words)) if at >= 0 and len(words) + around >= ENOUGH else None
