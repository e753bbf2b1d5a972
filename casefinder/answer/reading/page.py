"""One response as the staff reads it: every answer in order, with level, revision, files and what was agreed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from casefinder.answer.answers.ending_rules import is_ended
from casefinder.answer.responses import queries, rules
from casefinder.answer.responses.models import Response, ResponseEvent
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.returns.queries import Message, messages_of
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.snapshots.rules import Statement, Submitted, SubmittedFile
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import NOTHING
from casefinder.ask.questionnaires.cells import Cell, by_field, texts_by_row
from casefinder.ask.questionnaires.document import Document, Field, Item
from casefinder.errors import NotFoundError
from casefinder.staff.consent import queries as consents
from casefinder.staff.consent import rules as consent_rules
from casefinder.staff.consent.queries import Entry

CONTACT_KINDS = ("telephone", "email")


@dataclass(frozen=True)
class Part:
    """One field of an answer as text, or as a table."""

    key: str
    label: str
    text: str = ""
    is_long: bool = False
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    level: str = "everyone"
    is_hidden: bool = False


@dataclass(frozen=True)
class Shown:
    """One item with its answer."""

    key: str
    number: str
    title: str
    parts: tuple[Part, ...]
    level: str
    is_answered: bool
    is_asked: bool
    is_spoken: bool
    alternative: str
    note: str
    revision: int
    saved_at: datetime | None
    files: tuple[SubmittedFile, ...] = ()


@dataclass(frozen=True)
class SectionShown:
    """One section with its items."""

    key: str
    number: str
    title: str
    items: tuple[Shown, ...]


@dataclass(frozen=True)
class Other:
    """Another response of the same organisation to the same campaign."""

    id: int
    number: int
    state: ResponseState


@dataclass(frozen=True)
class Page:
    """All that the page of one response needs."""

    response_id: int
    invitation_id: int
    campaign_id: int
    campaign_title: str
    organisation: str
    place: str
    kind: str
    state: ResponseState
    is_none: bool
    receipt_number: str | None
    revision: int
    submitted_revision: int | None
    started_at: datetime
    saved_at: datetime | None
    submitted_at: datetime | None
    first_read_at: datetime | None
    accepted_at: datetime | None
    edition: int
    title: str
    example: str  # a question's number, to show how a message may name one
    sections: tuple[SectionShown, ...]
    consents: Mapping[str, str]
    ledger: tuple[Entry, ...]
    messages: tuple[Message, ...]
    events: tuple[tuple[str, datetime, int], ...] = field(default_factory=tuple)
    others: tuple[Other, ...] = ()

    @property
    def may_return(self) -> bool:
        """Whether it is with the editors."""
        return self.state in rules.WITH_EDITORS

    @property
    def may_begin(self) -> bool:
        """Whether nobody has begun to read what was submitted."""
        return rules.may_take_back(self.state)

    @property
    def is_changed_since(self) -> bool:
        """Whether the respondent has written since the last submit."""
        return self.submitted_revision is not None and self.revision != self.submitted_revision


def load(session: Session, response_id: int, *, with_contacts: bool) -> Page:
    """Return the page of a response.

    Args:
        session: A reading session.
        response_id: Which response.
        with_contacts: Whether telephone numbers and mail addresses are shown; readers do not see them.

    Raises:
        NotFoundError: There is no such response.
    """
    response = session.scalar(
        select(Response)
        .where(Response.id == response_id)
        .options(
            joinedload(Response.invitation).joinedload(Invitation.organisation),
            joinedload(Response.invitation).joinedload(Invitation.campaign),
            joinedload(Response.version),
        )
    )
    if response is None:
        raise NotFoundError
    invitation, document = response.invitation, questionnaires.document_of(response.version)
    said = snapshots.statement(session, response_id)
    return Page(
        response.id, invitation.id, invitation.campaign_id, invitation.campaign.title,
        invitation.organisation.display_name, invitation.organisation.subprefecture, invitation.organisation.kind,
        queries.state_of(response), bool(said and is_ended(document, said.answers)), response.receipt_number, response.revision,
        response.submitted_revision, response.started_at, response.saved_at, response.submitted_at,
        response.first_read_at, response.accepted_at, queries.submissions(session, response_id),
        said.title if said else "", _example(document),
        _sections(said, with_contacts, register_line(invitation.organisation)) if said else (),
        said.consents if said else {}, tuple(consents.ledger(session, response_id)),
        tuple(messages_of(session, response_id)), _events(session, response_id),
        _others(session, response),
    )  # fmt: skip


def _example(document: Document) -> str:
    asked = document.meant("trouble")
    return asked.item.number if asked else next(document.items()).number


def register_line(organisation: Organisation) -> str:
    """Return what the register knows and the questionnaire only shows: name, code, sub-prefecture."""
    return "　".join(filter(None, (organisation.display_name, organisation.code, organisation.subprefecture)))


def _others(session: Session, response: Response) -> tuple[Other, ...]:
    found = session.scalars(
        select(Response).where(Response.invitation_id == response.invitation_id).order_by(Response.id)
    )
    return tuple(
        Other(each.id, number, queries.state_of(each))
        for number, each in enumerate(found, start=1)
        if each.id != response.id
    )


def _events(session: Session, response_id: int) -> tuple[tuple[str, datetime, int], ...]:
    rows = session.execute(
        select(ResponseEvent.kind, ResponseEvent.at, ResponseEvent.revision)
        .where(ResponseEvent.response_id == response_id)
        .order_by(ResponseEvent.id)
    )
    return tuple((kind, at, revision) for kind, at, revision in rows)


def _sections(said: Statement, with_contacts: bool, register: str) -> tuple[SectionShown, ...]:
    document = said.document
    asked = {item.key for item in questions.items_in_scope(document, said.answers)}
    files: dict[str, list[SubmittedFile]] = {}
    for each in said.files:
        files.setdefault(each.question_key, []).append(each)
    return tuple(
        SectionShown(
            section.key, section.number, section.title,
            tuple(
                shown(
                    item, said.answers.get(item.key), is_asked=item.key in asked, with_contacts=with_contacts,
                    register=register, files=tuple(files.get(item.key, ())),
                )
                for item in section.items
            ),
        )
        for section in document.sections
    )  # fmt: skip


def shown(
    item: Item,
    given: Submitted | None,
    *,
    is_asked: bool = True,
    with_contacts: bool = True,
    register: str = "",
    files: tuple[SubmittedFile, ...] = (),
) -> Shown:
    """Return one item as the staff reads it."""
    chosen = given.audience if given else None
    value: Mapping[str, object] = given.value if given else {}
    parts = tuple(
        part
        for each, own in by_field(item, given or NOTHING)
        if (part := _part(each, own, with_contacts, register)) is not None
    )
    other = item.alternative(given.alternative) if given else None
    return Shown(
        item.key, item.number, item.title, parts,
        consent_rules.answer_level(chosen, default=item.audience, is_open=item.audience_open),
        bool(parts or files or other or (given and given.is_spoken)), is_asked, bool(given and given.is_spoken),
        other.label if other else "", str(value.get("alternative_text") or ""), given.revision if given else 0,
        given.saved_at if given else None, files,
    )  # fmt: skip


def _part(each: Field, own: Sequence[Cell], with_contacts: bool, register: str) -> Part | None:
    if each.kind == "prefilled" and register:
        return Part(each.key, "", register)
    if each.kind in ("file", "prefilled", "explanation") or not own or all(c.is_empty for c in own):
        return None
    first = own[0]
    level = first.item.field_audience(each, first.chosen)
    label = each.label if len(first.item.fields) > 1 else ""
    if each.kind in CONTACT_KINDS and not with_contacts:
        return Part(each.key, label, level=level, is_hidden=True)
    if each.kind == "table":
        head = tuple(column.label for column in each.columns)
        return Part(each.key, label, head=head, rows=texts_by_row(own), level=level)
    return Part(each.key, label, first.text, each.kind == "long_text", level=level)
