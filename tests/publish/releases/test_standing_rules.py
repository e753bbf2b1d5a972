"""What a release may not show any more: each guard alone."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from casefinder.publish.builds.resting import Rest
from casefinder.publish.releases import standing_rules as rules
from casefinder.publish.releases.standing_rules import ConcernKind, Found, Hold, ReleaseState
from casefinder.staff.consent.rules import Target, Visibility, may_publish, must_be_anonymous
from tests.conftest import NOON

ALL = {"casebook": "yes", "open_data": "yes"}


@dataclass(frozen=True)
class Said:
    """A statement as far as the rule asks it."""

    consents: dict = field(default_factory=lambda: dict(ALL))
    levels: dict = field(default_factory=dict)
    pictures: tuple = (5,)

    def may(self, key: str, target: Target) -> Visibility:
        return may_publish(self.levels.get(key, "everyone"), consents=self.consents, target=target)

    def is_anonymous(self) -> bool:
        return must_be_anonymous(self.consents)

    def file(self, attachment_id: int) -> int | None:
        return attachment_id if attachment_id in self.pictures else None

    def may_show(self, file: int, target: Target) -> Visibility:
        return self.may(f"file-{file}", target)


REST = Rest(7, 3, "書かない窓口", True, True, ("D1", "I1.before"), 5)


def kinds(said: object, rest: Rest = REST) -> list[str]:
    return [each.kind.value for each in rules.failing(rest, said)]


def test_what_may_be_shown_as_before_is_not_found() -> None:
    assert rules.failing(REST, Said()) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (None, ["taken_back"]),
        (Said(consents={"open_data": "yes"}), ["consent"]),
        (Said(consents={"casebook": "no", "open_data": "yes"}), ["consent"]),
        (Said(consents={"casebook": "anonymous", "open_data": "yes"}), ["name"]),
        (Said(consents={"casebook": "yes"}), ["open_data"]),
        (Said(levels={"D1": "editors"}), ["level"]),
        (Said(levels={"I1.before": "municipalities"}), ["level"]),
        (Said(levels={"F3": "editors"}), []),
        (Said(levels={"file-5": "editors"}), ["picture"]),
        (Said(pictures=()), ["picture"]),
    ],
)
def test_each_thing_that_may_not_be_shown_any_more_is_found(said: object, found: list[str]) -> None:
    assert kinds(said) == found


def test_what_was_not_printed_is_not_missed() -> None:
    rest = Rest(7, 3, "題", False, False, (), None)

    assert kinds(Said(consents={"casebook": "anonymous"}, pictures=()), rest) == []


def test_a_find_names_its_case_and_its_fields() -> None:
    (found,) = rules.failing(REST, Said(levels={"D1": "editors", "I1.before": "editors"}))

    assert found == Found(ConcernKind.LEVEL, "3", 7, ("D1", "I1.before"))


@pytest.mark.parametrize(
    "kind", [ConcernKind.CONSENT, ConcernKind.NAME, ConcernKind.OPEN_DATA, ConcernKind.TAKEN_BACK]
)
def test_a_consent_that_ended_holds_at_once_and_no_reason_outweighs_it(kind: ConcernKind) -> None:
    assert rules.holds_at(kind, NOON) == NOON
    assert not rules.may_be_kept(kind)


@pytest.mark.parametrize("kind", [ConcernKind.LEVEL, ConcernKind.PICTURE])
def test_what_was_narrowed_waits_a_day_for_a_publisher(kind: ConcernKind) -> None:
    assert rules.holds_at(kind, NOON) == NOON + timedelta(hours=24)
    assert rules.may_be_kept(kind)


def test_a_damaged_file_keeps_nobody_from_the_rest() -> None:
    assert rules.holds_at(ConcernKind.FILE, NOON) is None
    assert not rules.may_be_kept(ConcernKind.FILE)


def test_what_a_publisher_kept_is_found_again_only_when_it_is_more() -> None:
    found = Found(ConcernKind.LEVEL, "3", 7, ("D1",))

    assert not rules.not_accepted(found, [["D1", "E2"]])
    assert rules.not_accepted(found, [["E2"]])
    assert rules.not_accepted(found, [])


@pytest.mark.parametrize(
    ("withdrawn", "holds", "consents_hold", "state"),
    [
        (False, [], True, ReleaseState.PUBLIC),
        (False, [], False, ReleaseState.HELD),
        (False, [Hold(NOON, NOON)], True, ReleaseState.HELD),
        (False, [Hold(NOON, NOON + timedelta(seconds=1))], True, ReleaseState.PUBLIC),
        (False, [Hold(NOON, None)], True, ReleaseState.PUBLIC),
        (True, [], True, ReleaseState.STOPPED),
    ],
)
def test_what_readers_find(withdrawn: bool, holds: list, consents_hold: bool, state: ReleaseState) -> None:
    found = rules.state_of(
        withdrawn_at=NOON if withdrawn else None, holds=holds, consents_hold=consents_hold, now=NOON
    )

    assert found is state


@pytest.mark.parametrize(
    ("then", "now", "holds"),
    [
        ({"casebook": "yes"}, {"casebook": "yes"}, True),
        ({"casebook": "yes"}, {"casebook": "anonymous"}, False),
        ({"casebook": "anonymous"}, {"casebook": "yes"}, True),
        ({"casebook": "yes", "open_data": "yes"}, {"casebook": "yes"}, False),
        ({"casebook": "yes", "open_data": "no"}, {"casebook": "yes"}, True),
        ({"casebook": "yes", "analysis": "yes"}, {"casebook": "yes", "analysis": "no"}, True),
    ],
)
def test_a_consent_must_be_as_wide_as_it_was(then: dict, now: dict, holds: bool) -> None:
    assert rules.still_holds({"7": then}, {"7": now}) is holds
