"""Shape of input: the rows of a place, a span to take over, the details, the organisation's word."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from casefinder.edit.changes.details import MAX_MONTHS, MAX_PEOPLE
from casefinder.edit.decisions.confirming import NewConfirmation
from casefinder.edit.decisions.deciding import Decision
from casefinder.edit.gate.reason_rules import BY_KEY, OWN, TO_FIX
from casefinder.edit.gate.rules import (
    MAX_NAME_CHARS,
    MAX_NOTE_CHARS,
    MAX_REASON_CHARS,
    WAY_LABELS,
    WAYS_OF_EDITORS,
    Verdict,
    Way,
)
from casefinder.edit.layout.places import CHAPTERS, TROUBLES, Place

EMPTY = SelectChoice("", "—")
_CELL = re.compile(r"^rows-(\d{1,2})-([a-z_]+)$")


@dataclass(frozen=True)
class TypedRows:
    """Rows as typed, and for each the number of the row it was before."""

    rows: list[dict[str, str]]
    came_from: list[int | None]


def typed_rows(place: Place, form: Mapping[str, str]) -> TypedRows:
    """Return the rows that a place's form sent, moved or removed as its button says.

    The inputs are `rows-<n>-<column>`; the buttons `remove`, `up` and `down` name a row.
    """
    found: dict[int, dict[str, str]] = {}
    keys = {column.key for column in place.columns}
    for name, value in form.items():
        match = _CELL.match(name)
        if match and match[2] in keys:
            found.setdefault(int(match[1]), {})[match[2]] = value
    order = sorted(found)
    for button, step in (("up", -1), ("down", 1)):
        number = _number(form.get(button))
        if number in order:
            at = order.index(number)
            to = at + step
            if 0 <= to < len(order):
                order[at], order[to] = order[to], order[at]
    removed = _number(form.get("remove"))
    order = [number for number in order if number != removed]
    return TypedRows([found[number] for number in order], list(order))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else None


def number(text: str | None) -> int:
    """Return a small number that a form sent; what is none is 0."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@dataclass(frozen=True)
class TakenSpan:
    """Which span of which source was chosen: `F3:|0|17`; beside a block for which column of which row: `…|text|1`."""

    ref: str
    start: int
    end: int
    column: str | None = None
    row: int | None = None


def taken_span(text: str) -> TakenSpan | None:
    """Return what a 取り込む button says, None when it says nothing sensible."""
    parts = text.split("|")
    if len(parts) not in (3, 5) or not all(
        part.isascii() and part.isdigit() and len(part) < 7 for part in parts[1:3]
    ):
        return None
    column, row = parts[3:] if len(parts) == 5 else ("", "")
    return TakenSpan(parts[0], int(parts[1]), int(parts[2]), column or None, _number(row))


class DetailsForm(FlaskForm):
    """What the questionnaire does not ask."""

    chapter = SelectField(
        _("Chapter"), choices=[EMPTY, *(SelectChoice(key, name) for key, name in CHAPTERS.items())]
    )
    trouble = SelectField(
        _("Trouble for the finder"), choices=[EMPTY, *(SelectChoice(each, each) for each in TROUBLES)]
    )
    headcount = IntegerField(
        _("People"), validators=[Optional(), NumberRange(1, MAX_PEOPLE, _("Write a number from 1."))]
    )
    months = IntegerField(
        _("Months"), validators=[Optional(), NumberRange(1, MAX_MONTHS, _("Write a number from 1."))]
    )
    confirmed_on = DateField(_("Confirmed on"), validators=[Optional()])
    illustration = SelectField(_("Picture"), choices=[], validate_choice=False)

    def offer(self, pictures: Iterable[tuple[int, str]]) -> None:
        """Give the pictures to choose from."""
        self.illustration.choices = [
            SelectChoice("", _("No picture")),
            *(SelectChoice(str(picture_id), name) for picture_id, name in pictures),
        ]

    def day(self) -> date | None:
        """Return the day of confirmation."""
        found: date | None = self.confirmed_on.data
        return found

    def illustration_id(self) -> int | None:
        """Return the picture chosen, None for none."""
        return number(self.illustration.data) or None


def stripped(text: str | None) -> str:
    """Return typed text without white space around."""
    return (text or "").strip()


class ConfirmationForm(FlaskForm):
    """Who of the organisation said yes, when, how."""

    confirmed_by = StringField(
        _("Who of the organisation said yes"),
        description=_("Post and name, as in 総務課 主査 久慈"),
        filters=[stripped],
        validators=[InputRequired(_("Write who of the organisation said yes.")), Length(max=MAX_NAME_CHARS)],
    )
    confirmed_on = DateField(
        _("On which day"), validators=[InputRequired(_("Choose the day on which they said yes."))]
    )
    way = RadioField(
        _("How"),
        choices=[SelectChoice(way.value, _(WAY_LABELS[way])) for way in WAYS_OF_EDITORS],
        validators=[InputRequired(_("Choose how they said yes."))],
    )
    note = TextAreaField(
        _("Memo of what was said"),
        description=_("What was asked and answered, if it matters"),
        filters=[stripped],
        validators=[Length(max=MAX_NOTE_CHARS)],
    )

    def said(self) -> NewConfirmation:
        """Return what the form says."""
        day: date = self.confirmed_on.data
        return NewConfirmation(self.confirmed_by.data or "", day, Way(self.way.data), self.note.data or "")


class DecisionForm(FlaskForm):
    """Whether what was found may be printed, and why."""

    verdict = RadioField(
        _("Mend it or print it"),
        choices=[
            SelectChoice(Verdict.TO_FIX.value, _("Mend the text")),
            SelectChoice(Verdict.MAY_PRINT.value, _("Print it")),
        ],
        validators=[InputRequired(_("Choose whether to mend it or to print it."))],
    )
    reason = StringField(
        _("Why it may be printed"), filters=[stripped], validators=[Length(max=MAX_REASON_CHARS)]
    )
    choice = StringField(filters=[stripped])  # the button that was pressed

    @classmethod
    def asked(cls, given: MultiDict[str, str]) -> "DecisionForm":
        """Return the form as it was sent: a button says the verdict, and with a prepared reason why."""
        typed = MultiDict(given)
        if choice := given.get("choice"):
            typed["verdict"] = (Verdict.TO_FIX if choice == TO_FIX else Verdict.MAY_PRINT).value
        return cls(formdata=typed)

    def validate_choice(self, field: StringField) -> None:
        """Refuse a button that is not there, and an agreement that nobody can trace."""
        prepared = BY_KEY.get(field.data)
        if field.data and prepared is None and field.data not in (TO_FIX, OWN):
            raise ValidationError(_("Choose whether to mend it or to print it."))
        if prepared and prepared.needs_words and not self.reason.data:
            raise ValidationError(_("Write who has agreed, when, and how you know."))

    def decision(self) -> Decision:
        """Return what the form says."""
        prepared, words = BY_KEY.get(self.choice.data), self.reason.data or ""
        reason = "：".join(filter(None, (str(_(prepared.words)) if prepared else "", words)))
        return Decision(Verdict(self.verdict.data), reason)
