"""Frozen values to canonical JSON and back, by their type hints: same value, same bytes; a strict reader."""

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_ENCODER = msgspec.json.Encoder(order="sorted")


class UnreadableContent(ValueError):
    """The JSON does not fit the type; the message names the place."""


class Frozen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value that never changes; in JSON every field stands, and no other."""


def to_plain(value: Any) -> Any:
    """Return a value as plain dicts, lists, texts and numbers, its fields in the order in which they are declared."""
    return msgspec.json.decode(msgspec.json.encode(value))


def dump(value: Frozen) -> str:
    """Return canonical JSON: names in order, one space a level, texts as they are."""
    return msgspec.json.format(_ENCODER.encode(value), indent=1).decode() + "\n"


def load(kind: type[T], text: str) -> T:
    """Build a frozen value from JSON text.

    Raises:
        UnreadableContent: Not JSON, a name is missing or unknown, or a value has another type.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as error:
        raise UnreadableContent(str(error)) from error
