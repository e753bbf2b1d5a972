"""All that an edition prints, frozen: the only input of book, site and data besides the picture files.

Whoever builds this has already asked the publication rule; nothing here is filtered again, except
that `open_data` keeps a case out of the data files. Texts are as they are printed.
"""

import hashlib
from datetime import date

from msgspec import UNSET, UnsetType

from casefinder.publish import frozen_json
from casefinder.publish.casepage import (
    UNNAMED,
    BarPair,
    Card,
    CasePage,
    Condition,
    Cost,
    CostPart,
    Effect,
    Fact,
    Figure,
    Organisation,
    Quantity,
    State,
    Step,
    Stopped,
    ThemeMark,
    Trouble,
    Voice,
)
from casefinder.publish.frozen_json import Frozen

__all__ = [
    "UNNAMED",
    "AreaFigures",
    "BarPair",
    "CampaignFigures",
    "Card",
    "CasePage",
    "Chapter",
    "Condition",
    "Contact",
    "Cost",
    "CostPart",
    "EditionContent",
    "Effect",
    "Fact",
    "Figure",
    "HistoryEntry",
    "IndexTerm",
    "Organisation",
    "Quantity",
    "Quote",
    "Saying",
    "Section",
    "Standards",
    "State",
    "Step",
    "Stopped",
    "ThemeMark",
    "ThemeSummary",
    "Trouble",
    "Voice",
    "content_hash",
    "from_json",
    "licence_of",
    "to_json",
]

LICENCE = "CC BY 4.0"  # of what its respondents gave as open data


class Saying(Frozen, frozen=True):
    """A sentence of an answer for a chapter's closing page, word for word, with the theme it was accepted for."""

    text: str
    case: int
    label: str


class Chapter(Frozen, frozen=True):
    """A chapter: its number chooses the accent (1-5); `trouble` are lines said at its opening."""

    key: str
    number: int
    title: str
    trouble: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    sayings: tuple[Saying, ...] = ()


class Quote(Frozen, frozen=True):
    """A sentence of an answer, word for word as accepted, and the case it belongs to."""

    text: str
    case: int


class ThemeSummary(Frozen, frozen=True):
    """A theme across cases: `cases` are the numbers of all cases it was accepted on."""

    key: str
    label: str
    family: str
    cases: tuple[int, ...]
    quotes: tuple[Quote, ...] = ()
    description: str = ""


class Spot(Frozen, frozen=True):
    """Where an area is drawn: its short name, column and row of its tile from 0, its place on the cover from the near edge."""

    short: str
    column: int | None
    row: int | None
    depth: int


class AreaFigures(Frozen, frozen=True):
    """A sub-prefecture: municipalities in it, organisations invited and answered, cases printed.

    `code` is the prefecture's own (01300 … 01690); the organisations that act in the whole prefecture come as code "".
    Where nobody has told the areas, a row is a sort of organisation instead (`CampaignFigures.sorts`).
    """

    code: str
    name: str
    municipalities: int
    invited: int
    answered: int
    cases: int
    spot: Spot | UnsetType = UNSET

    @property
    def short_name(self) -> str:
        """The name where there is little room."""
        return self.spot.short if self.spot else self.name

    @property
    def tile(self) -> tuple[int, int] | None:
        """Column and row of its tile in the map, from 0; None without a map."""
        if not self.spot or self.spot.column is None or self.spot.row is None:
            return None
        return self.spot.column, self.spot.row

    @property
    def depth(self) -> int:
        """Its place on the cover, from the near edge."""
        return self.spot.depth if self.spot else 0


class CampaignFigures(Frozen, frozen=True):
    """What was asked and what came back."""

    name: str
    opened_on: date
    closed_on: date
    invited: int
    answered: int
    candidates: int
    areas: tuple[AreaFigures, ...]
    kinds: tuple[AreaFigures, ...] | UnsetType = UNSET
    municipalities: int | UnsetType = UNSET  # in the prefecture
    questions: int | UnsetType = UNSET

    @property
    def sorts(self) -> tuple[AreaFigures, ...]:
        """The figures by sort of organisation, where nobody has told the areas."""
        return self.kinds or ()

    @property
    def regions(self) -> tuple[AreaFigures, ...]:
        """The areas proper: without those who act everywhere or elsewhere."""
        return tuple(area for area in self.areas if area.code)

    @property
    def has_map(self) -> bool:
        """Whether every area has its place in the tile map."""
        return bool(self.regions) and all(area.tile for area in self.regions)


class Words(Frozen, frozen=True):
    """How one speaks of the prefecture; see `casefinder/prefectures.py`."""

    kind: str = "道"
    within: str = "道内"
    whole: str = "全道"
    region: str = "振興局"
    towns: str = "市町村"

    @property
    def regions(self) -> str:
        """What the areas are called together."""
        return "総合振興局・振興局" if self.region == "振興局" else self.region

    def filled(self, text: str) -> str:
        """Return a text with these words in place of their names in braces."""
        for name in ("kind", "within", "whole", "regions", "region", "towns"):
            text = text.replace(f"{{{name}}}", getattr(self, name))
        return text


