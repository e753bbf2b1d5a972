"""The staff face as an editor and a publisher use it."""

import re
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.waiting import LONG_S, wait_until


class StaffPages:
    """One member of the staff at a browser window."""

    def __init__(self, page: Page, sign_in: dict[str, Any]) -> None:
        self.page = page
        self.account = sign_in
        page.on("dialog", lambda dialog: dialog.accept())

    def sign_in(self) -> None:
        self.page.goto("/staff/sign-in")
        self.page.get_by_label("メールアドレス").fill(self.account["email"])
        self.page.get_by_label("パスワード", exact=True).fill(self.account["password"])
        self.page.get_by_role("button", name="サインイン").click()
        if self.account["role"] in ("publisher", "administrator"):
            self.page.get_by_label("コード", exact=True).fill(self.code())
            self.page.get_by_role("button", name="次へ").click()
        self.page.wait_for_url("**/staff/")

    def code(self) -> str:
        """A recovery code: the code of the telephone counts once in 30 seconds, and journeys are faster."""
        codes: list[str] = self.account["recovery_codes"]
        return codes.pop()

    def go(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address} answers {answer.status}"

    def press(self, name: "str | re.Pattern[str]", *, exact: bool = False) -> None:
        """Press the button with that name; what the browser asks then is answered with yes."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    # campaigns

    def prepare_campaign(self, title: str, slug: str, closes_on: date) -> int:
        """Write a campaign's draft; returns its number."""
        self.go("/staff/campaigns/new")
        for name, text in {
            "title": title,
            "slug": slug,
            "survey_number": "見本-3",
            "closes_on": closes_on.isoformat(),
            "legal_basis": "見本道 地域DX推進要綱 第4条（見本）",
            "purpose": "集めた取組を、ほかの地域の参考にします。",
            "publication": "まとめた結果を、見本道のサイトで公表します。",
        }.items():
            self.page.locator(f'[name="{name}"]').fill(text)
        self.press("下書きを保存する")
        self.page.wait_for_url(re.compile(r"/staff/campaigns/\d+"))
        return int(re.findall(r"/campaigns/(\d+)", self.page.url)[0])

    # the desk

    def open_desk(self, response_id: int) -> None:
        self.go(f"/staff/desk/{response_id}")

    def wait_for_suggestions(self) -> None:
        """Stay on the page until the engine's proposals have come into the margin by themselves."""
        expect(self.page.locator(".note .n.pro").first).to_be_attached(timeout=LONG_S * 1000)

    def wait_for_keys(self) -> None:
        """Stay until the desk's script listens: then it shows what only a script can do."""
        expect(self.page.locator('[data-do="theme"]').first).not_to_have_attribute("hidden", "")

    @property
    def current(self) -> int:
        """The number of the sentence with the cursor."""
        return int(self.page.locator(".sn.now").get_attribute("data-n") or 0)

    def move_to(self, number: int) -> None:
        """Step with J and K to a sentence."""
        while (here := self.current) != number:
            self.page.keyboard.press("j" if here < number else "k")
            expect(self.page.locator(".sn.now")).not_to_have_attribute("data-n", str(here))

    def said(self) -> Locator:
        return self.page.locator("#say")

    def accepted(self) -> Locator:
        return self.page.locator(".note .n.acc")

    def rejected(self) -> Locator:
        return self.page.locator(".note .n.rej")

    # the case editor

    def edit_place(self, place: str, rows: list[dict[str, str]]) -> None:
        """Open one place's form, fill its cells by row and column, and save it."""
        form = self._open_form(place)
        for number, row in enumerate(rows):
            if not form.locator(f'[name^="rows-{number}-"]').count():  # one new row at a time
                self._save(form)
                form = self._open_form(place)
            for column, text in row.items():
                self._fill(form.locator(f'[name="rows-{number}-{column}"]'), text)
        self._save(form)

    def set_details(self, values: dict[str, str]) -> None:
        form = self._open_form("details")
        for name, text in values.items():
            self._fill(form.locator(f'[name="{name}"]').first, text)
        self._save(form)

    def _open_form(self, place: str) -> Locator:
        form = self.page.locator(f'form[data-place="{place}"]:not([data-take])')
        if not form.is_visible():
            self.page.locator(
                f'details[data-edit]:has(form[data-place="{place}"]:not([data-take])) > summary'
            ).click()
        expect(form).to_be_visible()
        return form

    def _fill(self, control: Locator, text: str) -> None:
        kind = control.evaluate("e => e.type || e.tagName")
        if kind == "select-one":
            control.select_option(text)
        elif kind == "radio":
            control.locator(
                f"xpath=//input[@name='{control.get_attribute('name')}'][@value='{text}']"
            ).check()
        else:
            control.fill(text)

    def _save(self, form: Locator) -> None:
        """Press 「保存」 and wait until the page shows what the server stored: the place stands there anew."""
        before = form.element_handle()
        form.locator("[data-save]").click()
        self.page.wait_for_function("form => !form.isConnected", arg=before)

    def wait_until_looked_through(self) -> None:
        """Look again until the engine has read the words of the case."""

        def is_read() -> bool:
            self.page.reload()
            return not any("確認中" in each for each in self.findings())

        wait_until(is_read, every_s=0.5, what="the case looked through for names")

    def confirm_texts(self, composer: str, texts: dict[str, str]) -> None:
        """Write texts of an edition and say that all of it is so."""
        self.page.goto(f"{composer}/texts")
        for name, text in texts.items():
            self.page.locator(f'[name="{name}"]').fill(text)
        self.page.locator('[name="is_confirmed"]').check()
        self.press("文章を保存")
        expect(self.page.get_by_text("保存しました").first).to_be_visible()

    def record_confirmation(self, name: str, day: str) -> None:
        """Record on the gate's page that the organisation said yes by telephone."""
        form = self.page.locator("form.word")
        form.locator('[name="confirmed_by"]').fill(name)
        form.locator('[name="confirmed_on"]').fill(day)
        form.get_by_label("電話").check()
        form.get_by_role("button").click()
        expect(self.page.get_by_text("団体の確認を記録しました")).to_be_visible()

    def findings(self) -> list[str]:
        """Return what has to be put right before the case can be approved."""
        return [
            re.sub(r"\s+", " ", text) for text in self.page.locator(".ckh.bad + .ck > li").all_inner_texts()
        ]

    def rows_of(self, selector: str) -> list[Any]:
        return self.page.locator(selector).all_inner_texts()
