"""What a case says, as plain values: sentences with their origins, and what the editor set."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

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


def is_publishable(origin: Origin, keys: Collection[str]) -> bool:
    """Say whether all that a sentence tells of may be published, given the publishable fields."""
    return all(key in keys for key in origin.questions())


def visible(content: CaseContent, keys: Collection[str], *, picture: bool = True) -> CaseContent:
    """Return the case without what may not be published.

    Args:
        content: The case.
        keys: The fields that may be published to the audience in question (a table's columns by name).
        picture: Whether the illustration may be published.

    Returns:
        A case in which sentences, then empty rows, then empty places are left out.
    """
    places: dict[str, Rows] = {}
    for place, rows in content.places.items():
        kept = tuple(shown for row in rows if (shown := _visible_row(row, keys)))
        if kept:
            places[place] = kept
    details = content.details if picture else replace(content.details, illustration=None)
    return replace(content, places=places, details=details)


def _visible_row(row: CaseRow, keys: Collection[str]) -> dict[str, tuple[Sentence, ...]]:
    shown = {
        column: tuple(each for each in sentences if is_publishable(each.origin, keys))
        for column, sentences in row.items()
    }
    return {column: sentences for column, sentences in shown.items() if sentences}


def plain(content: CaseContent) -> dict[str, Any]:
    """Return the content as JSON values, without its ids and revision."""
    places = {
        place: [
            {column: [_plain_sentence(each) for each in sentences] for column, sentences in row.items()}
            for row in rows
        ]
        for place, rows in content.places.items()
        if rows
    }
    details = {key: value for key, value in asdict(content.details).items() if value is not None}
    if content.details.confirmed_on:
        details["confirmed_on"] = content.details.confirmed_on.isoformat()
    return {"details": details, "places": places}


def _plain_sentence(sentence: Sentence) -> dict[str, Any]:
    said = vars(sentence.origin)  # asdict would copy every value; an edition has thousands of sentences
    origin = {
        key: value for key, value in said.items() if key != "stands" and value is not None and value != ()
    }
    return {"text": sentence.text, "origin": origin}


def canonical_json(content: CaseContent) -> str:
    """Return the one spelling of a case's content: what is kept as a revision, and hashed."""
    return json.dumps(plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(content: CaseContent) -> str:
    """Return the SHA-256 (64 hex digits) of all that would be printed, origins and picture included."""
    return hashlib.sha256(canonical_json(content).encode("utf-8")).hexdigest()


def places_from_json(text: str) -> dict[str, Rows]:
    """Return the places that `canonical_json` wrote."""
    return {
        place: tuple(
            {column: tuple(_sentence_from(each) for each in sentences) for column, sentences in row.items()}
            for row in rows
        )
        for place, rows in json.loads(text)["places"].items()
    }


def details_from_json(text: str) -> Details:
    """Return the details that `canonical_json` wrote."""
    found = dict(json.loads(text)["details"])
    if found.get("confirmed_on"):
        found["confirmed_on"] = date.fromisoformat(found["confirmed_on"])
    if found.get("illustration"):
        found["illustration"] = Illustration(**found["illustration"])
    return Details(**found)


def _sentence_from(each: Mapping[str, Any]) -> Sentence:
    origin = dict(each["origin"])
    origin["based_on"] = tuple(origin.get("based_on", ()))
    return Sentence(each["text"], Origin(**origin))
