"""Frozen dataclasses to canonical JSON and back, by their type hints."""

import dataclasses
import json
import types
import typing
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


class UnreadableContent(ValueError):
    """The JSON does not fit the dataclass; the message names the place."""


def to_plain(value: Any) -> Any:
    """Return a dataclass, tuple, date or number as plain JSON values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def dump(value: Any) -> str:
    """Return canonical JSON: same value, same bytes."""
    return json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def from_plain(kind: type[T], plain: Any, place: str = "$") -> T:
    """Build a frozen dataclass from plain JSON values.

    Raises:
        UnreadableContent: A key is missing or unknown, or a value has another type.
    """
    return typing.cast("T", _read(kind, plain, place))


def load(kind: type[T], text: str) -> T:
    """Build a frozen dataclass from JSON text.

    Raises:
        UnreadableContent: Not JSON, or not of this shape.
    """
    try:
        plain = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableContent(f"line {error.lineno}: {error.msg}") from error
    return from_plain(kind, plain)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, plain: Any, place: str) -> Any:
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return _read_optional(kind, plain, place)
    if typing.get_origin(kind) is tuple:
        if not isinstance(plain, list):
            raise UnreadableContent(f"{place}: expected a list")
        item = typing.get_args(kind)[0]
        return tuple(_read(item, entry, f"{place}[{i}]") for i, entry in enumerate(plain))
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(typing.cast("type", kind), plain, place)
    return _read_scalar(kind, plain, place)


def _read_optional(kind: Any, plain: Any, place: str) -> Any:
    if plain is None:
        return None
    inner = next(arg for arg in typing.get_args(kind) if arg is not type(None))
    return _read(inner, plain, place)


def _read_dataclass(kind: type, plain: Any, place: str) -> Any:
    if not isinstance(plain, dict):
        raise UnreadableContent(f"{place}: expected an object")
    fields = {f.name: f for f in dataclasses.fields(kind)}
    if unknown := sorted(set(plain) - set(fields)):
        raise UnreadableContent(f"{place}: unknown {', '.join(unknown)}")
    values = {}
    for name, field in fields.items():
        if name in plain:
            values[name] = _read(_hints(kind)[name], plain[name], f"{place}.{name}")
        elif field.default is dataclasses.MISSING:
            raise UnreadableContent(f"{place}: missing {name}")
    return kind(**values)


def _read_scalar(kind: Any, plain: Any, place: str) -> Any:
    try:
        if kind is date:
            return date.fromisoformat(plain)
        if kind is Decimal:
            return Decimal(plain)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise UnreadableContent(f"{place}: {plain!r} is no {kind.__name__}") from error
    if type(plain) is not kind:
        raise UnreadableContent(f"{place}: {plain!r} is no {kind.__name__}")
    return plain
