"""A questionnaire that nobody ships, with keys of its own, in a browser: from the link in the letter to the case on paper."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from casefinder.ask.questionnaires.filling import filled_form
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_link
from tests.factories.made_up import ANSWERS, made_up
from tests.factories.questionnaires import make_version
from tests.faults.house import House, prepare_database
from tests.journeys.browsing import Watch, Windows
from tests.journeys.judging import Judge
from tests.journeys.respondent_pages import RespondentPages
from tests.journeys.staff_pages import StaffPages

TITLE = "雪かき当番の見える化"
SAID = {
    f"{key}.{part}" if part and part != "rows" else key: value
    for key, parts in ANSWERS.items()
    for part, value in parts.items()
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{tmp_path / 'casefinder.db'}"
    prepare_database(url, tmp_path)
    built = House.build(tmp_path, url)
    built.start_web()
    yield built
    built.close()


@pytest.fixture
def own_windows(browser: Browser, house: House) -> Iterator[Windows]:
    """Browser windows on this house, watched like those on the sample."""
    base_url = house.settings.public_base_url
    opened = Windows(browser, base_url, Watch(urlsplit(base_url).netloc))
    yield opened
    opened.close()
    assert not opened.watch.troubles, "\n".join(dict.fromkeys(opened.watch.troubles))


def fill(clerk: RespondentPages, name: str, value: str) -> None:
    """Give an input its value, whatever kind it is; a row that is not there yet is added."""
    if not clerk.page.locator(f'[name="{name}"]').count():
        clerk.add_row(name.partition(".")[0])
    if clerk.field(name).count():
        clerk.type(name, value)
    else:
        clerk.tick(name, value)


def answer_all(clerk: RespondentPages, judge: Judge) -> None:
    document = made_up()
    form = filled_form(document, {**SAID, "area": "snow"})
    for section in document.sections:
        clerk.open_section(section.key)
        keys = {item.key for item in section.items}
        for name, values in form.items():
            if name.partition(".")[0] in keys:
                for value in values:
                    fill(clerk, name, value)
        judge.look(clerk.page, f"section {section.key}")
        clerk.save()


def draft_case(staff: StaffPages) -> None:
    """From the list over the desk to the draft."""
    staff.go("/staff/responses/?q=見える化")
    shown = staff.page.get_by_role("link", name="雪見町").first.get_attribute("href") or ""
    staff.open_desk(int(shown.rpartition("/")[2].partition("?")[0]))
    staff.press("事例を起こす")
    staff.page.wait_for_url("**/cases/*")


def test_it_goes_from_the_letter_to_the_case_on_paper(
    house: House, own_windows: Windows, judge: Judge
) -> None:
    with house.database.transaction() as session:
        campaign_id = make_campaign(session, version_id=make_version(session, document=made_up()).id).id
        editor = {"email": make_account(session).email, "password": PASSWORD, "role": "editor"}
    link = make_link(house.app, campaign_id=campaign_id, name="雪見町")

    clerk = RespondentPages(own_windows.open(), f"/i/{link.token}")
    clerk.enter()
    answer_all(clerk, judge)
    clerk.open_check()
    judge.look(clerk.page, "check")
    assert clerk.submit()

    staff = StaffPages(own_windows.open(), editor)
    staff.sign_in()
    draft_case(staff)
    staff.go(f"{urlsplit(staff.page.url).path}/paper")
    expect(staff.page.get_by_text(TITLE).first).to_be_visible()
    expect(staff.page.get_by_text("星野さん")).to_have_count(0)

    judge.verdict()
