"""The text engine behind a port: one child that lives on and reads for the whole process."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from casefinder.child import LastingChild, Limits

LIMITS = Limits(timeout_s=300, memory_mb=4096, load_timeout_s=900)
RECYCLE_AFTER = 200
WAIT_S = 5.0
EXEMPLARS_ONLY = "--exemplars-only"


@dataclass(frozen=True)
class ToRead:
    """One answer for the engine: the item's key and the text as typed."""

    question: str
    text: str


@dataclass(frozen=True)
class ReadAnswer:
    """What the engine said: its version, its threshold, and one object an answer in the order asked."""

    version: str
    threshold: float | None
    answers: Sequence[dict[str, Any]]


class TextReader(Protocol):
    """Something that reads answers."""

    def read(
        self, reading_id: int, texts: Sequence[ToRead], *, on_tick: Callable[[], None] | None = None
    ) -> ReadAnswer:
        """Return what it found, or raise `child.ChildFailed`."""


class ChildReader:
    """The real engine in its child process; one reading at a time, the others wait and stay alive."""

    def __init__(self, *, exemplars_only: bool) -> None:
        args = (EXEMPLARS_ONLY,) if exemplars_only else ()
        self._child = LastingChild(
            "casefinder.analyse.suggestions.reader_child", *args, limits=LIMITS, recycle_after=RECYCLE_AFTER
        )
        self._lock = threading.Lock()

    def read(
        self, reading_id: int, texts: Sequence[ToRead], *, on_tick: Callable[[], None] | None = None
    ) -> ReadAnswer:
        """Read some answers.

        Raises:
            child.ChildFailed: The child died, took too long, or answered with an error.
        """
        message = {
            "id": str(reading_id),
            "answers": [{"question": text.question, "text": text.text} for text in texts],
        }
        while not self._lock.acquire(timeout=WAIT_S):
            if on_tick:
                on_tick()
        try:
            answer = self._child.ask(message, on_tick=on_tick)
        finally:
            self._lock.release()
        return ReadAnswer(str(answer["version"]), answer.get("threshold"), answer["answers"])

    def close(self) -> None:
        """End the child."""
        self._child.close()
