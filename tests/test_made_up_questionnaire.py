"""A questionnaire with other keys, another order and half of the meanings goes from answer to printed case."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casefinder import clock
from casefinder.analyse.coding import texts
from casefinder.answer.responses.models import Response
from casefinder.answer.returns import service as returns
from casefinder.answer.snapshots import queries as snapshots
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.filling import filled_form
from casefinder.clock import utc_now
from casefinder.edit.cases import queries
from casefinder.edit.cases.content import CaseContent
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.proving import editor
from casefinder.edit.checks import queries as checks
from casefinder.edit.drafts import service as drafts
from casefinder.publish.book.render import book_html
from casefinder.publish.builds import collect
from casefinder.publish.content import CasePage, EditionContent
from casefinder.publish.site.files import site_files
from casefinder.staff.consent.rules import Target
from tests.analyse.search.searching import index_all
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.builds import PUBLISHER, make_edition
from tests.factories.campaigns import make_campaign
from tests.factories.cases import approve_case, pair_troubles
from tests.factories.invitations import Link, enter, make_link
from tests.factories.made_up import ANSWERS, made_up, make_made_up_response
from tests.factories.questionnaires import make_version
from tests.factories.responses import save_answers

FLAT = {
    f"{key}.{part}" if part and part != "rows" else key: value
    for key, said in ANSWERS.items()
    for part, value in said.items()
}
OWN_KEYS = {item.key for item in made_up().items()} - {item.number for item in made_up().items()}
LURES = ("群青", "冬が好きだ", "星野さん", "好きな色")  # under keys of the standard questionnaire


def draft(session: Session, response: Response) -> CaseContent:
    account = make_account(session)
    case = drafts.draft_case(session, response.id, account_id=account.id, now=utc_now())
    return queries.case_content(session, case.id)


def finished(session: Session, response: Response) -> Case:
    """A case of which the editor wrote what the questionnaire does not ask."""
    account = make_account(session).id
    case = drafts.draft_case(session, response.id, account_id=account, now=utc_now())
    changes.set_details(
        session, case.id, chapter="snow", trouble="人手", headcount=2, months=3, confirmed_on=date(2026, 6, 1),
        illustration_id=None, account_id=account, seen_revision=case.revision, now=utc_now(),
    )  # fmt: skip
    pair_troubles(session, case, account)
    own = editor("hardest")
    for place, rows in (
        ("effect_card", [{"value": "12", "unit": "件", "text": "除雪の電話"}]),
        ("effort_card", [{"text": "二人で三か月。"}]),
        ("steps", [{"when": "2025-12", "head": "掲示板を立てた"}]),
        ("effects", [{"metric": "除雪の電話", "after": "12件", "as_of": "2026-02", "method": "電話の控え", "certainty": "B"}]),
        ("conditions", [{"label": "注意", "text": "掲示板だけに頼らない"}]),
        ("state", [{"label": "継続"}]),
    ):  # fmt: skip
        changes.set_sentences(
            session, case.id, place, rows, [dict.fromkeys(row, own) for row in rows], account_id=account,
            seen_revision=case.revision, now=utc_now(),
        )  # fmt: skip
    return approve_case(session, case, account)


@pytest.fixture
def edition(session: Session) -> EditionContent:
    """What an edition prints of it."""
    case = finished(session, make_made_up_response(session))
    made = make_edition(session, cases=[case])
    return collect.edition_content(session, made.id, now=NOON, publisher=PUBLISHER)


@pytest.fixture
def page(edition: EditionContent) -> CasePage:
    return edition.cases[0]


def test_its_numbers_come_from_the_order() -> None:
    document = made_up()

    assert [section.number for section in document.sections] == ["A", "B", "C", "D"]
    assert [(item.number, item.key) for item in document.items()][:5] == [
        ("A1", "may_print"), ("A2", "L1"), ("A3", "may_read"), ("B1", "measured"), ("B2", "K1"),
    ]  # fmt: skip


def test_consents_are_those_that_are_meant(session: Session) -> None:
    said = snapshots.statement(session, make_made_up_response(session).id)

    assert said is not None
    assert dict(said.consents) == {"casebook": "yes", "analysis": "yes"}
    assert not said.publishable(Target.OPEN_DATA)
    assert "helpers.called" not in said.publishable(Target.EVERYONE)
    assert "helpers.did" in said.publishable(Target.EVERYONE)


def test_a_raffle_called_l1_is_no_consent_to_print(session: Session) -> None:
    response = make_made_up_response(session, may_print={"": "no"}, L1={"": "yes"})

    said = snapshots.statement(session, response.id)

    assert said is not None
    assert not said.publishable(Target.EVERYONE)


def test_a_draft_fills_the_places_that_are_meant_and_no_other(session: Session) -> None:
    content = draft(session, make_made_up_response(session))

    assert content.text("title") == "雪かき当番の見える化"
    assert content.text("lead") == "だれが雪をかくかを掲示板で見せた。"
    assert content.table("background") == [{"text": "朝になるまで当番が分からなかった。"}]
    assert content.table("effects") == [
        {"metric": "除雪の電話", "after": "12件"}, {"metric": "当番", "after": "3人"},
    ]  # fmt: skip
    assert content.table("effect_card") == [{"value": "12", "unit": "件", "text": "除雪の電話"}]
    assert content.table("cost_card") == [{"value": "12", "unit": "万円", "text": "年間の費用。"}]
    assert content.table("contact") == [{"text": "建設課（電話 01234-5-6789）"}]
    assert set(content.places) == {
        "title", "lead", "background", "effects", "effect_card", "cost_card", "contact", "sources",
    }  # fmt: skip


def test_nothing_is_taken_for_what_its_key_means_elsewhere(session: Session) -> None:
    content = draft(session, make_made_up_response(session))

    said = "".join(sentence.text for *_, sentence in content.sentences())
    assert [lure for lure in LURES if lure in said] == []


def test_without_meanings_nothing_is_drafted_but_the_source(session: Session) -> None:
    content = draft(session, make_made_up_response(session, only_consents=True))

    assert set(content.places) == {"sources"}


def test_the_printed_case_holds_what_was_asked(page: CasePage) -> None:
    assert (page.title, page.initiative) == ("雪かき当番の見える化", "雪かき当番の見える化")
    assert (page.fields, page.technologies, page.products) == (("雪",), (), "")
    assert (page.stage, page.started) == ("", "")
    assert (page.cost.initial_thousand_yen, page.cost.yearly_thousand_yen) == (None, 120)
    assert page.open_data is False


def test_the_book_and_the_site_show_the_case(edition: EditionContent, tmp_path: Path) -> None:
    book = book_html(edition)
    site = "".join(
        data.decode("utf-8") for name, data in site_files(edition, tmp_path).items() if name.endswith(".html")
    )

    for text in (book, site):
        assert "雪かき当番の見える化" in text
        assert "表を一枚にした。" in text
        assert "見本 太郎" not in text
        assert [lure for lure in LURES if lure in text] == []


def test_the_engine_is_asked_with_what_is_meant(session: Session) -> None:
    response = make_made_up_response(session)

    assert {text.question_key: text.about for text in texts.texts_of(session, response.id)} == {
        "before": "background", "F3": "", "hardest": "trouble", "hardest_2": "trouble", "answer": "way_out",
    }  # fmt: skip


def test_what_was_corrected_is_told_by_number(session: Session) -> None:
    case = finished(session, make_made_up_response(session))
    response = session.get_one(Response, case.response_id)
    later = NOON + timedelta(hours=1)
    account = make_account(session)
    returns.return_response(session, response.id, "C6 を見てください。", account_id=account.id, now=later)
    save_answers(session, response.id, {"hardest": GivenAnswer({"": "表が月ごとに変わった。"})}, now=later)
    submit_response(session, response.id, seen=response.revision, now=later)

    told = [
        each.values for each in checks.case_findings(session, case.id, now=later) if each.code == "corrected"
    ]

    assert told
    assert all(values == {"key": "C6"} for values in told)


@pytest.fixture(params=[False, True], ids=["half", "consents-only"])
def link(app: Flask, request: pytest.FixtureRequest) -> Link:
    """A link to answer the made-up questionnaire, with half of its meanings and with the consents' alone."""
    with app.extensions["database"].transaction() as session:
        version = make_version(session, document=made_up(only_consents=request.param))
        campaign_id = make_campaign(session, version_id=version.id).id
    return make_link(app, campaign_id=campaign_id, name="雪見町")


