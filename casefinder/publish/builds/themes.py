"""Summaries by theme: accepted sentences word for word, each with its case, none that names what stays unnamed."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.themes.models import Theme
from casefinder.edit.casebooks.front_matter import FrontMatter
from casefinder.edit.casebooks.queries import Quotable
from casefinder.edit.checks.words import holds_any
from casefinder.publish.content import Quote, Saying, ThemeMark, ThemeSummary

QUOTES = 3
FEWEST_CASES = 2
THEMES_A_FAMILY = 6
LONGEST_CHARS = 160
SAYINGS_A_PAGE = 6
TELLING_CHARS = range(24, 100)
TELLING = ("転機", "課題", "効果", "キーパーソン", "推進体制")


def marks(quotables: Sequence[Quotable], case_id: int) -> tuple[ThemeMark, ...]:
    """Return the themes accepted on a case, in order of first mention, each once."""
    found = {
        each.theme_key: ThemeMark(each.theme_key, each.theme_name, each.family)
        for each in quotables
        if each.case_id == case_id
    }
    return tuple(found.values())


def summaries(
    session: Session,
    quotables: Sequence[Quotable],
    numbers: Mapping[int, int],
    matter: FrontMatter,
    forbidden: Mapping[int, Sequence[str]],
) -> tuple[ThemeSummary, ...]:
    """Return the summaries the edition prints.

    Args:
        session: A reading session.
        quotables: Accepted sentences that everyone may read.
        numbers: Case id → number as printed.
        matter: Which themes and sentences the editor chose; without a choice the most frequent ones.
        forbidden: Case id → words that no quotation may hold (an unnamed organisation's names, persons).
    """
    by_theme: dict[str, list[Quotable]] = {}
    for each in sorted(quotables, key=lambda q: (numbers.get(q.case_id, 0), q.coding_id)):
        if each.case_id in numbers:
            by_theme.setdefault(each.theme_key, []).append(each)
    themes = {theme.key: theme for theme in session.scalars(select(Theme).where(Theme.key.in_(by_theme)))}
    chosen = matter.themes or _frequent(by_theme)
    made = []
    for key in chosen:
        if key in by_theme and key in themes:
            sayings = by_theme[key]
            quotes = _quotes(sayings, matter.quotes.get(key, ()), numbers, forbidden)
            cases = tuple(sorted({numbers[q.case_id] for q in sayings}))
            theme = themes[key]
            made.append(ThemeSummary(key, theme.name, theme.family, cases, quotes, theme.definition))
    return tuple(made)


def sayings(
    quotables: Sequence[Quotable],
    numbers: Mapping[int, int],
    case_ids: Sequence[int],
    forbidden: Mapping[int, Sequence[str]],
) -> tuple[Saying, ...]:
    """Return sentences for a chapter's closing page: first one a case, then a second one, of another family."""
    chosen: list[Quotable] = []
    for turn in range(2):
        for case_id in case_ids:
            own = [q for q in quotables if q.case_id == case_id and len(q.text.strip()) in TELLING_CHARS]
            own = [q for q in own if not holds_any(q.text, forbidden.get(case_id, ()))]
            said = {q.text for q in chosen} | {q.family for q in chosen if q.case_id == case_id}
            fresh = [q for q in own if q.text not in said and q.family not in said]
            start = (numbers[case_id] + turn) % len(TELLING)
            order = [*TELLING[start:], *TELLING[:start]]
            rank = {family: place for place, family in enumerate(order)}
            chosen += sorted(fresh, key=lambda q: (rank.get(q.family, len(rank)), q.coding_id))[:1]
    kept = sorted(chosen[:SAYINGS_A_PAGE], key=lambda q: numbers[q.case_id])
    return tuple(Saying(q.text.strip(), numbers[q.case_id], q.theme_name) for q in kept)


def _frequent(by_theme: Mapping[str, Sequence[Quotable]]) -> list[str]:
    """Return the themes of at least two cases, six a family at most, the most frequent first."""
    counted = sorted(by_theme, key=lambda key: (-len({q.case_id for q in by_theme[key]}), key))
    taken: dict[str, int] = {}
    chosen = []
    for key in counted:
        family = by_theme[key][0].family
        if len({q.case_id for q in by_theme[key]}) >= FEWEST_CASES and taken.get(family, 0) < THEMES_A_FAMILY:
            taken[family] = taken.get(family, 0) + 1
            chosen.append(key)
    return chosen


def _quotes(
    sayings: Sequence[Quotable],
    wanted: Sequence[int],
    numbers: Mapping[int, int],
    forbidden: Mapping[int, Sequence[str]],
) -> tuple[Quote, ...]:
    """Return the chosen sentences; without a choice up to three of different cases, spread over the book."""
    once = {q.coding_id: q for q in reversed(sayings)}  # two cases of one response may share a sentence
    allowed = [
        q for q in sayings
        if once[q.coding_id] is q and not holds_any(q.text, forbidden.get(q.case_id, ()))
    ]  # fmt: skip
    if wanted:
        order = {coding_id: place for place, coding_id in enumerate(wanted)}
        picked = sorted((q for q in allowed if q.coding_id in order), key=lambda q: order[q.coding_id])
    else:
        first_of_case = {q.case_id: q for q in reversed(allowed) if len(q.text) <= LONGEST_CHARS}
        own = sorted(first_of_case.values(), key=lambda q: numbers[q.case_id])
        step = max(1, len(own) / QUOTES)
        picked = [own[int(step * i)] for i in range(QUOTES) if int(step * i) < len(own)]
    texts = dict.fromkeys((q.text.strip(), numbers[q.case_id]) for q in picked)
    return tuple(Quote(text, number) for text, number in texts)
