"""Reading the ledger, and the levels of a response's fields.

Consent stands above asking and answering, so that every step can ask it. The two tables of later steps that the rule
has to see are therefore named here by name, not by class.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, column, select, table
from sqlalchemy.orm import Session

from casefinder.db import Json
from casefinder.staff.consent import rules
from casefinder.staff.consent.models import Consent

_response = table("response", column("id", Integer), column("version_id", Integer))
_version = table("questionnaire_version", column("id", Integer), column("document", Json))
_answer = table(
    "answer", column("response_id", Integer), column("question_key", String), column("audience", String)
)


@dataclass(frozen=True)
class Entry:
    """One line of the ledger."""

    item_key: str
    choice: str
    given_at: datetime
    withdrawn_at: datetime | None


def ledger(session: Session, response_id: int) -> list[Entry]:
    """Return everything a response ever said to consent items, the oldest first."""
    rows = session.execute(
        select(Consent.item_key, Consent.choice, Consent.given_at, Consent.withdrawn_at)
        .where(Consent.response_id == response_id)
        .order_by(Consent.given_at, Consent.id)
    )
    return [Entry(*row) for row in rows]


def standing(session: Session, response_id: int) -> dict[str, str]:
    """Return the consents that hold now, by item key."""
    rows = session.execute(
        select(Consent.item_key, Consent.choice).where(
            Consent.response_id == response_id, Consent.withdrawn_at.is_(None)
        )
    )
    return {key: choice for key, choice in rows}


def field_levels(session: Session, response_id: int) -> dict[str, str]:
    """Return the level of every field of a response: keys `F3`, `C5.stage`, and columns `H1.name`."""
    document = session.scalar(
        select(_version.c.document)
        .join(_response, _response.c.version_id == _version.c.id)
        .where(_response.c.id == response_id)
    )
    chosen: dict[str, str | None] = {
        key: audience
        for key, audience in session.execute(
            select(_answer.c.question_key, _answer.c.audience).where(_answer.c.response_id == response_id)
        )
    }
    return dict(levels_of(document or {}, chosen))


def levels_of(document: Mapping[str, Any], chosen: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yield field key and level for each field and column of a questionnaire's document (plain JSON)."""
    for item in (item for section in document.get("sections", ()) for item in section["items"]):
        own = {
            "default": item.get("audience", "everyone"),
            "is_open": item.get("audience_open", True),
        }
        level = chosen.get(item["key"])
        for field in item["fields"]:
            yield field["key"], rules.answer_level(level, caps=(field.get("audience"),), **own)
            for part in field.get("columns", ()):
                caps = (field.get("audience"), part.get("audience"))
                yield f"{field['key']}.{part['key']}", rules.answer_level(level, caps=caps, **own)
