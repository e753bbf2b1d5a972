"""One answer travels the whole way: letter, answer, suggestion, theme, case, page of a released book."""

import re
from datetime import date, timedelta
from pathlib import Path

import pikepdf
from playwright.sync_api import expect

from casefinder.clock import utc_now
from casefinder.sample.content import HERE
from tests.journeys.addresses import Ids
from tests.journeys.answers import CONSENTS, questionnaire, silent_sample
from tests.journeys.browsing import Windows
from tests.journeys.demo import Demo
from tests.journeys.judging import Judge
from tests.journeys.public_pages import PublicPages
from tests.journeys.respondent_pages import RespondentPages
from tests.journeys.staff_pages import StaffPages
from tests.sample.book_reading import bookmarks
from tests.waiting import LONG_S

PICTURE = HERE / "illustrations" / "on-demand-bus.jpg"
ALT = "団地の門の前に小さな白いバスが停まり、作業着の人が3人乗り込む絵。"
SLUG = "journey-2027"
TITLE = "団地通勤向けAIオンデマンド交通"
# What the editor makes of the draft, so that it fits its two pages: place → cells by row.
EDITS: dict[str, list[dict[str, str]]] = {
    "cost_card": [{"value": "5,430", "unit": "万円", "text": "初年度。毎年は4,180万円"}],
    "steps": [
        {},
        {"text": "初月は1日9件"},
        {"text": "物流2社が出資に加わった"},
        {"text": "車両の遊びが減った"},
    ],
    "effects": [
        {"certainty": "A"},
        {"certainty": "B"},
        {"certainty": "A"},
        {"certainty": "B", "metric": "通えて入社した人"},
    ],
    "figure": [{"finding": "通勤便の利用は、1日9件から134件に増えた"}],
    "troubles": [
        {
            "trouble": "費用をどの会社がいくら持つか、算定に11か月かかった",
            "response": "社員数と利用実績を半々で組み合わせた",
        },
        {
            "trouble": "乗車の実績から出退勤が分かると言われた",
            "response": "会社別の月計だけを渡すと覚書に書いた",
        },
        {"trouble": "候補のアプリ4つを比べる物差しがなかった", "response": "雪の朝に5分で組み直せるかを見た"},
    ],
    "conditions": [
        {"label": "向く町", "text": "費用を分け合う会社が50社ある"},
        {"label": "前提", "text": "始業を30分ずらせる会社が要る"},
        {"label": "最小の形", "text": "車両3台、半年で約900万円"},
    ],
    "keywords": [{"text": "オンデマンド交通"}],
}


def test_an_answer_travels_to_a_released_book(
    demo: Demo, windows: Windows, judge: Judge, tmp_path: Path
) -> None:  # fmt: skip
    clerk = RespondentPages(windows.open(), demo.trial_links()[0])
    editor = StaffPages(windows.open(), demo.sign_ins["editor"])
    publisher = StaffPages(windows.open(), demo.sign_ins["publisher"])
    reader = PublicPages(windows.open())

    receipt = answer_everything(clerk, judge)
    assert receipt in demo.wait_for_mail("受け付けました", receipt).body
    response_id = Ids(demo).one("SELECT id FROM response WHERE receipt_number = ?", receipt)
    editor.sign_in()
    code_themes(editor, response_id, judge)
    case_id = make_a_case(editor, response_id, judge)
    publisher.sign_in()
    approve_the_case(publisher, case_id, judge)
    release_an_edition(publisher, demo, case_id, judge)
    read_the_release(reader, tmp_path, judge)

    judge.verdict()


def answer_everything(clerk: RespondentPages, judge: Judge) -> str:
    """Answer as a clerk does, with closing and coming back; returns the receipt number."""
    sample, document = silent_sample(), questionnaire()
    clerk.enter()
    expect(clerk.page.get_by_role("heading", name="回答の目次")).to_be_visible()
    expect(clerk.page.locator(".tl tbody tr")).to_have_count(len(document.sections))
    write_and_come_back(clerk, judge)
    for section in document.sections:
        clerk.fill_section(section, sample.answers)
        for item in section.items:
            if item.key in sample.audience:
                clerk.tick(f"audience.{item.key}", "everyone")
        if section.key == "K":
            clerk.upload("K1", PICTURE)
            clerk.describe_file("K1", ALT, "見本の絵", "cc_by")
            judge.look(clerk.page, "section K with a picture")
        if section.key == "I":
            preview = clerk.page.locator('[data-preview-of="I1"]')
            expect(preview).to_contain_text("134件")
            judge.look(clerk.page, "section I with a preview")
        clerk.save()
    clerk.open_check()
    expect(clerk.page.get_by_text("26／26問")).to_be_visible()
    for key in CONSENTS:
        expect(clerk.page.locator(f'input[name="{key}"]:checked')).to_have_count(1)
    judge.look(clerk.page, "check page, all answered")
    receipt = clerk.submit()
    judge.look(clerk.page, "receipt with a way back")
    return receipt


