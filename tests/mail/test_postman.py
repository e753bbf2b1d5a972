"""Letters at real mail servers: signing in, encryption, seven bits, and what counts as taken."""

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from casefinder.config import Settings
from casefinder.mail import service
from casefinder.mail.postman import SmtpPostman, own_name
from casefinder.mail.troubles import NotTaken, Trouble, Verdict
from tests.conftest import NOON
from tests.mail.certificates import Office
from tests.mail.servers import NAME, PASSWORD, MailServer, Manners

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

LONG = "とても長い一行" * 200
LINK = "https://jirei.pref.example.jp/i/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCd"
Send = Callable[..., None]


def letter(settings: Settings, to: str = "kikaku@town.example.jp", body: str = "本文です。") -> EmailMessage:
    mail = service.Mail(
        to=to, subject="【要回答 6/19まで】市町村DX事例調査 令和8年度（新しいリンク）", body=body
    )
    return service.message_of(mail, settings=settings, message_id="<1@pref.example.jp>", now=NOON)


@pytest.fixture
def send(house_settings: Settings) -> Send:
    def hand_over(server: MailServer, body: str = "本文です。", **values: object) -> None:
        settings = replace(house_settings, smtp_port=server.port, **{"smtp_timeout_s": 3, **values})  # type: ignore[arg-type]
        SmtpPostman(settings).send(letter(settings, body=body))

    return hand_over


@pytest.mark.parametrize("way", ["PLAIN", "LOGIN"])
def test_a_provider_that_asks_for_name_and_password_takes_the_letter(send: Send, way: str) -> None:
    with MailServer(Manners(mechanisms=(way,))) as server:
        send(server, smtp_user=NAME, smtp_password=PASSWORD)

    assert server.desk.signed_in == [way]
    assert len(server.desk.taken) == 1


@pytest.mark.parametrize("first_byte", [False, True])
def test_a_certificate_of_an_own_authority_is_trusted_when_its_file_is_set(
    send: Send, office: Office, first_byte: bool
) -> None:
    manners = Manners(
        mechanisms=("PLAIN",), tls=office.server_context(), is_tls_from_the_first_byte=first_byte
    )
    with MailServer(manners) as server:
        send(
            server, smtp_host="localhost", smtp_starttls=not first_byte, smtp_tls=first_byte,
            smtp_ca_file=str(office.ca_file), smtp_user=NAME, smtp_password=PASSWORD,
        )  # fmt: skip

    assert server.desk.is_encrypted == [True]
    assert server.desk.signed_in == ["PLAIN"]


