"""Reading the two files of an installation's settings: whatever is wrong is said with its place and what to do."""

import json
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from casefinder.errors import CasefinderError

EXAMPLES = {
    str: 'a text in quotation marks, such as "…"',
    bool: "true or false, without quotation marks",
    int: "a whole number, without quotation marks",
    tuple: 'a list of texts, such as ["a.example.jp", "b.example.jp"]',
}


class SettingsError(CasefinderError):
    """The installation's settings are missing, half-set or unsafe."""


def read_values(path: Path) -> dict[str, Any]:
    """Return what the settings file says.

    Raises:
        SettingsError: It cannot be opened, or is no TOML; says the line.
    """
    text = _text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"{path}: {error}. The file is TOML: one `name = value` a line, texts in quotation marks, and after # a remark."
        ) from error


def read_secrets(path: Path, home: Path) -> dict[str, str]:
    """Return the secrets.

    Raises:
        SettingsError: The file is missing, cannot be opened, or is not what `init` writes.
    """
    if not path.exists():
        raise SettingsError(
            f"{path} is missing: put it back from where your backup keeps the secrets. A new installation gets one from "
            f"`bin/casefinder --dir {home} init`; links that were sent and passwords of sessions do not work with a new one."
        )
    text = _text(path)
    try:
        keys = json.loads(text)
    except json.JSONDecodeError as error:
        raise SettingsError(
            f"{path}, line {error.lineno}: this is no JSON ({error.msg}). Put the file back from the backup of the secrets."
        ) from error
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise SettingsError(
            f"{path}: every secret is a text. Put the file back from the backup of the secrets."
        )
    return keys


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{path} is not UTF-8 (byte {error.start + 1}): save it in your editor with the encoding UTF-8."
        ) from error
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read ({error.strerror}): it must belong to the account that casefinder runs as."
        ) from error


def type_problems(kinds: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the types of settings, in words that say how to write them.

    Args:
        kinds: Name → annotated type, as the settings' class declares it.
        values: Name → value, as read.
    """
    for name, value in values.items():
        kind = _plain(kinds[name])
        is_duration = name.endswith("_s") and isinstance(value, float)
        if not (is_duration or _is(value, kind)):
            yield f"{name} is {EXAMPLES[kind]} (now: {value!r})"


def _plain(kind: Any) -> type:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _plain(next(each for each in typing.get_args(kind) if each is not type(None)))
    return tuple if origin is tuple else kind if kind in EXAMPLES else str


def _is(value: Any, kind: type) -> bool:
    if kind is tuple:
        return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, kind)
