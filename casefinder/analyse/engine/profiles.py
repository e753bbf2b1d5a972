"""A sentence as numbers: its characters, words, meaning, cues and question."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer

from casefinder.analyse.engine.cues import CueFinder, CueHit
from casefinder.analyse.engine.ginza import VECTOR_LENGTH, word_vector
from casefinder.analyse.engine.normal import normalise
from casefinder.analyse.engine.questions import GOLD_QUESTIONS, canonical_question
from casefinder.analyse.engine.shipped import Theme
from casefinder.analyse.engine.tokens import Token, tokenise

_DIGITS = re.compile(r"[0-9]+")
_MEANING_SHARE = 0.7
CUE_SHARE = 0.3
_PAIR = "\u3000"
"""Stands between the two words of a pair; it cannot be inside a word."""


@dataclass(frozen=True)
class Sentence:
    """One sentence prepared for the learner: normal text, words, cues; spans count from the answer's start."""

    start: int
    end: int
    question: str | None
    letters: str
    tokens: tuple[Token, ...]
    cues: tuple[CueHit, ...]

    @property
    def words(self) -> list[str]:
        """The words in normal form, marks left out, and every pair of neighbours."""
        words = [token.word for token in self._spoken()]
        return words + [f"{one}{_PAIR}{two}" for one, two in pairwise(words)]

    def telling_words(self) -> Iterator[tuple[str, str]]:
        """Yield words and pairs that mean something by themselves: as in `words`, and as they are written."""
        spoken = self._spoken()
        for token in spoken:
            if _tells(token):
                yield token.word, token.surface
        for one, two in pairwise(spoken):
            if one.end == two.start and _tells(one) and _tells(two):
                yield f"{one.word}{_PAIR}{two.word}", one.surface + two.surface

    def unpaired_words(self) -> Iterator[str]:
        """Yield the single words that mean something by themselves."""
        return (token.word for token in self._spoken() if _tells(token))

    def _spoken(self) -> list[Token]:
        return [token for token in self.tokens if token.kind not in {"補助記号", "空白"}]


def _tells(token: Token) -> bool:
    return token.kind in {"名詞", "動詞", "形容詞", "形状詞", "副詞"} and token.subkind not in {
        "数詞",
        "非自立可能",
    }


def prepare(text: str, question: str, cues: CueFinder, offset: int = 0) -> Sentence:
    """Return a sentence of an answer ready for profiles.

    Args:
        text: The sentence as given.
        question: Gold name or item key of the question; unknown ones give no prior.
        cues: The compiled cues of the codebook.
        offset: Where the sentence begins in its answer, in code points.
    """
    normal = normalise(text, offset)
    tokens = tuple(tokenise(normal))
    letters = _DIGITS.sub("0", normal.normal)
    return Sentence(
        offset, offset + len(text), canonical_question(question), letters, tokens, tuple(cues.find(tokens))
    )


