"""What the present codebook teaches the engine; who decided on a suggestion."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casefinder.analyse.coding.models import STANDING, Coding
from casefinder.analyse.suggestions.models import Suggestion
from casefinder.analyse.suggestions.training import TrainingFile, training_file
from casefinder.analyse.themes.models import Theme
from casefinder.staff.accounts.models import Account


def present_training(session: Session) -> TrainingFile:
    """Return the training of the codebook as it is now; a retired theme is in it, marked as such."""
    columns = (
        Theme.key, Theme.family, Theme.name, Theme.definition, Theme.include, Theme.cues,
        Theme.retired_at.is_not(None).label("is_retired"),
    )  # fmt: skip
    rows = session.execute(select(*columns).order_by(Theme.position, Theme.id)).mappings()
    return training_file([{**row, "is_retired": bool(row["is_retired"])} for row in rows], [])


def deciders(session: Session, suggestion_id: int) -> dict[int, str]:
    """Return who stands by the decision on a suggestion, account id → name: its coders, or the one who rejected it."""
    coders = select(Coding.account_id).where(STANDING, Coding.suggestion_id == suggestion_id)
    decided_by = select(Suggestion.decided_by).where(Suggestion.id == suggestion_id)
    rows = session.execute(
        select(Account.id, Account.name)
        .where(or_(Account.id.in_(coders), Account.id.in_(decided_by)))
        .order_by(Account.id)
    )
    return {account_id: name for account_id, name in rows}
