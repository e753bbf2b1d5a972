"""Reading all rooms for the start page: what waits, how many, since when. Writes none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, not_, select
from sqlalchemy.orm import Session

from casefinder.analyse.suggestions.models import Reading
from casefinder.answer.reading import list_queries
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import state_case
from casefinder.answer.returns.models import ReturnMessage
from casefinder.answer.snapshots import spoken_queries as wishes
from casefinder.answer.snapshots.queries import statements
from casefinder.answer.snapshots.rules import items_about
from casefinder.answer.snapshots.spoken_rules import SpokenWish
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.invitations import post_queries
from casefinder.ask.invitations.models import Invitation, Link
from casefinder.ask.invitations.queries import is_main_link
from casefinder.ask.organisations.models import Organisation
from casefinder.edit.casebooks.models import Edition
from casefinder.edit.cases.models import Case
from casefinder.edit.gate import word_queries as words
from casefinder.faces import Role
from casefinder.mail.models import Letter
from casefinder.overview.rules import NEAR_DEADLINE, ROWS_SHOWN, Work
from casefinder.publish.builds.models import Build
from casefinder.publish.releases import queries as releases
from casefinder.staff.consent.seeing_rules import PERSONAL, may_see


@dataclass(frozen=True)
class Item:
    """One line: who, what in one clause, since when, and what to open."""

    who: str
    what: str
    since: datetime | None
    kind: str  # post | invitation | response | case | word | reading | build | release
    id: int
    campaign_id: int | None = None
    letter_id: int | None = None
    may_try_again: bool = True
    words: str = ""  # what a mail server said
    campaign: str = ""
    response_id: int | None = None  # whose title stands where no clause does
    wish: SpokenWish | None = None  # what is to be asked by word of mouth


@dataclass(frozen=True)
class Group:
    """One group: how many there are, and the first few."""

    work: Work
    count: int
    items: tuple[Item, ...]


def groups(
    session: Session, *, now: datetime, role: Role = Role.READER, post: post_queries.State | None = None
) -> list[Group]:
    """Return all groups that have something in them, in order.

    Args:
        session: A reading session.
        now: When (UTC).
        role: Whose eyes it is for.
        post: How the post stands, if it is known already.
    """
    post = post or post_queries.state(session, now)
    none = list_queries.says_none(session)
    made = [
        _releases(session, now),
        _mail_stopped(post),
        _letters(session, Work.FAILED_LETTERS, post_queries.has_failed(), Letter.failed_at, role),
        _letters(session, Work.LATE_LETTERS, post_queries.is_put_off(), Letter.queued_at, role),
        _failed_jobs(session),
        _responses(session, none, Work.RESUBMITTED, "resubmitted", Response.submitted_at),
        _responses(session, none, Work.UNREAD, "submitted", Response.submitted_at),
        _spoken(session),
        _responses(session, none, Work.READING, "reading", Response.first_read_at),
        *_cases(session),
        _responses(session, none, Work.RETURNED, "returned", Response.returned_at),
        _unopened(session, now, role),
    ]
    return _titled(session, [group for group in made if group.count], role)


def _titled(session: Session, found: Sequence[Group], role: Role) -> list[Group]:
    """Give responses and cases without a clause the title that was submitted, as far as the role may see it."""
    ids = {item.response_id for group in found for item in group.items if item.response_id and not item.what}
    said = statements(session, ids, keys=items_about("title")) if ids else {}
    titles = {key: each.title_for(role) for key, each in said.items()}
    return [
        replace(
            group,
            items=tuple(
                item
                if item.what
                else replace(item, what=titles.get(item.response_id or 0, "") or item.campaign)
                for item in group.items
            ),
        )
        for group in found
    ]


def menu_counts(session: Session) -> dict[str, int]:
    """Return the numbers that stand in the menu, by endpoint: unread responses, begun ones, drafts."""
    states = dict(
        session.execute(
            select(state_case().label("state"), func.count())
            .select_from(Response)
            .where(Response.submitted_at.is_not(None), Response.accepted_at.is_(None))
            .where(not_(list_queries.says_none(session)))
            .group_by("state")
        ).all()
    )
    drafts = (
        select(func.count()).select_from(Case).where(Case.approved_at.is_(None), Case.discarded_at.is_(None))
    )
    return {
        "responses.index": states.get("submitted", 0) + states.get("resubmitted", 0),
        "coding.index": states.get("reading", 0),
        "cases.index": session.scalar(drafts) or 0,
    }


def _group(session: Session, work: Work, found: Select[*tuple[Any, ...]], order: Any, make: Any) -> Group:
    """Ask for the first few and, beside each, how many there are: what decides is dear, and is asked of each row once."""
    numbered = found.add_columns(func.count().over().label("total"))
    rows = session.execute(numbered.order_by(order).limit(ROWS_SHOWN)).all()
    return Group(work, rows[0].total if rows else 0, tuple(make(row) for row in rows))


def _mail_stopped(post: post_queries.State) -> Group:
    """Our own house's trouble is one thing to do, however many letters wait for it."""
    if post.hold:
        what, words, since = "held", "", post.hold.since_at
    elif post.stop:
        what, words, since = post.stop.trouble.value, post.stop.words, post.stop.since_at
    elif post.idle_since:
        what, words, since = "idle", "", post.idle_since
    else:
        return Group(Work.MAIL_STOPPED, 0, ())
    return Group(Work.MAIL_STOPPED, 1, (Item("", what, since, "post", post.waiting, words=words),))


