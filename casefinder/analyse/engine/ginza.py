"""The ja_ginza model as far as it is used here: word vectors and names; loaded on first use."""

from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
import spacy
from spacy.language import Language
from thinc.api import NumpyOps

_UNUSED = ["parser", "morphologizer", "compound_splitter", "bunsetu_recognizer"]
VECTOR_LENGTH = 300


@cache
def language() -> Language:
    """Return the model with its name finder; its matrices are multiplied by numpy, which is faster here."""
    model = spacy.load("ja_ginza", exclude=_UNUSED)
    ops = NumpyOps(use_blis=False)
    for name in model.pipe_names:
        for layer in model.get_pipe(name).model.walk():  # type: ignore[attr-defined]
            layer.ops = ops
    return model


@lru_cache(maxsize=50_000)
def word_vector(word: str) -> npt.NDArray[np.float32] | None:
    """Return the vector of a word in normal form, `VECTOR_LENGTH` long, or None when the model has none."""
    vocabulary = language().vocab
    if not vocabulary.has_vector(word):
        return None
    return np.asarray(vocabulary.get_vector(word), dtype=np.float32)
