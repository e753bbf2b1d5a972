"""Shape of input: a collection, an edition, the texts beside the cases."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from casefinder.edit.casebooks.front_matter import ChapterText, FrontMatter
from casefinder.edit.casebooks.rules import Placed, moved
from casefinder.edit.casebooks.service import NewEdition
from casefinder.edit.editor.forms import number
from casefinder.edit.layout.places import CHAPTERS

MAX_TEXT = 4000
EDITION_PREFIX, COLLECTION_PREFIX = "edition", "collection"


def _strip(text: str | None) -> str:
    return (text or "").strip()


def _short(label: str, message: str, most: int = 80) -> StringField:
    return StringField(label, filters=[_strip], validators=[DataRequired(message), Length(max=most)])


class CasebookForm(FlaskForm):
    """A collection that appears again and again."""

    title = _short(_("Title of the casebook"), _("Enter the title."))
    slug = _short(_("Short name in addresses"), _("Enter a short name."), 60)


class EditionForm(FlaskForm):
    """What stands on the cover and in the colophon."""

    casebook_id = SelectField(_("Casebook"), coerce=int, choices=[])
    title = _short(_("Title on the cover"), _("Enter the title."))
    subtitle = TextAreaField(_("Subtitle, in lines"), filters=[_strip], validators=[Length(max=200)])
    number = IntegerField(
        _("Edition number"),
        validators=[InputRequired(_("Enter a number.")), NumberRange(1, 999, _("Write a number from 1."))],
    )
    fiscal_year = IntegerField(
        _("Fiscal year"),
        validators=[InputRequired(_("Enter the year.")), NumberRange(2000, 2100, _("Write the year, like 2026."))],
    )  # fmt: skip
    issued_on = DateField(_("Day of issue"), validators=[InputRequired(_("Enter the day."))])
    campaign_id = SelectField(_("Campaign it reports on"), coerce=int, choices=[])
    slug = _short(_("Short name in addresses"), _("Enter a short name."), 60)

    def offer(self, casebooks: Sequence[tuple[int, str]], campaigns: Sequence[tuple[int, str]]) -> None:
        """Give the lists to choose from."""
        self.casebook_id.choices = [SelectChoice(key, title) for key, title in casebooks]
        self.campaign_id.choices = [
            SelectChoice(0, "—"),
            *(SelectChoice(key, title) for key, title in campaigns),
        ]

    def values(self) -> NewEdition:
        """Return what was entered."""
        return NewEdition(
            casebook_id=self.casebook_id.data, slug=self.slug.data, number=self.number.data,
            title=self.title.data, subtitle=self.subtitle.data, fiscal_year=self.fiscal_year.data,
            issued_on=self.issued_on.data, campaign_id=self.campaign_id.data or None,
        )  # fmt: skip


class TextsForm(FlaskForm):
    """The texts beside the cases; paragraphs are parted by an empty line."""

    statement = TextAreaField(_("Sentence behind the title page"), validators=[Length(max=200)])
    about = TextAreaField(_("About this book"), validators=[Length(max=MAX_TEXT)])
    foreword = TextAreaField(_("Foreword"), validators=[Length(max=MAX_TEXT)])
    foreword_signature = StringField(_("Signed by"), filters=[_strip], validators=[Length(max=80)])
    method = TextAreaField(_("Method of the survey"), validators=[Length(max=MAX_TEXT)])
    selection = TextAreaField(_("How the cases were chosen"), validators=[Length(max=MAX_TEXT)])
    document_number = StringField(_("Number of the document"), filters=[_strip], validators=[Length(max=80)])
    is_confirmed = BooleanField(_("All that stands here is so; I have made sure of it"))


TEXT_NAMES = (
    "statement", "about", "foreword", "foreword_signature", "method", "selection", "document_number",
)  # fmt: skip


def chapters_of(form: Mapping[str, str]) -> dict[str, ChapterText]:
    """Return the chapters' texts that a form sent: `trouble-admin`, `lessons-admin`."""
    return {
        key: ChapterText(
            _strip(form.get(f"trouble-{key}"))[:300], _strip(form.get(f"lessons-{key}"))[:MAX_TEXT]
        )
        for key in CHAPTERS
    }


def matter_of(form: TextsForm, sent: Mapping[str, str], before: FrontMatter) -> FrontMatter:
    """Return the front matter with the texts entered; themes and quotes stay."""
    texts = {name: str(form[name].data or "").replace("\r\n", "\n").strip() for name in TEXT_NAMES}
    return FrontMatter(
        **texts,
        chapters=chapters_of(sent),
        themes=before.themes,
        quotes=before.quotes,
        confirmed=before.confirmed,
    )


class OrderAsked:
    """What the composer's form asks for: a case up, down or out, a whole order, or more cases at the end."""

    def __init__(self, sent: MultiDict[str, str]) -> None:
        self._sent = sent
        self.seen = number(sent.get("seen"))
        self.moved_id = number(sent.get("up") or sent.get("down"))

    def order_from(self, placed: Sequence[Placed]) -> list[int]:
        """Return the case ids in the order asked for, out of the present one."""
        ids = [each.case_id for each in placed]
        if "up" in self._sent or "down" in self._sent:
            return moved(placed, self.moved_id, -1 if "up" in self._sent else 1)
        if "remove" in self._sent:
            return [case_id for case_id in ids if case_id != number(self._sent.get("remove"))]
        if "order" in self._sent:
            return [number(each) for each in self._sent["order"].split(",") if number(each)]
        return ids + [number(each) for each in self._sent.getlist("case")]


def themes_of(sent: MultiDict[str, str], offered: Mapping[str, Sequence[int]]) -> dict[str, object]:
    """Return the themes ticked, and of each the sentences ticked, as front matter.

    Args:
        sent: The form: `theme` with keys, `quote-KEY` with ids of codings.
        offered: Theme → ids of the codings that its summary may print.
    """
    chosen = [key for key in sent.getlist("theme") if key in offered]
    quotes = {}
    for key in chosen:
        wanted = {number(each) for each in sent.getlist(f"quote-{key}")}
        if ids := [coding_id for coding_id in offered[key] if coding_id in wanted]:
            quotes[key] = ids
    return {"themes": chosen, "quotes": quotes}