def _letters(session: Session, work: Work, which: ColumnElement[bool], since: Any, role: Role) -> Group:
    sees = may_see(PERSONAL, role)
    found = (
        select(Organisation, Invitation.id, Invitation.campaign_id, Letter.id)
        .join(Invitation, Invitation.organisation_id == Organisation.id)
        .join(Letter, Letter.invitation_id == Invitation.id)
        .where(which)
        .with_only_columns(
            Organisation.name, Organisation.is_sample, Invitation.id, Invitation.campaign_id,
            Invitation.recipient_email, since.label("since"), Letter.id.label("letter_id"), Letter.trouble, Letter.failure,
        )
    )  # fmt: skip
    return _group(
        session, work, found, since,
        lambda row: Item(
            _shown(row.name, row.is_sample), row.trouble or (row.recipient_email if sees else ""), row.since, "invitation", row[2],
            row.campaign_id, row.letter_id, words=(row.failure or "") if sees else "",
        ),
    )  # fmt: skip


def _releases(session: Session, now: datetime) -> Group:
    """What went out and may not stay, or is not as it was: readers cannot open it, or soon will not; somebody decides."""
    waiting = [
        each for each in releases.releases(session, now=now) if each.withdrawn_at is None and each.waits
    ]
    items = (
        Item(
            f"{each.title}　{each.edition_label}", "released" if each.is_public else "paused",
            each.waits_since or each.released_at, "release", each.id,
        )
        for each in waiting[:ROWS_SHOWN]
    )  # fmt: skip
    return Group(Work.RELEASES, len(waiting), tuple(items))


def _spoken(session: Session) -> Group:
    """Who wants to answer by word of mouth; whoever was heard is accepted, and no longer here."""
    found = (
        select(Organisation.name, Organisation.is_sample, Response.id.label("response_id"), Response.submitted_at)
        .select_from(Response)
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .where(wishes.waits(session))
    )  # fmt: skip
    group = _group(
        session, Work.SPOKEN, found, Response.submitted_at,
        lambda row: Item(_shown(row.name, row.is_sample), "", row.submitted_at, "response", row.response_id),
    )  # fmt: skip
    said = wishes.wishes_of(session, [item.id for item in group.items])
    return replace(group, items=tuple(replace(item, wish=said.get(item.id)) for item in group.items))


def _failed_jobs(session: Session) -> Group:
    readings = _group(
        session, Work.FAILED_JOBS,
        _of_responses(Reading.response_id, Reading.failed_at).where(Reading.failed_at.is_not(None), _is_newest_reading()),
        Reading.failed_at,
        lambda row: Item(_shown(row.name, row.is_sample), "reading", row.at, "reading", row.response_id),
    )  # fmt: skip
    newest = select(func.max(Build.id)).group_by(Build.edition_id)
    builds = _group(
        session, Work.FAILED_JOBS,
        select(Build.id, Edition.title, Build.failed_at, Build.lint)
        .join(Edition, Build.edition_id == Edition.id)
        .where(Build.failed_at.is_not(None), Build.id.in_(newest)),
        Build.failed_at,
        lambda row: Item(row.title, "build", row.failed_at, "build", row.id, may_try_again=not row.lint),
    )  # fmt: skip
    return Group(Work.FAILED_JOBS, readings.count + builds.count, (*readings.items, *builds.items))


