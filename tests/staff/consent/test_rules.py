"""The publication rule, exhaustively: every level, file level, consent and target against a plain table."""

from itertools import product

import pytest

from casefinder.staff.consent import rules
from casefinder.staff.consent.rules import Target, Visibility

LEVELS = (None, "everyone", "municipalities", "firms", "editors", "nonsense", "")
L1 = (None, "", "yes", "anonymous", "no", "YES")
OTHERS = (None, "", "yes", "no", "anonymous")

# Written down by hand, not computed: which pairs of answer level and file level the public may see …
FOR_EVERYONE = {("everyone", None), ("everyone", "everyone")}
FOR_MUNICIPALITIES = {
    *FOR_EVERYONE,
    ("municipalities", None), ("municipalities", "everyone"), ("municipalities", "municipalities"),
    ("everyone", "municipalities"),
}  # fmt: skip
FOR_FIRMS = {
    *FOR_EVERYONE,
    ("firms", None), ("firms", "everyone"), ("firms", "firms"), ("everyone", "firms"),
}  # fmt: skip
PAIRS = {
    Target.EVERYONE: FOR_EVERYONE, Target.OPEN_DATA: FOR_EVERYONE, Target.MUNICIPALITIES: FOR_MUNICIPALITIES,
    Target.FIRMS: FOR_FIRMS,
}  # fmt: skip


@pytest.mark.parametrize("target", [Target.EVERYONE, Target.OPEN_DATA, Target.MUNICIPALITIES, Target.FIRMS])
def test_what_leaves_the_editors_is_what_the_table_says(target: Target) -> None:
    for level, file_level, l1, l3, l4 in product(LEVELS, LEVELS, L1, OTHERS, OTHERS):
        consents = {k: v for k, v in (("casebook", l1), ("open_data", l3), ("analysis", l4)) if v is not None}

        said = rules.may_publish(level, consents=consents, target=target, file_level=file_level)

        agreed = l1 in ("yes", "anonymous") and (l3 == "yes" or target is not Target.OPEN_DATA)
        expected = agreed and (level, file_level) in PAIRS[target]
        assert said.allowed == expected, (level, file_level, consents)
        assert said.anonymous == (expected and l1 == "anonymous")


def test_the_desk_sees_everything() -> None:
    for level, l1 in product(LEVELS, L1):
        consents = {"casebook": l1} if l1 is not None else {}

        assert rules.may_publish(level, consents=consents, target=Target.EDITORS) == Visibility(True)


def test_the_engine_reads_only_what_was_agreed_to() -> None:
    for l1, l3, l4 in product(L1, OTHERS, OTHERS):
        consents = {k: v for k, v in (("casebook", l1), ("open_data", l3), ("analysis", l4)) if v is not None}

        assert rules.may_publish("everyone", consents=consents, target=Target.ANALYSIS).allowed == (
            l4 == "yes"
        )


@pytest.mark.parametrize(
    ("levels", "narrowest"),
    [
        ((), "everyone"),
        ((None, None), "everyone"),
        (("everyone", "municipalities"), "municipalities"),
        (("municipalities", "everyone", None), "municipalities"),
        (("municipalities", "firms"), "editors"),
        (("firms", "firms"), "firms"),
        (("everyone", "unknown"), "editors"),
        (("editors", "everyone"), "editors"),
    ],
)
def test_the_narrowest_level_wins(levels: tuple[str | None, ...], narrowest: str) -> None:
    assert rules.narrowest(levels) == narrowest


@pytest.mark.parametrize(
    ("chosen", "default", "is_open", "caps", "level"),
    [
        (None, "everyone", True, (None,), "everyone"),
        (None, "municipalities", True, (None,), "municipalities"),
        ("everyone", "municipalities", True, (None,), "everyone"),
        ("everyone", "editors", False, (None,), "editors"),
        ("editors", "everyone", True, (None,), "editors"),
        ("everyone", "everyone", True, ("editors",), "editors"),
        ("everyone", "everyone", True, (None, "municipalities"), "municipalities"),
        ("", "municipalities", True, (None,), "municipalities"),
        ("odd", "everyone", True, (None,), "editors"),
    ],
)
def test_a_choice_replaces_the_default_but_never_a_cap(
    chosen: str | None, default: str, is_open: bool, caps: tuple[str | None, ...], level: str
) -> None:
    assert rules.answer_level(chosen, default=default, is_open=is_open, caps=caps) == level


@pytest.mark.parametrize(
    ("one", "other", "narrower"),
    [
        ("yes", "yes", "yes"),
        ("yes", "anonymous", "anonymous"),
        ("anonymous", "yes", "anonymous"),
        ("yes", None, None),
        ("no", "yes", "no"),
        ("odd", "yes", "odd"),
    ],
)
def test_of_two_choices_the_narrower_is_in_force(
    one: str | None, other: str | None, narrower: str | None
) -> None:
    assert rules.narrower(one, other) == narrower


@pytest.mark.parametrize(
    ("now", "then", "holds"),
    [
        ("yes", "yes", True),
        ("anonymous", "yes", False),
        ("yes", "anonymous", True),
        (None, "yes", False),
        (None, "no", True),
    ],
)
def test_a_choice_holds_when_it_allows_what_it_allowed(now: str | None, then: str, holds: bool) -> None:
    assert rules.is_at_least(now, then) is holds
