"""The one door of the engine: a document goes in, everything found in its answers comes out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np

from casefinder.analyse.engine.entities import find_entities
from casefinder.analyse.engine.figures import Figure, find_figures
from casefinder.analyse.engine.headings import is_idle
from casefinder.analyse.engine.keyphrases import Keyphrase, keyphrases
from casefinder.analyse.engine.learner import TICK_FROM, Learner, Scored
from casefinder.analyse.engine.normal import NormalText, normalise
from casefinder.analyse.engine.profiles import Sentence, prepare
from casefinder.analyse.engine.questions import canonical_question
from casefinder.analyse.engine.reasons import Reason, Reasoner
from casefinder.analyse.engine.runs import Entity
from casefinder.analyse.engine.sentences import split_sentences
from casefinder.analyse.engine.training import Training
from casefinder.analyse.engine.version import ENGINE_VERSION

__all__ = ["ENGINE_VERSION", "ReadAnswer", "ReadDocument", "Reader", "Training"]

BEST = 3
"""So many themes of every sentence are shown, and all that the engine says yes to."""


class Suggestion(TypedDict):
    """One theme on one sentence; `ticked` is the engine's own yes."""

    start: int
    end: int
    theme: str
    score: float
    ticked: bool
    reasons: list[Reason]


class FoundEntity(TypedDict):
    """One person, organisation, technology or effect."""

    start: int
    end: int
    label: str
    text: str


class ReadAnswer(TypedDict):
    """What was found in one answer; all places in code points of its text as given."""

    question: str
    suggestions: list[Suggestion]
    entities: list[FoundEntity]
    figures: list[Figure]
    keyphrases: list[Keyphrase]


class ReadDocument(TypedDict):
    """What was found in one document, its answers in the order given."""

    id: str
    answers: list[ReadAnswer]


@dataclass(frozen=True)
class _Answer:
    question: str
    text: str
    sentences: list[Sentence]
    normals: list[NormalText]


class Reader:
    """Reads documents with what it learned from a training; the same text always gives the same findings."""

    version = ENGINE_VERSION

    def __init__(self, training: Training, *, threshold: float = TICK_FROM) -> None:
        """Learn from a training; takes a few seconds.

        Args:
            training: Exemplars, coded answers, decisions.
            threshold: From which score on, in [0, 1], the engine says yes.
        """
        self.threshold = threshold
        self._learner = Learner(training)
        self._reasoner = Reasoner(self._learner)
        self._in_use = [place for place, theme in enumerate(training.themes) if not theme.is_retired]

    def read(self, document: Mapping[str, Any]) -> ReadDocument:
        """Return what is found in a document.

        Args:
            document: `id` and `answers`, each with `question` and `text`; other keys are not looked at.
        """
        answers = [self._prepare(answer["question"], answer["text"]) for answer in document["answers"]]
        return ReadDocument(id=document["id"], answers=[self._read_answer(answer) for answer in answers])

    def read_all(self, documents: Iterable[Mapping[str, Any]]) -> Iterable[ReadDocument]:
        """Yield what is found in each document."""
        for document in documents:
            yield self.read(document)

    def _prepare(self, question: str, text: str) -> _Answer:
        spans = split_sentences(text)
        sentences = [prepare(text[start:end], question, self._learner.cues, start) for start, end in spans]
        normals = [normalise(text[start:end], start) for start, end in spans]
        return _Answer(question, text, sentences, normals)

    def _read_answer(self, answer: _Answer) -> ReadAnswer:
        suggestions = self._suggestions(answer)
        telling = {
            (row["start"], row["end"]) for row in suggestions if row["ticked"] and _is_effect(row["theme"])
        }
        figures = [
            figure
            for sentence, normal in zip(answer.sentences, answer.normals, strict=True)
            for figure in find_figures(
                normal,
                sentence.tokens,
                answer.text,
                is_effect=(sentence.start, sentence.end) in telling,
                is_asked=sentence.question == "effects",
            )
        ]
        entities = self._entities(answer, figures)
        persons = [entity for entity in entities if entity.label == "PERSON"]
        return ReadAnswer(
            question=answer.question,
            suggestions=suggestions,
            entities=[
                FoundEntity(
                    start=entity.start,
                    end=entity.end,
                    label=entity.label,
                    text=answer.text[entity.start : entity.end],
                )
                for entity in entities
            ],
            figures=figures,
            keyphrases=keyphrases([sentence.tokens for sentence in answer.sentences], answer.text, persons),
        )

    def _entities(self, answer: _Answer, figures: Sequence[Figure]) -> list[Entity]:
        question = canonical_question(answer.question)
        named = find_entities(
            [
                (normal, list(sentence.tokens), question)
                for sentence, normal in zip(answer.sentences, answer.normals, strict=True)
            ]
        )
        effects = [Entity(figure["start"], figure["end"], "EFFECT") for figure in figures]
        return sorted([*named, *effects], key=lambda entity: (entity.start, entity.end, entity.label))

    def _suggestions(self, answer: _Answer) -> list[Suggestion]:
        """Return the themes of each sentence; a heading or quoted line has none."""
        sentences = answer.sentences
        if not sentences:
            return []
        scored = self._learner.score(sentences)
        return [
            self._suggestion(sentence, scored, place, theme)
            for place, sentence in enumerate(sentences)
            if not is_idle(answer.text, sentence.start, sentence.end)
            for theme in self._shown(scored, place)
        ]

    def _shown(self, scored: Scored, place: int) -> list[int]:
        scores = scored.scores[place]
        order = [self._in_use[at] for at in np.argsort(-scores[self._in_use], kind="stable")]
        return [theme for rank, theme in enumerate(order) if rank < BEST or scores[theme] >= self.threshold]

    def _suggestion(self, sentence: Sentence, scored: Scored, place: int, theme: int) -> Suggestion:
        score = float(scored.scores[place, theme])
        return Suggestion(
            start=sentence.start,
            end=sentence.end,
            theme=self._learner.themes[theme].id,
            score=round(score, 4),
            ticked=score >= self.threshold,
            reasons=self._reasoner.explain(sentence, scored, place, theme),
        )


def _is_effect(theme: str) -> bool:
    return theme.startswith("ef_") or theme == "tp_visible_result"