class Section(Frozen, frozen=True):
    """A heading and its paragraphs (foreword, method)."""

    heading: str
    paragraphs: tuple[str, ...]


class IndexTerm(Frozen, frozen=True):
    """A term of the index with its reading in hiragana; `see` points to another term instead."""

    term: str
    reading: str
    cases: tuple[int, ...] = ()
    see: str = ""


class Contact(Frozen, frozen=True):
    """Where readers turn to."""

    name: str
    phone: str = ""
    email: str = ""
    address: str = ""


class HistoryEntry(Frozen, frozen=True):
    """A state of this edition: its label, its day, what changed."""

    label: str
    issued_on: date
    text: str = ""


class Standards(Frozen, frozen=True):
    """Names of the standards, a setting because they change."""

    pdf: tuple[str, ...] = ("PDF/UA-1", "PDF/A-3a")
    web: str = "JIS X 8341-3:2016 適合レベルAA 準拠"
    web_extra: str = "WCAG 2.2 のレベルA・AAで加わった達成基準にも沿ってつくりました"


class EditionContent(Frozen, frozen=True):
    """Everything that one edition prints."""

    slug: str
    title: str
    title_prefix: str
    subtitle: tuple[str, ...]
    edition_label: str
    fiscal_year: int
    publisher: str
    publisher_short: str
    contact: Contact
    built_on: date
    issued_on: date
    statement: tuple[str, ...]
    about: str
    foreword: Section
    method: tuple[Section, ...]
    campaign: CampaignFigures
    chapters: tuple[Chapter, ...]
    cases: tuple[CasePage, ...]
    theme_summaries: tuple[ThemeSummary, ...] = ()
    index_terms: tuple[IndexTerm, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    standards: Standards = Standards()
    foreword_signature: str = ""
    licence: str = LICENCE
    licence_url: str = "https://creativecommons.org/licenses/by/4.0/deed.ja"
    web_url: str = ""
    newest_url: str | UnsetType = UNSET
    document_number: str = ""
    running_note: str = ""
    prefecture: str = "北海道"
    speech: Words | UnsetType = UNSET  # unset in editions from before there was a choice

    @property
    def words(self) -> Words:
        """How this edition speaks of its prefecture."""
        return self.speech or Words()

    def place(self, organisation: Organisation) -> str:
        """Return where an organisation is, as printed: its area, another prefecture, all of this one; empty if untold."""
        if not organisation.named:
            return "非公表"
        return organisation.particular_place or (self.words.whole if organisation.is_everywhere else "")

    def short_place(self, organisation: Organisation) -> str:
        """Return the same where there is little room."""
        known = {area.code: area.short_name for area in self.campaign.regions}
        code = organisation.area_code if organisation.named else ""
        return known.get(code, "") if code in known else self.place(organisation)

    @property
    def full_title(self) -> str:
        """Title as cited: prefix, title and year."""
        return f"{self.title_prefix} {self.title} {self.fiscal_year}".strip()

    def case(self, number: int) -> CasePage | None:
        """Return the case with this number, or None."""
        return next((case for case in self.cases if case.number == number), None)

    def cases_of(self, chapter: Chapter) -> tuple[CasePage, ...]:
        """Return the cases of a chapter in order of number."""
        return tuple(sorted((c for c in self.cases if c.chapter == chapter.key), key=lambda c: c.number))

    def printed_chapters(self) -> tuple[Chapter, ...]:
        """Return the chapters that hold a case."""
        return tuple(chapter for chapter in self.chapters if self.cases_of(chapter))

    def closed_cases(self) -> tuple[CasePage, ...]:
        """Return the cases that the licence does not cover, because their respondents did not agree to open data."""
        return tuple(case for case in sorted(self.cases, key=lambda c: c.number) if not case.open_data)

    def closed_pictures(self) -> tuple[CasePage, ...]:
        """Return the cases of which the licence covers all but the picture."""
        return tuple(
            case
            for case in sorted(self.cases, key=lambda c: c.number)
            if case.open_data and case.figure and not case.figure.open_licence
        )

    def assets(self) -> tuple[str, ...]:
        """Return the ids of the picture files that must lie beside the content."""
        return tuple(sorted({c.figure.asset for c in self.cases if c.figure and c.figure.asset}))


def licence_of(content: EditionContent, case: CasePage) -> str:
    """Return the licence under which a case may be used, empty if there is none: then only what the law allows."""
    return content.licence if case.open_data else ""


def to_json(content: EditionContent) -> str:
    """Return the canonical JSON of an edition's content."""
    return frozen_json.dump(content)


def from_json(text: str) -> EditionContent:
    """Read what `to_json` wrote.

    Raises:
        UnreadableContent: Not JSON, or not of this shape.
    """
    return frozen_json.load(EditionContent, text)


def content_hash(content: EditionContent) -> str:
    """Return the SHA-256 (64 hex digits) of the content; asset ids, being hashes, stand for the files."""
    return hashlib.sha256(to_json(content).encode()).hexdigest()
