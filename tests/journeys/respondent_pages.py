"""The respondent's face as a clerk uses it."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from casefinder.ask.questionnaires.document import Section
from tests.journeys.answers import form_values, table_rows

SAVED = re.compile(r"\d+:\d\d 保存しました")


class RespondentPages:
    """One clerk's browser window behind one personal link."""

    def __init__(self, page: Page, link: str) -> None:
        self.page = page
        self.link = link
        self.home = ""

    def open_letter_link(self) -> None:
        """Open the link in the letter; nothing begins yet."""
        self.page.goto(self.link)
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def enter(self) -> None:
        """Press 「回答ページを開く」."""
        self.open_letter_link()
        self.page.get_by_role("button", name="回答ページを開く").click()
        self.page.wait_for_url("**/r/**")
        self.home = self.page.url.partition("/r/")[2].split("/")[0]
        self.home = f"/r/{self.home}/"

    def open_home(self) -> None:
        self.page.goto(self.home)

    def open_section(self, key: str) -> None:
        self.page.goto(f"{self.home}s/{key}")

    def field(self, name: str) -> Locator:
        return self.page.locator(
            f'[name="{name}"]:not([type="radio"]):not([type="checkbox"]):not([type="hidden"])'
        )

    def question(self, item: str) -> Locator:
        return self.page.locator(f'[data-item="{item}"]')

    def type(self, name: str, text: str) -> None:
        self.field(name).fill(text)

    def tick(self, name: str, code: str) -> None:
        self.page.locator(f'[name="{name}"][value="{code}"]').check()

    def fill_form(self, values: dict[str, Any]) -> None:
        """Fill fields by name: a text, or for choices a code or a list of codes with `=` before it."""
        for name, value in values.items():
            for one in value if isinstance(value, list) else [value]:
                if one.startswith("="):
                    control = self.page.locator(f'[name="{name}"]').first
                    if control.evaluate("e => e.tagName") == "SELECT":
                        control.select_option(one[1:])
                    else:
                        self.tick(name, one[1:])
                else:
                    self.type(name, one)

    def wait_until_saved(self) -> None:
        """Wait for the server's word in the bar, after everything typed has gone there."""
        self.page.evaluate("document.activeElement?.blur()")
        expect(self.page.locator("[data-save-state]")).to_have_text(SAVED)

    def fill_section(self, section: Section, answers: dict[str, Any]) -> None:
        """Open a section and fill in all that its answers hold, rows added as they are needed."""
        self.open_section(section.key)
        for table, rows in table_rows(section, answers).items():
            while self.page.locator(f'table[data-table="{table}"] tbody tr').count() < rows:
                self.add_row(table)
        self.fill_form(form_values(section, answers))

    def add_row(self, table: str) -> None:
        self.page.locator(f'button[name="add_row"][value="{table}"]').click()

    def upload(self, name: str, path: Path) -> None:
        """Choose a file; the page sends it by itself and comes back with fields to describe it."""
        before = self.page.locator(f'input[name="{name}.id"]').count()
        self.page.locator(f'input[name="{name}.upload"]').set_input_files(path)
        expect(self.page.locator(f'input[name="{name}.id"]')).to_have_count(before + 1)
        expect(self.page.locator("[data-file-state]")).to_have_count(0)

    def describe_file(self, name: str, description: str, credit: str, rights: str) -> None:
        ref = self.page.locator(f'input[name="{name}.id"]').last.get_attribute("value")
        self.type(f"{name}.{ref}.description", description)
        self.type(f"{name}.{ref}.credit", credit)
        self.tick(f"{name}.{ref}.rights", rights)

    def save(self, *, finished: bool = True, then: str = "home") -> None:
        """Press the section's button; the page leaves when all that was typed is stored."""
        self.tick("mark", "finished" if finished else "later")
        with self.page.expect_navigation():
            self.page.locator(f'button[name="save"][value="{then}"]').last.click()

    def open_check(self) -> None:
        self.page.goto(f"{self.home}check")

    def submit(self) -> str:
        """Press 「提出する」; returns the receipt number."""
        self.page.get_by_role("button", name="提出する", exact=True).click()
        self.page.wait_for_url("**/receipt")
        return self.receipt_number()

    def receipt_number(self) -> str:
        return self.page.locator(".no .n").inner_text().strip()
