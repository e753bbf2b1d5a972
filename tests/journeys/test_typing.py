"""Typing with JavaScript when the line or the cookies are gone: the page keeps the text and says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, Windows
from tests.journeys.demo import Demo
from tests.journeys.judging import Judge
from tests.journeys.respondent_pages import RespondentPages

OFFLINE = "役場の回線が切れている間に書きました。"
ALONE = "クッキーが消えたあとに書きました。"
NOT_SAVED = "保存できていません"
AGAIN = "もう一度保存"
RETRY_S = 8  # after which the page tries again by itself


@contextmanager
def standing_clock(page: Page) -> Iterator[None]:
    """Stop the page's timers, so that it tries nothing by itself while the test looks for the button that says so.

    What a timer had begun before goes on; the text of the bar is to be waited for.
    """
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    yield
    page.clock.resume()


def test_a_dead_line_keeps_the_page_and_its_text(demo: Demo, windows: Windows, judge: Judge) -> None:
    clerk = RespondentPages(windows.open(), demo.trial_links()[2])
    clerk.page.clock.install()
    clerk.enter()
    clerk.open_section("J")
    state = clerk.page.locator("[data-save-state]")

    with windows.watch.expecting("ERR_INTERNET_DISCONNECTED"):
        clerk.page.context.set_offline(True)
        clerk.type("J5", OFFLINE)
        clerk.page.locator('button[name="save"][value="next"]').last.click()
        expect(state).to_contain_text(NOT_SAVED)
        expect(clerk.field("J5")).to_have_value(OFFLINE)
        judge.look(clerk.page, "not saved")
        with standing_clock(clerk.page):
            expect(state).to_contain_text(NOT_SAVED)
            clerk.page.context.set_offline(False)
            clerk.page.get_by_role("button", name=AGAIN).click()
            clerk.wait_until_saved()
    clerk.open_section("J")
    expect(clerk.field("J5")).to_have_value(OFFLINE)
    judge.verdict()


def test_a_page_whose_line_comes_back_saves_by_itself(demo: Demo, windows: Windows) -> None:
    clerk = RespondentPages(windows.open(), demo.trial_links()[2])
    clerk.page.clock.install()
    clerk.enter()
    clerk.open_section("J")

    with windows.watch.expecting("ERR_INTERNET_DISCONNECTED"), standing_clock(clerk.page):
        clerk.page.context.set_offline(True)
        clerk.type("J5", OFFLINE * 2)
        clerk.page.evaluate("document.activeElement?.blur()")
        expect(clerk.page.locator("[data-save-state]")).to_contain_text(NOT_SAVED)
        clerk.page.context.set_offline(False)
        clerk.page.clock.run_for(RETRY_S * 1000)
        clerk.wait_until_saved()

    clerk.open_section("J")
    expect(clerk.field("J5")).to_have_value(OFFLINE * 2)


def test_lost_cookies_ask_for_the_link_and_then_save(demo: Demo, windows: Windows, judge: Judge) -> None:
    link = demo.trial_links()[2]
    clerk = RespondentPages(windows.open(viewport=PHONE), link)
    clerk.page.clock.install()
    clerk.enter()
    clerk.open_section("J")
    context = clerk.page.context
    state = clerk.page.locator("[data-save-state]")

    with windows.watch.expecting("status of 400", "status of 404"):
        kept = [cookie for cookie in context.cookies() if cookie["name"] != "cf-form"]
        context.clear_cookies()
        context.add_cookies(kept)  # type: ignore[arg-type]
        clerk.type("J6", ALONE)
        clerk.wait_until_saved()

        context.clear_cookies()
        clerk.type("J6", ALONE * 2)
        expect(state).to_contain_text("メールのリンクを開いて")
        judge.look(clerk.page, "cookies lost")
        with standing_clock(clerk.page):
            expect(state).to_contain_text("メールのリンクを開いて")
            RespondentPages(context.new_page(), link).enter()
            clerk.page.get_by_role("button", name=AGAIN).click()
            clerk.wait_until_saved()
    clerk.open_section("J")
    expect(clerk.field("J6")).to_have_value(ALONE * 2)
    judge.verdict()


def test_a_photograph_larger_than_what_is_taken_is_made_smaller(
    demo: Demo, windows: Windows, tmp_path: Path
) -> None:
    large = tmp_path / "除雪車.jpg"
    Image.effect_noise((4000, 3000), 120).convert("RGB").save(large, quality=95)
    assert large.stat().st_size > 5_000_000
    clerk = RespondentPages(windows.open(viewport=PHONE), demo.trial_links()[2])
    clerk.enter()
    clerk.open_section("K")

    clerk.upload("K1", large)

    expect(clerk.page.get_by_role("link", name="除雪車.jpg")).to_be_visible()


def test_telling_instead_of_writing_is_confirmed_at_once(demo: Demo, windows: Windows) -> None:
    clerk = RespondentPages(windows.open(), demo.trial_links()[2])
    clerk.enter()
    clerk.open_section("J")
    note = clerk.question("J1").get_by_text("聞き取りでうかがいます")
    rows = clerk.field("J1").get_attribute("rows")
    expect(note).to_be_hidden()

    clerk.tick("spoken.J1", "yes")

    expect(note).to_be_visible()
    expect(clerk.field("J1")).to_have_attribute("rows", "2")
    clerk.page.locator('[name="spoken.J1"]').uncheck()
    expect(note).to_be_hidden()
    expect(clerk.field("J1")).to_have_attribute("rows", str(rows))