def write_and_come_back(clerk: RespondentPages, judge: Judge) -> None:
    """Type one long answer, let it save itself, close the page, find it there again; then one that is too long."""
    text = silent_sample().answers["F3"]
    clerk.open_section("F")
    clerk.type("F3", text)
    clerk.wait_until_saved()
    link, window = clerk.link, clerk.page.context.new_page()
    clerk.page.close()
    clerk.page = window
    clerk.link = link
    clerk.enter()
    clerk.open_section("F")
    expect(clerk.field("F3")).to_have_value(text)
    clerk.type("F3", "雪" * 612)
    counter = clerk.question("F3").locator(".count-text")
    expect(counter).to_have_text("12字 超過（612／600字）")
    clerk.save(then="next")
    clerk.page.goto(f"{clerk.home}s/F?check=1")
    expect(clerk.page.get_by_role("alert")).to_contain_text("F3")
    judge.look(clerk.page, "section F with an over-long answer")
    clerk.type("F3", text)
    expect(counter).to_contain_text("残り")
    clerk.wait_until_saved()


def code_themes(editor: StaffPages, response_id: int, judge: Judge) -> None:
    """Read the response at the desk by keyboard: accept, reject, undo, a theme on a span; mark it read."""
    page = editor.page
    editor.go("/staff/responses/?sort=newest")
    expect(page.get_by_role("link", name="見本").first).to_be_visible()
    editor.open_desk(response_id)
    editor.wait_for_suggestions()
    judge.look(page, "desk with suggestions", unfold=False)
    editor.press("読みはじめる")
    expect(page.get_by_role("button", name="読みはじめる")).to_have_count(0)
    editor.wait_for_keys()
    first = editor.current
    page.keyboard.press("a")
    expect(editor.accepted()).to_have_count(1)
    expect(page.locator(f"#s{first}")).to_have_class(re.compile(r"\bacc\b"))
    assert editor.current > first
    second = editor.current
    page.keyboard.press("x")
    expect(editor.rejected()).to_have_count(1)
    expect(page.locator(".sn.now")).not_to_have_attribute("data-n", str(second))
    page.keyboard.press("u")
    expect(editor.rejected()).to_have_count(0)
    expect(editor.said()).to_contain_text("元に戻しました")
    give_a_theme_to_a_part(editor)
    judge.look(page, "desk with themes accepted")
    editor.press(re.compile("読了にする"))
    expect(page.locator(".flash.ok")).to_contain_text("読了")
    editor.go(f"/staff/responses/{response_id}")
    expect(page.locator("header.head")).to_contain_text("受理")
    judge.look(page, "response read through")


