"""One module per kind of question. `kinds.of("long_text")` returns what a kind can do."""

from casefinder.ask.questionnaires.kinds.base import Asked, Kind
from casefinder.ask.questionnaires.kinds.registry import of

__all__ = ["Asked", "Kind", "of"]
