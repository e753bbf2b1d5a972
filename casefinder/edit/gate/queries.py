"""What is known of cases before print: the organisation's word, and who may approve."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.analyse.suggestions.models import Finding
from casefinder.answer.texts.models import SourceText
from casefinder.edit.cases.content import CaseContent
from casefinder.edit.cases.models import CaseRevision
from casefinder.edit.cases.queries import case_content
from casefinder.edit.drafts.gathering import Gathered, gather
from casefinder.edit.gate import fit_queries as fits
from casefinder.edit.gate.find_rules import Names, as_read, finds, names_in, unread
from casefinder.edit.gate.locked_rules import Locked, locked_of
from casefinder.edit.gate.models import CaseReading, CaseWords, Confirmation, FindDecision
from casefinder.edit.gate.piece_rules import Piece, pieces_of
from casefinder.edit.gate.rules import Confirmed, Decided, Passed, Verdict, Way, printed_hash
from casefinder.faces import Role
from casefinder.staff.accounts.models import Account

APPROVERS = tuple(role.key for role in Role if role >= Role.EDITOR)


BESIDE = ("title", "tools.products")  # answers that the page prints, or the data give, as they are


@dataclass(frozen=True)
class Look:
    """What of a case is looked at, and with what it is compared."""

    pieces: tuple[Piece, ...]
    locked: Locked
    names: Names


def passed(
    session: Session,
    contents: Mapping[int, CaseContent],
    gathered: Mapping[int, Gathered],
    *,
    looks: Mapping[int, Look] | None = None,
) -> dict[int, Passed]:
    """Return what several cases have passed, by id; as many queries however many there are.

    Args:
        session: Any session.
        contents: What the cases say, by id.
        gathered: What they are made from, by response.
        looks: What of them is looked at, when that was read already.
    """
    confirmations, decisions = _confirmations(session, contents), _decisions(session, contents)
    stuck, laid_out = _stuck(session, contents), fits.remembered(session, contents, gathered)
    looks = looks_at(session, contents, gathered) if looks is None else looks
    return {
        case_id: Passed(
            confirmations.get(case_id),
            finds(look.pieces, look.locked, look.names),
            decisions.get(case_id, {}),
            unread(look.pieces, look.names),
            case_id in stuck,
            look.locked.answers,
            len(look.pieces),
            laid_out.get(case_id),
        )
        for case_id, look in looks.items()
    }


def passed_of(session: Session, case_id: int) -> Passed:
    """Return what one case has passed.

    Raises:
        NotFoundError: There is no such case.
    """
    content = case_content(session, case_id)
    gathered = {content.response_id: gather(session, content.response_id)}
    return passed(session, {case_id: content}, gathered)[case_id]


def looks_at(
    session: Session, contents: Mapping[int, CaseContent], gathered: Mapping[int, Gathered]
) -> dict[int, Look]:
    """Return what of some cases is looked at, and with what it is compared."""
    words, spoken_of = words_of(session, contents), persons_found(session, gathered)
    return {
        case_id: _look(content, gathered[content.response_id], words.get(case_id, {}), spoken_of)
        for case_id, content in contents.items()
    }


def _look(
    content: CaseContent,
    found: Gathered,
    words: Mapping[str, Sequence[Sequence[int]]],
    spoken_of: Mapping[int, Sequence[str]],
) -> Look:
    pieces = pieces_of(content, beside_of(found))
    said = found.statement
    if said is None or not found.may_print:  # nothing is printed at all
        return Look(pieces, Locked(), Names(read=as_read(words)))
    organisation = found.organisation
    locked = locked_of(said, () if found.is_anonymous else (organisation.display_name, organisation.kana))
    named = names_in(spoken_of.get(content.response_id, ()), words)
    return Look(pieces, locked, Names(unsayable_persons(found), named, as_read(words), said.may_read_text))


def beside_of(found: Gathered) -> tuple[str, ...]:
    """Return the answers that are printed with a case though they do not stand in it."""
    return tuple(each.text for each in found.sources if each.is_publishable and each.means in BESIDE)


def unsayable_persons(found: Gathered) -> tuple[str, ...]:
    """Return the names of persons in the answers that may not be printed."""
    if found.statement is None:
        return ()
    asked = found.statement.document.keys_of("key_persons.name", "respondent.name")
    names = (each.text for each in found.sources if each.key in asked and not each.is_publishable)
    return tuple(dict.fromkeys(names))


def words_of(session: Session, case_ids: Iterable[int]) -> dict[int, dict[str, Sequence[Sequence[int]]]]:
    """Return where the engine found names in the words of some cases: case id → text key → spans."""
    query = select(CaseWords.case_id, CaseWords.names).where(CaseWords.case_id.in_(list(case_ids)))
    return {case_id: names for case_id, names in session.execute(query)}


def persons_found(session: Session, response_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return the words with which the answers of some responses speak of persons, as the engine found them."""
    words = func.substr(SourceText.text, Finding.start_char + 1, Finding.end_char - Finding.start_char)
    rows = session.execute(
        select(Finding.response_id, words)
        .join(SourceText, SourceText.id == Finding.source_text_id)
        .where(
            Finding.response_id.in_(list(response_ids)), Finding.kind == "entity", Finding.label == "PERSON"
        )
        .where(SourceText.superseded_at.is_(None))
        .order_by(Finding.id)
    )
    found: dict[int, dict[str, None]] = {}
    for response_id, said in rows:
        found.setdefault(response_id, {})[said] = None
    return {response_id: tuple(said) for response_id, said in found.items()}


