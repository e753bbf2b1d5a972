"""An edition's content, gathered and filtered at this moment: the one way from the tables to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from casefinder.answer.snapshots.rules import Statement
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations import queries as organisations
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.organisations.places import Places
from casefinder.edit.casebooks import queries as casebooks
from casefinder.edit.casebooks import rules as numbering
from casefinder.edit.casebooks.composing import Told, told
from casefinder.edit.casebooks.models import Edition
from casefinder.edit.cases import rules as case_rules
from casefinder.edit.cases.content import CaseContent
from casefinder.edit.cases.models import Case
from casefinder.edit.cases.showing import visible
from casefinder.edit.checks.naming import organisation_spellings
from casefinder.edit.checks.words import spellings
from casefinder.edit.drafts import gathering
from casefinder.edit.drafts.facts import RegisterFact
from casefinder.edit.gate import fit_queries as fits
from casefinder.edit.gate import queries as gate
from casefinder.edit.layout import places as layout
from casefinder.errors import N_, NotPossibleError
from casefinder.prefectures import Prefecture
from casefinder.publish.builds import themes
from casefinder.publish.builds.campaign import campaign_figures
from casefinder.publish.builds.front import edition_of
from casefinder.publish.builds.printed import Given, Who, case_page
from casefinder.publish.builds.related import with_related
from casefinder.publish.builds.resting import Rest, Said, quoted_keys, rest_of
from casefinder.publish.builds.terms import index_terms
from casefinder.publish.content import CasePage, EditionContent
from casefinder.publish.installation import Publisher
from casefinder.staff.consent.rules import Target
from casefinder.tokyo import day_of

NO_CONSENT = N_("The respondent does not agree to print")
NOT_APPROVED = N_("The case is not approved in its present form")
NO_CHAPTER = N_("The chapter is not chosen")


class NothingToPrint(NotPossibleError):
    """The edition holds no approved case that may be printed."""

    message = N_("This edition holds no approved case that may be printed.")


class NotConfirmed(NotPossibleError):
    """Nobody has said that the texts beside the cases are so."""

    message = N_(
        "Write the method of the survey and how the cases were chosen, and confirm the texts beside the cases. Then the book can be made."
    )


class NoCampaign(NotPossibleError):
    """Nobody knows on which campaign the edition reports."""

    message = N_("Choose the campaign that this edition reports on.")


@dataclass(frozen=True)
class LeftOut:
    """A case of the edition that is not printed, and why (an English message id)."""

    case_id: int
    title: str
    reason: str


@dataclass(frozen=True)
class Collected:
    """The content, the consents it rests on (by response), what was left out, and what each case rests on."""

    content: EditionContent
    consents: dict[int, dict[str, str]]
    left_out: tuple[LeftOut, ...]
    rests: tuple[Rest, ...]


@dataclass(frozen=True)
class _Gathered:
    """One case that may be printed."""

    row: Case
    content: CaseContent
    found: gathering.Gathered
    said: Statement
    may_open: bool

    @property
    def given(self) -> Given:
        """The answers that are printed beside the edited text."""
        return Given.of(self.found.sources, self.found.publishable)


def edition_content(
    session: Session, edition_id: int, *, now: datetime, publisher: Publisher, known: Told | None = None
) -> EditionContent:
    """Return what an edition prints as of now; see `collect`."""
    return collect(session, edition_id, now=now, publisher=publisher, known=known).content


def collect(
    session: Session, edition_id: int, *, now: datetime, publisher: Publisher, known: Told | None = None
) -> Collected:
    """Gather an edition; consent and level are asked for every sentence, now.

    Args:
        session: A reading session.
        edition_id: Which edition.
        now: When (UTC).
        publisher: Who is named in it.
        known: What its cases say, when the same session has read that already.

    Raises:
        NotFoundError: There is no such edition.
        NotConfirmed: Nobody has said that its texts are so.
        NothingToPrint: No case of it may be printed.
        NoCampaign: The edition and its cases name no campaign.
    """
    edition = casebooks.edition_of(session, edition_id)
    matter = casebooks.front_matter_of(edition)
    if not (matter.is_confirmed and matter.method.strip() and matter.selection.strip()):
        raise NotConfirmed
    gathered, left_out = _gather(session, edition_id, known or told(session, edition_id))
    if not gathered:
        raise NothingToPrint
    order = numbering.numbered(
        [numbering.Placed(each.row.id, each.row.chapter) for each in gathered.values()]
    )
    numbers = {each.case_id: each.number for each in order}
    statements = {each.row.response_id: each.said for each in gathered.values()}
    quotables = [q for q in casebooks.quotables(session, edition_id, statements) if q.case_id in numbers]
    here, places = publisher.prefecture, organisations.places(session)
    pages = [
        replace(
            _page(gathered[each.case_id], each, here, places), themes=themes.marks(quotables, each.case_id)
        )
        for each in order
    ]
    forbidden = {each.row.id: _unsayable(each.found) for each in gathered.values()}
    content = edition_of(
        edition, matter, publisher,
        cases=with_related(pages, {numbers[key]: room for key, room in fits.rooms(session, numbers).items()}),
        campaign=campaign_figures(session, _campaign(session, edition, gathered), pages, here, places),
        summaries=themes.summaries(session, quotables, numbers, matter, forbidden),
        terms=index_terms(pages, {numbers[i]: _keywords(g.content) for i, g in gathered.items()}),
        sayings={
            key: themes.sayings(
                quotables, numbers, [each.case_id for each in order if each.chapter == key], forbidden
            )
            for key in layout.CHAPTERS
        },
        built_on=day_of(now), earlier=casebooks.released_before(session, edition),
    )  # fmt: skip
    consents = {g.row.response_id: dict(g.said.consents) for g in gathered.values()}
    said = [Said(numbers[q.case_id], q.question_key, q.text) for q in quotables]
    return Collected(content, consents, tuple(left_out), _rests(content, order, gathered, said))


def _rests(
    content: EditionContent,
    order: Sequence[numbering.Numbered],
    gathered: Mapping[int, _Gathered],
    said: Sequence[Said],
) -> tuple[Rest, ...]:
    quoted = quoted_keys(content, said)
    pages = {page.number: page for page in content.cases}
    found = []
    for each in order:
        case = gathered[each.case_id]
        found.append(
            rest_of(
                pages[each.number], case.content, case.given,
                response_id=case.row.response_id, quoted=quoted.get(each.number, ()),
            )
        )  # fmt: skip
    return tuple(found)


def _gather(session: Session, edition_id: int, known: Told) -> tuple[dict[int, _Gathered], list[LeftOut]]:
    placed, contents, answers = casebooks.placed(session, edition_id), known.contents, known.gathered
    rows = {row.id: row for row in session.scalars(select(Case).where(Case.id.in_(contents)))}
    _load_facts(session, [each.organisation.id for each in answers.values()])
    gathered: dict[int, _Gathered] = {}
    left_out = []
    for each in placed:
        content, row = contents[each.case_id], rows[each.case_id]
        found = answers[row.response_id]
        said, reason = found.statement, _reason(content, row, found)
        if reason or said is None:
            left_out.append(LeftOut(row.id, content.text("title"), reason))
            continue
        shown = visible(content, found.publishable, picture=found.may_show(row.illustration_id))
        may_open = bool(said.publishable(Target.OPEN_DATA))
        gathered[row.id] = _Gathered(row, shown, found, said, may_open)
    return gathered, left_out


def _load_facts(session: Session, organisation_ids: Sequence[int]) -> None:
    """Read what the register knows of all organisations at once, not of each when its page is made."""
    query = select(Organisation).where(Organisation.id.in_(organisation_ids))
    session.scalars(query.options(selectinload(Organisation.facts))).all()


def _reason(content: CaseContent, row: Case, found: gathering.Gathered) -> str:
    if not found.may_print:
        return NO_CONSENT
    if not case_rules.is_approved(content, row.approved_hash):
        return NOT_APPROVED
    return "" if row.chapter in layout.CHAPTERS else NO_CHAPTER


def _page(each: _Gathered, number: numbering.Numbered, here: Prefecture, places: Places) -> CasePage:
    who = who_of(each.found, here, places)
    return case_page(number.number, number.chapter, each.content, who, each.given, open_data=each.may_open)


def who_of(found: gathering.Gathered, here: Prefecture, places: Places) -> Who:
    """Return whose case it is, as the register knows the organisation."""
    organisation = found.organisation
    return Who(
        organisation.display_name, organisation.kana, organisation.code or "", organisation.kind,
        organisation.subprefecture,
        [RegisterFact(fact.kind, fact.value, fact.year) for fact in organisation.facts],
        found.is_anonymous, here, places,
    )  # fmt: skip


def _unsayable(found: gathering.Gathered) -> tuple[str, ...]:
    """Return the words that no quotation of this response may hold."""
    persons = (spellings(name)[0] for name in gate.unsayable_persons(found))
    names = organisation_spellings(found.organisation.name) if found.is_anonymous else ()
    return tuple(word for word in (*persons, *names) if word.strip())


def _keywords(content: CaseContent) -> Sequence[str]:
    return [row["text"] for row in content.table("keywords") if row.get("text")]


def _campaign(session: Session, edition: Edition, gathered: Mapping[int, _Gathered]) -> Campaign:
    """Return the campaign the edition names, else that of its first case."""
    if edition.campaign_id is not None:
        return session.get_one(Campaign, edition.campaign_id)
    first = next(iter(gathered.values()))
    found = session.scalar(
        select(Campaign)
        .join(Invitation, Invitation.campaign_id == Campaign.id)
        .where(Invitation.organisation_id == first.found.organisation.id)
        .order_by(Campaign.id)
    )
    if found is None:
        raise NoCampaign
    return found
