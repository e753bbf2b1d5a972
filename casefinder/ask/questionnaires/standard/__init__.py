"""The questionnaires that ship with casefinder, as JSON."""

from functools import cache
from importlib.resources import files

from casefinder.ask.questionnaires.document import Document
from casefinder.ask.questionnaires.reading import parse_document

NAMES = ("case_discovery",)


@cache
def standard(name: str) -> Document:
    """Return a shipped questionnaire.

    Raises:
        KeyError: There is none with that name.
    """
    if name not in NAMES:
        raise KeyError(name)
    return parse_document(files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
