"""Shapes of input: another deadline, another address."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField
from wtforms.validators import DataRequired, Length

from casefinder.ask.campaigns.forms import DeadlineForm

TOO_LONG = _("Use at most %(max)d characters.")


def _strip(text: str | None) -> str:
    return (text or "").strip()


class ExtensionForm(DeadlineForm):
    """A deadline for one organisation."""


class AddressForm(FlaskForm):
    """Where the letter is to go instead."""

    email = EmailField(
        _("Mail address"),
        filters=[_strip],
        validators=[DataRequired(_("Enter the mail address.")), Length(max=254, message=TOO_LONG)],
    )
    keep_for_next_time = BooleanField(_("Keep this address in the register of organisations, too"))
