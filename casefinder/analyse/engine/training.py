"""What the learner learns from: exemplar sentences, coded questionnaires, a codebook with an editor's decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from casefinder.analyse.engine.lines import read_labelled
from casefinder.analyse.engine.sentences import split_sentences
from casefinder.analyse.engine.shipped import Theme, exemplar_rows, gold_rows, standard_themes

FORMAT = "casefinder-training/1"
LABELLED_WEIGHT = 2.0
"""Sentences of real length and context count double beside the exemplars."""


class BrokenTrainingError(ValueError):
    """A training document is not what was agreed; the text says what is wrong, without any of its words."""


@dataclass(frozen=True)
class Example:
    """One sentence and what is known about its themes.

    `themes` are carried. With `complete` every other theme is known not to be; without it only the `refused` ones
    are, and nothing is known about the rest. `weight` has no unit; 1 is an exemplar sentence.
    """

    text: str
    themes: frozenset[str]
    question: str = ""
    weight: float = 1.0
    refused: frozenset[str] = frozenset()
    complete: bool = True


@dataclass(frozen=True)
class Training:
    """The examples of one learner and the themes it tells apart; order matters and is kept."""

    examples: tuple[Example, ...]
    themes: tuple[Theme, ...] = field(default_factory=standard_themes)

    @classmethod
    def exemplars_only(cls) -> "Training":
        """Return the shipped exemplar sentences alone."""
        return cls(tuple(_exemplars()))

    @classmethod
    def shipped(cls, labelled: Path | None = None) -> "Training":
        """Return the exemplars and a labelled set.

        Args:
            labelled: JSON lines of coded questionnaires that replace the shipped ones.

        Raises:
            BrokenLineError: A line of `labelled` is not a coded questionnaire.
        """
        if labelled is None:
            return cls.exemplars_only().with_labelled(gold_rows())
        with labelled.open("rb") as lines:
            return cls.exemplars_only().with_labelled(read_labelled(lines))

    @classmethod
    def of(cls, document: Mapping[str, Any], *, exemplars_only: bool = False) -> "Training":
        """Return what an installation's codebook teaches: the shipped examples with its own themes, cues and examples.

        Args:
            document: `format`, `themes` and `examples`, as an installation writes them. The themes take the place of
                the shipped ones; a shipped example of a theme that is not among them only says what the others are not.
            exemplars_only: Leave out the shipped coded answers.

        Raises:
            BrokenTrainingError: It is not such a document.
        """
        if document.get("format") != FORMAT:
            raise BrokenTrainingError(f"the format is not {FORMAT}")
        try:
            themes = tuple(_theme(row) for row in document["themes"])
            examples = [_example(row) for row in document["examples"]]
        except (KeyError, TypeError, ValueError) as error:
            raise BrokenTrainingError(f"a theme or an example is broken ({type(error).__name__})") from None
        base = cls.exemplars_only() if exemplars_only else cls.shipped()
        return replace(base, themes=themes).with_examples(examples)

    def with_labelled(self, documents: Iterable[dict[str, Any]]) -> "Training":
        """Return this training and the sentences of coded questionnaires."""
        return self.with_examples(
            example for document in documents for example in labelled_examples(document)
        )

    def with_examples(self, examples: Iterable[Example]) -> "Training":
        """Return this training and more examples, for instance what an editor accepted and refused."""
        return replace(self, examples=(*self.examples, *examples))


def _exemplars() -> Iterable[Example]:
    for row in exemplar_rows():
        yield Example(row["text"], frozenset(row["themes"]), row["question"])


def _theme(row: Mapping[str, Any]) -> Theme:
    return Theme(
        id=str(row["key"]),
        family=str(row["family"]),
        name=str(row["name"]),
        definition=str(row["definition"]),
        include=str(row["include"]),
        cues=tuple(str(cue) for cue in row["cues"]),
        is_retired=bool(row["is_retired"]),
    )


def _example(row: Mapping[str, Any]) -> Example:
    return Example(
        text=str(row["text"]),
        themes=frozenset(row["themes"]),
        question=str(row["question"]),
        weight=float(row["weight"]),
        refused=frozenset(row["refused"]),
        complete=bool(row["complete"]),
    )


def labelled_examples(document: dict[str, Any]) -> Iterable[Example]:
    """Yield every sentence of a coded questionnaire with the themes that its codings give it."""
    for answer in document["answers"]:
        text = answer["text"]
        for start, end in answer.get("sentences") or split_sentences(text):
            themes = themes_of_sentence(answer["codings"], start, end)
            yield Example(text[start:end], themes, answer["question"], LABELLED_WEIGHT)


def themes_of_sentence(codings: Iterable[dict[str, Any]], start: int, end: int) -> frozenset[str]:
    """Return the themes of the codings that overlap a sentence."""
    return frozenset(row["theme"] for row in codings if row["start"] < end and row["end"] > start)
