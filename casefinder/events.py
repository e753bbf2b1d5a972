"""What happens in the house that other rooms act on, in one list.

A verb publishes an event inside its transaction; the rooms that `rooms.py` subscribed act in the same transaction, in
the order in which they were subscribed. Heavy work is asked for there, never done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Submitted:
    """A response was handed in, for the first time or again; the snapshot holds what was said."""

    response_id: int
    snapshot_id: int
    is_again: bool


@dataclass(frozen=True)
class TakenBack:
    """A response that no editor had opened was taken back; an earlier statement may count again."""

    response_id: int


@dataclass(frozen=True)
class TextChange:
    """At one place a text replaced another, went (`new_id` None), or came back (`old_id` None)."""

    old_id: int | None
    new_id: int | None


@dataclass(frozen=True)
class TextsChanged:
    """Another statement counts, and texts that were there before are others, gone, or there again."""

    response_id: int
    changes: tuple[TextChange, ...]
    words: Mapping[int, str]  # id of each text that the response ever had → the text itself


@dataclass(frozen=True)
class Returned:
    """Editors gave a response back with a message; what was submitted goes on counting."""

    response_id: int


@dataclass(frozen=True)
class ConsentWithdrawn:
    """A consent ended without a new submit."""

    response_id: int
    scope: str


@dataclass(frozen=True)
class ConsentRestored:
    """A withdrawal that was noted by mistake was taken back."""

    response_id: int
    scope: str


@dataclass(frozen=True)
class Decided:
    """An editor is done with reading a response."""

    response_id: int


@dataclass(frozen=True)
class ResponseRead:
    """The engine has read a response; what it found there is stored."""

    response_id: int


@dataclass(frozen=True)
class CaseWritten:
    """A case was drafted or changed; it may say other words now."""

    case_id: int


@dataclass(frozen=True)
class Released:
    """An edition was made public."""

    release_id: int


Event = (
    Submitted
    | TakenBack
    | TextsChanged
    | Returned
    | ConsentWithdrawn
    | ConsentRestored
    | Decided
    | ResponseRead
    | CaseWritten
    | Released
)
Act = Callable[[Session, Any, datetime], None]
_acts: dict[type, list[Act]] = {}


def subscribe(kind: type, act: Act) -> None:
    """Have `act(session, event, now)` called for each event of a kind; the same act is called once."""
    acts = _acts.setdefault(kind, [])
    if act not in acts:
        acts.append(act)


def publish(session: Session, event: Event, now: datetime) -> None:
    """Tell the rooms that subscribed, in the present transaction."""
    for act in _acts.get(type(event), ()):
        act(session, event, now)
