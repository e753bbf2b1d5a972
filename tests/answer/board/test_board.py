"""The board: states in SQL and in Python, counts, and the list for the telephone."""

import csv
import io
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.answers import ending_rules, queries
from casefinder.answer.board import queries as board
from casefinder.answer.board import rules as board_rules
from casefinder.answer.board.rules import BoardState
from casefinder.answer.reading import service
from casefinder.answer.responses.models import Response
from casefinder.answer.responses.queries import state_of
from casefinder.answer.responses.rules import ResponseState
from casefinder.answer.returns.service import return_response
from casefinder.answer.snapshots import conditions
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.faces import Role
from tests.conftest import NOON
from tests.databases import prepared
from tests.factories.accounts import make_account, sign_in
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invitation, make_invited_organisation
from tests.factories.responses import make_response


@prepared
def campaign_id(app: Flask) -> int:
    """A campaign with one organisation in every state."""
    with app.extensions["database"].transaction() as session:
        return one_of_each(session)


def one_of_each(session: Session) -> int:
    campaign, account = make_campaign(session), make_account(session)

    def invited(name: str) -> object:
        return make_invitation(
            session, campaign=campaign, organisation=make_invited_organisation(session, name=name)
        )

    invited("未開封町")
    make_response(session, invitation=invited("開封町"))  # type: ignore[arg-type]
    make_response(session, invitation=invited("入力町"), answers={"C1": GivenAnswer({"": "窓口"})})  # type: ignore[arg-type]
    made = {
        name: make_response(session, invitation=invited(name), is_submitted=True)  # type: ignore[arg-type]
        for name in ("提出町", "確認町", "差戻町", "受理町")
    }
    service.note_first_read(session, made["確認町"].id, now=NOON)
    return_response(session, made["差戻町"].id, "F3 を直してください", account_id=account.id, now=NOON)
    service.accept_response(session, made["受理町"].id, account_id=account.id, now=NOON)
    none = make_response(session, invitation=invited("該当なし町"), answers={"A1": GivenAnswer({"": "none"})})  # type: ignore[arg-type]
    submit_response(session, none.id, seen=none.revision, now=NOON)
    return campaign.id


@pytest.mark.usefixtures("campaign_id")
def test_the_state_in_sql_is_the_state_in_python(session: Session) -> None:
    state = board.board_case(conditions.says_nothing(session))

    rows = session.execute(select(Response, state)).all()

    assert len(rows) == 7
    for response, name in rows:
        document = questionnaires.document_of(response.version)
        is_none = ending_rules.is_ended(document, queries.answers_of(session, response.id))
        expected = board_rules.board_state(state_of(response), revision=response.revision, is_none=is_none)
        assert name == expected.value


def test_every_state_of_a_response_has_a_place_on_the_board() -> None:
    for state, revision, is_none in product(ResponseState, (0, 3), (False, True)):
        assert board_rules.board_state(state, revision=revision, is_none=is_none) in BoardState


def test_the_counts_are_those_of_the_rows(session: Session, campaign_id: int) -> None:
    from casefinder.ask.campaigns.models import Campaign

    campaign = session.get_one(Campaign, campaign_id)

    tally = board.tally(session, campaign)

    assert tally.states == {
        "not_opened": 1, "opened": 1, "draft": 1, "submitted": 2, "returned": 1, "accepted": 1, "none": 1,
    }  # fmt: skip
    assert (tally.answered, tally.invited) == (5, 8)
    assert tally.places == {"空知総合振興局": (5, 8)}


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (board.Filter(state="returned"), ["差戻町"]),
        (board.Filter(state="missing"), ["未開封町", "開封町", "入力町", "差戻町"]),
        (board.Filter(words="提出"), ["提出町"]),
        (board.Filter(place="宗谷総合振興局"), []),
        (board.Filter(kind="company"), []),
        (board.Filter(trouble="failed"), []),
        (board.Filter(trouble="late"), []),
        (board.Filter(state="none"), ["該当なし町"]),
    ],
)
def test_the_board_is_narrowed_down(
    session: Session, campaign_id: int, chosen: board.Filter, names: list[str]
) -> None:
    from casefinder.ask.campaigns.models import Campaign

    campaign = session.get_one(Campaign, campaign_id)

    found = board.ordered(board.board(session, campaign, chosen, now=NOON), "oldest")

    assert sorted(row.organisation for row in board.rows(session, found)) == sorted(
        f"{n}（見本）" for n in names
    )
    assert board.count(session, found) == len(names)


@pytest.mark.parametrize("sort", ["oldest", "newest", "name", "place", "state", "nonsense"])
def test_every_order_shows_everybody(session: Session, campaign_id: int, sort: str) -> None:
    from casefinder.ask.campaigns.models import Campaign

    campaign = session.get_one(Campaign, campaign_id)

    found = board.ordered(board.board(session, campaign, board.Filter(), now=NOON), sort)

    assert len(board.rows(session, found, page=1)) == 8


@pytest.mark.parametrize(
    ("answered", "invited", "level"),
    [(0, 0, 0), (0, 3, 1), (59, 100, 1), (60, 100, 2), (7, 10, 3), (4, 5, 4), (5, 5, 4)],
)
def test_a_tile_has_four_steps(answered: int, invited: int, level: int) -> None:
    assert board_rules.tile_level(answered, invited) == level


def test_sec_03_the_export_of_the_missing_ones_holds_no_formula(
    app: Flask, client: FlaskClient, campaign_id: int
) -> None:
    sign_in(client, app)
    with app.extensions["database"].transaction() as session:
        campaign = make_campaign(session)
        make_invitation(
            session,
            campaign=campaign,
            organisation=make_invited_organisation(session, name='=HYPERLINK("x")'),
        )
        other_id = campaign.id

    answer = client.get(f"/staff/campaigns/{campaign_id}/missing.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    evil = client.get(f"/staff/campaigns/{other_id}/missing.csv").get_data(as_text=True)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "text/csv"
    assert {row[1] for row in rows[1:]} == {
        f"{n}（見本）" for n in ("未開封町", "開封町", "入力町", "差戻町")
    }
    assert "'=HYPERLINK" in evil


def test_the_page_shows_map_states_and_rows(app: Flask, client: FlaskClient, campaign_id: int) -> None:
    sign_in(client, app, Role.READER)

    text = client.get(f"/staff/campaigns/{campaign_id}").get_data(as_text=True)
    odd = client.get(f"/staff/campaigns/{campaign_id}?page=99&sort=x&state=nothing&q=%27%3B--")

    assert "差戻町（見本）" in text
    assert 'class="c2 r2"' in text
    assert "書き出す" not in text, "a reader takes nothing out"
    assert client.get(f"/staff/campaigns/{campaign_id}/missing.csv").status_code == 403
    assert odd.status_code == 200
    assert "条件に合う団体はありません" in odd.get_data(as_text=True) or "当てはまる団体" in odd.get_data(
        as_text=True
    )


def test_a_draft_has_no_board_but_its_preparation(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app)
    with app.extensions["database"].transaction() as session:
        campaign_id = make_campaign(session, is_open=False).id

    answer = client.get(f"/staff/campaigns/{campaign_id}")

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"/staff/campaigns/{campaign_id}/")
