"""What the present codebook teaches the engine."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.codebook.models import Theme
from casefinder.analyse.suggestions.training import TrainingFile, training_file


def present_training(session: Session) -> TrainingFile:
    """Return the training of the codebook as it is now; a retired theme is in it, marked as such."""
    columns = (
        Theme.key, Theme.family, Theme.name, Theme.definition, Theme.include, Theme.cues,
        Theme.retired_at.is_not(None).label("is_retired"),
    )  # fmt: skip
    rows = session.execute(select(*columns).order_by(Theme.position, Theme.id)).mappings()
    return training_file([{**row, "is_retired": bool(row["is_retired"])} for row in rows], [])
