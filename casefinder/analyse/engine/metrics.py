"""Counting how often two sets agree: precision, recall, F1."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass


@dataclass
class Tally:
    """Hits, false alarms and misses of one theme, family or label."""

    hits: int = 0
    false_alarms: int = 0
    misses: int = 0

    def count(self, said: Collection[Hashable], true: Collection[Hashable]) -> None:
        """Add one comparison of what was said with what is true."""
        self.hits += len(set(said) & set(true))
        self.false_alarms += len(set(said) - set(true))
        self.misses += len(set(true) - set(said))

    @property
    def precision(self) -> float:
        """Share of what was said that is true; 0 when nothing was said."""
        said = self.hits + self.false_alarms
        return self.hits / said if said else 0.0

    @property
    def recall(self) -> float:
        """Share of what is true that was said; 0 when there was nothing to say."""
        return self.hits / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        whole = 2 * self.hits + self.false_alarms + self.misses
        return 2 * self.hits / whole if whole else 0.0

    @property
    def true(self) -> int:
        """How many there really are."""
        return self.hits + self.misses

    def figures(self) -> dict[str, float | int]:
        """Return precision, recall, F1 and how many there really are."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "n": self.true,
        }


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of some tallies."""
    whole = Tally()
    for tally in tallies:
        whole.hits += tally.hits
        whole.false_alarms += tally.false_alarms
        whole.misses += tally.misses
    return whole


def mean_f1(tallies: Iterable[Tally]) -> float:
    """Return the mean F1 of those that occur (the macro F1); 0 when none does."""
    values = [tally.f1 for tally in tallies if tally.true]
    return sum(values) / len(values) if values else 0.0
