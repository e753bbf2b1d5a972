"""The learner: from coded sentences to a score per theme, and to what the score is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.svm import LinearSVC

from casefinder.analyse.engine.cues import CueFinder
from casefinder.analyse.engine.profiles import Profiler, Sentence, prepare
from casefinder.analyse.engine.shipped import standard_themes
from casefinder.analyse.engine.told import Told
from casefinder.analyse.engine.training import Example, Training

TICK_FROM = 0.27
"""From this score on the engine says yes by itself. Chosen on the five folds over the shipped answers; it stays."""
_STRICTNESS = 0.3
_SHARPNESS = 4.0
_LIKENESS_SHARE = 1.0
_NEIGHBOURS = 5
_CONTENT_PARTS = 3

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scored:
    """Scores of sentences: `scores` is sentences × themes in [0, 1]; the rest says where they come from."""

    scores: Matrix
    rows: sp.csr_matrix
    likeness: Matrix
    nearest: npt.NDArray[np.int64]


class Learner:
    """One straight line per theme, and one for "no theme", beside the likeness to known sentences.

    A theme's value is its line's distance plus the mean likeness to its nearest known sentences; values become
    scores that compete with each other and with "no theme". A theme without any example has no line and takes part
    in no competition; what the codebook's own words say of it (`told`) stands beside.
    """

    def __init__(self, training: Training) -> None:
        """Fit the lines; the same training gives the same learner."""
        self.themes = training.themes
        self.cues = CueFinder(training.themes)
        self.examples = training.examples
        taught = {theme for example in training.examples for theme in example.themes}
        self.profiler = Profiler([theme for theme in training.themes if theme.id in taught])
        sentences = [prepare(example.text, example.question, self.cues) for example in training.examples]
        rows = self.profiler.fit(sentences)
        self._carried, known = _targets(training.examples, [theme.id for theme in training.themes])
        known &= ~_unjudged(training, sentences, self._carried)
        weights = np.array([example.weight for example in training.examples])
        self._known_columns = rows[:, : self.profiler.content_columns].T.tocsr()
        self._members = [np.flatnonzero(column) for column in self._carried.T]
        self.lines, self._bias = _fit_lines(rows, self._carried, known, weights)
        self._untaught = ~self._carried.any(axis=0)
        self.told = Told(training.themes, self.cues, self.profiler)

    def score(self, sentences: Sequence[Sentence]) -> Scored:
        """Return a score in [0, 1] for every sentence and theme."""
        rows = self.profiler.rows(sentences)
        likeness, nearest = self._likeness(rows)
        values = rows @ self.lines.T + self._bias + _LIKENESS_SHARE * likeness
        values[:, self._untaught] = -np.inf
        powers = np.exp(_SHARPNESS * (values - values.max(axis=1, keepdims=True)))
        scores = (powers / powers.sum(axis=1, keepdims=True))[:, :-1]
        return Scored(np.maximum(scores, self.told.score(sentences, scores)), rows, likeness, nearest)

    def _likeness(self, rows: sp.csr_matrix) -> tuple[Matrix, npt.NDArray[np.int64]]:
        """Return mean likeness to each theme's nearest examples, and which example is the nearest of all."""
        content = rows[:, : self.profiler.content_columns]
        alike = np.asarray((content @ self._known_columns).todense()) / _CONTENT_PARTS
        likeness = np.zeros((rows.shape[0], self._carried.shape[1]))
        nearest = np.zeros(likeness.shape, dtype=np.int64)
        for theme, members in enumerate(self._members):
            if len(members) == 0:
                nearest[:, theme] = -1
                continue
            among = alike[:, members]
            count = min(_NEIGHBOURS, len(members))
            likeness[:, theme] = -np.partition(-among, count - 1, axis=1)[:, :count].mean(axis=1)
            nearest[:, theme] = members[among.argmax(axis=1)]
        return likeness, nearest


def _targets(
    examples: Sequence[Example], themes: Sequence[str]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return what each example carries and what is known about it, examples × (themes and "no theme")."""
    place = {theme: number for number, theme in enumerate(themes)}
    carried = np.zeros((len(examples), len(themes) + 1), dtype=bool)
    known = np.zeros(carried.shape, dtype=bool)
    for row, example in enumerate(examples):
        for theme in example.themes:
            if theme in place:
                carried[row, place[theme]] = True
        carried[row, -1] = example.complete and not example.themes
        known[row] = carried[row] | example.complete
        known[row, -1] = example.complete or bool(example.themes)
        for theme in example.refused:
            if theme in place:
                known[row, place[theme]] = True
    return carried, known


def _unjudged(
    training: Training, sentences: Sequence[Sentence], carried: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Return where an installation's own theme cannot be denied: nobody looked for it when the sentence was coded.

    A sentence without its cues still stands for what the theme is not, or there would be nothing to tell it from.
    """
    shipped = {theme.id for theme in standard_themes()}
    own = {theme.id: place for place, theme in enumerate(training.themes) if theme.id not in shipped}
    found = np.zeros(carried.shape, dtype=bool)
    if not own:
        return found
    for row, sentence in enumerate(sentences):
        for hit in sentence.cues:
            place = own.get(hit.theme)
            if place is not None and not hit.denied and hit.theme not in training.examples[row].refused:
                found[row, place] = not carried[row, place]
    return found


def _fit_lines(
    rows: sp.csr_matrix,
    carried: npt.NDArray[np.bool_],
    known: npt.NDArray[np.bool_],
    weights: npt.NDArray[np.float64],
) -> tuple[Matrix, npt.NDArray[np.float64]]:
    lines = np.zeros((carried.shape[1], rows.shape[1]))
    bias = np.full(carried.shape[1], -1.0)
    wide = rows.astype(np.float64)
    for theme in range(carried.shape[1]):
        told = np.flatnonzero(known[:, theme])
        if len(set(carried[told, theme].tolist())) < 2:
            continue
        part = wide if len(told) == rows.shape[0] else wide[told]
        line = LinearSVC(C=_STRICTNESS, dual=True, random_state=0, max_iter=10_000)
        line.fit(part, carried[told, theme], sample_weight=weights[told])
        lines[theme] = line.coef_[0]
        bias[theme] = line.intercept_[0]
    return lines, bias
