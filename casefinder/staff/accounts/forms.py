"""Shapes of input: signing in, accounts, passwords."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from casefinder import addresses
from casefinder.faces import Role
from casefinder.staff.accounts import rules

TOO_LONG = _("Use at most %(max)d characters.")


def _strip(text: str | None) -> str:
    return (text or "").strip()


ROLE_CHOICES = [
    SelectChoice("reader", _("Reader: sees everything, changes nothing")),
    SelectChoice("editor", _("Editor: asks, reads, codes, edits and approves cases")),
    SelectChoice("publisher", _("Publisher: releases and withdraws editions, too")),
    SelectChoice("administrator", _("Administrator: accounts and audit trail, too")),
]


class SignInForm(FlaskForm):
    """Address and password; whatever is wrong, the page says the same."""

    email = EmailField(
        _("Mail address"),
        filters=[_strip],
        validators=[
            DataRequired(_("Enter your mail address.")),
            Length(max=addresses.MAX_CHARS, message=TOO_LONG),
        ],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _("Password"),
        validators=[InputRequired(_("Enter your password."))],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(FlaskForm):
    """A code of the second factor."""

    code = StringField(
        _("Code"),
        filters=[_strip],
        validators=[DataRequired(_("Type the code.")), Length(max=40, message=TOO_LONG)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"},
    )


class AccountForm(FlaskForm):
    """A new account."""

    name = StringField(
        _("Full name"),
        filters=[_strip],
        validators=[DataRequired(_("Enter the name.")), Length(max=rules.MAX_NAME_CHARS, message=TOO_LONG)],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        _("Mail address"),
        filters=[_strip],
        validators=[
            DataRequired(_("Enter the mail address.")),
            Length(max=addresses.MAX_CHARS, message=TOO_LONG),
        ],
        render_kw={"autocomplete": "off"},
    )
    role = RadioField(
        _("Role"), choices=ROLE_CHOICES, default="editor", validators=[InputRequired(_("Choose a role."))]
    )

    def chosen_role(self) -> Role:
        """Return the role chosen."""
        return Role[str(self.role.data).upper()]


class RoleForm(FlaskForm):
    """Another role."""

    role = RadioField(_("Role"), choices=ROLE_CHOICES, validators=[InputRequired(_("Choose a role."))])

    def chosen_role(self) -> Role:
        """Return the role chosen."""
        return Role[str(self.role.data).upper()]


class PasswordForm(FlaskForm):
    """Changing one's own password."""

    present = PasswordField(
        _("Present password"),
        validators=[InputRequired(_("Enter your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        _("New password"),
        validators=[InputRequired(_("Enter a new password."))],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _("New password once more"),
        validators=[InputRequired(_("Enter the new password once more."))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_again(self, field: PasswordField) -> None:
        """The two must be the same."""
        if field.data != self.new.data:
            raise ValidationError(_("The two new passwords differ."))
