"""A campaign from its draft to the letters, and a personal link from the letter to its end."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from casefinder.clock import utc_now
from tests.journeys.browsing import Windows
from tests.journeys.demo import LINK, Demo
from tests.journeys.judging import Judge
from tests.journeys.respondent_pages import RespondentPages
from tests.journeys.staff_pages import StaffPages

TITLE = "冬の備えの調査（通しの見本）"
ASKED = ("美篠町（見本）", "常別市（見本）")


def test_a_campaign_is_prepared_opened_and_sent(demo: Demo, windows: Windows, judge: Judge) -> None:
    editor = StaffPages(windows.open(), demo.sign_ins["editor"])
    page = editor.page
    editor.sign_in()

    campaign_id = editor.prepare_campaign(TITLE, "winter", utc_now().date() + timedelta(days=40))
    editor.press("照会を始める")
    page.wait_for_url(re.compile(r"/invitations/|/campaigns/\d+$"))
    for name in ASKED:
        editor.go(f"/staff/campaigns/{campaign_id}/invitations/?q={name.removesuffix('（見本）')}")
        page.get_by_role("checkbox", name=name).check()
        judge.look(page, "choose whom to ask")
        editor.press("宛先と文面を確かめる")
        expect(page.get_by_role("heading", name=re.compile("宛先"))).to_be_visible()
        judge.look(page, "recipients and letter")
        editor.press(re.compile("1通を送る"))
        expect(page.get_by_role("status").first).to_be_visible()
    letters = [demo.wait_for_mail(TITLE, name.removesuffix("（見本）")) for name in ASKED]

    links = ["/i/" + LINK.findall(letter.body)[0].rpartition("/i/")[2] for letter in letters]
    both = windows.open()
    first, second = RespondentPages(both, links[0]), RespondentPages(both, links[1])
    first.enter()
    second.enter()
    for clerk, name in ((first, ASKED[0]), (second, ASKED[1])):  # two links in one browser never mix
        clerk.open_home()
        expect(both.locator(".bar-org")).to_have_text(name)
    stop_the_link(editor, demo, links[0])
    with windows.watch.expecting("status of 4"):
        for address in (links[0], first.home):
            answer = both.goto(address)
            assert answer is not None
            assert answer.status in (404, 410)
            expect(both.get_by_role("heading", level=1)).to_be_visible()
            judge.look(both, f"stopped link: {answer.status}")
    second.open_home()
    expect(both.locator(".bar-org")).to_have_text(ASKED[1])

    judge.verdict()


def stop_the_link(editor: StaffPages, demo: Demo, link: str) -> None:
    """Press 「リンクを止める」 on the invitation's page."""
    campaign_id, invitation_id = demo.rows(
        "SELECT i.campaign_id, i.id FROM invitation i JOIN campaign c ON c.id = i.campaign_id"
        " JOIN organisation o ON o.id = i.organisation_id WHERE c.title = ? AND o.name = ?",
        TITLE,
        ASKED[0].removesuffix("（見本）"),
    )[0]
    editor.go(f"/staff/campaigns/{campaign_id}/invitations/{invitation_id}")
    editor.press("リンクを止める")
    expect(editor.page.get_by_text("リンクを止めました")).to_be_visible()
