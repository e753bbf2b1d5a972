"""A letter on the wire: every header readable, no line too long, nothing lost."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefinder.mail.wire import Sender, sender_of, written
from tests.conftest import NOON

DIVISION = Sender("地域DX推進課", "dx@pref.example.jp")
NAMES = (
    "", "DX", "見本道 地域DX推進課", "見本道 総合政策部 地域DX推進課 デジタル推進係", "DX, Division (Pref.)", "〇〇県, 推進課",
    "A division whose name goes on and on until the very end of its long and winding name", "企画@本庁",
)  # fmt: skip


def sent(
    sender: Sender = DIVISION, *, subject: str = "件名", body: str = "本文", to: str = "a..b@docomo.ne.jp"
) -> bytes:
    message = written(
        sender=sender,
        to=to,
        subject=subject,
        body=body,
        message_id=f"<{'0' * 32}@digital.pref.example.jp>",
        now=NOON,
    )
    return bytes(message)


def header_lines(raw: bytes) -> list[bytes]:
    return raw.partition(b"\r\n\r\n")[0].split(b"\r\n")


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def words(raw: bytes, name: str) -> str:
    """A header as mail programs read it."""
    return str(make_header(decode_header(message_from_bytes(raw)[name])))


@pytest.mark.parametrize("name", NAMES)
def test_the_senders_name_arrives_whole_and_its_first_line_is_not_empty(name: str) -> None:
    text = str(Sender(name, "dx-jirei@pref.example.jp"))

    sender = sender_of(text)
    assert sender is not None
    raw = sent(sender)

    lines = header_lines(raw)
    assert lines[0].removeprefix(b"From:").strip()
    assert max(map(len, lines)) <= 76
    assert (
        words(raw, "From").replace('"', "").removesuffix(f"<{sender.address}>").strip() == name.strip()
        or not name
    )
    assert read(raw)["From"].addresses[0].addr_spec == sender.address


@given(subject=st.text(max_size=200), body=st.text(max_size=2000), name=st.text(max_size=80))
def test_whatever_is_written_goes_in_seven_bits_and_short_lines(subject: str, body: str, name: str) -> None:
    sender = sender_of(f"{name} <dx@pref.example.jp>") or DIVISION

    raw = sent(sender, subject=subject, body=body.encode("utf-8", "ignore").decode())

    assert max(raw) < 128
    assert max(map(len, raw.split(b"\r\n"))) <= 76
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(line.strip() for line in header_lines(raw))
    assert list(read(raw)) == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
        "Content-Transfer-Encoding", "MIME-Version",
    ]  # fmt: skip


def test_lines_beginning_with_a_point_and_long_lines_come_back_as_they_were() -> None:
    body = "." + "長" * 1200 + "\n..\n.\nhttps://jirei.example.jp/i/abc\n"

    assert read(sent(body=body)).get_content().split("\r\n") == body.split("\n")


def test_a_subject_keeps_every_space() -> None:
    subject = "【要回答 6/19まで】市町村DX事例調査 令和8年度 デジタル推進の取組 について"

    assert words(sent(subject=subject), "Subject") == subject


def test_the_date_is_now_and_the_id_is_as_given() -> None:
    raw = sent()

    assert read(raw)["Date"].datetime == NOON
    assert read(raw)["Date"].datetime.utcoffset() == timedelta(hours=9)
    assert read(raw)["Message-ID"] == f"<{'0' * 32}@digital.pref.example.jp>"
    assert isinstance(NOON, datetime)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dx@pref.example.jp", Sender("", "dx@pref.example.jp")),
        ("<dx@pref.example.jp>", Sender("", "dx@pref.example.jp")),
        (" 推進課 <dx@pref.example.jp> ", Sender("推進課", "dx@pref.example.jp")),
        ('"DX, (本庁)" <dx@pref.example.jp>', Sender("DX, (本庁)", "dx@pref.example.jp")),
        ("推進課<dx@pref.example.jp>", Sender("推進課", "dx@pref.example.jp")),
        ("推進課", Sender("", "推進課")),
        ("a <b@c.jp> <d@e.jp>", None),
        ("a <>", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_sender_is_a_name_and_one_address(text: str, expected: Sender | None) -> None:
    assert sender_of(text) == expected


def test_an_answer_goes_where_it_is_read() -> None:
    values = {"to": "a@b.jp", "subject": "s", "body": "b", "message_id": "<1@b.jp>", "now": NOON}

    assert "Reply-To" not in written(sender=DIVISION, reply_to="dx@pref.example.jp", **values)  # type: ignore[arg-type]
    assert (
        written(sender=DIVISION, reply_to="jirei@pref.example.jp", **values)["Reply-To"]
        == "jirei@pref.example.jp"
    )  # type: ignore[arg-type]
