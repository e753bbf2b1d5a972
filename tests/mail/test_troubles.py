"""What mail servers' words mean: whose fault, whether for good, when again. Sentences as real servers say them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.mail import troubles
from casefinder.mail.troubles import (
    ADVICE,
    LABELS,
    OURS,
    Stage,
    Trouble,
    Verdict,
    is_last,
    judged,
    masked,
    stop_s,
    wait_s,
)

TWO_DAYS_S = 48 * 3600


@pytest.mark.parametrize(
    ("stage", "code", "words", "trouble"),
    [
        (Stage.CONNECT, 0, "Connection refused", Trouble.UNREACHABLE),
        (Stage.CONNECT, 0, "Name or service not known", Trouble.UNREACHABLE),
        (Stage.CONNECT, 421, "4.3.2 too many sessions", Trouble.BUSY),
        (Stage.CONNECT, 554, "no SMTP service here", Trouble.UNREACHABLE),
        (Stage.TLS, 454, "4.7.0 TLS not available due to local problem", Trouble.NOT_ENCRYPTED),
        (Stage.TLS, 0, "Connection unexpectedly closed", Trouble.UNREACHABLE),
        (Stage.SIGN_IN, 535, "5.7.8 Username and Password not accepted", Trouble.SIGN_IN),
        (Stage.SIGN_IN, 534, "5.7.9 Application-specific password required", Trouble.SIGN_IN),
        (Stage.SIGN_IN, 454, "4.7.0 Temporary authentication failure", Trouble.BUSY),
        (Stage.SENDER, 530, "5.7.0 Must issue a STARTTLS command first", Trouble.NOT_ENCRYPTED),
        (Stage.SENDER, 530, "5.7.57 Client not authenticated to send mail", Trouble.SIGN_IN),
        (Stage.SENDER, 553, "5.7.1 Sender address rejected: not owned by user", Trouble.SENDER),
        (Stage.SENDER, 550, "5.4.5 Daily user sending limit exceeded", Trouble.BUSY),
        (Stage.SENDER, 452, "4.3.1 Insufficient system storage", Trouble.BUSY),
        (Stage.RECIPIENT, 554, "5.7.1 <a@b.jp>: Relay access denied", Trouble.RELAY),
        (Stage.RECIPIENT, 550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain", Trouble.RELAY),
        (Stage.RECIPIENT, 553, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", Trouble.RELAY),
        (Stage.RECIPIENT, 550, "relay not permitted", Trouble.RELAY),
        (Stage.RECIPIENT, 550, "5.7.1 Client must be authenticated", Trouble.SIGN_IN),
        (Stage.RECIPIENT, 550, "5.1.1 <a@b.jp>: Recipient address rejected: User unknown", Trouble.ADDRESS),
        (Stage.RECIPIENT, 550, "No such user here", Trouble.ADDRESS),
        (Stage.RECIPIENT, 552, "5.2.2 Over quota", Trouble.ADDRESS),
        (Stage.RECIPIENT, 550, "5.7.1 Service unavailable; client [192.0.2.1] blocked using a list", Trouble.REFUSED),
        (Stage.RECIPIENT, 450, "4.2.0 <a@b.jp>: Recipient address rejected: Greylisted", Trouble.LATER),
        (Stage.RECIPIENT, 451, "4.7.1 Greylisting in action, please come back in 00:05:00", Trouble.LATER),
        (Stage.RECIPIENT, 451, "Temporary failure, please try again later.", Trouble.LATER),
        (Stage.RECIPIENT, 451, "4.3.0 <a@b.jp>: Temporary lookup failure", Trouble.BUSY),
        (Stage.RECIPIENT, 421, "4.7.0 Try again later, closing connection", Trouble.BUSY),
        (Stage.TEXT, 451, "4.3.0 queue file write error", Trouble.BUSY),
        (Stage.TEXT, 0, "Broken pipe", Trouble.UNREACHABLE),
        (Stage.RECIPIENT, 553, "5.7.1 <dx@b.jp>: Sender address rejected: not owned by user dx", Trouble.SENDER),
        (Stage.RECIPIENT, 450, "4.1.8 <dx@b.jp>: Sender address rejected: Domain not found", Trouble.SENDER),
        (Stage.RECIPIENT, 550, "5.1.8 <dx@b.jp>: bad sender's domain", Trouble.SENDER),
        (Stage.SENT, 550, "5.7.60 SMTP; Client does not have permissions to send as this sender", Trouble.SENDER),
        (Stage.TEXT, 554, "5.7.1 From address not verified", Trouble.SENDER),
        (Stage.RECIPIENT, 554, "5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied", Trouble.RELAY),
        (Stage.RECIPIENT, 450, "4.7.25 Client host rejected: cannot find your hostname", Trouble.RELAY),
        (Stage.RECIPIENT, 504, "5.5.2 <pc>: Helo command rejected: need fully-qualified hostname", Trouble.RELAY),
        (Stage.RECIPIENT, 550, "5.7.25 no reverse DNS for 192.0.2.1", Trouble.RELAY),
        (Stage.RECIPIENT, 550, "5.1.1 <a@b.jp>: Recipient address rejected: undeliverable address: host mx.b.jp said: 550 Sender address rejected", Trouble.ADDRESS),
        (Stage.RECIPIENT, 550, "5.1.10 recipient not found", Trouble.ADDRESS),
        (Stage.SENT, 0, "Connection unexpectedly closed", Trouble.UNANSWERED),
        (Stage.SENT, 451, "4.7.1 please try again", Trouble.LATER),
        (Stage.SENT, 550, "5.7.26 This mail has been blocked because the sender is unauthenticated", Trouble.REFUSED),
        (Stage.SENT, 554, "5.7.1 message content rejected", Trouble.REFUSED),
        (Stage.SENT, 552, "5.3.4 message too big", Trouble.REFUSED),
    ],
)  # fmt: skip
def test_a_servers_words_say_whose_fault_it_is(stage: Stage, code: int, words: str, trouble: Trouble) -> None:
    assert judged(stage, code, words).trouble is trouble


def test_what_we_found_ourselves_needs_no_words() -> None:
    verdict = judged(Stage.CONNECT, 0, "certificate has expired", Trouble.CERTIFICATE)

    assert (verdict.trouble, verdict.is_ours) == (Trouble.CERTIFICATE, True)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("550 <kikaku.ka@town.example.jp>: unknown", "550 <k***@town.example.jp>: unknown"),
        ("<a@b.jp> and c@d.jp", "<a***@b.jp> and c***@d.jp"),
        ("user SRS0=x=y=kikaku@town.jp", "user S***@town.jp"),
        ("blocked: https://x.jp/i/AbC-d_9?x see", "blocked: https://x.jp/i/***?x see"),
        ("two\r\nlines\x00 here", "two lines here"),
        ("no address @ all", "no address @ all"),
    ],
)
def test_words_are_shown_without_names_of_addresses_and_without_links(words: str, shown: str) -> None:
    assert masked(words) == shown


@given(st.text(max_size=3000))
def test_any_words_become_one_short_line(words: str) -> None:
    shown = masked(words)

    assert len(shown) <= troubles.WORDS_CHARS
    assert shown.isprintable()


def test_a_letter_that_is_put_off_is_tried_for_two_days() -> None:
    put_off = Verdict(Trouble.LATER, "450 later")

    waits = [wait_s(put_off, tries, tries) for tries in range(1, troubles.MOST_TRIES)]

    assert sum(waits) >= TWO_DAYS_S
    assert all(first <= later for first, later in itertools.pairwise(waits))
    assert waits[0] == 30.0
    assert not any(is_last(put_off, tries) for tries in range(1, troubles.MOST_TRIES))
    assert is_last(put_off, troubles.MOST_TRIES)


def test_our_own_faults_are_looked_at_again_every_quarter_of_an_hour() -> None:
    assert [stop_s(number) for number in (1, 2, 3, 4, 5, 2000)] == [30, 120, 480, 900, 900, 900]


def test_a_letter_that_may_have_arrived_is_not_pressed_on_its_recipient() -> None:
    unanswered = Verdict(Trouble.UNANSWERED, "")

    assert wait_s(unanswered, 1, 1) >= 1800
    assert [is_last(unanswered, tries) for tries in (1, 2, 3)] == [False, False, True]


@pytest.mark.parametrize("trouble", [Trouble.ADDRESS, Trouble.REFUSED])
def test_a_refusal_is_for_good_at_once(trouble: Trouble) -> None:
    assert is_last(Verdict(trouble, ""), 1)


def test_every_trouble_has_words_and_advice() -> None:
    assert set(LABELS) == set(ADVICE) == set(Trouble)
    assert len(OURS) == 7