def visible(answer: TestResponse) -> str:
    """What a page says, without tags."""
    assert answer.status_code == 200, answer.status
    return re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))


def answer_all(client: FlaskClient, link: Link) -> None:
    """Fill in every page as a browser would, and send."""
    home, document = enter(client, link), made_up()
    form = filled_form(document, {**FLAT, "area": "snow"})
    for section in document.sections:
        keys = [item.key for item in section.items]
        own = {name: texts for name, texts in form.items() if name.partition(".")[0] in keys}
        seen = {f"seen.{key}": "0." for key in keys}
        sent = client.post(f"{home}s/{section.key}", data={**own, **seen, "save": "home"})
        assert sent.status_code == 303
    check = client.get(f"{home}check").get_data(as_text=True)
    found = re.search(r'name="seen" value="([0-9]+)"', check)
    assert found
    assert client.post(f"{home}check", data={"seen": found[1]}).headers["Location"].endswith("/receipt")


def test_the_respondents_pages_ask_it_by_number(app: Flask, client: FlaskClient, link: Link) -> None:
    home = enter(client, link)
    assert "はじめに同意" in visible(client.get(home))
    for section in made_up().sections:
        words = visible(client.get(f"{home}s/{section.key}"))
        assert [item.title for item in section.items if item.title not in words] == []
        assert [item.number for item in section.items if item.number not in words] == []
        assert section.key not in words

    answer_all(client, link)

    copy = visible(client.get(f"{home}answers"))
    assert "雪かき当番の見える化" in copy
    assert [key for key in OWN_KEYS if f" {key} " in copy] == []
    assert client.get(f"{home}receipt").status_code == 200


