"""Which drafts have no word of the organisation, or one that is of an earlier text."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from casefinder.edit.cases import stored
from casefinder.edit.cases.models import Case
from casefinder.edit.gate.models import Confirmation
from casefinder.edit.gate.rules import printed_hash

IS_DRAFT = and_(Case.approved_at.is_(None), Case.discarded_at.is_(None))
_STANDS = Confirmation.withdrawn_at.is_(None)


def outdated(session: Session) -> list[int]:
    """Return the drafts whose words are no longer those that the organisation said yes to.

    Only drafts that were touched since are read; what an editor set beside the words takes no confirmation away.
    """
    touched = session.execute(
        select(Case, Confirmation.printed_hash)
        .join(Confirmation, and_(Confirmation.case_id == Case.id, _STANDS))
        .where(IS_DRAFT, Confirmation.revision < Case.revision)
    ).all()
    said = stored.contents(session, [case for case, _ in touched]) if touched else {}
    return [case.id for case, confirmed in touched if printed_hash(said[case.id]) != confirmed]


def lacks_word(outdated_ids: Iterable[int]) -> ColumnElement[bool]:
    """Return the condition that a case is a draft to whose present words no organisation has said yes.

    Args:
        outdated_ids: What `outdated` found.
    """
    said_yes = (
        select(Confirmation.id).where(Confirmation.case_id == Case.id, _STANDS).correlate(Case).exists()
    )
    return and_(IS_DRAFT, or_(~said_yes, Case.id.in_(list(outdated_ids))))


def without_word(session: Session, case_ids: Iterable[int]) -> set[int]:
    """Return which of some cases are drafts to whose present words no organisation has said yes."""
    query = select(Case.id).where(Case.id.in_(list(case_ids)), lacks_word(outdated(session)))
    return set(session.scalars(query))
