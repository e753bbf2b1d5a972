"""Shapes of input of the staff pages."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

MESSAGE_CHARS = 2000


class ReturnForm(FlaskForm):
    """Why a response goes back, in words that its respondent will read."""

    message = TextAreaField(
        _("Message to the respondent"),
        filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
        validators=[
            DataRequired(_("Write what should be changed or added.")),
            Length(max=MESSAGE_CHARS, message=_("Use at most 2000 characters.")),
        ],
        render_kw={"rows": 5},
    )
