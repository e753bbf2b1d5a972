"""What a reader says when a text is not one clear value."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Unclear:
    """Why a text is no value, in words that say what to write: a message id, and its named values."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
