"""Characters that an answer's words may not have because the book cannot print them, said where they are typed.

Asked of free words for everyone, which may be printed; what fewer people see, a person's name above all, is written as it is written.
"""

import unicodedata
from collections.abc import Iterator, Mapping

from casefinder.ask.questionnaires.document import Field, Item
from casefinder.ask.questionnaires.problems import Problem
from casefinder.ask.questionnaires.row_rules import rows_of
from casefinder.errors import N_
from casefinder.lettering import lettered, settled, unprintable
from casefinder.notations.plain import without_unseen
from casefinder.staff.consent.rules import answer_level

UNPRINTABLE = N_(
    "The book's fonts do not have %(characters)s. Please write another character, kana, or a word instead."
)
OWN_CHARACTER = N_(
    "%(characters)s is a character that only your own computers show (gaiji). Please write an ordinary one, or kana."
)
_WORDS = frozenset({"short_text", "long_text", "organisation"})


def letter_problems(text: str) -> Iterator[Problem]:
    """Yield what of a text cannot be printed; what print puts right by itself is no problem."""
    if settled().issuperset(text):
        return
    outside = unprintable(lettered(text))
    own = [char for char in outside if unicodedata.category(char) == "Co"]
    for message, found in (
        (UNPRINTABLE, [char for char in outside if char not in own]),
        (OWN_CHARACTER, own),
    ):
        if found:
            yield Problem(message, {"characters": "".join(map(_named, found))})


def _named(character: str) -> str:
    """Return a character as its respondent sees it; by its code where nothing can be seen of it alone."""
    code = f"U+{ord(character):04X}"
    if unicodedata.category(character) == "Co":
        return f"「{character}」（{code}）"
    is_seen = character.isprintable() and not unicodedata.combining(character) and without_unseen(character)
    return f"「{character}」" if is_seen else code


def field_letter_problems(item: Item, each: Field, value: object, audience: str | None) -> Iterator[Problem]:
    """Yield what of an answer's field cannot be printed, each at its input.

    Args:
        item: The question.
        each: Its field.
        value: What was answered to it.
        audience: The chosen audience; only words for everyone are judged.
    """
    for name, part, words in _texts(each, value):
        caps = (each.audience, part.audience)
        level = answer_level(audience, default=item.audience, is_open=item.audience_open, caps=caps)
        if level == "everyone":
            yield from (problem.at(name) for problem in letter_problems(words))


def _texts(each: Field, value: object) -> Iterator[tuple[str, Field, str]]:
    """Yield the free words of a field: the name of the input, the field or column, the words."""
    if each.kind == "table":
        for place, row in enumerate(rows_of(value)):
            for column in each.columns:
                if column.kind in _WORDS:
                    yield f"{each.key}.{place}.{column.key}", column, _words(row.get(column.key))
    elif each.kind in _WORDS:
        yield each.key, each, _words(value)


def _words(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value.get("name") or "")
    return value if isinstance(value, str) else ""