def give_a_theme_to_a_part(editor: StaffPages) -> None:
    """Take part of a sentence with E and Shift ←, look for a theme with T, take the first."""
    page = editor.page
    before = editor.accepted().count()
    editor.move_to(9)
    page.keyboard.press("e")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
    expect(editor.said()).to_contain_text("範囲")
    page.keyboard.press("t")
    page.locator("#picker-find").fill("小さく")
    expect(page.locator("#picker-list li:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(editor.said()).to_contain_text("テーマを付けました")
    expect(editor.accepted()).to_have_count(before + 1)
    assert page.locator("#s9 .run.out").count(), "the coding covers only a part of the sentence"


def make_a_case(editor: StaffPages, response_id: int, judge: Judge) -> int:
    """Draft a case from the response, bring it to its two pages, record the organisation's word; returns its number."""
    page = editor.page
    editor.open_desk(response_id)
    editor.press("事例を起こす")
    page.wait_for_url(re.compile(r"/staff/cases/\d+"))
    case_id = int(re.findall(r"/cases/(\d+)", page.url)[0])
    expect(page.locator("#b-title .ttl")).to_contain_text(TITLE)
    assert editor.findings(), "a draft is never ready to print"
    judge.look(page, "case drafted")
    confirmed = utc_now().date() - timedelta(days=3)
    editor.set_details(
        {"chapter": "snow", "trouble": "合意形成", "headcount": "3", "months": "12",
         "confirmed_on": confirmed.isoformat()}
    )  # fmt: skip
    for place, rows in EDITS.items():
        editor.edit_place(place, rows)
    editor.wait_until_looked_through()
    assert len(editor.findings()) == 1, "the organisation has not said yes"
    editor.go(f"/staff/cases/{case_id}/gate")
    judge.look(page, "gate of the case")
    editor.record_confirmation("情報係 主任 見本", confirmed.isoformat())
    judge.look(page, "gate passed")
    expect(page.get_by_role("button", name="承認する")).to_be_disabled()
    return case_id


def approve_the_case(publisher: StaffPages, case_id: int, judge: Judge) -> None:
    """Let a second person approve what the editor wrote."""
    page = publisher.page
    publisher.go(f"/staff/cases/{case_id}")
    publisher.press(re.compile("^承認する"))
    expect(page.get_by_role("button", name="承認を取り消す")).to_be_visible()
    judge.look(page, "case approved")
    publisher.go(f"/staff/cases/{case_id}/paper")
    judge.look(page, "paper of the case")


def release_an_edition(publisher: StaffPages, demo: Demo, case_id: int, judge: Judge) -> None:
    """Compose an edition of every approved case, let the press make the book, release it."""
    page = publisher.page
    publisher.go("/staff/casebooks/new")
    for name, text in {
        "title": "北海道 地域DX事例集", "subtitle": "通しの見本", "number": "2", "fiscal_year": "2027",
        "issued_on": date(2027, 4, 1).isoformat(), "slug": SLUG,
    }.items():  # fmt: skip
        page.locator(f'[name="edition-{name}"]').fill(text)
    page.locator('[name="edition-campaign_id"]').select_option(label="市町村DX事例調査 令和8年度")
    publisher.press("この内容で作る")
    page.wait_for_url(re.compile(r"/staff/casebooks/\d+$"))
    composer = page.url
    publisher.confirm_texts(
        composer,
        {"method": "職員2人が全ての回答を読みました。", "selection": "承認した事例を全て載せました。"},
    )
    judge.look(page, "texts of the edition")
    page.goto(composer)
    publisher.press("選んだ事例を入れる")
    expect(page.locator(f"#case-{case_id}")).to_be_visible()
    cases = Ids(demo).one('SELECT count(*) FROM "case" WHERE approved_at IS NOT NULL')
    expect(page.locator("li[data-case]")).to_have_count(cases)
    judge.look(page, "composer with cases")
    publisher.press(re.compile("^組む"))
    page.wait_for_url(re.compile(r"/staff/builds/\d+"))
    expect(page.locator("[data-press-words]")).to_be_visible()
    judge.look(page, "book at the press")
    page.get_by_role("link", name="公開の準備へ").click(timeout=LONG_S * 1000)
    page.wait_for_url("**/releases/prepare/**")
    judge.look(page, "release prepared")
    publisher.press("公開", exact=True)
    page.wait_for_url(re.compile(r"/staff/releases/\d+$"))
    expect(page.get_by_text("事例集を公開しました。")).to_be_visible()
    judge.look(page, "release made")


def read_the_release(reader: PublicPages, folder: Path, judge: Judge) -> None:
    """Find the casebook as the public does; its book is the one whose checksum stands there, and holds the case."""
    reader.open_library()
    expect(reader.page.locator(f'a[href="/casebooks/{SLUG}/"]')).to_be_visible()
    judge.look(reader.page, "library with two casebooks")
    reader.open_casebook(SLUG)
    judge.look(reader.page, "casebook just released")
    book, checksum = reader.download_book(folder)
    assert checksum == reader.printed_checksum()
    with pikepdf.open(book) as pdf:
        assert any(TITLE in title for title in bookmarks(pdf))
    reader.page.goto(f"/casebooks/{SLUG}/site/index.html")
    reader.page.get_by_role("link", name=TITLE).first.click()
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(reader.page.get_by_role("img", name=ALT)).to_be_visible()
    judge.look(reader.page, "case on the web")
