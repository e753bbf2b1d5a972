"""The questionnaires that ship with casefinder, as JSON; `{kind}` and the like stand for the prefecture's words."""

from functools import cache
from importlib.resources import files

from casefinder.ask.questionnaires.document import Document
from casefinder.ask.questionnaires.reading import parse_document
from casefinder.prefectures import HOKKAIDO, Prefecture

NAMES = ("case_discovery",)


@cache
def standard(name: str, here: Prefecture = HOKKAIDO) -> Document:
    """Return a shipped questionnaire in a prefecture's words.

    Raises:
        KeyError: There is none with that name.
    """
    if name not in NAMES:
        raise KeyError(name)
    return parse_document(
        here.filled(files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    )
