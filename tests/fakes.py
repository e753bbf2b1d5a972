"""Stand-ins for the outside world."""

from collections.abc import Callable
from email.message import EmailMessage

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
    """Says of every case that it fits, or what it is told to say."""

    def __init__(self) -> None:
        self.says: Pressed | Exception = Pressed(1, {"left": 0, "right": 0})

    def lay_out(self, case_id: int) -> Pressed:
        if isinstance(self.says, Exception):
            raise self.says
        return self.says
