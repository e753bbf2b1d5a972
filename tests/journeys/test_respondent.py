"""The respondent's face by itself: without JavaScript on a phone, and a response that comes back."""

import re

from playwright.sync_api import expect

from tests.journeys.addresses import Ids
from tests.journeys.browsing import PHONE, Windows
from tests.journeys.demo import Demo
from tests.journeys.judging import Judge
from tests.journeys.respondent_pages import RespondentPages
from tests.journeys.staff_pages import StaffPages

QUESTION = "I2について、住民の声をもう一つ書き足していただけますか。"
ADDED = "\n見学に来た町の人が「うちでもすぐ始められる」と話していました。"


def test_a_phone_without_javascript_answers_and_submits(demo: Demo, windows: Windows, judge: Judge) -> None:
    clerk = RespondentPages(windows.open(viewport=PHONE, script=False), demo.trial_links()[1])

    clerk.enter()
    clerk.page.get_by_role("link", name="団体と担当").first.click()
    clerk.fill_form(
        {"B2": "総務課 情報係", "B3.post": "主任", "B3.name": "見本 太郎", "B3.phone": "0133-00-0000",
         "B3.email": "not an address"}
    )  # fmt: skip
    clerk.save(then="next")
    expect(clerk.page.get_by_role("alert")).to_contain_text("B3")
    expect(clerk.field("B3.email")).to_have_value("not an address")
    clerk.type("B3.email", "joho@example.jp")
    clerk.save(then="home")
    expect(clerk.page.locator("tr", has_text="団体と担当")).to_contain_text("完了")
    clerk.page.get_by_role("button", name="今回は該当なし").click()
    expect(clerk.page.get_by_role("heading", name="確認して提出")).to_be_visible()
    receipt = clerk.submit()

    mail = demo.wait_for_mail(receipt)
    assert "今回は該当なし" in mail.body
    clerk.open_home()
    assert clerk.receipt_number() == receipt
    judge.without_script(clerk.page)
    judge.verdict()


def test_a_table_grows_and_shrinks_without_javascript(demo: Demo, windows: Windows, judge: Judge) -> None:
    clerk = RespondentPages(windows.open(viewport=PHONE, script=False), demo.trial_links()[2])

    clerk.enter()
    clerk.open_section("H")
    rows = clerk.page.locator('table[data-table="H1"] tbody tr')
    shown = rows.count()
    clerk.fill_form({"H1.0.standing": "=resident", "H1.0.role": "集会所で使い方を教えた"})
    clerk.add_row("H1")
    expect(rows).to_have_count(shown + 1)
    expect(clerk.field("H1.0.role")).to_have_value("集会所で使い方を教えた")
    judge.without_script(clerk.page)
    clerk.page.locator('button[name="remove_row"]').first.click()
    expect(clerk.page.get_by_text("の行を消しました")).to_be_visible()
    judge.without_script(clerk.page)
    clerk.page.locator('button[name="undo"]').click()

    expect(clerk.field("H1.0.role")).to_have_value("集会所で使い方を教えた")
    judge.verdict()


def test_two_windows_that_change_one_answer_keep_both_texts(
    demo: Demo, windows: Windows, judge: Judge
) -> None:  # fmt: skip
    link = demo.trial_links()[2]
    here = RespondentPages(windows.open(), link)
    there = RespondentPages(windows.open(viewport=PHONE, script=False), link)
    here.enter()
    there.enter()
    here.open_section("D")
    there.open_section("D")

    there.type("D1", "除雪の電話が鳴りやまなかった。")
    there.save(finished=False)
    with windows.watch.expecting("status of 409"):
        here.type("D1", "窓口の待ち時間が長かった。")
        here.page.evaluate("document.activeElement?.blur()")
        both = here.question("D1").get_by_role("alert")
        expect(both).to_contain_text("除雪の電話が鳴りやまなかった。")
    judge.look(here.page, "two texts beside each other")
    there.open_section("D")
    here.page.get_by_role("button", name=re.compile("この画面")).click()
    here.wait_until_saved()
    there.type("D1", "電話の当番が二人いた。")
    with windows.watch.expecting("status of 409"):
        there.save(finished=False)
        expect(there.page.get_by_text("窓口の待ち時間が長かった。")).to_be_visible()
    judge.without_script(there.page)
    there.page.locator('input[name="keep.D1"][value="mine"]').check()
    there.page.locator('button[name="save"]').click()

    here.open_section("D")
    expect(here.field("D1")).to_have_value("電話の当番が二人いた。")
    judge.verdict()


def test_a_returned_response_is_corrected_under_the_same_number(
    demo: Demo, windows: Windows, judge: Judge
) -> None:  # fmt: skip
    ids = Ids(demo)
    response_id, receipt, email = demo.rows(
        "SELECT r.id, r.receipt_number, i.recipient_email FROM response r JOIN invitation i"
        " ON i.id = r.invitation_id WHERE r.submitted_at IS NOT NULL AND r.first_read_at IS NULL"
        " AND i.campaign_id = 1 ORDER BY r.id DESC"
    )[0]
    editor = StaffPages(windows.open(), demo.sign_ins["editor"])
    clerk = RespondentPages(windows.open(), demo.link(email))
    clerk.enter()
    expect(clerk.page.get_by_role("button", name="回答を取り戻す")).to_be_visible()

    editor.sign_in()
    editor.go(f"/staff/responses/{response_id}")
    editor.press("読みはじめる")
    editor.page.locator('[name="message"]').fill(QUESTION)
    editor.press(re.compile("この.*差し戻す"))
    letter = demo.wait_for_mail(email, QUESTION)
    assert receipt in letter.body
    clerk.link = demo.link(email, QUESTION)
    clerk.enter()
    expect(clerk.page.get_by_text(QUESTION)).to_be_visible()
    judge.look(clerk.page, "home of a response just returned")
    clerk.open_section("I")
    expect(clerk.page.get_by_text(QUESTION)).to_be_visible()
    clerk.type("I2", clerk.field("I2").input_value()[:300] + ADDED)
    clerk.wait_until_saved()
    clerk.save()
    clerk.open_check()

    assert clerk.submit() == receipt
    assert ids.one("SELECT count(*) FROM response WHERE receipt_number = ?", receipt) == 1
    editor.go(f"/staff/responses/{response_id}")
    expect(editor.page.locator("header.head")).to_contain_text("再提出")
    expect(editor.page.get_by_text(ADDED.strip()).first).to_be_visible()
    judge.look(editor.page, "response submitted again")
    judge.verdict()