class Profiler:
    """Turns sentences into rows of numbers; what is common and what is rare it learns from the training."""

    def __init__(self, themes: Sequence[Theme]) -> None:
        """Take the themes whose cues become columns."""
        self._theme_at = {theme.id: place for place, theme in enumerate(themes)}
        self._letters = TfidfVectorizer(
            analyzer="char",
            ngram_range=(1, 3),
            min_df=2,
            sublinear_tf=True,
            lowercase=False,
            dtype=np.float32,
        )
        self._words = TfidfVectorizer(
            analyzer=_words_of_sentence, min_df=2, sublinear_tf=True, dtype=np.float32
        )
        self._rarity: dict[str, float] = {}
        self._unseen = 0.0
        self._centre = np.zeros(VECTOR_LENGTH, dtype=np.float32)

    def fit(self, sentences: Sequence[Sentence]) -> sp.csr_matrix:
        """Learn the columns from the training and return its rows."""
        counts = Counter(word for sentence in sentences for word in {token.word for token in sentence.tokens})
        total = len(sentences)
        self._rarity = {word: float(np.log(total / count)) for word, count in counts.items()}
        self._unseen = float(np.log(total + 1))
        meanings = self._raw_meanings(sentences)
        self._centre = meanings.mean(axis=0)
        letters = self._letters.fit_transform([sentence.letters for sentence in sentences])
        words = self._words.fit_transform(sentences)
        return self._joined(letters, words, meanings, sentences)

    def rows(self, sentences: Sequence[Sentence]) -> sp.csr_matrix:
        """Return sentences × columns."""
        letters = self._letters.transform([sentence.letters for sentence in sentences])
        words = self._words.transform(sentences)
        return self._joined(letters, words, self._raw_meanings(sentences), sentences)

    @property
    def content_columns(self) -> int:
        """How many columns, from the left, say what the sentence says; the rest are cues and question."""
        return len(self._letters.vocabulary_) + len(self._words.vocabulary_) + VECTOR_LENGTH

    def words_by_column(self, sentence: Sentence) -> dict[int, str]:
        """Return the columns that words and pairs of a sentence stand in, with the words as they are written."""
        first = len(self._letters.vocabulary_)
        known: dict[int, str] = {}
        for name, surface in sentence.telling_words():
            column = self._words.vocabulary_.get(name)
            if column is not None:
                known.setdefault(first + column, surface)
        return known

    def weights(self, sentence: Sentence) -> dict[str, float]:
        """Return how much each word and pair of a sentence weighs; words never seen in training weigh most."""
        known, rarity = self._words.vocabulary_, self._words.idf_
        found = {word: float(rarity[known[word]]) for word in sentence.words if word in known}
        unseen = float(rarity.max())
        return found | {word: unseen for word in sentence.unpaired_words() if word not in known}

    def cue_column(self, theme: str) -> int | None:
        """Return the column of a theme's cues that are not denied; None when the theme has no column."""
        place = self._theme_at.get(theme)
        return None if place is None else self.content_columns + place

    def question_column(self, question: str) -> int:
        """Return the column of a question by its gold name."""
        return self.content_columns + 2 * len(self._theme_at) + GOLD_QUESTIONS.index(question)

    def _joined(
        self,
        letters: sp.csr_matrix,
        words: sp.csr_matrix,
        meanings: npt.NDArray[np.float32],
        sentences: Sequence[Sentence],
    ) -> sp.csr_matrix:
        centred = meanings - self._centre
        lengths = np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
        meaning = sp.csr_matrix(centred / lengths * np.float32(_MEANING_SHARE))
        parts = [letters, words, meaning, self._cue_rows(sentences), _question_rows(sentences)]
        return sp.hstack(parts, format="csr", dtype=np.float32)

    def _raw_meanings(self, sentences: Sequence[Sentence]) -> npt.NDArray[np.float32]:
        meanings = np.zeros((len(sentences), VECTOR_LENGTH), dtype=np.float32)
        for row, sentence in zip(meanings, sentences, strict=True):
            for token in sentence.tokens:
                vector = word_vector(token.word)
                if vector is not None:
                    row += self._rarity.get(token.word, self._unseen) * vector
        return meanings

    def _cue_rows(self, sentences: Sequence[Sentence]) -> sp.csr_matrix:
        rows = sp.lil_matrix((len(sentences), 2 * len(self._theme_at)), dtype=np.float32)
        for place, sentence in enumerate(sentences):
            for hit in sentence.cues:
                if (at := self._theme_at.get(hit.theme)) is not None:
                    rows[place, at + hit.denied * len(self._theme_at)] = CUE_SHARE
        return rows.tocsr()


def _words_of_sentence(sentence: Sentence) -> list[str]:
    return sentence.words


def _question_rows(sentences: Sequence[Sentence]) -> sp.csr_matrix:
    rows = sp.lil_matrix((len(sentences), len(GOLD_QUESTIONS)), dtype=np.float32)
    for place, sentence in enumerate(sentences):
        if sentence.question is not None:
            rows[place, GOLD_QUESTIONS.index(sentence.question)] = 1.0
    return rows.tocsr()
