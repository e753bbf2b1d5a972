"""A statement: what a response said at one moment, and who may see which part of it. Pure."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from casefinder.ask.questionnaires.cells import cells
from casefinder.ask.questionnaires.document import Document, Item
from casefinder.faces import Role
from casefinder.staff.consent import rules as consent
from casefinder.staff.consent.rules import Target, Visibility
from casefinder.staff.consent.seeing_rules import may_see


@dataclass(frozen=True)
class Submitted:
    """One item's answer as it was said."""

    value: Mapping[str, Any]
    revision: int
    audience: str | None
    is_spoken: bool
    alternative: str | None
    saved_at: datetime | None = None


@dataclass(frozen=True)
class SubmittedFile:
    """One file as it was sent, with what was said about it then."""

    id: int
    question_key: str  # the item's
    sha256: str
    thumbnail_sha256: str | None
    media_type: str
    original_name: str
    size_bytes: int
    width_px: int | None
    height_px: int | None
    description: str
    credit: str
    rights: str

    @property
    def is_image(self) -> bool:
        """Whether it can be shown as a picture."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True)
class LongText:
    """One long answer: whose field, the text as typed, its revision and who may see it."""

    question_key: str  # the field's: F3, E4.text
    item_key: str
    number: str  # what people see of it
    about: str  # what its question is about, empty when nobody says
    title: str
    text: str
    revision: int
    audience: str

    @property
    def hash(self) -> str:
        """SHA-256 of the text."""
        return text_hash(self.text)


@dataclass(frozen=True)
class Statement:
    """All that one snapshot says.

    `chosen` are the levels that the respondent chose, by item, also of answers that were not asked for here.
    `said` are the consents as they were given with it; `consents` those in force: the narrower of what was said and what
    the ledger says now, so that a withdrawal holds at once and nothing widens without a new statement.
    """

    response_id: int
    snapshot_id: int
    number: int
    kind: str
    taken_at: datetime
    response_revision: int
    version_id: int
    document: Document
    answers: Mapping[str, Submitted]
    chosen: Mapping[str, str]
    files: tuple[SubmittedFile, ...]
    said: Mapping[str, str]
    consents: Mapping[str, str]

    @cached_property
    def levels(self) -> Mapping[str, str]:
        """The level of every field (`F3`, `C5.stage`) and table column (`H1.name`)."""
        return dict(levels_of(self.document, self.chosen))

    def level(self, key: str) -> str:
        """Return the level of a field or column; of an unknown one the narrowest."""
        return self.levels.get(key, "editors")

    def may(self, key: str, target: Target) -> Visibility:
        """Say whether a field or column may appear at a target, and whether the name must be hidden there."""
        return consent.may_publish(self.level(key), consents=self.consents, target=target)

    def publishable(self, target: Target) -> frozenset[str]:
        """Return the keys of all fields and columns that may appear at a target."""
        may = {
            level: consent.may_publish(level, consents=self.consents, target=target).allowed
            for level in set(self.levels.values())
        }
        return frozenset(key for key, level in self.levels.items() if may[level])

    def file(self, attachment_id: int | None) -> SubmittedFile | None:
        """Return one of its files, None when it holds no such file."""
        return next((file for file in self.files if file.id == attachment_id), None)

    def may_show(self, file: SubmittedFile, target: Target) -> Visibility:
        """Say whether a file may appear at a target: the level of the question it was sent with decides."""
        level = self.file_level(file.question_key)
        return consent.may_publish(level, consents=self.consents, target=target)

    def file_level(self, question_key: str) -> str:
        """Return the level of the files of an item; of an unknown one the narrowest."""
        item = next((each for each in self.document.items() if each.key == question_key), None)
        keys = [each.key for each in item.fields if each.kind == "file"] if item else []
        return consent.narrowest([self.level(key) for key in keys] or ["editors"])

    def title_for(self, role: Role) -> str:
        """Return what the initiative is called, for the eyes of a role."""
        place = self.document.meant("title")
        return self.title if place is None or may_see(self.level(place.key), role) else ""

    def is_anonymous(self, target: Target = Target.EVERYONE) -> bool:
        """Say whether the organisation's name has to be hidden at a target."""
        return consent.must_be_anonymous(self.consents, target)

    @property
    def may_read_text(self) -> bool:
        """Whether the engine may read the answers, and people may classify them."""
        return may_read_text(self.consents)

    def value(self, meaning: str) -> object:
        """Return the stored value of the field that asks for something; None when none does, or it is empty."""
        place = self.document.meant(meaning)
        answer = self.answers.get(place.item.key) if place else None
        return place.item.field_value(place.field, answer.value) if place and answer else None

    @property
    def title(self) -> str:
        """What the initiative is called, empty when it was not written."""
        value = self.value("title")
        return value.strip() if isinstance(value, str) else ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The labels of the fields of work that were chosen."""
        place, codes = self.document.meant("fields"), self.value("fields")
        chosen = codes if isinstance(codes, list) else [codes] if codes else []
        return tuple(place.part.label_of(str(code)) for code in chosen) if place else ()

    def long_texts(self) -> list[LongText]:
        """Return the long answers that were written, in the questionnaire's order."""
        return [
            LongText(
                cell.key, cell.item.key, cell.item.number, cell.place.about, cell.item.title, str(cell.value),
                self.answers[cell.item.key].revision, self.level(cell.key),
            )
            for cell in cells(self.document, self.answers)
            if cell.field.kind == "long_text" and not cell.is_empty
        ]  # fmt: skip


def may_read_text(consents: Mapping[str, str]) -> bool:
    """Say whether consents in force let the engine read answers, and people classify them."""
    return consent.may_publish(None, consents=consents, target=Target.ANALYSIS).allowed


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text as typed, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def items_about(*meanings: str) -> Callable[[Document], set[str]]:
    """Return a function that names the items of a questionnaire that ask for one of some things."""
    return lambda document: {place.item.key for name in meanings for place in document.all_meant(name)}


def levels_of(document: Document, chosen: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield field key and level for each field and column of a questionnaire.

    Args:
        document: The questionnaire.
        chosen: Item key → level that the respondent chose; others have the questionnaire's default.
    """
    for item in document.items():
        level = chosen.get(item.key)
        for field in item.fields:
            yield field.key, _level(item, level, field.audience)
            for column in field.columns:
                yield f"{field.key}.{column.key}", _level(item, level, field.audience, column.audience)


def _level(item: Item, chosen: str | None, *caps: str | None) -> str:
    return consent.answer_level(chosen, default=item.audience, is_open=item.audience_open, caps=caps)
