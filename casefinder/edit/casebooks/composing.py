"""What the composer's page shows: the order by chapter, the gates, the sentences to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from casefinder.edit.casebooks import queries, rules
from casefinder.edit.casebooks.front_matter import FrontMatter
from casefinder.edit.casebooks.models import Edition
from casefinder.edit.cases import queries as cases
from casefinder.edit.cases.content import CaseContent
from casefinder.edit.checks.verdict_queries import Verdict, Verdicts, verdict_of
from casefinder.edit.drafts import gathering
from casefinder.edit.gate import queries as gate
from casefinder.edit.gate.rules import Passed
from casefinder.edit.layout.places import CHAPTERS


@dataclass(frozen=True)
class OrderedCase:
    """A case in the order, with its number and what is wrong with it."""

    number: int
    line: queries.CaseLine
    check: rules.CaseCheck


@dataclass(frozen=True)
class ChapterView:
    """A chapter and its cases."""

    key: str
    number: int
    title: str
    cases: tuple[OrderedCase, ...]


@dataclass(frozen=True)
class EditionView:
    """An edition as the pages show it, free of the database."""

    id: int
    slug: str
    casebook_id: int
    casebook: str
    title: str
    subtitle: str
    number: int
    fiscal_year: int
    issued_on: date
    campaign_id: int | None
    revision: int
    frozen_at: datetime | None


@dataclass(frozen=True)
class Composition:
    """All that the composer shows."""

    edition: EditionView
    matter: FrontMatter
    chapters: tuple[ChapterView, ...]
    gates: Sequence[rules.Gate]

    @property
    def count(self) -> int:
        """How many cases the edition holds."""
        return sum(len(chapter.cases) for chapter in self.chapters)

    @property
    def in_the_way(self) -> int:
        """How many gates stop a release."""
        return sum(1 for gate in self.gates if gate.state is rules.GateState.STOPS)


def edition_view(edition: Edition) -> EditionView:
    """Return an edition as plain values."""
    return EditionView(
        edition.id, edition.slug, edition.casebook_id, edition.casebook.title, edition.title,
        edition.subtitle, edition.number, edition.fiscal_year, edition.issued_on, edition.campaign_id,
        edition.revision, edition.frozen_at,
    )  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What the cases of an edition say, by case, and what they are made from, by response; read once, used often."""

    contents: Mapping[int, CaseContent]
    gathered: Mapping[int, gathering.Gathered]
    passed: Mapping[int, Passed]
    looks: Mapping[int, gate.Look]


def told(session: Session, edition_id: int) -> Told:
    """Return what the cases of an edition say and are made from."""
    contents = cases.case_contents(session, [each.case_id for each in queries.placed(session, edition_id)])
    gathered = gathering.gather_all(session, [each.response_id for each in contents.values()])
    looks = gate.looks_at(session, contents, gathered)
    return Told(contents, gathered, gate.passed(session, contents, gathered, looks=looks), looks)


def composition(
    session: Session,
    edition_id: int,
    *,
    now: datetime,
    known: Told | None = None,
    verdicts: Verdicts | None = None,
) -> Composition:
    """Return what the composer shows.

    Args:
        session: A reading session.
        edition_id: Which edition.
        now: When (UTC).
        known: What its cases say, when that was read already.
        verdicts: What the process knows of them, when a page asks; else each is judged anew.

    Raises:
        NotFoundError: There is no such edition.
    """
    edition = queries.edition_of(session, edition_id)
    matter = queries.front_matter_of(edition)
    numbered = queries.numbered_cases(session, edition_id)
    lines = queries.case_lines(session, [each.case_id for each in numbered])
    if known is None:
        found = (verdicts or Verdicts()).of(session, list(lines), now=now)
    else:
        found = {line.case_id: _verdict(known, line, now=now) for line in lines.values()}
    checks = {case_id: rules.CaseCheck(case_id, **vars(verdict)) for case_id, verdict in found.items()}
    chapters = tuple(
        ChapterView(
            key,
            place,
            title,
            tuple(
                OrderedCase(each.number, lines[each.case_id], checks[each.case_id])
                for each in numbered
                if (each.chapter or "") == key
            ),
        )
        for place, (key, title) in enumerate(CHAPTERS.items(), start=1)
    )
    gates = rules.gates(list(checks.values()), matter)
    return Composition(edition_view(edition), matter, chapters, gates)


def _verdict(told: Told, line: queries.CaseLine, *, now: datetime) -> Verdict:
    content = told.contents[line.case_id]
    found, passed = told.gathered[line.response_id], told.passed[line.case_id]
    return verdict_of(content, line.approved_hash, found, passed, now=now)


@dataclass(frozen=True)
class ThemeChoice:
    """A theme with the sentences that its summary may print."""

    key: str
    name: str
    family: str
    is_chosen: bool
    quotes: tuple[queries.Quotable, ...]
    chosen: tuple[int, ...]


def theme_choices(session: Session, edition_id: int) -> list[ThemeChoice]:
    """Return the themes accepted on the edition's cases, those chosen first, then by number of sentences."""
    matter = queries.front_matter_of(queries.edition_of(session, edition_id))
    by_theme: dict[str, list[queries.Quotable]] = {}
    for quote in queries.quotables(session, edition_id):
        by_theme.setdefault(quote.theme_key, []).append(quote)
    found = [
        ThemeChoice(
            key, quotes[0].theme_name, quotes[0].family, key in matter.themes, tuple(quotes),
            tuple(matter.quotes.get(key, ())) or tuple(q.coding_id for q in quotes[: rules.QUOTES_A_THEME]),
        )
        for key, quotes in by_theme.items()
    ]  # fmt: skip
    order = {key: place for place, key in enumerate(matter.themes)}
    return sorted(found, key=lambda each: (order.get(each.key, 999), -len(each.quotes), each.key))
