"""What respondent pages show, worked out from stored values; templates decide nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casefinder.answer.answering.correcting import ToCorrect, place_of
from casefinder.answer.answering.preview_rules import EffectPreview, effect_preview
from casefinder.answer.answers import ending_rules, queries, rules
from casefinder.answer.answers.queries import AnswerView
from casefinder.answer.attachments import queries as attachments
from casefinder.answer.attachments import service as attaching
from casefinder.answer.attachments.queries import FileView
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import state_of, submissions
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.returns.queries import Message, open_message
from casefinder.ask.invitations.errors import LinkNotFound
from casefinder.ask.invitations.queries import Invited
from casefinder.ask.invitations.rules import LinkScope, LinkState
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.organisations.rules import FACT_BY_KEY
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires import rules as questions
from casefinder.ask.questionnaires.answers import NOTHING, Given, item_problems
from casefinder.ask.questionnaires.asking import Correction, FileShown, QuestionState, question_state
from casefinder.ask.questionnaires.document import Document, Item, Section
from casefinder.ask.questionnaires.models import QuestionnaireVersion
from casefinder.ask.questionnaires.problems import Problem
from casefinder.ask.questionnaires.queries import document_by_hash
from casefinder.ask.questionnaires.rules import Progress
from casefinder.errors import NotFoundError
from casefinder.templating import thousands


@dataclass(frozen=True)
class Begun:
    """A response that a link opens, and its questionnaire: all that saving needs to know beforehand."""

    invited: Invited
    response_id: int
    document: Document

    def section(self, key: str) -> Section:
        """Return one of the questionnaire's sections.

        Raises:
            NotFoundError: It has no such section, or the link does not open it.
        """
        found = next((each for each in self.document.sections if each.key == key), None)
        if found is None or not self.invited.opens_section(key):
            raise NotFoundError
        return found

    def item(self, key: str) -> Item:
        """Return one of the questionnaire's items.

        Raises:
            NotFoundError: It has no such item, or the link does not open its section.
        """
        for section in self.document.sections:
            for item in section.items:
                if item.key == key and self.invited.opens_section(section.key):
                    return item
        raise NotFoundError


@dataclass(frozen=True)
class Opened(Begun):
    """A response as its respondent sees it now: ids and values, the session is closed."""

    content_hash: str
    state: ResponseState
    revision: int
    saved_at: datetime | None
    submitted_at: datetime | None
    receipt_number: str | None
    edition: int
    answers: Mapping[str, AnswerView]
    marks: Mapping[str, bool]
    message: Message | None
    files: Sequence[FileView]
    file_problems: Mapping[str, tuple[Problem, ...]]
    facts: Sequence[tuple[str, str]]

    @property
    def is_writable(self) -> bool:
        """Whether answers may be changed now."""
        if self.state is ResponseState.RETURNED:
            return True
        return self.state is ResponseState.DRAFT and self.invited.state is not LinkState.CLOSED

    @property
    def may_begin_another(self) -> bool:
        """Whether a further initiative may be reported now: this one is written in, and the campaign takes answers."""
        own = self.invited.is_own and self.invited.scope is LinkScope.RESPONSE
        is_taken = self.invited.state is not LinkState.CLOSED
        return own and is_taken and self.revision > 0 and not self.is_ended

    @property
    def to_correct(self) -> tuple[str, ...]:
        """Keys of the items that the editors asked about."""
        return self.message.question_keys if self.message else ()

    @property
    def is_ended(self) -> bool:
        """Whether 今回は該当なし was answered."""
        return ending_rules.is_ended(self.document, self.answers)


@dataclass(frozen=True)
class SectionRow:
    """One line of the task list and of the rail."""

    key: str
    number: str
    title: str
    group: str
    questions: int
    minutes: int
    progress: Progress
    url: str


@dataclass(frozen=True)
class SectionPage:
    """One section with all its questions."""

    section: Section
    position: int
    states: Sequence[QuestionState]
    seen: Mapping[str, str]
    problems: Sequence[ToCorrect]
    mark: bool | None
    next: SectionRow | None
    removed: Sequence[FileView] = field(default_factory=tuple)
    effects: Mapping[str, EffectPreview] = field(default_factory=dict)


@dataclass(frozen=True)
class Onward:
    """Where a saved section leads: to its own problems, or to the next section that is asked."""

    has_problems: bool
    next_key: str | None


_CONTENT_HASH = (
    select(QuestionnaireVersion.content_hash)
    .join(Response, Response.version_id == QuestionnaireVersion.id)
    .where(Response.id == bindparam("response_id"))
)


def load_begun(session: Session, invited: Invited) -> Begun:
    """Return the response behind a link with its questionnaire, and nothing else.

    Raises:
        LinkNotFound: 開く was never pressed.
    """
    content_hash = session.connection().scalar(_CONTENT_HASH, {"response_id": invited.response_id})
    if content_hash is None or invited.response_id is None:
        raise LinkNotFound
    return Begun(invited, invited.response_id, document_by_hash(session, content_hash))


def onward(session: Session, begun: Begun, section: Section, *, is_finished: bool) -> Onward:
    """Return where a section that was just saved leads.

    Args:
        session: Any session.
        begun: The response.
        section: The section.
        is_finished: Whether 「入力を終えた」 was said: then what is missing is a problem, too.
    """
    document, answers = begun.document, queries.answers_of(session, begun.response_id)
    asked = {item.key for item in questions.items_in_scope(document, answers)}
    own = [item for item in section.items if item.key in asked]
    found = any(item_problems(item, answers.get(item.key, NOTHING)) for item in own)
    if is_finished and not found:
        standing = questions.submit_problems(document, answers)
        files = attaching.problems_of(session, begun.response_id, document, answers)
        found = any(item.key in standing or item.key in files for item in own)
    later = document.sections[document.sections.index(section) + 1 :]
    opened = [each for each in later if begun.invited.opens_section(each.key)]
    asked_next = (each.key for each in opened if any(item.key in asked for item in each.items))
    return Onward(found, next(asked_next, None))


def load(session: Session, invited: Invited) -> Opened:
    """Return all that pages need of an invitation's response.

    Raises:
        LinkNotFound: 開く was never pressed.
    """
    response = session.get(Response, invited.response_id) if invited.response_id else None
    if response is None:
        raise LinkNotFound
    document = questionnaires.document_of(response.version)
    answers = queries.answers_of(session, response.id)
    return Opened(
        invited=invited,
        response_id=response.id,
        document=document,
        content_hash=response.version.content_hash,
        state=state_of(response),
        revision=response.revision,
        saved_at=response.saved_at,
        submitted_at=response.submitted_at,
        receipt_number=response.receipt_number,
        edition=submissions(session, response.id),
        answers=answers,
        marks=queries.marks_of(session, response.id),
        message=open_message(session, response.id),
        files=attachments.files_of(session, response.id, with_removed=True),
        file_problems=attaching.problems_of(session, response.id, document, answers),
        facts=facts_of(session.get_one(Organisation, invited.organisation_id)),
    )


def facts_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Return what the register knows, as label and text."""
    facts = [(_("Name of the organisation"), organisation.display_name)]
    if organisation.code:
        facts.append((_("Code"), organisation.code))
    facts.append((_("Sub-prefecture"), organisation.subprefecture))
    place = {kind: number for number, kind in enumerate(FACT_BY_KEY)}
    for fact in sorted(organisation.facts, key=lambda fact: place.get(fact.kind, len(place))):
        known = FACT_BY_KEY.get(fact.kind)
        value = f"{thousands(fact.value)}{known.unit if known else ''}"
        facts.append(
            (_(known.label) if known else fact.kind, _("%(value)s (%(year)s)", value=value, year=fact.year))
        )
    return facts


