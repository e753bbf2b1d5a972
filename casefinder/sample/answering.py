"""How a sample clerk answers: from the letter's link, through every page, to the receipt."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask

from casefinder.ask.questionnaires.document import AUDIENCES, Document, Field, Item, Section
from casefinder.clock import utc_now
from casefinder.sample.browser import Browser, SampleFailed, fill, has_field
from casefinder.sample.content import HERE, Sample
from casefinder.sample.mailbox import read_box
from casefinder.tokyo import local

AUDIENCE_LABELS = {"公開": "everyone", "道内自治体のみ": "municipalities", "編集のみ": "editors"}
RIGHTS = {"CC BY 4.0": "cc_by"}
LOOK_EVERY_S = 0.2
LINK = re.compile(r"https?://\S+/i/[A-Za-z0-9_-]+")


def link_for(mail_folder: Path, email: str) -> str:
    """Return the personal link in the newest letter to an address that has one.

    Raises:
        SampleFailed: No letter with a link went there.
    """
    for mail in read_box(mail_folder, words=email):
        if found := LINK.search(mail.body):
            return found.group()
    raise SampleFailed(f"no letter with a link to {email}")


class Clerk:
    """One sample respondent at the browser."""

    def __init__(self, app: Flask, document: Document, sample: Sample) -> None:
        self.document = document
        self.sample = sample
        self.browser = Browser(app)
        self.home = ""

    def enter(self, link: str) -> None:
        """Open the letter's link and press 「開く」."""
        self.browser.open(link)
        self.browser.send(self.browser.form("csrf_token"))
        self.home = self.browser.path

    def answer_all(self) -> None:
        """Fill in every section that is asked, in order, mark it finished and go on to the next."""
        self.open_section(self.document.sections[0])
        for section in self.document.sections:
            if self.browser.path == self.path_of(section):
                self.answer_section(section, finished=True, onward="next")

    def path_of(self, section: Section) -> str:
        """Return where a section's page is."""
        return f"{self.home}s/{section.key}"

    def open_section(self, section: Section) -> None:
        """Open a section's page."""
        self.browser.open(self.path_of(section))

    def answer_some(self) -> None:
        """Fill in what is known; leave sections unfinished that lack something."""
        for section in self.document.sections:
            typed = [item for item in section.items if self._is_known(item)]
            if typed:
                required = [item for item in section.items if item.required and item not in typed]
                self.open_section(section)
                self.answer_section(section, finished=not required, onward="home")

    def _is_known(self, item: Item) -> bool:
        names = {item.key, *(field.key for field in item.fields)}
        return bool(names & set(self.sample.answers))

    def answer_section(self, section: Section, *, finished: bool, onward: str) -> None:
        """Fill in the section's page that is open, its rows and files first, and save it."""
        self._add_rows(section)
        self._add_files(section)
        form = self.browser.form("save")
        for item in section.items:
            self._fill_item(form, item)
        fill(form, "mark", "finished" if finished else "later")
        self.browser.send(form, ("save", onward))

    def _add_rows(self, section: Section) -> None:
        for item, field in fields_of(section):
            rows = self.sample.answers.get(field.key)
            if field.kind != "table" or not isinstance(rows, list):
                continue
            first = field.columns[0].key
            while not has_field(form := self.browser.form("save"), f"{field.key}.{len(rows) - 1}.{first}"):
                self._fill_item(form, item)
                self.browser.send(form, ("add_row", field.key))

    def _add_files(self, section: Section) -> None:
        for _, field in fields_of(section):
            if field.key != "K1":
                continue
            for picture in self.sample.pictures:
                path = HERE / "illustrations" / picture["file"]
                form = self.browser.form("save")
                fill(form, "mark", "later")
                self.browser.send(form, ("save", "stay"), {"K1.upload": (path.name, path.read_bytes())})

    def _fill_item(self, form: Any, item: Item) -> None:
        answers = self.sample.answers
        given = answers.get(item.key)
        if isinstance(given, dict) and "alternative" in given:
            code = next(a.code for a in item.alternatives if a.label == given["alternative"])
            fill(form, f"alternative.{item.key}", code)
            if given.get("text"):
                fill(form, f"alternative_text.{item.key}", given["text"])
        else:
            for field in item.fields:
                if field.key in answers:
                    self._fill_field(form, field, answers[field.key])
        if item.key in self.sample.spoken:
            fill(form, f"spoken.{item.key}", "yes")
        if item.key in self.sample.audience and item.audience_open:
            level = self.sample.audience[item.key]
            audience = level if level in AUDIENCES else AUDIENCE_LABELS[level]
            fill(form, f"audience.{item.key}", audience)
        if item.key == "K1":
            self._describe_pictures(form)

    def _fill_field(self, form: Any, field: Field, value: Any) -> None:
        if field.kind == "table":
            for number, row in enumerate(value):
                for column in field.columns:
                    name = f"{field.key}.{number}.{column.key}"
                    if column.key in row and has_field(form, name):
                        fill(form, name, code_or_text(column, row[column.key]))
        elif field.kind == "multiple_choice":
            for label in value:
                fill(form, field.key, code_or_text(field, label))
        elif field.kind == "date":  # what is told of the boss's yes happened before it is told
            fill(form, field.key, min(str(value), local(utc_now()).date().isoformat()))
        else:
            fill(form, field.key, code_or_text(field, value))

    def _wait_for_files(self) -> None:
        """Look at the files' page until each is shown, as the page of a browser does by itself."""
        for section in self.document.sections:
            if any(field.kind == "file" for _, field in fields_of(section)):
                self.open_section(section)
                while self.browser.page.xpath("//*[@data-file-state]"):
                    time.sleep(LOOK_EVERY_S)
                    self.open_section(section)

    def _describe_pictures(self, form: Any) -> None:
        ids = [e.get("value") for e in form.iter("input") if e.get("name") == "K1.id"]
        for ref, picture in zip(ids, self.sample.pictures, strict=True):
            fill(form, f"K1.{ref}.description", picture["alt"])
            fill(form, f"K1.{ref}.credit", picture["credit"])
            fill(form, f"K1.{ref}.rights", RIGHTS.get(picture["rights"], "own"))

    def submit(self) -> None:
        """Open the check page, consent, and send.

        Raises:
            SampleFailed: The page after it is not the receipt.
        """
        self._wait_for_files()
        self.browser.open(f"{self.home}check")
        form = self.browser.form("seen")
        for key in ("L1", "L3", "L4"):
            item = self.document.item(key)
            if key in self.sample.answers and has_field(form, key):
                fill(form, key, code_or_text(item.fields[0], self.sample.answers[key]))
        self.browser.send(form)
        if not self.browser.path.endswith("/receipt"):
            raise SampleFailed(f"{self.sample.ref}: not submitted, but at {self.browser.path}")


def fields_of(section: Section) -> Iterator[tuple[Item, Field]]:
    """Yield every field of a section with its item."""
    for item in section.items:
        for field in item.fields:
            yield item, field


def code_or_text(field: Field, value: Any) -> str:
    """Return what stands in the form for a sample value: the code of a choice, else the text."""
    if field.choices:
        for choice in field.choices:
            if choice.label == value:
                return choice.code
        raise SampleFailed(f"{field.key} has no choice {value}")
    return str(value)
