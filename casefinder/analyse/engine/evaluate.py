"""How well the engine reads: measured on coded questionnaires that it did not learn from."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casefinder.analyse.engine.metrics import Tally, mean_f1, total
from casefinder.analyse.engine.reader import BEST, ReadAnswer, ReadDocument, Reader
from casefinder.analyse.engine.sentences import split_sentences
from casefinder.analyse.engine.shipped import Theme
from casefinder.analyse.engine.training import Training, themes_of_sentence

FOLDS = 5
LABELS = ("PERSON", "ORG", "TECH", "EFFECT")
Document = Mapping[str, Any]
Span = tuple[int, int]


class SharedIdError(ValueError):
    """A questionnaire stands in the training and in the test; `ids` are the culprits."""

    def __init__(self, ids: Sequence[str]) -> None:
        """Name the questionnaires."""
        super().__init__(", ".join(ids))
        self.ids = tuple(ids)


@dataclass
class Evaluation:
    """What was counted: themes by sentence, the best three, entities exactly and by overlap."""

    themes: tuple[Theme, ...]
    by_theme: dict[str, Tally] = field(default_factory=dict)
    exact: dict[str, Tally] = field(default_factory=dict)
    overlap: dict[str, Tally] = field(default_factory=dict)
    sentences: int = 0
    in_best: int = 0

    def __post_init__(self) -> None:
        """Begin every count at zero."""
        self.by_theme = {theme.id: Tally() for theme in self.themes}
        self.exact = {label: Tally() for label in LABELS}
        self.overlap = {label: Tally() for label in LABELS}

    def count(self, gold: Document, read: ReadDocument) -> None:
        """Add one questionnaire and what the engine found in it."""
        for answer, found in zip(gold["answers"], read["answers"], strict=True):
            self._count_themes(answer, found)
            self._count_entities(answer, found)

    def _count_themes(self, answer: Document, found: ReadAnswer) -> None:
        for start, end in answer.get("sentences") or split_sentences(answer["text"]):
            true = themes_of_sentence(answer["codings"], start, end) & self.by_theme.keys()
            rows = [
                row
                for row in found["suggestions"]
                if _mostly_inside((row["start"], row["end"]), (start, end))
            ]
            ticked = {row["theme"] for row in rows if row["ticked"]}
            ranked = sorted(rows, key=lambda row: (-row["score"], row["theme"]))
            best = list(dict.fromkeys(row["theme"] for row in ranked))[:BEST]
            for theme in true | ticked:
                self.by_theme[theme].count(ticked & {theme}, true & {theme})
            self.sentences += 1
            self.in_best += len(true & set(best))

    def _count_entities(self, answer: Document, found: ReadAnswer) -> None:
        if "entities" not in answer:
            return
        for label in LABELS:
            true = {(row["start"], row["end"]) for row in answer["entities"] if row["label"] == label}
            said = {(row["start"], row["end"]) for row in found["entities"] if row["label"] == label}
            self.exact[label].count(said, true)
            tally = self.overlap[label]
            tally.hits += sum(_touches(span, said) for span in true)
            tally.misses += sum(not _touches(span, said) for span in true)
            tally.false_alarms += sum(not _touches(span, true) for span in said)

    def figures(self) -> dict[str, Any]:
        """Return all figures as plain data, rounded to four places."""
        whole = total(self.by_theme.values())
        families = dict.fromkeys(theme.family for theme in self.themes)
        return {
            "sentences": self.sentences,
            "themes": {
                "micro": whole.figures(),
                "macro_f1": round(mean_f1(self.by_theme.values()), 4),
                "recall_at_3": round(self.in_best / whole.true, 4) if whole.true else 0.0,
                "per_family": {
                    family: total(
                        self.by_theme[theme.id] for theme in self.themes if theme.family == family
                    ).figures()
                    for family in families
                },
                "per_theme": {theme: tally.figures() for theme, tally in self.by_theme.items()},
            },
            "entities": {
                label: {"exact": self.exact[label].figures(), "overlap": self.overlap[label].figures()}
                for label in LABELS
            },
        }


def evaluate(gold: Sequence[Document], training: Training) -> dict[str, Any]:
    """Return how well a reader of this training reads coded questionnaires.

    Args:
        gold: Coded questionnaires.
        training: What the reader learns from; must not hold them.
    """
    evaluation = Evaluation(training.themes)
    _read_into(evaluation, gold, training)
    return {"folds": None, **evaluation.figures()}


def cross_evaluate(gold: Sequence[Document], base: Training) -> dict[str, Any]:
    """Return how well each fifth of the questionnaires is read by a reader that learned from the other four.

    Args:
        gold: Coded questionnaires; one questionnaire is never split.
        base: What every reader learns from besides, the exemplars.
    """
    evaluation = Evaluation(base.themes)
    fold_of = folds([document["id"] for document in gold])
    for fold in sorted(set(fold_of.values())):
        others = [document for document in gold if fold_of[document["id"]] != fold]
        mine = [document for document in gold if fold_of[document["id"]] == fold]
        _read_into(evaluation, mine, base.with_labelled(dict(document) for document in others))
    return {"folds": len(set(fold_of.values())), **evaluation.figures()}


def folds(ids: Iterable[str]) -> dict[str, int]:
    """Return a fold, from 0, for every questionnaire: alike in size, the same on every machine."""
    ordered = sorted(ids, key=lambda each: (zlib.crc32(each.encode()), each))
    return {each: place % FOLDS for place, each in enumerate(ordered)}


def refuse_shared(gold: Iterable[Document], labelled: Iterable[Document]) -> None:
    """Make sure that no questionnaire is both learned from and tested on.

    Raises:
        SharedIdError: Some are.
    """
    shared = sorted({document["id"] for document in gold} & {document["id"] for document in labelled})
    if shared:
        raise SharedIdError(shared)


def _read_into(evaluation: Evaluation, gold: Sequence[Document], training: Training) -> None:
    reader = Reader(training)
    for document in gold:
        evaluation.count(document, reader.read(document))


def _mostly_inside(one: Span, other: Span) -> bool:
    """Tell whether more than half of the shorter span is shared."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared * 2 > min(one[1] - one[0], other[1] - other[0])


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
