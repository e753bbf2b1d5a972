"""Shape of a theme's words as typed."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from casefinder.analyse.themes.rules import FAMILIES, MAX_CUE_CHARS, MAX_CUES, ThemeText, cues_of


def _stripped(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class ThemeForm(FlaskForm):
    """The words of a theme."""

    seen = HiddenField()
    name = StringField(
        _("Name"), filters=[_stripped], validators=[DataRequired(_("Enter a name.")), Length(max=40)]
    )
    definition = TextAreaField(
        _("Definition"),
        filters=[_stripped],
        validators=[DataRequired(_("Say what the theme means.")), Length(max=400)],
    )
    include = TextAreaField(_("Includes"), filters=[_stripped], validators=[Length(max=400)])
    exclude = TextAreaField(_("Does not include"), filters=[_stripped], validators=[Length(max=400)])
    note = TextAreaField(_("Note for coders"), filters=[_stripped], validators=[Length(max=400)])
    cues = TextAreaField(_("Cues, one a line"), filters=[_stripped], validators=[Length(max=3000)])

    def validate_cues(self, field: TextAreaField) -> None:
        """Refuse too many or too long cues."""
        cues = cues_of(field.data or "")
        if len(cues) > MAX_CUES:
            raise ValidationError(_("Please keep %(limit)s cues at most.", limit=MAX_CUES))
        if any(len(cue) > MAX_CUE_CHARS for cue in cues):
            raise ValidationError(_("A cue has %(limit)s characters at most.", limit=MAX_CUE_CHARS))

    def seen_revision(self) -> int:
        """Return the revision the form was filled from; 0 when it does not say."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    def to_text(self) -> ThemeText:
        """Return the words as the service takes them."""
        return ThemeText(
            self.name.data or "", self.definition.data or "", self.include.data or "",
            self.exclude.data or "", self.note.data or "", cues_of(self.cues.data or ""),
        )  # fmt: skip


class NewThemeForm(ThemeForm):
    """A new theme: also its family and key."""

    family = SelectField(_("Family"))
    word = StringField(
        _("Key after the prefix"),
        filters=[_stripped],
        validators=[DataRequired(_("Enter a key.")), Length(max=40)],
    )

    def offer_families(self, label: object) -> None:
        """Offer the five families; `label` translates their names."""
        assert callable(label)  # noqa: S101
        self.family.choices = [(family.code, label(family.label)) for family in FAMILIES]
