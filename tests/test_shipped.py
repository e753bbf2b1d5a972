"""What is only an example, a telephone number or an address, is never printed as if somebody could be reached there."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casefinder.config import Settings
from casefinder.publish.installation import publisher_of
from casefinder.shipped import is_example_address, is_example_phone
from tests.factories.accounts import sign_in
from tests.factories.invitations import make_link, send_letters

EXAMPLES = ("000-000-0000", "0000-00-0000", "０００－０００－００００", "", "―", "(000)000-0000")
REAL = ("011-204-0000", "0154-00-1000", "０１１－２３１－４１１１", "+81-11-231-4111")


@pytest.mark.parametrize("number", EXAMPLES)
def test_a_number_of_noughts_reaches_nobody(number: str) -> None:
    assert is_example_phone(number)


@pytest.mark.parametrize("number", REAL)
def test_a_number_with_another_digit_may_be_real(number: str) -> None:
    assert not is_example_phone(number)


@pytest.mark.parametrize(
    ("address", "is_example"),
    [
        ("dx-jirei@example.jp", True), ("DX課 <dx@pref.EXAMPLE.jp>", True), ("a@example.com", True), ("a@host.invalid", True),
        ("", True), ("dx@pref.shirakaba.lg.jp", False), ("課 <dx@pref.nagano.lg.jp>", False), ("a@notexample.jp", False),
    ],
)  # fmt: skip
def test_an_address_of_a_domain_kept_for_examples_reaches_nobody(address: str, is_example: bool) -> None:
    assert is_example_address(address) is is_example


def with_examples(app: Flask, **more: object) -> Settings:
    """Let the installation have the values that are shipped."""
    shipped = {
        name: Settings.__dataclass_fields__[name].default for name in ("contact_phone", "contact_email")
    }
    app.extensions["settings"] = replace(app.extensions["settings"], **{**shipped, **more})
    found: Settings = app.extensions["settings"]
    return found


def test_no_page_letter_or_book_prints_what_is_shipped(app: Flask, client: FlaskClient) -> None:
    settings = with_examples(app)
    link = make_link(app)

    send_letters(app)

    (message,) = app.extensions["postman"].sent
    shown = [message.get_content(), client.get(f"/i/{link.token}").text, client.get("/").text]
    client.post(f"/i/{link.token}")
    shown.append(client.get(f"/r/{link.ref}/").text)
    for text in shown:
        assert settings.contact_phone not in text
        assert settings.contact_email not in text
        assert "電話 \n" not in text
        assert "mailto:" not in text
    assert message["Reply-To"] is None
    assert "このメールの差出人に届きます" in shown[0]
    assert (publisher_of(settings).phone, publisher_of(settings).email) == ("", "")


def test_what_is_the_divisions_own_is_printed(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)

    page = client.get(f"/i/{link.token}").text

    assert "01234-5-6700" in page
    assert "mailto:dx@pref.shirakaba.lg.jp" in page


def test_a_sample_installation_shows_its_samples(app: Flask, client: FlaskClient) -> None:
    with_examples(app, sample=True)
    link = make_link(app)

    assert "000-000-0000" in client.get(f"/i/{link.token}").text


def test_the_start_page_says_that_they_are_missing(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    before = client.get("/staff/").text
    with_examples(app)

    said = "担当課の電話番号かメールアドレスが、まだ設定されていません"
    assert said not in before
    assert said in client.get("/staff/").text
