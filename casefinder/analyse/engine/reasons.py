"""Why a theme is proposed: the parts of its score that spoke for it, the strongest first."""

from typing import TypedDict

import numpy as np

from casefinder.analyse.engine.learner import Learner, Scored
from casefinder.analyse.engine.profiles import CUE_SHARE, Sentence
from casefinder.analyse.engine.questions import FAMILY_OF_QUESTION

_LEAST = 0.02
_MOST_WORDS = 3
_ADDED_CUE = 1.0
"""A cue that a person added is the first of the reasons: without it the theme might not have been proposed."""
NO_WORDS = "（決め手となる語なし）"


class Reason(TypedDict):
    """`kind` is cue, similar, question or words; `text` the cue, the known sentence, the family, the words."""

    kind: str
    text: str


class Reasoner:
    """Takes a score apart again."""

    def __init__(self, learner: Learner) -> None:
        """Remember the learner."""
        self._learner = learner

    def explain(self, sentence: Sentence, scored: Scored, place: int, theme: int) -> list[Reason]:
        """Return the reasons for one theme on one sentence; never empty.

        Args:
            sentence: The sentence.
            scored: The scores that it was part of.
            place: Its row in them.
            theme: The theme's column.
        """
        weighed = [
            *self._cue(sentence, theme),
            *self._similar(scored, place, theme),
            *self._question(sentence, theme),
            *self._words(sentence, scored, place, theme),
        ]
        weighed.sort(key=lambda pair: -pair[0])
        return [reason for _, reason in weighed] or [Reason(kind="words", text=NO_WORDS)]

    def _cue(self, sentence: Sentence, theme: int) -> list[tuple[float, Reason]]:
        name = self._learner.themes[theme].id
        if added := self._learner.told.cue(sentence, theme):
            return [(_ADDED_CUE, Reason(kind="cue", text=added))]
        found = [hit.cue for hit in sentence.cues if hit.theme == name and not hit.denied]
        column = self._learner.profiler.cue_column(name)
        weight = 0.0 if column is None else self._learner.lines[theme, column]
        if not found or weight <= 0:
            return []
        return [(float(weight) * CUE_SHARE, Reason(kind="cue", text=found[0]))]

    def _similar(self, scored: Scored, place: int, theme: int) -> list[tuple[float, Reason]]:
        nearest = int(scored.nearest[place, theme])
        likeness = float(scored.likeness[place, theme])
        if nearest < 0 or likeness < _LEAST:
            return []
        return [(likeness, Reason(kind="similar", text=self._learner.examples[nearest].text))]

    def _question(self, sentence: Sentence, theme: int) -> list[tuple[float, Reason]]:
        if sentence.question is None:
            return []
        weight = float(self._learner.lines[theme, self._learner.profiler.question_column(sentence.question)])
        if weight < _LEAST:
            return []
        return [(weight, Reason(kind="question", text=FAMILY_OF_QUESTION[sentence.question]))]

    def _words(
        self, sentence: Sentence, scored: Scored, place: int, theme: int
    ) -> list[tuple[float, Reason]]:
        surfaces = self._learner.profiler.words_by_column(sentence)
        row = scored.rows[place]
        parts = row.data * self._learner.lines[theme, row.indices]
        speaking = [at for at in np.argsort(-parts, kind="stable") if parts[at] >= _LEAST]
        names: list[str] = []
        weight = 0.0
        for at in speaking:
            name = surfaces.get(int(row.indices[at]))
            if name is None or any(name in other or other in name for other in names):
                continue
            names.append(name)
            weight += float(parts[at])
            if len(names) == _MOST_WORDS:
                break
        names = names or self._learner.told.words(sentence, theme)
        return [(weight, Reason(kind="words", text="・".join(names)))] if names else []