def section_rows(opened: Opened) -> list[SectionRow]:
    """Return the task list in order; a link to some sections lists no others."""
    asked = {item.key for item in questions.items_in_scope(opened.document, opened.answers)}
    rows = []
    for section in opened.document.sections:
        if not opened.invited.opens_section(section.key):
            continue
        progress = questions.section_progress(
            section,
            opened.document,
            opened.answers,
            is_marked=opened.marks.get(section.key),
            to_correct=opened.to_correct,
        )
        if progress is Progress.FINISHED and any(item.key in opened.file_problems for item in section.items):
            progress = Progress.BEGUN
        rows.append(
            SectionRow(
                key=section.key,
                number=section.number,
                title=section.title,
                group=section.group,
                questions=sum(item.key in asked for item in section.items) or len(section.items),
                minutes=section.minutes,
                progress=progress,
                url=url_for("answering.section", ref=opened.invited.ref, key=section.key),
            )
        )
    return rows


def next_section(rows: Sequence[SectionRow], key: str | None = None) -> SectionRow | None:
    """Return the section to go to: the one after `key` that is asked, or the first that is not finished."""
    if key is not None:
        later = rows[[row.key for row in rows].index(key) + 1 :]
        return next((row for row in later if row.progress is not Progress.OUT_OF_SCOPE), None)
    open_ones = (Progress.NEEDS_CORRECTION, Progress.BEGUN, Progress.UNTOUCHED)
    order = sorted(
        (row for row in rows if row.progress in open_ones),
        key=lambda row: row.progress is not Progress.NEEDS_CORRECTION,
    )
    return order[0] if order else None


