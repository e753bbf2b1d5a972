"""A finding of a check."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

DETAILS = "details"  # the place of what is set beside the text
CONFIRMATION = "confirmation"  # the place of the organisation's word


class Group(StrEnum):
    """直すもの, 確かめるもの, 済."""

    FIX = "fix"
    CHECK = "check"
    DONE = "done"


@dataclass(frozen=True)
class Finding:
    """What a check found, and where; `message` is an English message id with its values."""

    group: Group
    code: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    place: str = ""
    row: int | None = None
    column: str = ""