def _decisions(session: Session, case_ids: Iterable[int]) -> dict[int, dict[str, Decided]]:
    rows = session.execute(
        select(FindDecision, Account.name)
        .join(Account, Account.id == FindDecision.decided_by)
        .where(FindDecision.case_id.in_(list(case_ids)), FindDecision.undone_at.is_(None))
    )
    found: dict[int, dict[str, Decided]] = {}
    for row, name in rows:
        decided = Decided(Verdict(row.verdict), row.reason, name, row.decided_at)
        found.setdefault(row.case_id, {})[row.find_key] = decided
    return found


def _stuck(session: Session, case_ids: Iterable[int]) -> set[int]:
    """Return the cases of which the last reading was given up."""
    newest = (
        select(func.max(CaseReading.id))
        .where(CaseReading.case_id.in_(list(case_ids)))
        .group_by(CaseReading.case_id)
    )
    query = select(CaseReading.case_id).where(CaseReading.id.in_(newest), CaseReading.failed_at.is_not(None))
    return set(session.scalars(query))


def _confirmations(session: Session, contents: Mapping[int, CaseContent]) -> dict[int, Confirmed]:
    rows = session.execute(
        select(Confirmation, Account.name)
        .outerjoin(Account, Account.id == Confirmation.recorded_by)
        .where(Confirmation.case_id.in_(contents), Confirmation.withdrawn_at.is_(None))
    )
    return {
        row.case_id: Confirmed(
            row.confirmed_by, row.confirmed_on, Way(row.way), row.note, row.recorded_at, recorder or "",
            row.printed_hash == printed_hash(contents[row.case_id]),
        )
        for row, recorder in rows
    }  # fmt: skip


def approvers(session: Session) -> dict[int, str]:
    """Return the accounts that may approve now, id → name."""
    query = select(Account.id, Account.name).where(Account.disabled_at.is_(None), Account.role.in_(APPROVERS))
    return {account_id: name for account_id, name in session.execute(query.order_by(Account.id))}


def last_author_id(session: Session, case_id: int) -> int | None:
    """Return who changed a case last."""
    return session.scalar(
        select(CaseRevision.account_id)
        .where(CaseRevision.case_id == case_id)
        .order_by(CaseRevision.revision.desc())
        .limit(1)
    )
