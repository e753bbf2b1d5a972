"""What pages and letters of the respondent say holds: it contradicts neither the other page nor what the button then does."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import update

from casefinder.answer.responses import queries
from casefinder.answer.responses.errors import CampaignClosed
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting.service import submit_response, take_back
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.questionnaires.answers import GivenAnswer
from tests.answer.every_page import all_pages
from tests.answer.present import answers, complete, hand_in, response_id
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.invitations import Link, enter, make_link, send_letters
from tests.factories.responses import save_answers

EXCEL = re.compile(r"Excel|エクセル", re.IGNORECASE)


def text(page: str) -> str:
    """What a person reads of a page, without what is typed."""
    tree = html.fromstring(page)
    for unread in tree.xpath("//script|//style|//template|//textarea"):
        unread.drop_tree()
    return re.sub(r"\s+", "", tree.xpath("//body")[0].text_content())


def letters(app: Flask) -> list[str]:
    send_letters(app)
    return [re.sub(r"\s+", "", message.get_content()) for message in app.extensions["postman"].sent]


def close(app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        session.execute(update(Campaign).values(closed_at=NOON))


def give_back(app: Flask, link: Link) -> None:
    with app.extensions["database"].transaction() as session:
        account = make_account(session).id
        return_response(session, response_id(app, link), "F3 をもう少し。", account_id=account, now=NOON)


def state(app: Flask, link: Link) -> ResponseState:
    with app.extensions["database"].reading() as session:
        return queries.state_of(session.get_one(Response, response_id(app, link)))


@pytest.fixture
def pages(app: Flask, client: FlaskClient) -> dict[str, str]:
    return all_pages(app, client)


def test_letter_first_page_and_list_give_the_same_numbers(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    (letter,) = letters(app)
    first = text(client.get(f"/i/{link.token}").text)
    home = text(client.get(enter(client, link)).text)

    minutes = re.findall(r"全部で約(\d+)分", letter + first)
    required = re.findall(r"必須の設問は(\d+)問|必須は(\d+)問|必須は(\d+)問中", letter + first + home)

    assert len(minutes) == 2
    assert len(set(minutes)) == 1
    assert len(required) == 3
    assert len({one or two or three for one, two, three in required}) == 1
    assert sum(map(int, re.findall(r"\d+問・(\d+)分", home))) == int(minutes[0])


def test_letter_and_first_page_name_the_same_question_about_the_approval(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    (letter,) = letters(app)
    first = text(client.get(f"/i/{link.token}").text)

    named = [re.search(r"済んだか、要らないかを選びます（(\w+)）", words) for words in (letter, first)]

    assert [found and found[1] for found in named] == ["L5", "L5"]
    assert "L5" in client.get(f"{enter(client, link)}s/L").text


def test_nothing_says_that_a_tick_alone_ends_it(
    app: Flask, client: FlaskClient, pages: dict[str, str]
) -> None:
    said = [text(page) for page in pages.values()] + letters(app)

    for words in said:
        assert "該当なし」で終わ" not in words
        if "今回は該当なし" in words:
            assert "提出" in words


def test_after_nothing_to_tell_one_stands_before_the_button_that_submits_it(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    home = enter(client, link)

    after = client.post(f"{home}not-applicable", follow_redirects=True)

    assert state(app, link) is ResponseState.DRAFT
    assert "提出する" in text(after.text)
    assert "提出すると終わります" in text(client.get(home).text) or "提出" in text(client.get(home).text)


def test_a_way_that_does_not_exist_is_offered_nowhere(app: Flask, pages: dict[str, str]) -> None:
    offered = {path: EXCEL.findall(text(page)) for path, page in pages.items() if EXCEL.search(text(page))}

    assert offered == {}
    assert not any(EXCEL.search(letter) for letter in letters(app))


def test_telephone_and_mail_are_links_in_the_foot_of_every_page(app: Flask, pages: dict[str, str]) -> None:
    settings = app.extensions["settings"]
    for path, page in pages.items():
        (foot,) = html.fromstring(page).xpath("//footer")
        links = foot.xpath(".//a/@href")
        assert f"mailto:{settings.email}" in links, path
        assert any(each == f"tel:{settings.phone.replace('-', '')}" for each in links), path


def test_a_mail_may_be_answered_where_the_letter_says(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    enter(client, link)
    hand_in(app, link)
    send_letters(app)
    give_back(app, link)
    send_letters(app)

    sent = app.extensions["postman"].sent
    assert len(sent) == 3
    for message in sent:
        assert "返信は、上のメールアドレスに届きます。" in message.get_content()
        assert message["Reply-To"] in message.get_content()


@pytest.mark.parametrize("consent", ["no", "yes", "anonymous"])
def test_only_who_agreed_to_be_printed_is_promised_a_look_before_print(
    app: Flask, client: FlaskClient, consent: str
) -> None:
    link = make_link(app)
    home = enter(client, link)
    complete(app, link)
    with app.extensions["database"].transaction() as session:
        response = session.get_one(Response, response_id(app, link))
        save_answers(session, response.id, {"L1": GivenAnswer({"": consent})})
        submit_response(session, response.id, seen=response.revision, now=NOON)

    receipt, letter = text(client.get(f"{home}receipt").text), letters(app)[-1]

    assert ("掲載の前に" in letter) is ("掲載の前に" in receipt) is (consent != "no")
    assert ("公表の時期" in letter) is (consent != "no")


def test_a_returned_response_is_not_called_submitted_or_closed_by_its_first_page(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    home = enter(client, link)
    hand_in(app, link)
    give_back(app, link)
    for is_closed in (False, True):
        if is_closed:
            close(app)
        first = text(client.get(f"/i/{link.token}").text)

        assert "差戻しが届いています" in first
        assert "照会は終了しました" not in first
        assert "今回は該当なし" not in first, "it was answered already"
        assert "F3を直す" in text(client.get(home).text)


def test_a_question_of_the_editors_is_answered_by_submitting_not_by_saving(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    home = enter(client, link)
    hand_in(app, link)
    give_back(app, link)

    section = text(client.get(f"{home}s/F").text)
    client.post(f"{home}s/F", data={"F3": "三回です。", "seen.F3": str(answers(app, link)["F3"].seen)})

    assert state(app, link) is ResponseState.RETURNED
    assert "保存すると、返事になります" not in section
    assert "もう一度提出すると、返事になります" in section


def test_where_nothing_can_be_written_nothing_is_offered_to_be_written(pages: dict[str, str]) -> None:
    for path in ("/closed/home", "/closed/first", "/submitted/first"):
        words = text(pages[path])
        for promise in (
            "あとで続けられます",
            "口頭で答えたい」を選べます。あとで",
            "続けられます",
            "いまも受け付けて",
        ):
            assert promise not in words.partition("根拠")[2], (path, promise)


@pytest.mark.parametrize("was_returned", [False, True])
def test_what_could_not_be_submitted_again_is_not_offered_to_be_taken_back(
    app: Flask, client: FlaskClient, was_returned: bool
) -> None:
    link = make_link(app)
    home = enter(client, link)
    hand_in(app, link)
    if was_returned:
        give_back(app, link)
        with app.extensions["database"].transaction() as session:
            response = session.get_one(Response, response_id(app, link))
            submit_response(session, response.id, seen=response.revision, now=NOON + timedelta(minutes=1))
    close(app)

    receipt, letter = text(client.get(f"{home}receipt").text), letters(app)[-1]
    answer = client.post(f"{home}take-back", follow_redirects=True)

    assert ("回答を取り戻す" in receipt) is was_returned
    assert ("取り戻して直せます" in letter) is was_returned
    assert (answer.status_code == 200) is was_returned
    if not was_returned:
        assert "照会は終了しました。直したいことは" in receipt
        assert state(app, link) is ResponseState.SUBMITTED, "it counts as before"


def test_taking_back_what_could_not_be_submitted_again_changes_nothing(
    app: Flask, client: FlaskClient
) -> None:
    link = make_link(app)
    enter(client, link)
    hand_in(app, link)
    close(app)

    with pytest.raises(CampaignClosed), app.extensions["database"].transaction() as session:
        take_back(session, response_id(app, link), now=NOON)

    assert state(app, link) is ResponseState.SUBMITTED


def test_after_the_deadline_answers_are_taken_as_the_pages_say(app: Flask, client: FlaskClient) -> None:
    link = make_link(app)
    home = enter(client, link)
    with app.extensions["database"].transaction() as session:
        session.execute(update(Campaign).values(closes_at=NOON - timedelta(days=1)))

    for path in (f"/i/{link.token}", home):
        assert "締切を過ぎ" in text(client.get(path).text), path
    hand_in(app, link)
    assert state(app, link) is ResponseState.SUBMITTED
