"""What was submitted as SQL: conditions on `response`, and columns of it, for lists and counts."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    and_,
    case,
    cast,
    false,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from casefinder.answer.answers.ending_rules import Ending, ending_of
from casefinder.answer.answers.models import AnswerRevision
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots.models import SnapshotAnswer, SnapshotConsent
from casefinder.answer.snapshots.spoken_rules import BY_INTERVIEW
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.staff.consent.models import Consent


def submitted_values(*keys: str) -> Select[tuple[Any]]:
    """Return, as a subquery correlated to `response`, the submitted values of some items."""
    return (
        select(AnswerRevision.value)
        .join(SnapshotAnswer, SnapshotAnswer.answer_revision_id == AnswerRevision.id)
        .where(SnapshotAnswer.snapshot_id == Response.snapshot_id, SnapshotAnswer.question_key.in_(keys))
        .correlate(Response)
    )


def said(condition: ColumnElement[bool], key: str) -> ColumnElement[bool]:
    """Return, as a condition on `response`, that a submitted answer to an item fits.

    Asked of each response's own answer: PostgreSQL would look through the whole history to answer an EXISTS.

    Args:
        condition: About `AnswerRevision`, mostly its value.
        key: The item's.
    """
    return func.coalesce(submitted_values(key).with_only_columns(condition).scalar_subquery(), false())


def says(
    session: Session,
    meaning: str,
    fits: Callable[[Any], ColumnElement[bool]],
    *,
    but_for_editors: bool = True,
) -> ColumnElement[bool]:
    """Return, as a condition on `response`, that what was submitted about something fits; over all questionnaires.

    Args:
        session: Any session.
        meaning: What a question asks for: title, fields, …
        fits: Given the stored value of its field (JSON), the condition.
        but_for_editors: Whether answers count that their respondent gave to the editors only.
    """
    seen = true() if but_for_editors else AnswerRevision.audience.is_distinct_from("editors")
    conditions = [
        and_(Response.version_id.in_(ids), said(and_(fits(AnswerRevision.value[entry]), seen), key))
        for (key, entry), ids in _places(session, meaning).items()
    ]
    return or_(*conditions) if conditions else false()


def text_about(session: Session, meaning: str) -> ColumnElement[str | None]:
    """Return, as a column of `response`, the text that was submitted about something; over all questionnaires."""
    texts = [
        submitted_values(key)
        .with_only_columns(AnswerRevision.value[entry].as_string())
        .where(Response.version_id.in_(ids))
        .scalar_subquery()
        for (key, entry), ids in _places(session, meaning).items()
    ]
    return func.coalesce(*texts, null(), null())  # two at least, also where nobody asks


def _places(session: Session, meaning: str) -> dict[tuple[str, str], list[int]]:
    """Return where questionnaires ask for something: item's key and entry of the field → ids of versions."""
    found: dict[tuple[str, str], list[int]] = {}
    for version_id, document in questionnaires.all_documents(session).items():
        for place in document.all_meant(meaning):
            found.setdefault((place.item.key, place.field.entry), []).append(version_id)
    return found


def holds_code(session: Session, meaning: str, code: str) -> ColumnElement[bool]:
    """Return, as a condition on `response`, that a choice was made in the question that asks for something."""
    return says(session, meaning, lambda value: cast(value, String).contains(f'"{code}"', autoescape=True))


def says_nothing(session: Session) -> ColumnElement[bool]:
    """Return, as a condition on `response`, that 今回は該当なし was submitted."""
    endings: dict[Ending, list[int]] = {}
    for version_id, document in questionnaires.all_documents(session).items():
        if ending := ending_of(document):
            endings.setdefault(ending, []).append(version_id)
    conditions = []
    for ending, ids in endings.items():
        says_so = AnswerRevision.value[ending.entry].as_string() == ending.code
        conditions.append(and_(Response.version_id.in_(ids), said(says_so, ending.item_key)))
    return or_(*conditions) if conditions else false()


def wants_to_speak(session: Session) -> ColumnElement[bool]:
    """Return, as a condition on `response`, that somebody wants to answer by word of mouth: a question, or all of it.

    Begun from the few answers that are spoken, which have an index of their own.
    """
    spoken = (
        select(SnapshotAnswer.snapshot_id)
        .join(AnswerRevision, SnapshotAnswer.answer_revision_id == AnswerRevision.id)
        .where(AnswerRevision.is_spoken)
    )
    in_all = says(session, "answering_way", lambda value: value.as_string() == BY_INTERVIEW)
    return or_(and_(Response.snapshot_id.is_not(None), Response.snapshot_id.in_(spoken)), in_all)


def consent_in_force(scope: str) -> ScalarSelect[str]:
    """Return, as a column of `response`, the choice of one scope that was submitted and was not withdrawn since.

    Where the ledger says something narrower than the statement, it is the ledger's word.
    """
    said = aliased(SnapshotConsent)
    width = case({"yes": 2, "anonymous": 1}, value=Consent.choice, else_=0)
    said_width = case({"yes": 2, "anonymous": 1}, value=said.choice, else_=0)
    return (
        select(case((width <= said_width, Consent.choice), else_=said.choice))
        .join(said, (said.scope == Consent.scope) & (said.snapshot_id == Response.snapshot_id))
        .where(Consent.response_id == Response.id, Consent.scope == scope, Consent.withdrawn_at.is_(None))
        .limit(1)
        .correlate(Response)
        .scalar_subquery()
    )
