"""Themes as a person told them in words: cues that were added, and themes that no sentence was coded with yet.

The learner knows a theme by coded sentences; of an installation's own theme there are none at first, and of a cue that
somebody added it learned nothing. Both are taken at their word, beside the learned scores and without changing them.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from casefinder.analyse.engine.cues import CueFinder
from casefinder.analyse.engine.profiles import Profiler, Sentence, prepare
from casefinder.analyse.engine.questions import FAMILY_OF_QUESTION
from casefinder.analyse.engine.sentences import split_sentences
from casefinder.analyse.engine.shipped import Theme, standard_themes

CUE_SAYS = 0.4
"""The score of a theme whose added cue stands in a sentence and is not denied: a yes, and no strong one."""
WORDS_SAY_AT_MOST = 0.2
"""Words shared with a theme's name, definition or cues make it a candidate, never a yes: two in five of them are right."""
_UNASKED = 0.5
_MOST_WORDS = 3

Matrix = npt.NDArray[np.float64]
Weights = Mapping[str, float]


class Told:
    """What an installation's codebook says beyond the shipped one."""

    def __init__(self, themes: Sequence[Theme], cues: CueFinder, profiler: Profiler) -> None:
        """Take the themes, their compiled cues, and the profiler that knows which words are rare."""
        shipped = {theme.id: set(theme.cues) for theme in standard_themes()}
        self._themes = themes
        self._cues = cues
        self._profiler = profiler
        self._added = [frozenset(theme.cues) - shipped.get(theme.id, set()) for theme in themes]
        self._in_use = [place for place, theme in enumerate(themes) if not theme.is_retired]
        self._own = [place for place in self._in_use if themes[place].id not in shipped]

    @cached_property
    def is_silent(self) -> bool:
        """Whether the codebook says nothing that is not shipped."""
        return not self._own and not any(self._added)

    def score(self, sentences: Sequence[Sentence], learned: Matrix) -> Matrix:
        """Return sentences × themes: what the codebook's words alone say, in [0, 1].

        Args:
            sentences: The sentences.
            learned: The learned scores; where a learned theme is sure, words say less.
        """
        said = np.zeros_like(learned)
        if self.is_silent:
            return said
        for row, sentence in enumerate(sentences):
            room = 1.0 - float(learned[row, self._in_use].max(initial=0.0))
            weights = self._profiler.weights(sentence) if self._own else {}
            for place in self._own:
                alike = max((_likeness(weights, known) for known in self._words[place]), default=0.0)
                asked = 1.0 if self._is_asked(sentence, place) else _UNASKED
                said[row, place] = min(WORDS_SAY_AT_MOST, alike * asked * room)
            for place in self._in_use:
                if self.cue(sentence, place):
                    said[row, place] = CUE_SAYS
        return said

    def cue(self, sentence: Sentence, place: int) -> str | None:
        """Return the added cue of a theme that stands in a sentence and is not denied, None when none does."""
        added, theme = self._added[place], self._themes[place].id
        hits = (hit for hit in sentence.cues if hit.theme == theme and (hit.lacking or not hit.denied))
        return next((hit.cue for hit in hits if hit.cue in added), None)

    def words(self, sentence: Sentence, place: int) -> list[str]:
        """Return the words, as written, that a sentence shares with an own theme's text, the rarest first."""
        if place not in self._words:
            return []
        known = {word for text in self._words[place] for word in text}
        weights = self._profiler.weights(sentence)
        shared = {
            surface: weights[word]
            for word, surface in sentence.telling_words()
            if word in known and word in weights
        }
        found: list[str] = []
        for surface in sorted(shared, key=lambda each: -shared[each]):
            if not any(surface in other or other in surface for other in found):
                found.append(surface)
        return found[:_MOST_WORDS]

    def _is_asked(self, sentence: Sentence, place: int) -> bool:
        question = sentence.question
        return question is not None and FAMILY_OF_QUESTION[question] == self._themes[place].family

    @cached_property
    def _words(self) -> dict[int, list[Weights]]:
        """Own themes' texts as weighted words; an empty text has none."""
        return {
            place: [
                weights
                for text in _texts(self._themes[place])
                if (weights := self._profiler.weights(prepare(text, "", self._cues)))
            ]
            for place in self._own
        }


def _texts(theme: Theme) -> list[str]:
    told = [
        source[start:end]
        for source in (theme.definition, theme.include)
        for start, end in split_sentences(source)
    ]
    return [theme.name, *told, *theme.cues]


def _likeness(one: Weights, other: Weights) -> float:
    """Return the cosine of two texts as weighted words, in [0, 1]."""
    shared = sum(weight * one[word] for word, weight in other.items() if word in one)
    if not shared:
        return 0.0
    lengths = sum(w * w for w in one.values()) * sum(w * w for w in other.values())
    return float(shared / lengths**0.5)
