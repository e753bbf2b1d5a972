"""Shape of input: why something far-reaching is done."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

MOST_CHARS = 500


def _strip(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _text(label: str, message: str = "") -> TextAreaField:
    needed = [DataRequired(message)] if message else []
    limit = Length(max=MOST_CHARS, message=_("Use at most 500 characters."))
    return TextAreaField(label, filters=[_strip], validators=[*needed, limit], render_kw={"rows": 3})


class StopForm(FlaskForm):
    """Why a release is stopped, and what its readers are told."""

    reason = _text(_("Reason, for the division and the trail"), _("Write the reason."))
    notice = _text(_("Words for the readers"))


class ReasonForm(FlaskForm):
    """Why a release is public again, or why something stays in it."""

    reason = _text(_("Reason, for the division and the trail"), _("Write the reason."))


class ConsentForm(FlaskForm):
    """How the organisation said that it withdraws, or why a withdrawal was noted by mistake."""

    note = _text(_("Who said so, when and how"), _("Write who said so, when and how."))
