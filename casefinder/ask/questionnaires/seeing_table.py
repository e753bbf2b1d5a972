"""Who sees what, as a table for the documentation: made from the rule that decides it, and from a questionnaire. Pure."""

from collections.abc import Iterator

from casefinder.ask.questionnaires.document import Document, Meant
from casefinder.ask.questionnaires.rules import AUDIENCE_LABELS
from casefinder.faces import Role
from casefinder.staff.consent.rules import answer_level
from casefinder.staff.consent.seeing_rules import Purpose, may_see, table

HEAD = """# Who sees what

Made by `bin/casefinder who-sees-what` from the one rule that decides it (`casefinder/staff/consent/seeing_rules.py`):
level × role × purpose. A test compares this page with the rule. What may leave the house is another rule
(`casefinder/staff/consent/rules.py`): it asks the respondent's consents, this one asks who works here.

Addresses of the register and of invitations, to whom a letter went, and names and numbers of who filled a form in have the
level `editors`, whatever page they stand on.

## Levels
"""
NOTE = """
## Fields of the questionnaire `{name}`

The level stands as the questionnaire sets it. Where the respondent may choose, it can become another one; a field's or a
column's own level stays the widest that it can have.
"""


def written(documents: tuple[Document, ...]) -> str:
    """Return the whole page in Markdown."""
    return "\n".join([HEAD, *_levels(), *(line for each in documents for line in _fields(each)), ""])


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _levels() -> Iterator[str]:
    yield _row("level", "purpose", *(role.key for role in Role))
    yield _row(*["---"] * (2 + len(Role)))
    for level, purpose, seen in table():
        yield _row(f"`{level}`", purpose.value, *("yes" if each else "no" for each in seen))


def _fields(document: Document) -> Iterator[str]:
    yield NOTE.format(name=document.name)
    yield _row("field", "what it asks for", "level", "may choose", "seen on a page by", "in a file by")
    yield _row(*["---"] * 6)
    for place in document.places():
        if place.field.kind not in ("explanation", "prefilled"):
            yield _field(place)


def _field(place: Meant) -> str:
    item, column = place.item, place.column
    caps = (place.field.audience, column.audience if column else None)
    level = answer_level(None, default=item.audience, is_open=item.audience_open, caps=caps)
    return _row(
        f"`{place.key}`", place.about or "—", AUDIENCE_LABELS[level], "yes" if item.audience_open else "no",
        _roles(level, Purpose.LOOK), _roles(level, Purpose.EXPORT),
    )  # fmt: skip


def _roles(level: str, purpose: Purpose) -> str:
    found = [role.key for role in Role if may_see(level, role, purpose)]
    return "everyone here" if len(found) == len(Role) else ", ".join(found)
