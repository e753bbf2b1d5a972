from pathlib import Path

from flask import Flask

from casefinder.ask.campaigns.models import Campaign
from tests.databases import prepared
from tests.factories.campaigns import make_campaign

built: list[str] = []


@prepared
def campaign_id(app: Flask) -> int:
    built.append(app.extensions["database"].engine.dialect.name)
    (app.extensions["settings"].home / "note.txt").write_text("with its files")
    with app.extensions["database"].transaction() as session:
        return make_campaign(session, title="はじめ").id


def look_and_change(app: Flask, campaign_id: int) -> tuple[str, str]:
    """Return what the campaign and its file say, and change both."""
    note: Path = app.extensions["settings"].home / "note.txt"
    with app.extensions["database"].transaction() as session:
        campaign = session.get_one(Campaign, campaign_id)
        found = campaign.title, note.read_text()
        campaign.title = "変えた"
    note.write_text("changed")
    return found


def test_the_first_test_sees_what_was_prepared(app: Flask, campaign_id: int) -> None:
    assert look_and_change(app, campaign_id) == ("はじめ", "with its files")


def test_the_next_one_sees_the_same_and_it_was_made_once(app: Flask, campaign_id: int) -> None:
    assert look_and_change(app, campaign_id) == ("はじめ", "with its files")
    assert built.count(app.extensions["database"].engine.dialect.name) == 1


def test_one_that_asks_for_nothing_begins_empty(app: Flask) -> None:
    with app.extensions["database"].reading() as session:
        assert session.query(Campaign).count() == 0
