"""Shapes of input: another deadline, another address."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field
from wtforms.validators import DataRequired, Length, ValidationError

from casefinder.addresses import is_email
from casefinder.ask.campaigns.forms import DeadlineForm
from casefinder.staff.accounts.rules import normal_email

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


class TrialForm(FlaskForm):
    """To whom a test letter goes."""

    email = EmailField(
        _("Send a test letter to"),
        filters=[_strip],
        validators=[DataRequired(_("Enter the mail address.")), Length(max=254, message=TOO_LONG)],
    )

    def validate_email(self, field: Field) -> None:
        """Refuse what no letter can go to."""
        if not is_email(self.address()):
            raise ValidationError(_("Enter one mail address, such as joho@example.jp."))

    def address(self) -> str:
        """Return the address as it is written to."""
        return normal_email(self.email.data or "")
