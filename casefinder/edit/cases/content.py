"""What a case says, as plain values: sentences with their origins, and what the editor set."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

ANSWER, EDITOR, REGISTER, ATTACHMENT = "answer", "editor", "register", "attachment"


@dataclass(frozen=True)
class Standing:
    """Where the words of a span stand now, or stood last: a source text, and code points of it.

    `is_present` says whether that text is of the statement that counts; if not, the answer was corrected and the
    words are gone.
    """

    text_id: int
    start: int
    end: int
    is_present: bool


@dataclass(frozen=True)
class Origin:
    """Where a sentence comes from.

    An answer's span has `start` and `end` (code points of the field's text at `revision`); what is shown
    from a choice, a number or a date has none. `row` is the id of the table's row. `based_on` are
    the fields that an editor's wording rests on. All this stays as it was when the sentence was taken, and is what
    is approved; `stands` alone follows corrections, and two origins are the same wherever their words stand.
    """

    kind: str
    question_key: str | None = None
    row: str | None = None
    revision: int | None = None
    start: int | None = None
    end: int | None = None
    based_on: tuple[str, ...] = ()
    author_id: int | None = None
    stands: Standing | None = field(default=None, compare=False)

    def questions(self) -> tuple[str, ...]:
        """Return the fields that this sentence tells of."""
        return (self.question_key,) if self.question_key else self.based_on


@dataclass(frozen=True)
class Sentence:
    """A piece of text and its origin."""

    text: str
    origin: Origin


CaseRow = Mapping[str, tuple[Sentence, ...]]  # column → sentences
Rows = tuple[CaseRow, ...]


@dataclass(frozen=True)
class Illustration:
    """The picture chosen for the figure: a file of the response (K1)."""

    attachment_id: int
    sha256: str
    alt: str
    credit: str
    rights: str


@dataclass(frozen=True)
class Details:
    """What the questionnaire does not ask; set by the editor."""

    chapter: str | None = None
    trouble: str | None = None
    headcount: int | None = None
    months: int | None = None
    confirmed_on: date | None = None
    illustration: Illustration | None = None

    @property
    def picture_id(self) -> int | None:
        """The chosen picture's file, None when there is none."""
        return self.illustration.attachment_id if self.illustration else None


@dataclass(frozen=True)
class CaseContent:
    """A case as it stands."""

    case_id: int
    slug: str
    response_id: int
    revision: int
    details: Details = Details()
    places: Mapping[str, Rows] = field(default_factory=dict)

    def rows(self, place: str) -> Rows:
        """Return the rows of a place, none when it is empty."""
        return self.places.get(place, ())

    def text(self, place: str, column: str = "text", row: int = 0) -> str:
        """Return the text of one cell, empty when nothing is there."""
        rows = self.rows(place)
        return text_of(rows[row], column) if row < len(rows) else ""

    def table(self, place: str) -> list[dict[str, str]]:
        """Return a place's rows as texts by column."""
        return [{column: text_of(row, column) for column in row} for row in self.rows(place)]

    def sentences(self) -> Iterator[tuple[str, int, str, Sentence]]:
        """Yield place, row, column and sentence of everything that is written."""
        for place, rows in self.places.items():
            for number, row in enumerate(rows):
                for column, sentences in row.items():
                    for sentence in sentences:
                        yield place, number, column, sentence

    def with_place(self, place: str, rows: Rows) -> "CaseContent":
        """Return the case with other rows in one place."""
        places = {**self.places, place: rows}
        return replace(self, places={key: value for key, value in places.items() if value})


def text_of(row: CaseRow, column: str) -> str:
    """Return the text of a row's cell."""
    return "".join(sentence.text for sentence in row.get(column, ()))
