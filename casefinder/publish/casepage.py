"""What is printed of one case, frozen; see `content.py` for the edition around it."""

from datetime import date
from decimal import Decimal

from msgspec import UNSET, UnsetType

from casefinder.publish.frozen_json import Frozen

UNNAMED = "（団体名非公表）"


class Quantity(Frozen, frozen=True):
    """One big number on a card: `value` as printed, `unit` small beside it."""

    value: str
    unit: str = ""


class Card(Frozen, frozen=True):
    """One of the three cards: one or two quantities and a text of up to 4 lines of 13 characters."""

    quantities: tuple[Quantity, ...]
    text: str


class Fact(Frozen, frozen=True):
    """A line of the basic facts; `as_of` is printed with the label; `big` facts are figures to compare."""

    label: str
    value: str
    unit: str = ""
    as_of: str = ""
    big: bool = False


class Step(Frozen, frozen=True):
    """What was done when; `when` as YYYY-MM, or empty."""

    when: str
    head: str
    text: str = ""


class CostPart(Frozen, frozen=True):
    """A share of the initial cost in thousand yen."""

    label: str
    thousand_yen: int


class Cost(Frozen, frozen=True):
    """Cost in thousand yen; None is unknown, 0 is none. `funding` are the sources of money."""

    initial_thousand_yen: int | None = None
    yearly_thousand_yen: int | None = None
    parts: tuple[CostPart, ...] = ()
    yearly_note: str = ""
    funding: tuple[str, ...] = ()


class Effect(Frozen, frozen=True):
    """A row of the table of effects; texts as printed, numbers (same unit) for figure and data if known."""

    metric: str
    before: str
    after: str
    as_of: str
    method: str
    certainty: str
    before_value: Decimal | None = None
    after_value: Decimal | None = None
    unit: str = ""


class BarPair(Frozen, frozen=True):
    """Two bars of the change figure: the same thing before and after."""

    label: str
    before: Decimal
    after: Decimal


class Figure(Frozen, frozen=True):
    """The figure at the head of the right page.

    kind "bars" draws `pairs` in `unit`; kind "illustration" shows the picture `asset` with `alt`
    and `credit`. `finding` is its heading, `caption` says what is shown and the honest caveat.
    """

    kind: str
    finding: str
    caption: str = ""
    asset: str = ""
    alt: str = ""
    credit: str = ""
    licence: str = ""
    open_licence: bool = True
    pairs: tuple[BarPair, ...] = ()
    unit: str = ""
    before_label: str = "前"
    after_label: str = "後"


class Trouble(Frozen, frozen=True):
    """Something that went wrong, and what was done about it."""

    trouble: str
    response: str


class Stopped(Frozen, frozen=True):
    """Something given up or not reached: bold head, then text."""

    head: str
    text: str = ""


class Voice(Frozen, frozen=True):
    """Words of a person, as approved; `who` is the post and the day of approval."""

    text: str
    who: str


class Condition(Frozen, frozen=True):
    """A line of the conditions for imitating: 向く町, 向かない町, 最小の形."""

    label: str
    text: str


class State(Frozen, frozen=True):
    """Whether it still runs: 拡大, 継続, 縮小, 終了 (or 準備中), and the day this was confirmed."""

    label: str
    text: str = ""
    confirmed_on: date | None = None


class Organisation(Frozen, frozen=True):
    """Who did it. An organisation that stays unnamed has the name `UNNAMED`, no kana and no code."""

    name: str
    kana: str = ""
    code: str = ""
    area_code: str = ""
    area_name: str = ""
    kind: str = ""
    named: bool = True
    elsewhere: str | UnsetType = UNSET  # another prefecture than the edition's
    is_nowhere: bool | UnsetType = UNSET  # a municipality whose area nobody has told

    @property
    def particular_place(self) -> str:
        """The area or the other prefecture that it is in; empty for one that acts everywhere."""
        return self.area_name or self.prefecture

    @property
    def prefecture(self) -> str:
        """Another prefecture than the edition's, in which it is; else empty."""
        return self.elsewhere or ""

    @property
    def is_everywhere(self) -> bool:
        """Whether it acts in all of the prefecture."""
        return not self.particular_place and not self.is_nowhere


class ThemeMark(Frozen, frozen=True):
    """A theme accepted on this case."""

    key: str
    label: str
    family: str


class CasePage(Frozen, frozen=True):
    """One case: two facing pages of the book, one page of the site, one line of the data."""

    number: int
    slug: str
    chapter: str
    title: str
    lead: str
    organisation: Organisation
    fields: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    products: str = ""
    initiative: str = ""
    stage: str = ""
    started: str = ""
    population: int | None = None
    headcount: int | None = None
    months: int | None = None
    trouble_row: str = ""
    facts: tuple[Fact, ...] = ()
    effect_card: Card | None = None
    cost_card: Card | None = None
    effort_card: Card | None = None
    background: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    cost: Cost = Cost()
    figure: Figure | None = None
    effects: tuple[Effect, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    stopped: tuple[Stopped, ...] = ()
    voice: Voice | None = None
    conditions: tuple[Condition, ...] = ()
    state: State | None = None
    related: tuple[int, ...] = ()
    contact: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    themes: tuple[ThemeMark, ...] = ()
    open_data: bool = False

    @property
    def code(self) -> str:
        """The number as printed, two digits at least."""
        return f"{self.number:02d}"
