"""What needs somebody is on the start page, in the list and on the desk: wishes to speak, and books that stand still."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from casefinder.answer.reading import list_queries
from casefinder.answer.reading import service as reading
from casefinder.answer.snapshots.spoken_queries import wishes_of
from casefinder.answer.submitting import service as submitting
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.edit.cases.models import CaseSentence
from casefinder.edit.decisions import discarding
from casefinder.faces import Role
from casefinder.overview import queries
from casefinder.overview.rules import Work
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account, sign_in
from tests.factories.builds import make_edition, make_made_build, make_release
from tests.factories.cases import confirm_case, make_approved_case, make_case
from tests.factories.responses import complete_answers, make_response

SPOKEN = GivenAnswer({"": ""}, is_spoken=True)


def make_spoken(session: Session, **changes: Any) -> int:
    """A submitted response that wants to answer two questions by word of mouth."""
    answers = complete_answers(**changes) | {"F3": SPOKEN, "G2": SPOKEN}
    return make_response(session, answers=answers, is_submitted=True, now=NOON).id


def spoken_group(session: Session) -> queries.Group | None:
    return next((g for g in queries.groups(session, now=NOON) if g.work is Work.SPOKEN), None)


def test_a_wish_to_speak_names_its_questions_and_whom_to_call(session: Session) -> None:
    response_id = make_spoken(session)

    group = spoken_group(session)

    assert group is not None
    wish = group.items[0].wish
    assert wish is not None
    assert (group.items[0].id, wish.numbers, wish.name) == (response_id, ("F3", "G2"), "見本 花子")
    assert (wish.phone, wish.ways, wish.is_for_all) == ("01234-5-6789", "可（オンライン）", False)


def test_whoever_asks_for_an_interview_as_a_whole_is_no_less_seen(session: Session) -> None:
    made = make_response(session, answers=complete_answers(A2={"": "interview"}), is_submitted=True, now=NOON)

    assert [item.id for item in (spoken_group(session) or queries.Group(Work.SPOKEN, 0, ())).items] == [
        made.id
    ]
    assert wishes_of(session, [made.id])[made.id].is_for_all


def test_who_wrote_everything_wants_no_call(session: Session) -> None:
    make_response(session, is_submitted=True, now=NOON)

    assert spoken_group(session) is None


def test_a_wish_that_is_still_being_written_is_the_respondents_own(session: Session) -> None:
    make_response(session, answers=complete_answers() | {"F3": SPOKEN}, now=NOON)

    assert spoken_group(session) is None


@pytest.mark.parametrize("act", ["accepted", "taken back"])
def test_a_wish_is_gone_when_it_was_heard_or_taken_back(session: Session, act: str) -> None:
    response_id = make_spoken(session)
    if act == "accepted":
        reading.accept_response(session, response_id, account_id=make_account(session).id, now=NOON)
    else:
        submitting.take_back(session, response_id, now=NOON)

    assert spoken_group(session) is None


def test_the_list_can_be_narrowed_to_wishes(session: Session) -> None:
    make_response(session, is_submitted=True, now=NOON)
    response_id = make_spoken(session)

    found = list_queries.responses(session, list_queries.ListFilter(wish="spoken"))

    assert [line.id for line in list_queries.lines(session, found, page=1)] == [response_id]
    assert list_queries.spoken_count(session) == 1


def test_today_list_response_and_desk_show_the_wish(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        response_id = make_spoken(session)
    sign_in(client, app, Role.EDITOR)

    for address in (
        "/staff/",
        "/staff/responses/",
        f"/staff/responses/{response_id}",
        f"/staff/desk/{response_id}",
    ):
        page = client.get(address).text
        assert "F3・G2" in page, address
        assert 'href="tel:01234' in page, address
    assert "口頭" in client.get("/staff/desk/").text
    assert 'href="/staff/responses/?wish=spoken"' in client.get("/staff/").text


def test_a_reader_sees_the_wish_without_name_and_number(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        response_id = make_spoken(session)
    sign_in(client, app, Role.READER)

    for address in ("/staff/", "/staff/responses/", f"/staff/responses/{response_id}"):
        page = client.get(address).text
        assert "F3・G2" in page, address
        assert "01234-5-6789" not in page, address


def test_a_book_that_stands_still_is_the_first_thing_today(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        case = make_approved_case(session)
        response_id = case.response_id
        settings = app.extensions["settings"]
        build = make_made_build(session, make_edition(session, cases=[case]), settings.home / "builds")
        release = make_release(session, build, settings.home, account_id=make_account(session).id)
        release_id = release.id
        assert Work.RELEASES not in {g.work for g in queries.groups(session, now=NOON)}
        consent.withdraw(session, response_id, "casebook", now=NOON)
    sign_in(client, app, Role.READER)

    page = client.get("/staff/").text

    assert "公開した事例集で、判断を待つもの" in page
    assert f"/staff/releases/{release_id}" in page


def cases_of(session: Session, work: Work) -> list[tuple[int, str]]:
    return [(i.id, i.what) for g in queries.groups(session, now=NOON) if g.work is work for i in g.items]


def test_a_draft_without_the_organisations_word_is_on_the_start_page(session: Session) -> None:
    account_id = make_account(session).id
    asked, told, discarded = (make_case(session, account_id=account_id) for _ in range(3))
    confirm_case(session, told, account_id)
    discarding.discard(session, discarded.id, account_id=account_id, seen_revision=1, now=NOON)

    assert [id_ for id_, _ in cases_of(session, Work.UNCONFIRMED)] == [asked.id]
    assert [id_ for id_, _ in cases_of(session, Work.TO_APPROVE)] == [told.id]


def test_a_word_on_an_earlier_text_is_no_word_on_this_one(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    confirm_case(session, case, account_id)
    session.execute(update(CaseSentence).where(CaseSentence.case_id == case.id).values(text="別の文です。"))
    case.revision += 1
    session.flush()

    assert cases_of(session, Work.UNCONFIRMED) == [(case.id, "outdated_word")]
    assert cases_of(session, Work.TO_APPROVE) == []


def test_what_is_set_beside_the_words_takes_no_confirmation_away(session: Session) -> None:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id)
    confirm_case(session, case, account_id)
    case.chapter, case.revision = "health", case.revision + 1
    session.flush()

    assert [id_ for id_, _ in cases_of(session, Work.TO_APPROVE)] == [case.id]


def test_the_list_of_cases_shows_who_was_not_asked_and_is_narrowed_to_them(
    app: Flask, client: FlaskClient
) -> None:
    with app.extensions["database"].transaction() as session:
        account_id = make_account(session).id
        asked, told = (make_case(session, account_id=account_id) for _ in range(2))
        confirm_case(session, told, account_id)
        ids = asked.id, told.id
    sign_in(client, app)

    every, none, given = (client.get(f"/staff/cases/?word={word}").text for word in ("", "none", "given"))

    assert every.count("団体に未確認</span>") == none.count("団体に未確認</span>") == 1
    assert [f'href="/staff/cases/{id_}"' in none for id_ in ids] == [True, False]
    assert [f'href="/staff/cases/{id_}"' in given for id_ in ids] == [False, True]
    assert f'href="/staff/cases/{ids[0]}/gate"' in client.get("/staff/").text
    assert client.get("/staff/cases/cases.csv?word=none").data.count(b"\r\n") == 2
