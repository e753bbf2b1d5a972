"""The places of a printed case: what stands where, and how much fits (full-width characters).

The numbers are what the press really prints, measured by a test with its own layout. While somebody types they are a hint; whether
the two pages hold a case, the press says (`pressed.py`).
"""

from dataclasses import dataclass

from casefinder.ask.questionnaires.meanings import enclosing
from casefinder.ask.questionnaires.printed_rules import PRINTED_CHARACTERS
from casefinder.errors import N_


@dataclass(frozen=True)
class Column:
    """A cell of a place: `lines` lines of `width` characters; `choices` when one of few words is meant.

    `asked` is the meaning of the question whose answer stands here as it is: its limit is this one.
    """

    key: str
    label: str
    width: int
    lines: int = 1
    choices: tuple[str, ...] = ()
    required: bool = False
    asked: str = ""

    @property
    def limit(self) -> int:
        """Most characters of the cell."""
        return PRINTED_CHARACTERS[self.asked] if self.asked else self.width * self.lines


@dataclass(frozen=True)
class Place:
    """One place of the two pages.

    Attributes:
        page: left or right, and the order on it.
        rows: Most rows.
        total_lines: Lines that all rows share, 0 when each cell has its own; then `columns[-1].width` counts.
        row_width: Where the cells of a row stand in one line (head and text), the characters of that line.
        spare: How many rows may take a second line.
        required: Whether a case is not complete without it.
    """

    key: str
    label: str
    page: str
    order: int
    columns: tuple[Column, ...]
    rows: int = 1
    total_lines: int = 0
    row_width: int = 0
    spare: int = 0
    required: bool = False

    def column(self, key: str) -> Column:
        """Return the column with that key.

        Raises:
            KeyError: The place has no such column.
        """
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def characters_of(self, lines: int) -> int:
        """Return about how many characters so many lines hold."""
        return lines * (self.row_width or max(self.columns, key=lambda column: column.limit).width)

    @property
    def has_rows(self) -> bool:
        """Whether rows can be added."""
        return self.rows > 1


STATES = ("拡大", "継続", "縮小", "終了", "準備中")
CERTAINTIES = ("A", "B", "C")
FIGURE_KINDS = ("illustration", "bars")

VALUE = N_("Big number")
UNIT = N_("Unit")
TEXT = N_("Running text")


def _card(key: str, label: str, order: int) -> Place:
    columns = (
        Column("value", VALUE, 8), Column("unit", UNIT, 4), Column("text", TEXT, 13, 4, required=True),
    )  # fmt: skip
    return Place(key, label, "left", order, columns, required=True)


