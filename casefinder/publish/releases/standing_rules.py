"""Whether what a release shows may still be shown: the one publication rule, asked again. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from casefinder.answer.snapshots.rules import Statement
from casefinder.errors import N_
from casefinder.publish.builds.resting import Rest
from casefinder.staff.consent.rules import (
    ANONYMOUS,
    YES,
    Scope,
    Target,
    is_at_least,
)

DECIDE_WITHIN = timedelta(hours=24)
CONSENTS = (Scope.CASEBOOK, Scope.OPEN_DATA)


class ConcernKind(StrEnum):
    """Why something in a release may not be there any more."""

    TAKEN_BACK = "taken_back"
    CONSENT = "consent"
    NAME = "name"
    OPEN_DATA = "open_data"
    LEVEL = "level"
    PICTURE = "picture"
    FILE = "file"


KIND_LABELS: Mapping[ConcernKind, str] = {
    ConcernKind.TAKEN_BACK: N_("The response was taken back"),
    ConcernKind.CONSENT: N_("The consent to print ended"),
    ConcernKind.NAME: N_("The name may not be shown any more"),
    ConcernKind.OPEN_DATA: N_("The consent to open data ended"),
    ConcernKind.LEVEL: N_("An answer was narrowed after the release"),
    ConcernKind.PICTURE: N_("A picture may not be shown any more"),
    ConcernKind.FILE: N_("A released file is not as it was released"),
}
AT_ONCE = frozenset({ConcernKind.TAKEN_BACK, ConcernKind.CONSENT, ConcernKind.NAME, ConcernKind.OPEN_DATA})
WITHIN_A_DAY = frozenset({ConcernKind.LEVEL, ConcernKind.PICTURE})


class ReleaseState(StrEnum):
    """What readers find at a release's address."""

    PUBLIC = "public"
    HELD = "held"  # readers find a notice, until a publisher decides or what is wrong holds no longer
    STOPPED = "stopped"  # a publisher stopped it


STATE_LABELS: Mapping[ReleaseState, str] = {
    ReleaseState.PUBLIC: N_("public"),
    ReleaseState.HELD: N_("paused, waits for a decision"),
    ReleaseState.STOPPED: N_("stopped"),
}


@dataclass(frozen=True)
class Found:
    """One thing in a release that may not be there any more."""

    kind: ConcernKind
    subject: str
    response_id: int | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hold:
    """An open concern: since when it is known, and from when it keeps readers out (None: never)."""

    found_at: datetime
    holds_at: datetime | None

    def keeps_out(self, now: datetime) -> bool:
        """Say whether readers do not find the release for it."""
        return self.holds_at is not None and self.holds_at <= now


def failing(rest: Rest, said: Statement | None) -> list[Found]:
    """Return what a printed case shows and may not show any more.

    Args:
        rest: What the case rests on.
        said: What its response says now, with the consents in force; None when nothing counts of it any more.
    """

    def found(kind: ConcernKind, keys: Iterable[str] = ()) -> Found:
        return Found(kind, str(rest.case_number), rest.response_id, tuple(sorted(keys)))

    if said is None:
        return [found(ConcernKind.TAKEN_BACK)]
    casebook = said.consents.get(Scope.CASEBOOK)
    if casebook not in (YES, ANONYMOUS):
        return [found(ConcernKind.CONSENT)]
    wrong = []
    if rest.is_named and said.is_anonymous():
        wrong.append(found(ConcernKind.NAME))
    if rest.is_open and said.consents.get(Scope.OPEN_DATA) != YES:
        wrong.append(found(ConcernKind.OPEN_DATA))
    if narrowed := [key for key in rest.keys if not said.may(key, Target.EVERYONE).allowed]:
        wrong.append(found(ConcernKind.LEVEL, narrowed))
    if rest.picture_id is not None and not _may_show(said, rest.picture_id):
        wrong.append(found(ConcernKind.PICTURE))
    return wrong


def _may_show(said: Statement, attachment_id: int) -> bool:
    file = said.file(attachment_id)
    return file is not None and said.may_show(file, Target.EVERYONE).allowed


def holds_at(kind: ConcernKind, found_at: datetime) -> datetime | None:
    """Return from when readers do not find the release unless somebody decides; None: it stays, without the file.

    A consent that ended holds at once, for nothing else gave the right to print. An answer or picture that was
    narrowed waits a day for a publisher.
    """
    if kind in AT_ONCE:
        return found_at
    return found_at + DECIDE_WITHIN if kind in WITHIN_A_DAY else None


def may_be_kept(kind: ConcernKind) -> bool:
    """Say whether a publisher may decide that it stays: never against a consent."""
    return kind in WITHIN_A_DAY


def not_accepted(found: Found, accepted: Iterable[Sequence[str]]) -> bool:
    """Say whether a find goes beyond what a publisher has already decided to keep.

    Args:
        found: The find.
        accepted: The fields of each earlier find of the same kind and case that a publisher kept.
    """
    kept = [set(keys) for keys in accepted]
    return not any(set(found.keys) <= keys for keys in kept)


def state_of(
    *, withdrawn_at: datetime | None, holds: Iterable[Hold], consents_hold: bool, now: datetime
) -> ReleaseState:
    """Return what readers find.

    Args:
        withdrawn_at: When a publisher stopped it, None when nobody did.
        holds: The open concerns.
        consents_hold: Whether every consent is as wide as when the content was frozen.
        now: When (UTC).
    """
    if withdrawn_at is not None:
        return ReleaseState.STOPPED
    is_held = not consents_hold or any(each.keeps_out(now) for each in holds)
    return ReleaseState.HELD if is_held else ReleaseState.PUBLIC


def still_holds(then: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> bool:
    """Say whether every consent is at least as wide as when the content was frozen.

    Args:
        then: Response id → consents by scope, when frozen.
        now: The same, standing now; what is missing is no.
    """
    return all(
        is_at_least(now.get(response, {}).get(scope), consents.get(scope))
        for response, consents in then.items()
        for scope in CONSENTS
    )
