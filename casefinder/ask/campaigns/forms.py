"""Shapes of input: a campaign, a deadline."""

from datetime import datetime

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length

from casefinder.ask.campaigns import rules

TOO_LONG = _("Use at most %(max)d characters.")


def _strip(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class DayField(DateField):
    """A day, with our own words when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Enter a day, such as 2026-11-30.")) from None


class HourField(TimeField):
    """A time of day, with our own words when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Enter a time, such as 17:00.")) from None


def _day() -> DayField:
    return DayField(_("Deadline (day)"), validators=[InputRequired(_("Enter the day of the deadline."))])


def _hour() -> HourField:
    return HourField(
        _("Deadline (time)"), default=rules.USUAL_HOUR, validators=[InputRequired(_("Enter the time."))]
    )


class DeadlineForm(FlaskForm):
    """A deadline on Tokyo's clock."""

    closes_on = _day()
    closes_time = _hour()

    def closes_at(self) -> datetime:
        """Return the deadline as an instant."""
        return rules.deadline(self.closes_on.data, self.closes_time.data)


class CampaignForm(DeadlineForm):
    """A campaign in preparation."""

    title = StringField(
        _("Title"),
        filters=[_strip],
        validators=[
            DataRequired(_("Enter a title.")),
            Length(max=rules.TEXT_LIMITS["title"], message=TOO_LONG),
        ],
    )
    slug = StringField(
        _("Short name"),
        filters=[_strip],
        validators=[DataRequired(_("Enter a short name.")), Length(max=60, message=TOO_LONG)],
    )
    survey_number = StringField(
        _("Survey number"),
        filters=[_strip],
        validators=[Length(max=rules.TEXT_LIMITS["survey_number"], message=TOO_LONG)],
    )
    version_id = SelectField(
        _("Questionnaire"), coerce=int, validators=[InputRequired(_("Choose a questionnaire."))]
    )
    closes_on = _day()  # once more, for errors are listed in the order of the page
    closes_time = _hour()
    legal_basis = TextAreaField(
        _("On what basis we ask"),
        filters=[_strip],
        validators=[Length(max=rules.TEXT_LIMITS["legal_basis"], message=TOO_LONG)],
    )
    purpose = TextAreaField(
        _("What the answers are used for"),
        filters=[_strip],
        validators=[Length(max=rules.TEXT_LIMITS["purpose"], message=TOO_LONG)],
    )
    publication = TextAreaField(
        _("When and how it is published"),
        filters=[_strip],
        validators=[Length(max=rules.TEXT_LIMITS["publication"], message=TOO_LONG)],
    )
