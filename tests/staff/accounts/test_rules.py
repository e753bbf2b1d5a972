"""Passwords, waiting times, live sessions, and where one may go on to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.staff.accounts import rules

NOW = datetime(2026, 6, 10, 3, tzinfo=UTC)
IDLE = timedelta(minutes=30)


@pytest.mark.parametrize(
    "password",
    ["short", "elevenchars", "x" * 129, "aaaaaaaaaaaaaaaa", "123456789012", "password1234", "qwertyqwerty12", "abcdefghijklmnop", "satosatosato1", "サトウサトウサトウサトウ"],
)  # fmt: skip
def test_a_password_that_is_short_or_easy_to_guess_is_refused(password: str) -> None:
    assert rules.password_problem(password, email="sato@example.jp", name="サトウ") is not None


@pytest.mark.parametrize(
    "password",
    ["three cranes over the marsh", "つるが三羽しめった野を飛ぶ", "correct horse battery", "x7!kQ p2#vL m9", "ふぶきの朝に除雪車が三台🚜", "y" + "三羽の鶴が飛ぶ" * 18],
)  # fmt: skip
def test_a_sentence_is_a_good_password(password: str) -> None:
    assert rules.password_problem(password, email="sato@example.jp", name="佐藤") is None


def test_waiting_grows_and_ends_at_a_quarter_hour() -> None:
    waits = [rules.wait_after(failures) for failures in range(40)]

    assert waits[: rules.FREE_TRIES] == [timedelta(0)] * rules.FREE_TRIES
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("seen", "expires", "ended", "disabled", "is_live"),
    [
        (0, 60, None, None, True),
        (-29, 60, None, None, True),
        (-30, 60, None, None, False),
        (0, 0, None, None, False),
        (0, 60, 0, None, False),
        (0, 60, None, 0, False),
    ],
)
def test_a_session_ends_by_idleness_age_hand_or_disabling(
    seen: int, expires: int, ended: int | None, disabled: int | None, is_live: bool
) -> None:
    def at(minutes: int | None) -> datetime | None:
        return None if minutes is None else NOW + timedelta(minutes=minutes)

    assert (
        rules.session_is_live(
            seen_at=NOW + timedelta(minutes=seen), expires_at=NOW + timedelta(minutes=expires),
            ended_at=at(ended), disabled_at=at(disabled), idle=IDLE, now=NOW,
        )
        is is_live
    )  # fmt: skip


@given(st.text(max_size=60))
def test_no_text_leads_to_another_site(text: str) -> None:
    path = rules.local_path(text)

    assert path is None or (path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path)


@pytest.mark.parametrize(
    ("typed", "kept"), [(" Sato@Example.JP ", "sato@example.jp"), ("ｓａｔｏ＠example.jp", "sato@example.jp")]
)
def test_addresses_are_compared_in_one_spelling(typed: str, kept: str) -> None:
    assert rules.normal_email(typed) == kept


@pytest.mark.parametrize(
    "password",
    [
        "leavemealone", "LeaveMeAlone", "123qweasdzxc", "ＬＥＡＶＥＭＥＡＬＯＮＥ", "sunshine2026!", "!!dragon1234567",
        "monkeymonkey", "liverpoolliverpool", "iloveyou 2026 !", "leave me alone",
    ],
)  # fmt: skip
def test_sec_22_what_everybody_tries_first_is_no_password(password: str) -> None:
    assert rules.is_common(password)
    assert rules.password_problem(password, email="sato@example.jp", name="佐藤") is not None


@pytest.mark.parametrize(
    "password", ["three cranes over the marsh", "夕焼けの橋を七人の猫が渡る", "k7-mossy-lantern-quilt"]
)
def test_words_that_others_would_not_think_of_are_a_password(password: str) -> None:
    assert not rules.is_common(password)
    assert rules.password_problem(password, email="sato@example.jp", name="佐藤") is None


def test_the_list_holds_the_ten_thousand_commonest() -> None:
    assert len(rules._commonest()) == 10_000


@given(st.text(max_size=200))
def test_whatever_is_chosen_is_judged(password: str) -> None:
    rules.password_problem(password, email="sato@example.jp", name="佐藤")
