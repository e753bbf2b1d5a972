"""What an editor may set beside the text."""

from sqlalchemy.orm import Session

from casefinder.edit.cases.models import Case
from casefinder.edit.changes.errors import BadDetail
from casefinder.edit.drafts import gathering
from casefinder.edit.layout.places import CHAPTERS, TROUBLES

MAX_PEOPLE = 10_000
MAX_MONTHS = 600


def check_details(
    session: Session, case: Case, chapter: str | None, trouble: str | None, headcount: int | None,
    months: int | None, illustration_id: int | None,
) -> None:  # fmt: skip
    """Refuse a value that is not possible.

    Raises:
        BadDetail: `name` says which.
    """
    known = {each.id for each in gathering.gather(session, case.response_id).pictures}
    for name, is_possible in (
        ("chapter", chapter is None or chapter in CHAPTERS),
        ("trouble", trouble is None or trouble in TROUBLES),
        ("headcount", headcount is None or 0 < headcount <= MAX_PEOPLE),
        ("months", months is None or 0 < months <= MAX_MONTHS),
        ("illustration_id", illustration_id is None or illustration_id in known),
    ):
        if not is_possible:
            raise BadDetail(name)
