"""Which module serves which kind."""

from functools import cache
from importlib import import_module

from casefinder.ask.questionnaires.kinds.base import Kind
from casefinder.ask.questionnaires.sense import KINDS


@cache
def of(name: str) -> Kind:
    """Return the kind with that name.

    Raises:
        KeyError: There is no such kind.
    """
    if name not in KINDS:
        raise KeyError(name)
    module = import_module(f"casefinder.ask.questionnaires.kinds.{name}")
    kind: Kind = getattr(module, "".join(part.capitalize() for part in name.split("_")))()
    return kind
