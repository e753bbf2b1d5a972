"""The index: terms in the order of their readings, each with the pages it stands on."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from casefinder.kana import hiragana
from casefinder.publish.content import CasePage, EditionContent, IndexTerm
from casefinder.publish.environment import short_organisation, wide_length

COLUMNS, HEAD_MM, LINE_MM = 3, 9.0, 4.875
FIRST_PAGE_MM, PAGE_MM = 205.0, 236.0
_ROWS = (
    ("あ", "あいうえおゔ"),
    ("か", "かきくけこ"),
    ("さ", "さしすせそ"),
    ("た", "たちつてと"),
    ("な", "なにぬねの"),
    ("は", "はひふへほ"),
    ("ま", "まみむめも"),
    ("や", "やゆよ"),
    ("ら", "らりるれろ"),
    ("わ", "わをん"),
)
_LONG = {"あ": "あかさたなはまやらわ", "い": "いきしちにひみり", "う": "うくすつぬふむゆる"}
_LONG |= {"え": "えけせてねへめれ", "お": "おこそとのほもよろを"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index: `anchors` are the ids of pages, `see` another term."""

    term: str
    anchors: tuple[str, ...]
    see: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (empty when a row goes on in the next column) and its entries."""

    heading: str
    entries: tuple[Entry, ...]


def paged(rows: Sequence[tuple[str, Sequence[Entry]]]) -> list[list[list[Block]]]:
    """Return pages of three columns of blocks; WeasyPrint cannot break columns over pages, so we do.

    Heights are in millimetres; the first page is shorter by its head.
    """
    columns: list[list[Block]] = [[]]
    left = _column_mm(0)
    for heading_, entries in rows:
        block: list[Entry] = []
        head, left = heading_, left - HEAD_MM
        for entry in entries:
            height = entry_mm(entry)
            if left < height:
                if block:
                    columns[-1].append(Block(head, tuple(block)))
                columns.append([])
                left = _column_mm(len(columns) - 1) - (0 if block else HEAD_MM)
                head, block = ("" if block else head), []
            block.append(entry)
            left -= height
        columns[-1].append(Block(head, tuple(block)))
    return [columns[i : i + COLUMNS] for i in range(0, len(columns), COLUMNS)]


def _column_mm(number: int) -> float:
    return FIRST_PAGE_MM if number < COLUMNS else PAGE_MM


def entry_mm(entry: Entry) -> float:
    """Return the height of an entry in a column of 54.66 mm: it wraps when many pages are named."""
    words = f"{entry.term} →「{entry.see}」を見よ" if entry.see else entry.term
    width = wide_length(words) * 3.05 + 6.3 * len(entry.anchors) + 2
    return LINE_MM * max(1, ceil(width / 54))


def sort_key(reading: str) -> str:
    """Return a reading as the order of a Japanese index takes it: hiragana, without voicing, long vowels spelt."""
    plain: list[str] = []
    for character in unicodedata.normalize("NFKC", reading):
        base = unicodedata.normalize("NFD", hiragana(character))[0]
        if character == "ー" and plain:
            base = next((vowel for vowel, row in _LONG.items() if plain[-1] in row), "")
        plain.append(_small_to_full(base))
    return "".join(plain)


def _small_to_full(character: str) -> str:
    return character.translate(str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ"))


def heading(reading: str) -> str:
    """Return the row a reading stands under: あ … わ, or 英数 for what is not kana."""
    first = sort_key(reading)[:1]
    return next((row for row, kana in _ROWS if first and first in kana), "英数")


def groups(content: EditionContent) -> list[tuple[str, list[Entry]]]:
    """Return the rows of the index with their entries; terms that stand nowhere are left out."""
    order = [*(row for row, _ in _ROWS), "英数"]
    found: dict[str, list[Entry]] = {}
    for term in sorted(content.index_terms, key=lambda t: (sort_key(t.reading), t.reading, t.term)):
        if entry := _entry(content, term):
            found.setdefault(heading(term.reading), []).append(entry)
    return sorted(found.items(), key=lambda item: order.index(item[0]))


def _entry(content: EditionContent, term: IndexTerm) -> Entry | None:
    if term.see:
        return Entry(term.term, (), term.see)
    anchors = [a for number in term.cases if (case := content.case(number)) for a in places(case, term.term)]
    return Entry(term.term, tuple(anchors)) if anchors else None


def places(case: CasePage, term: str) -> tuple[str, ...]:
    """Return the anchors of the pages of a case on which a term is printed; the left page if on none."""
    left, right = f"事例{case.code}", f"事例{case.code}の右"
    found = tuple(
        anchor for anchor, text in ((left, left_text(case)), (right, right_text(case))) if term in text
    )
    return found or (left,)


def left_text(case: CasePage) -> str:
    """Return all words of the left page."""
    return "\n".join(_left(case))


def right_text(case: CasePage) -> str:
    """Return all words of the right page."""
    return "\n".join(_right(case))


def _left(case: CasePage) -> Iterator[str]:
    yield from (case.title, case.lead, case.organisation.name, *case.fields, *case.background)
    for card in (case.effect_card, case.cost_card, case.effort_card):
        if card:
            yield card.text
    yield from (f"{fact.label} {fact.value}{fact.unit}" for fact in case.facts)
    yield from (f"{step.head} {step.text}" for step in case.steps)
    yield from (part.label for part in case.cost.parts)


def _right(case: CasePage) -> Iterator[str]:
    if case.figure:
        yield f"{case.figure.finding} {case.figure.caption}"
    yield from (f"{e.metric} {e.before} {e.after} {e.method}" for e in case.effects)
    yield from (f"{t.trouble} {t.response}" for t in case.troubles)
    yield from (f"{s.head} {s.text}" for s in case.stopped)
    if case.voice:
        yield f"{case.voice.text} {case.voice.who}"
    yield from (f"{c.label} {c.text}" for c in case.conditions)
    if case.state:
        yield f"{case.state.label} {case.state.text}"
    yield from (*case.contact, *case.notes, *case.sources)


def pages(content: EditionContent) -> list[list[list[Block]]]:
    """Return the whole index in pages and columns: terms, then organisations."""
    rows: list[tuple[str, Sequence[Entry]]] = [*groups(content)]
    if named := organisations(content):
        rows.append(("団体", [Entry(short_organisation(name), anchors) for name, anchors in named]))
    return paged(rows)


def organisations(content: EditionContent) -> list[tuple[str, tuple[str, ...]]]:
    """Return the named organisations in order of their readings, with the anchors of their cases."""
    named = [case for case in content.cases if case.organisation.named]
    found: dict[tuple[str, str], list[str]] = {}
    for case in sorted(named, key=lambda c: c.number):
        found.setdefault((sort_key(case.organisation.kana), case.organisation.name), []).append(
            f"事例{case.code}"
        )
    return [(name, tuple(anchors)) for (_, name), anchors in sorted(found.items())]
