"""Counting what people decided, by theme and by the cues that led to a suggestion."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casefinder.analyse.suggestions.models import DecisionTally, Suggestion
from casefinder.analyse.suggestions.rules import ALL_CUES, cues_of


def note(session: Session, row: Suggestion, before: str | None) -> None:
    """Count a changed decision on a suggestion; `before` is what it was. A copy left with an old text never counts."""
    if row.decision == before or row.moved_to_id is not None:
        return
    steps = {name: (row.decision == name) - (before == name) for name in ("accepted", "rejected")}
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(DecisionTally)
    add = insert.on_conflict_do_update(
        index_elements=["theme_id", "cue"],
        set_={
            "accepted": DecisionTally.accepted + insert.excluded.accepted,
            "rejected": DecisionTally.rejected + insert.excluded.rejected,
        },
    )
    session.execute(
        add.values(
            [{"theme_id": row.theme_id, "cue": cue, **steps} for cue in (ALL_CUES, *cues_of(row.reasons))]
        )
    )