def test_no_page_of_the_staff_stumbles_over_it(app: Flask, client: FlaskClient, link: Link) -> None:
    answer_all(app.test_client(), link)
    with app.extensions["database"].transaction() as session:
        response = session.scalars(select(Response)).one()
        response_id, campaign_id = response.id, response.invitation.campaign_id
        account = make_account(session)
        case_id = drafts.draft_case(session, response.id, account_id=account.id, now=utc_now()).id
        edition_id = make_edition(session, cases=[]).id
        version_id = response.version_id
    sign_in(client, app)

    for path in (
        "/staff/", "/staff/responses/?q=見える化", f"/staff/responses/{response_id}", "/staff/responses/?topic=snow",
        f"/staff/campaigns/{campaign_id}", f"/staff/campaigns/{campaign_id}/missing.csv", "/staff/desk/", f"/staff/desk/{response_id}",
        "/staff/search/?q=当番", "/staff/codebook/", "/staff/cases/?q=雪かき", f"/staff/cases/{case_id}", f"/staff/cases/{case_id}/paper",
        f"/staff/cases/{case_id}/history", f"/staff/casebooks/{edition_id}", f"/staff/casebooks/{edition_id}/themes",
        f"/staff/questionnaires/versions/{version_id}", f"/staff/questionnaires/versions/{version_id}/preview/story",
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 200, path
        words = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
        assert [key for key in OWN_KEYS if f" {key} " in words] == [], path


def test_lists_and_search_show_what_is_meant(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        make_made_up_response(session)
    index_all(app.extensions["database"])
    sign_in(client, app)

    found = visible(client.get("/staff/responses/?q=見える化&topic=snow"))
    assert "雪かき当番の見える化" in found
    assert "雪見町" not in visible(client.get("/staff/responses/?topic=school")).partition("絞り込み")[2]
    assert "C6" in visible(client.get("/staff/search/?q=当番の表"))
    assert "雪かき当番の見える化" in visible(client.get("/staff/cases/?q=雪かき"))


def test_a_message_names_its_questions_by_number(app: Flask, client: FlaskClient, link: Link) -> None:
    answer_all(client, link)
    with app.extensions["database"].transaction() as session:
        response = session.scalars(select(Response)).one()
        account = make_account(session)
        returns.return_response(
            session,
            response.id,
            "C6 の年を教えてください。",
            account_id=account.id,
            now=NOON + timedelta(minutes=1),
        )
    clock.set_source(lambda: NOON + timedelta(minutes=2))

    page = client.get(f"/r/{link.ref}/").get_data(as_text=True)

    assert "C6 を直す" in page
    assert "/s/story#item-hardest" in page
