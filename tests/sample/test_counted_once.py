"""A number that is shown in two places of the sample is the same in both."""

import csv
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.board import queries as board
from casefinder.answer.reading import list_queries
from casefinder.ask.campaigns.models import Campaign
from casefinder.db import Database
from casefinder.edit.casebooks.models import Edition
from casefinder.overview import queries as today
from casefinder.overview.rules import Work
from casefinder.publish.builds.models import Build
from casefinder.publish.content import EditionContent, from_json
from casefinder.publish.releases.models import Release
from tests.conftest import NOON
from tests.journeys.demo import Demo
from tests.sample.book_reading import squeezed, words_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@pytest.fixture
def session(demo: Demo) -> Iterator[Session]:
    database = Database(f"sqlite:///{demo.home / 'casefinder.db'}")
    with database.reading() as session:
        yield session
    database.engine.dispose()


@pytest.fixture
def content(session: Session) -> EditionContent:
    return from_json(
        session.scalars(select(Build.content).join(Release, Release.build_id == Build.id)).first() or ""
    )


@pytest.fixture
def campaign(session: Session) -> Campaign:
    edition = session.scalars(select(Edition).join(Release, Release.edition_id == Edition.id)).first()
    assert edition is not None
    return session.get_one(Campaign, edition.campaign_id)


def test_board_and_book_have_asked_and_heard_as_many(
    session: Session, campaign: Campaign, content: EditionContent
) -> None:
    tally, figures = board.tally(session, campaign), content.campaign

    assert (figures.invited, figures.answered) == (tally.invited, tally.answered)
    assert sum(area.invited for area in figures.areas) == tally.invited
    assert sum(area.answered for area in figures.areas) == tally.answered


def test_the_tabs_of_the_list_are_the_states_of_the_board(session: Session, campaign: Campaign) -> None:
    states, tabs = board.tally(session, campaign).states, list_queries.state_counts(session, campaign.id)

    for state in ("accepted", "returned", "none"):
        assert tabs.get(state, 0) == states.get(state, 0), state
    assert tabs.get("with_us", 0) == states.get("submitted", 0)
    for state in (*tabs, "none"):
        chosen = list_queries.ListFilter(state=state, campaign_id=campaign.id)
        assert list_queries.count(session, list_queries.responses(session, chosen)) == tabs.get(state, 0), (
            state
        )


def test_today_and_the_list_count_the_same(session: Session) -> None:
    tabs = list_queries.state_counts(session, None)
    waiting = {group.work: group.count for group in today.groups(session, now=NOON)}

    for work, state in (
        (Work.UNREAD, "submitted"),
        (Work.RESUBMITTED, "resubmitted"),
        (Work.READING, "reading"),
        (Work.RETURNED, "returned"),
    ):
        assert waiting.get(work, 0) == tabs.get(state, 0), state


def test_book_site_and_data_have_as_many_cases(demo: Demo, content: EditionContent) -> None:
    asked = f"{content.campaign.invited}の団体に案内し、{content.campaign.answered}の団体から回答を得ました"
    method = re.sub(r"<[^>]+>", "", (demo.book / "site/method.html").read_text("utf-8"))
    with (demo.book / "data/cases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert asked in squeezed("".join(words_of(demo.book / "book.pdf")))
    assert asked in squeezed(method)
    assert len(list((demo.book / "site/cases").glob("*.html"))) == len(content.cases)
    assert len(rows) == sum(case.open_data for case in content.cases)
