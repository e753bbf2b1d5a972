"""Shapes of input: an organisation, a dated fact, a file."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import FloatField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from casefinder.ask.organisations import rules
from casefinder.ask.organisations.entries import MAX_NAME_CHARS, NewFact, NewOrganisation
from casefinder.ask.organisations.places import Places


def _strip(text: str | None) -> str:
    return (text or "").strip()


class OrganisationForm(FlaskForm):
    """One entry of the register."""

    name = StringField(
        _("Name of the organisation"),
        filters=[_strip],
        validators=[DataRequired(_("Please enter the name.")), Length(max=MAX_NAME_CHARS)],
    )
    kana = StringField(
        _("Reading in kana"),
        filters=[_strip],
        validators=[DataRequired(_("Please enter the reading in kana.")), Length(max=200)],
    )
    kind = SelectField(_("Kind of organisation"), validators=[InputRequired()])
    code = StringField(_("Code"), filters=[_strip], validators=[Length(max=40)])
    municipality_type = SelectField(_("City, town or village"))
    subprefecture = SelectField(_("Sub-prefecture"))
    email = StringField(_("Mail address"), filters=[_strip], validators=[Length(max=254)])

    def __init__(self, places: Places, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, _(label)) for kind, label in rules.KIND_LABELS.items()]
        types = [(kind.value, _(label)) for kind, label in rules.TYPE_LABELS.items()]
        self.municipality_type.choices = [("", _("Not a municipality")), *types]
        names = [places.whole, *(area.name for area in places.areas)]
        present = self.subprefecture.data or ""
        untold = [("", _("Not told"))] if not places.areas or self.subprefecture.data == "" else []
        others = [(present, present)] if present in places.elsewhere else []
        self.subprefecture.choices = [*untold, *((name, name) for name in names), *others]

    def to_entry(self) -> NewOrganisation:
        """Return what was typed as an entry; the service judges it."""
        return NewOrganisation(
            name=self.name.data or "",
            kana=self.kana.data or "",
            kind=self.kind.data or "",
            code=self.code.data or None,
            municipality_type=self.municipality_type.data or None,
            subprefecture=self.subprefecture.data or "",
            email=self.email.data or None,
        )


class FactForm(FlaskForm):
    """One dated value."""

    kind = SelectField(_("What it is about"), validators=[InputRequired()])
    value = FloatField(_("Value"), validators=[InputRequired(_("Please write a number, like 1200."))])
    year = IntegerField(_("Year"), validators=[InputRequired(_("Please write the year with four digits."))])
    source = StringField(
        _("Source"),
        filters=[_strip],
        validators=[DataRequired(_("Please say where the value comes from.")), Length(max=100)],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(fact.key, _(fact.label)) for fact in rules.FACTS]

    def to_fact(self) -> NewFact:
        """Return what was typed as a fact; the service judges it."""
        return NewFact(self.kind.data, float(self.value.data), int(self.year.data), self.source.data)


class FileForm(FlaskForm):
    """A file to look at first."""

    file = FileField(_("CSV or Excel file"), validators=[FileRequired(_("Please choose a file."))])


class TakeOverForm(FlaskForm):
    """The mark of the looked-at file, which lies on the server, and the mark of what was shown."""

    file = HiddenField()
    seen = HiddenField()


class FactsFileForm(FileForm):
    """A file of dated values, and what is said for all of them."""

    year = StringField(_("Year of all values"), filters=[_strip], validators=[Length(max=40)])
    source = StringField(_("Source of all values"), filters=[_strip], validators=[Length(max=100)])


class TakeOverFactsForm(TakeOverForm):
    """The marks of a looked-at file of values, with what was said for all of them."""

    year = HiddenField()
    source = HiddenField()