def _is_newest_reading() -> Any:
    return Reading.id.in_(select(func.max(Reading.id)).group_by(Reading.response_id))


def _of_responses(response_id: Any, at: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(Organisation.name, Organisation.is_sample, Response.id.label("response_id"), at.label("at"))
        .select_from(Response)
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .join(response_id.class_, response_id == Response.id)
    )


def _responses(session: Session, none: ColumnElement[bool], work: Work, state: str, at: Any) -> Group:
    """Those in a state, as the list counts them: where nothing is to be reported nothing waits."""
    found = (
        select(
            Organisation.name, Organisation.is_sample, Response.id.label("response_id"),
            (_message() if work is Work.RETURNED else literal("")).label("what"), Campaign.title.label("campaign"),
            at.label("at"),
        )
        .select_from(Response)
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Campaign, Invitation.campaign_id == Campaign.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .where(state_case() == state, not_(none))
    )  # fmt: skip
    return _group(
        session, work, found, at,
        lambda row: Item(
            _shown(row.name, row.is_sample), _first_line(row.what or ""), row.at, "response", row.response_id,
            response_id=row.response_id, campaign=row.campaign,
        ),
    )  # fmt: skip


def _message() -> Any:
    """What we wrote when we returned it last."""
    return (
        select(ReturnMessage.message)
        .where(ReturnMessage.response_id == Response.id)
        .order_by(ReturnMessage.id.desc())
        .limit(1)
        .correlate(Response)
        .scalar_subquery()
    )


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0][:80]


def _cases(session: Session) -> tuple[Group, Group]:
    """Drafts: those to whose words no organisation has said yes, and those that are to be finished and approved."""
    outdated = words.outdated(session)
    lacks = words.lacks_word(outdated)
    return (
        _drafts(session, Work.UNCONFIRMED, lacks, outdated),
        _drafts(session, Work.TO_APPROVE, and_(words.IS_DRAFT, not_(lacks)), ()),
    )


def _drafts(session: Session, work: Work, which: ColumnElement[bool], outdated: Sequence[int]) -> Group:
    """Cases in one state of the organisation's word; an approved one has it, or could not have been approved."""
    found = (
        select(
            Organisation.name,
            Organisation.is_sample,
            Case.id.label("case_id"),
            Case.response_id,
            Case.edited_at,
        )
        .select_from(Case)
        .join(Response, Case.response_id == Response.id)
        .join(Invitation, Response.invitation_id == Invitation.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .where(which)
    )
    return _group(
        session, work, found, Case.edited_at,
        lambda row: Item(
            _shown(row.name, row.is_sample), "outdated_word" if row.case_id in outdated else "", row.edited_at,
            "word" if work is Work.UNCONFIRMED else "case", row.case_id, response_id=row.response_id,
        ),
    )  # fmt: skip


def _unopened(session: Session, now: datetime, role: Role) -> Group:
    sees = may_see(PERSONAL, role)
    due = func.coalesce(Invitation.due_at, Campaign.closes_at)
    found = (
        select(
            Organisation.name, Organisation.is_sample, Invitation.id, Invitation.campaign_id,
            Invitation.recipient_email, due.label("due"),
        )
        .select_from(Invitation)
        .join(Campaign, Invitation.campaign_id == Campaign.id)
        .join(Organisation, Invitation.organisation_id == Organisation.id)
        .join(Link, is_main_link())
        .where(
            and_(Campaign.opened_at.is_not(None), Campaign.closed_at.is_(None)),
            Invitation.opened_at.is_(None), Link.revoked_at.is_(None), due <= now + NEAR_DEADLINE,
        )
    )  # fmt: skip
    return _group(
        session, Work.UNOPENED, found, due,
        lambda row: Item(_shown(row.name, row.is_sample), row.recipient_email if sees else "", row.due, "invitation", row[2], row.campaign_id),
    )  # fmt: skip


def _shown(name: str, is_sample: bool) -> str:
    return f"{name}（見本）" if is_sample else name
