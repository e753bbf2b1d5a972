"""Links, proofs and states of invitations."""

from datetime import UTC, datetime, timedelta

import pytest

from casefinder.ask.invitations import rules
from casefinder.ask.invitations.rules import LinkState

NOW = datetime(2026, 6, 10, 3, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = "a key for links that only tests know, 0123456789"


def test_a_token_is_43_url_safe_characters_and_always_the_same() -> None:
    token = rules.token_for(KEY, "7", 1)

    assert token == rules.token_for(KEY, "7", 1)
    assert rules.is_token(token)
    assert len(token) == 43


def test_sec_06_tokens_of_other_invitations_generations_and_keys_differ() -> None:
    tokens = {
        rules.token_for(KEY, "7", 1),
        rules.token_for(KEY, "7", 2),
        rules.token_for(KEY, "71", 1),
        rules.token_for(KEY, "7", 11),
        rules.token_for(KEY + "x", "7", 1),
    }

    assert len(tokens) == 5


def test_sec_06_the_digest_does_not_show_the_token() -> None:
    token = rules.token_for(KEY, "7", 1)

    assert len(rules.digest(token)) == 32
    assert token.encode() not in rules.digest(token)


@pytest.mark.parametrize("text", ["", "short", "a" * 42, "a" * 44, "a" * 42 + "/", "あ" * 43])
def test_what_has_not_the_shape_of_a_token_is_not_looked_up(text: str) -> None:
    assert not rules.is_token(text)


def test_a_proof_holds_for_its_own_ref_and_generation_only() -> None:
    proof = rules.entry_proof(KEY, "abc", 1)

    assert rules.is_entry_proof(KEY, "abc", 1, proof)
    assert not rules.is_entry_proof(KEY, "abc", 2, proof)
    assert not rules.is_entry_proof(KEY, "abd", 1, proof)
    assert not rules.is_entry_proof(KEY, "abc", 1, "")
    assert not rules.is_entry_proof(KEY, "abc", 1, "名前")


def test_a_token_is_no_proof_and_a_proof_no_token() -> None:
    assert not rules.is_entry_proof(KEY, "7", 1, rules.token_for(KEY, "7", 1))


def test_the_cookie_has_the_host_prefix_only_where_it_is_secure() -> None:
    assert rules.entry_cookie("abc", secure=True) == "__Host-cf-abc"
    assert rules.entry_cookie("abc", secure=False) == "cf-abc"


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, LinkState.SENT),
        ({"opened_at": NOW - DAY}, LinkState.OPENED),
        ({"campaign_opened_at": None}, LinkState.NOT_YET_OPEN),
        ({"campaign_opened_at": NOW + DAY}, LinkState.NOT_YET_OPEN),
        ({"campaign_closed_at": NOW - DAY, "opened_at": NOW - 2 * DAY}, LinkState.CLOSED),
        ({"expires_at": NOW}, LinkState.EXPIRED),
        ({"revoked_at": NOW - DAY, "opened_at": NOW - 2 * DAY}, LinkState.REVOKED),
        ({"revoked_at": NOW, "expires_at": NOW - DAY}, LinkState.REVOKED),
    ],
)
def test_the_state_of_a_link(changes: dict[str, datetime | None], state: LinkState) -> None:
    instants: dict[str, datetime | None] = {
        "campaign_opened_at": NOW - 3 * DAY,
        "campaign_closed_at": None,
        "opened_at": None,
        "expires_at": NOW + 100 * DAY,
        "revoked_at": None,
        **changes,
    }

    assert rules.link_state(**instants, now=NOW) is state  # type: ignore[arg-type]


def test_only_links_in_use_let_anybody_in() -> None:
    let_in = {state for state in LinkState if rules.may_enter(state)}

    assert let_in == {LinkState.SENT, LinkState.OPENED, LinkState.CLOSED}


def test_days_are_counted_on_the_calendar_of_japan() -> None:
    due = datetime(2026, 12, 11, 8, tzinfo=UTC)  # 17:00 in Tokyo

    assert rules.days_left(due, datetime(2026, 11, 24, 0, tzinfo=UTC)) == 17
    assert rules.days_left(due, datetime(2026, 12, 10, 16, tzinfo=UTC)) == 0  # already the 11th in Tokyo
    assert rules.days_left(due, datetime(2026, 12, 20, tzinfo=UTC)) == 0


def test_an_extension_goes_before_the_campaigns_deadline() -> None:
    assert rules.deadline(NOW, None) == NOW
    assert rules.deadline(NOW, NOW + DAY) == NOW + DAY


def test_organisations_are_addressed_by_their_kind() -> None:
    assert rules.honorific("municipality", "town") == "your town"
    assert rules.honorific("company", None) == "your company"
    assert rules.honorific("association", None) == "your organisation"


PASTED = "aB3_-" + "x" * 37 + "9"


@pytest.mark.parametrize(
    "behind",
    ["。", "」", "』", "）", ")", ">", "＞", "&gt;", "&gt;。", "〉", "》", "】", '"', "”", "’", "、", ".", "　", " ", "\n", "です"[:0], "）。」"],
)  # fmt: skip
def test_what_a_sentence_puts_behind_a_link_is_forgiven(behind: str) -> None:
    assert rules.tidied(PASTED + behind) == PASTED


@pytest.mark.parametrize(
    "wrong", ["。" + PASTED, PASTED + "x", PASTED[:20] + "。" + PASTED[20:], PASTED + "-。"]
)
def test_nothing_but_the_end_of_a_link_is_tidied(wrong: str) -> None:
    assert not rules.is_token(rules.tidied(wrong))