def section_page(
    opened: Opened,
    section: Section,
    *,
    with_missing: bool = False,
    rows_shown: Mapping[str, int] | None = None,
    typed: Mapping[str, Given] | None = None,
    seen: Mapping[str, rules.Seen] | None = None,
    more_problems: Mapping[str, tuple[Problem, ...]] | None = None,
    removed: Sequence[int] = (),
) -> SectionPage:
    """Return a section's page.

    Args:
        opened: The response.
        section: Which section.
        with_missing: Say also what is missing (after 「入力を終えた」, or coming from the check page).
        rows_shown: Table item → at least so many rows.
        typed: What was typed and is not stored, shown instead of the stored answers.
        seen: What the page that was typed on had seen of each item.
        more_problems: Item key → what went wrong with a file.
        removed: Files just removed, offered to be brought back.
    """
    asked = {item.key for item in questions.items_in_scope(opened.document, opened.answers)}
    standing = questions.submit_problems(opened.document, opened.answers) if with_missing else {}
    states, problems, shown = [], [], {}
    for item in section.items:
        if item.key not in asked:
            continue
        view = opened.answers.get(item.key)
        given = (typed or {}).get(item.key) or view or NOTHING
        found = standing[item.key] if item.key in standing else item_problems(item, given)
        if with_missing:
            found = (*found, *opened.file_problems.get(item.key, ()))
        found = (*found, *(more_problems or {}).get(item.key, ()))
        problems += [
            ToCorrect(item, place_of(item, problem, opened.files), problem, f"#item-{item.key}")
            for problem in found
        ]
        states.append(_state(opened, item, given, view, found, (rows_shown or {}).get(item.key, 0)))
        shown[item.key] = str((seen or {}).get(item.key) or (view.seen if view else rules.Seen()))
    return SectionPage(
        section=section,
        position=opened.document.sections.index(section) + 1,
        states=states,
        seen=shown,
        problems=problems,
        mark=opened.marks.get(section.key),
        next=next_section(section_rows(opened), section.key),
        removed=[file for file in opened.files if file.id in removed and file.removed_at],
        effects={
            state.item.key: preview
            for state in states
            if state.only and (preview := effect_preview(state.only.field, state.only.value))
        },
    )


def _state(
    opened: Opened,
    item: Item,
    given: Given,
    view: AnswerView | None,
    problems: tuple[Problem, ...],
    rows_shown: int,
) -> QuestionState:
    correction = None
    if opened.message and item.key in opened.message.question_keys:
        correction = Correction(opened.message.who, opened.message.returned_at, opened.message.text)
    return question_state(
        item,
        given,
        problems=problems,
        rows_shown=rows_shown,
        saved_at=view.saved_at if view else None,
        correction=correction,
        facts=opened.facts,
        files=files_shown(opened),
    )


def files_shown(opened: Opened) -> dict[int, FileShown]:
    """Return the files of a response as the page shows them, by id."""
    return {
        file.id: FileShown(
            id=file.id,
            url=url_for(
                "attachment_pages.thumbnail" if file.is_image else "attachment_pages.file",
                ref=opened.invited.ref,
                attachment_id=file.id,
            ),
            original_name=file.original_name,
            is_image=file.is_image,
            description=file.description,
            credit=file.credit,
            rights=file.rights,
        )
        for file in opened.files
        if file.removed_at is None
    }
