"""The sample's mail sink and its page."""

import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest

from casefinder.sample.content import UNOPENED, UNREACHABLE, address_of
from casefinder.sample.mailbox import read_box
from casefinder.sample.postbox import Postbox


def make_message(subject: str, message_id: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.jp", "b@example.jp", subject
    message["Date"], message["Message-ID"] = "Mon, 01 Jun 2026 09:00:00 +0900", message_id
    message.set_content("本文の一行目")
    return message


def test_a_mail_delivered_twice_lies_in_the_box_once(tmp_path: Path) -> None:
    with Postbox(tmp_path) as box, smtplib.SMTP("127.0.0.1", box.port) as server:
        for _ in range(2):
            server.send_message(make_message("【要回答】見本", "<1@x.invalid>"))
        server.send_message(make_message("別の件名", "<2@x.invalid>"))

    mails = read_box(tmp_path)

    assert sorted(m.subject for m in mails) == ["【要回答】見本", "別の件名"]
    assert mails[0].body.strip() == "本文の一行目"
    assert [m.subject for m in read_box(tmp_path, words="別の")] == ["別の件名"]


def test_one_address_of_the_sample_does_not_exist(tmp_path: Path) -> None:
    message = make_message("【要回答】見本", "<1@x.invalid>")
    message.replace_header("To", address_of(UNREACHABLE))

    with (
        Postbox(tmp_path) as box,
        smtplib.SMTP("127.0.0.1", box.port) as server,
        pytest.raises(smtplib.SMTPRecipientsRefused, match="User unknown"),
    ):
        server.send_message(message)

    assert read_box(tmp_path) == []
    assert UNREACHABLE in UNOPENED