PLACES: tuple[Place, ...] = (
    Place("title", N_("Heading of the case"), "left", 1, (Column("text", TEXT, 20, 2, asked="title"),), required=True),
    Place("lead", N_("Summary in a sentence"), "left", 2, (Column("text", TEXT, 31, 2, asked="summary"),), required=True),
    _card("effect_card", N_("Card: effect"), 3),
    _card("cost_card", N_("Card: cost"), 3),
    _card("effort_card", N_("Card: people and time"), 3),
    Place(
        "background", N_("Background and trouble"), "left", 4, (Column("text", TEXT, 37, 6),),
        rows=5, total_lines=6, required=True,
    ),
    Place(
        "steps", N_("What was done"), "left", 5,
        (
            Column("when", N_("When it was"), 8),
            Column("head", N_("Short heading"), 31, 3, required=True, asked="turning_points.event"),
            Column("text", TEXT, 31, 4, asked="turning_points.result"),
        ),
        rows=6, row_width=31, spare=1, required=True,
    ),
    Place(
        "facts", N_("Basic facts"), "left", 6,
        (
            Column("label", N_("Row label"), 10, required=True),
            Column("value", VALUE, 11, 5, required=True),
            Column("unit", UNIT, 4),
            Column("as_of", N_("As of when"), 8),
        ),
        rows=9,
    ),
    Place(
        "figure", N_("Figure of the case"), "right", 1,
        (
            Column("kind", N_("Kind of figure"), 12, choices=FIGURE_KINDS),
            Column("finding", N_("Finding"), 18, 2),
            Column("caption", N_("Caption"), 28, 2),
            Column("effect", N_("Row of the effects"), 2),
            Column("before_value", N_("Value before"), 12),
            Column("after_value", N_("Value after"), 12),
            Column("unit", UNIT, 4),
        ),
    ),
    Place(
        "effects", N_("Table of effects"), "right", 2,
        (
            Column("metric", N_("Measure"), 14, 3, required=True, asked="effect_rows.metric"),
            Column("before", N_("Value before"), 7, 3, asked="effect_rows.before"),
            Column("after", N_("Value after"), 7, 3, required=True, asked="effect_rows.after"),
            Column("as_of", N_("As of when"), 8),
            Column("method", N_("Method and source"), 13, 5, asked="effect_rows.source"),
            Column("certainty", N_("Certainty"), 1, choices=CERTAINTIES),
        ),
        rows=4, required=True,
    ),
    Place(
        "troubles", N_("Trouble and response"), "right", 3,
        (
            Column("trouble", N_("What went wrong"), 13, 3, required=True),
            Column("response", N_("What was done about it"), 17, 3, required=True),
        ),
        rows=3, required=True,
    ),
    Place(
        "stopped", N_("Given up or not reached"), "right", 4,
        (Column("head", N_("Short heading"), 30), Column("text", TEXT, 30, 2)),
        rows=2, total_lines=2, row_width=30,
    ),
    Place(
        "voice", N_("Voice of the person in charge"), "right", 5,
        (
            Column("text", TEXT, 18, 6, required=True, asked="advice"),
            Column("who", N_("Whose words"), 24, 2, required=True, asked="department"),
        ),
    ),
    Place(
        "conditions", N_("Conditions for imitating"), "right", 6,
        (
            Column("label", N_("Row label"), 5, 2, required=True),
            Column("text", TEXT, 16, 5, required=True, asked="smallest_start"),
        ),
        rows=3, spare=1, required=True,
    ),
    Place(
        "state", N_("Where it stands now"), "right", 7,
        (
            Column("label", N_("Present state"), 6, choices=STATES, required=True),
            Column("text", TEXT, 18, 2),
        ),
        required=True,
    ),
    Place(
        "contact", N_("Whom to ask"), "right", 8, (Column("text", TEXT, 18, 4, asked="contact"),),
        rows=4, total_lines=4,
    ),
    Place("notes", N_("Notes of the case"), "right", 9, (Column("text", TEXT, 31, 2),), rows=2, total_lines=2),
    Place("sources", N_("Sources of the case"), "right", 10, (Column("text", TEXT, 31, 2),), rows=2, total_lines=2),
    Place("keywords", N_("Words for the index"), "index", 11, (Column("text", TEXT, 20),), rows=8),
)  # fmt: skip

BY_KEY: dict[str, Place] = {place.key: place for place in PLACES}

# What stands together in one block of the editor's page.
BLOCKS: tuple[tuple[str, ...], ...] = (
    ("title",), ("lead",), ("effect_card", "cost_card", "effort_card"), ("background",), ("steps",),
    ("facts",), ("figure",), ("effects",), ("troubles",), ("stopped",), ("voice",), ("conditions",),
    ("state",), ("contact",), ("notes",), ("sources",), ("keywords",),
)  # fmt: skip

CHAPTERS: dict[str, str] = {
    "admin": "役場の仕事",
    "health": "医療・福祉・子育て",
    "industry": "農林水産・商工・観光",
    "snow": "交通・雪・防災",
    "learning": "学び・働き方・情報発信",
}
TROUBLES: tuple[str, ...] = (
    "人手", "知識", "財源", "合意形成", "住民の利用", "規則", "通信・機器", "寒さ・雪・距離",
)  # fmt: skip

# The place that an answer goes to unless the editor chooses another one, by what its question means.
HOME_OF: dict[str, str] = {
    "title": "title", "summary": "lead", "story": "background", "cost": "cost_card", "background": "background",
    "trouble_figures": "background", "trigger": "steps", "setup": "effort_card", "handover": "conditions",
    "trouble": "troubles", "way_out": "troubles", "failure": "stopped", "turning_points": "steps",
    "turning_point": "steps", "sustaining": "state", "effect_rows": "effects", "effect_story": "voice",
    "conditions": "conditions", "smallest_start": "conditions", "advice": "voice", "plans": "state",
    "partners": "effort_card", "contact": "contact", "material": "sources",
}  # fmt: skip
NO_HOME = "background"


def home_of(about: str) -> str:
    """Return the place for an answer by what its question is about; the background when nobody says."""
    return HOME_OF.get(about) or HOME_OF.get(enclosing(about), NO_HOME)
