"""Stand-ins for the outside world."""

from collections.abc import Callable
from email.message import EmailMessage

from sqlalchemy.orm import Session

from casefinder.clock import utc_now
from casefinder.db import Database
from casefinder.edit.cases import queries
from casefinder.edit.drafts.gathering import gather
from casefinder.edit.gate import fit_service
from casefinder.edit.gate.fit_queries import basis_of
from casefinder.edit.layout.pressed import Pressed


class FakePostman:
    """Keeps every message instead of sending it; can be told to refuse."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.refusals: list[Exception] = []

    def send(
        self,
        message: EmailMessage,
        *,
        on_tick: Callable[[], None] | None = None,
        limit_s: float | None = None,
    ) -> str:
        if self.refusals:
            raise self.refusals.pop(0)
        self.sent.append(message)
        return "2.0.0 ok"


class CountingBell:
    """Notes what it was rung for."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def ring(self, kind: str) -> None:
        self.heard.append(kind)


class FakeCasePress:
    """Says of every case that it fits, or what it is told to say; keeps its answers as the real one does."""

    def __init__(self, database: Database) -> None:
        self.says: Pressed | Exception = FITS
        self.woken = 0
        self._database = database

    def wake(self) -> None:
        self.woken += 1

    def lay_out(self, case_id: int) -> Pressed:
        if isinstance(self.says, Exception):
            raise self.says
        with self._database.transaction() as session:
            lay_out(session, case_id, self.says)
        return self.says


FITS = Pressed(1, {"left": 0, "right": 0})


def lay_out(session: Session, case_id: int, says: Pressed = FITS) -> None:
    """Let the press have said this of a case as it stands."""
    content = queries.case_content(session, case_id)
    basis = basis_of(content, gather(session, content.response_id))
    fit_service.remember(session, case_id, says, basis, now=utc_now())