def test_a_server_of_seven_bits_and_short_lines_takes_whatever_is_written(send: Send) -> None:
    body = f"{LONG}\n{LINK}\n.一行の点\n𠮷野家 ① ㈱\n"
    with MailServer(Manners(is_seven_bit=True)) as server:
        send(server, body=body)

    (raw,) = server.desk.taken
    assert max(map(len, raw.split(b"\r\n"))) <= 76
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert server.desk.options == [[]], "no BODY=8BITMIME is asked for"
    read = message_from_bytes(raw, policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert read.get_content().split("\r\n") == body.split("\n")


@pytest.mark.parametrize("manner", ["421 4.3.0 closing", "silence", "hang up"])
def test_what_the_server_said_yes_to_is_sent_whatever_it_does_at_the_end(send: Send, manner: str) -> None:
    with MailServer(Manners(at_quit=manner)) as server:
        send(server)

    assert len(server.desk.taken) == 1


@pytest.mark.parametrize("name", ["wrong", NAME])
def test_a_wrong_name_or_password_is_our_own_fault_and_the_servers_words_are_kept(
    send: Send, name: str
) -> None:
    password = "wrong" if name == NAME else PASSWORD
    with MailServer(Manners(mechanisms=("PLAIN", "LOGIN"))) as server, pytest.raises(NotTaken) as caught:
        send(server, smtp_user=name, smtp_password=password)

    assert caught.value.verdict == Verdict(Trouble.SIGN_IN, "535 5.7.8 Authentication credentials invalid")
    assert server.desk.tried == []


def test_a_server_that_wants_a_password_of_nobody_says_so(send: Send) -> None:
    with MailServer(Manners(mechanisms=("PLAIN",))) as server, pytest.raises(NotTaken) as caught:
        send(server)

    assert caught.value.verdict == Verdict(Trouble.SIGN_IN, "530 5.7.0 Authentication required")


def test_a_server_that_knows_no_signing_in_says_so(send: Send) -> None:
    with MailServer() as server, pytest.raises(NotTaken) as caught:
        send(server, smtp_user=NAME, smtp_password=PASSWORD)

    assert caught.value.verdict == Verdict(Trouble.SIGN_IN, "no AUTH")


@pytest.mark.parametrize("first_byte", [False, True])
def test_an_unknown_authority_is_refused_before_a_password_is_said(
    send: Send, office: Office, first_byte: bool
) -> None:
    manners = Manners(
        mechanisms=("PLAIN",), tls=office.server_context(), is_tls_from_the_first_byte=first_byte
    )
    with MailServer(manners) as server, pytest.raises(NotTaken) as caught:
        send(
            server, smtp_host="localhost", smtp_starttls=not first_byte, smtp_tls=first_byte,
            smtp_user=NAME, smtp_password=PASSWORD,
        )  # fmt: skip

    assert caught.value.verdict.trouble is Trouble.CERTIFICATE
    assert "issuer" in caught.value.verdict.words
    assert server.desk.signed_in == []


def test_a_certificate_for_another_server_is_refused(send: Send, other_office: Office) -> None:
    with MailServer(Manners(tls=other_office.server_context())) as server, pytest.raises(NotTaken) as caught:
        send(server, smtp_host="localhost", smtp_starttls=True, smtp_ca_file=str(other_office.ca_file))

    assert caught.value.verdict.trouble is Trouble.CERTIFICATE
    assert "localhost" in caught.value.verdict.words


def test_a_server_without_encryption_gets_no_letter_where_encryption_is_set(send: Send) -> None:
    with MailServer() as server, pytest.raises(NotTaken) as caught:
        send(server, smtp_starttls=True)

    assert caught.value.verdict.trouble is Trouble.NOT_ENCRYPTED
    assert server.desk.taken == []


def test_plain_words_to_a_port_that_is_encrypted_from_the_first_byte_find_the_server_silent(
    send: Send, office: Office
) -> None:
    manners = Manners(tls=office.server_context(), is_tls_from_the_first_byte=True)
    with MailServer(manners) as server, pytest.raises(NotTaken) as caught:
        send(server, smtp_timeout_s=0.5)

    assert caught.value.verdict.trouble is Trouble.UNREACHABLE


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("450 4.2.0 Greylisted, see http://postgrey.example.jp/help", Trouble.LATER),
        ("452 4.2.2 mailbox full", Trouble.LATER),
        ("550 5.1.1 <kikaku@town.example.jp>: no such user", Trouble.ADDRESS),
        ("554 5.7.1 <kikaku@town.example.jp>: Relay access denied", Trouble.RELAY),
        ("421 4.7.0 too many connections", Trouble.BUSY),
    ],
)
def test_what_is_said_about_a_recipient_tells_whose_fault_it_is(
    send: Send, said: str, trouble: Trouble
) -> None:
    manners = Manners(to_recipient={"kikaku@town.example.jp": said})
    with MailServer(manners) as server, pytest.raises(NotTaken) as caught:
        send(server)

    assert caught.value.verdict.trouble is trouble
    assert caught.value.verdict.words == said.replace("kikaku@", "k***@")


def test_no_answer_after_the_last_word_is_not_held_for_a_no(send: Send) -> None:
    with MailServer(Manners(after_the_dot="hang up")) as server, pytest.raises(NotTaken) as caught:
        send(server)

    assert caught.value.verdict.trouble is Trouble.UNANSWERED
    assert len(server.desk.taken) == 1


def test_a_closed_port_is_our_own_fault(house_settings: Settings) -> None:
    with MailServer() as server:
        port = server.port

    with pytest.raises(NotTaken) as caught:
        SmtpPostman(replace(house_settings, smtp_port=port)).send(letter(house_settings))

    assert caught.value.verdict == Verdict(Trouble.UNREACHABLE, "Connection refused")


def test_an_address_that_only_carriers_know_is_named_as_it_is(house_settings: Settings) -> None:
    with MailServer() as server:
        settings = replace(house_settings, smtp_port=server.port)
        SmtpPostman(settings).send(letter(settings, to="taro..y.@docomo.ne.jp"))

    assert server.desk.tried == ["taro..y.@docomo.ne.jp"]


def test_the_yes_comes_back_with_the_servers_words_and_we_say_who_we_are(house_settings: Settings) -> None:
    settings = replace(house_settings, public_base_url="https://jirei.pref.example.jp")
    with MailServer() as server:
        settings = replace(settings, smtp_port=server.port)
        assert SmtpPostman(settings).send(letter(settings)) == "2.0.0 ok: queued as 4XyZ"

    assert server.desk.greeted_as == ["jirei.pref.example.jp"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://jirei.pref.example.jp:8443/x", "jirei.pref.example.jp"),
        ("http://127.0.0.1:8000", "[127.0.0.1]"),
        ("http://[2001:db8::1]/", "[IPv6:2001:db8::1]"),
        ("http://localhost", "localhost"),
    ],
)
def test_we_introduce_ourselves_by_a_name_or_a_literal(address: str, name: str) -> None:
    assert own_name(address) == name
