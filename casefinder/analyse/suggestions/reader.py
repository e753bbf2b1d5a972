"""The text engine behind a port: one child that lives on and reads for the whole process."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from casefinder.analyse.suggestions.training import TrainingFile
from casefinder.child import LastingChild, Limits

LIMITS = Limits(timeout_s=300, memory_mb=4096, load_timeout_s=900)
RECYCLE_AFTER = 200
WAIT_S = 5.0
EXEMPLARS_ONLY = "--exemplars-only"


@dataclass(frozen=True)
class ToRead:
    """One answer for the engine: what its question is about, empty when nobody says, and the text as typed."""

    question: str
    text: str


@dataclass(frozen=True)
class ReadAnswer:
    """What the engine said: its version and training, its threshold, one object an answer in the order asked."""

    version: str
    training_hash: str
    threshold: float | None
    answers: Sequence[dict[str, Any]]


class NameReader(Protocol):
    """Something that looks for names of persons."""

    def names(
        self, texts: Sequence[str], training: TrainingFile, *, on_tick: Callable[[], None] | None = None
    ) -> list[list[tuple[int, int]]]:
        """Return where each text names persons (code points), or raise `child.ChildFailed`."""


class TextReader(NameReader, Protocol):
    """Something that reads answers."""

    def read(
        self,
        reading_id: int,
        texts: Sequence[ToRead],
        training: TrainingFile,
        *,
        on_tick: Callable[[], None] | None = None,
    ) -> ReadAnswer:
        """Return what it found with a training, or raise `child.ChildFailed`."""


class ChildReader:
    """The real engine in its child process; one reading at a time, the others wait and stay alive.

    The child learns once, from one training; when the codebook has changed, the next reading starts another child.
    """

    def __init__(self, folder: Path, *, exemplars_only: bool) -> None:
        """Take the folder where training files are kept; nothing is started yet."""
        self._folder = folder
        self._flags = (EXEMPLARS_ONLY,) if exemplars_only else ()
        self._child: LastingChild | None = None
        self._learned = ""
        self._lock = threading.Lock()

    def read(
        self,
        reading_id: int,
        texts: Sequence[ToRead],
        training: TrainingFile,
        *,
        on_tick: Callable[[], None] | None = None,
    ) -> ReadAnswer:
        """Read some answers.

        Raises:
            child.ChildFailed: The child died, took too long, or answered with an error.
        """
        message = {
            "id": str(reading_id),
            "answers": [{"question": text.question, "text": text.text} for text in texts],
        }
        answer = self._ask(message, training, on_tick)
        return ReadAnswer(
            str(answer["version"]), str(answer["training"]), answer.get("threshold"), answer["answers"]
        )

    def names(
        self, texts: Sequence[str], training: TrainingFile, *, on_tick: Callable[[], None] | None = None
    ) -> list[list[tuple[int, int]]]:
        """Look for names of persons in some texts; whatever was learned plays no part in it.

        Raises:
            child.ChildFailed: The child died, took too long, or answered with an error.
        """
        answer = self._ask({"names": list(texts)}, training, on_tick)
        return [[(int(start), int(end)) for start, end in spans] for spans in answer["names"]]

    def _ask(
        self, message: dict[str, Any], training: TrainingFile, on_tick: Callable[[], None] | None
    ) -> dict[str, Any]:
        while not self._lock.acquire(timeout=WAIT_S):
            if on_tick:
                on_tick()
        try:
            return self._taught(training).ask(message, on_tick=on_tick)
        finally:
            self._lock.release()

    def _taught(self, training: TrainingFile) -> LastingChild:
        path = training.put(self._folder)
        if self._child is None or self._learned != training.hash:
            self.close()
            self._child = LastingChild(
                "casefinder.analyse.suggestions.reader_child", str(path), *self._flags, limits=LIMITS,
                recycle_after=RECYCLE_AFTER,
            )  # fmt: skip
            self._learned = training.hash
        return self._child

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.close()
