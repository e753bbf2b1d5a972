"""axe-core on every page of the path, at two widths; nothing scrolls sideways on a phone."""

from datetime import timedelta

from playwright.sync_api import expect

from casefinder.clock import utc_now
from casefinder.sample.content import IN_PROGRESS, RETURNED, samples
from tests.journeys.addresses import (
    SECTIONS,
    application,
    email_of,
    site_addresses,
    staff_addresses,
    staff_rules,
)
from tests.journeys.browsing import Windows
from tests.journeys.demo import Demo
from tests.journeys.judging import Judge
from tests.journeys.respondent_pages import RespondentPages
from tests.journeys.staff_pages import StaffPages


def test_every_staff_page(demo: Demo, windows: Windows, judge: Judge) -> None:
    app = application(demo)
    page = windows.open()
    page.goto("/staff/sign-in")
    judge.look(page)
    administrator = StaffPages(page, demo.sign_ins["administrator"])
    administrator.sign_in()
    administrator.prepare_campaign(
        "見る人のための調査（見本）", "looked-at", utc_now().date() + timedelta(days=30)
    )
    seen = set()

    for endpoint, address in staff_addresses(app, demo):
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            judge.found.append(f"{endpoint} {address} answers {answer and answer.status}")
        judge.look(page, f"{endpoint} {address}")
        seen.add(endpoint)

    assert seen == {rule.endpoint for rule in staff_rules(app)}
    judge.verdict()


def test_staff_pages_that_say_no(demo: Demo, windows: Windows, judge: Judge) -> None:
    reader = StaffPages(windows.open(), demo.sign_ins["reader"])
    reader.page.goto("/staff/sign-in")
    with windows.watch.expecting("status of 4"):
        reader.page.get_by_label("メールアドレス").fill("nobody@example.jp")
        reader.page.get_by_label("パスワード", exact=True).fill("wrong, wrong, wrong")
        reader.page.get_by_role("button", name="サインイン").click()
        expect(reader.page.get_by_role("alert")).to_be_visible()
        judge.look(reader.page, "sign-in refused")
        reader.sign_in()
        for address in ("/staff/accounts/", "/staff/cases/999999", "/staff/nowhere"):
            answer = reader.page.goto(address)
            assert answer is not None
            assert answer.status in (403, 404)
            judge.look(reader.page, f"{answer.status} {address}")
    for address in ("/staff/responses/", "/staff/cases/", "/staff/cases/1", "/staff/casebooks/1"):
        reader.go(address)
        judge.look(reader.page, f"reader {address}")

    judge.verdict()


def test_every_respondent_page_of_an_answer_in_progress(demo: Demo, windows: Windows, judge: Judge) -> None:
    clerk = RespondentPages(windows.open(), demo.link(email_of(IN_PROGRESS[0])))
    clerk.open_letter_link()
    judge.look(clerk.page, "first page")
    clerk.enter()
    judge.look(clerk.page, "home")

    for key in SECTIONS:
        clerk.open_section(key)
        judge.look(clerk.page, f"section {key}")
        clerk.page.goto(f"{clerk.home}s/{key}?check=1")
        judge.look(clerk.page, f"section {key} with what is missing")
    clerk.open_check()
    judge.look(clerk.page, "check")
    clerk.page.goto(f"{clerk.home}answers")
    judge.look(clerk.page, "answers")

    judge.verdict()


def test_respondent_pages_after_submitting_and_returning(
    demo: Demo, windows: Windows, judge: Judge
) -> None:  # fmt: skip
    submitted = RespondentPages(windows.open(), demo.link(email_of("dev-a-01")))
    submitted.open_letter_link()
    judge.look(submitted.page, "first page of a submitted response")
    submitted.enter()
    judge.look(submitted.page, "receipt")
    submitted.page.goto(f"{submitted.home}answers")
    judge.look(submitted.page, "answers")
    returned = RespondentPages(windows.open(), demo.link(email_of(RETURNED), "差"))
    returned.enter()
    judge.look(returned.page, "home of a returned response")
    for key in "IL":
        returned.open_section(key)
        judge.look(returned.page, f"section {key} of a returned response")
    returned.open_check()
    judge.look(returned.page, "check of a returned response")

    judge.verdict()


def test_respondent_pages_that_say_no(demo: Demo, windows: Windows, judge: Judge) -> None:
    page = windows.open()
    with windows.watch.expecting("status of 4"):
        for address in ("/i/" + "A" * 43, "/i/short", "/r/nowhere/", "/r/nowhere/check"):
            answer = page.goto(address)
            assert answer is not None
            assert 400 <= answer.status < 500, f"{address} answers {answer.status}"
            judge.look(page, f"{answer.status} {address}")

    judge.verdict()


def test_every_public_page(demo: Demo, windows: Windows, judge: Judge) -> None:
    page = windows.open()
    addresses = ["/", site_addresses(demo)[0].split("/site/")[0].split("/data/")[0] + "/"]
    assert len(samples()) == 36

    for address in [*addresses, *site_addresses(demo)]:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address} answers {answer.status}"
        judge.look(page, address)
    with windows.watch.expecting("status of 4"):
        page.goto("/casebooks/nowhere/")
        judge.look(page, "404")

    judge.verdict()
