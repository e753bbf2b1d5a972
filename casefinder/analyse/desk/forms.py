"""Shape of what the desk posts."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

MAX_CHARS = 1_000_000


class CodingForm(FlaskForm):
    """A theme on a span of one answer; offsets in code points of the text as typed."""

    question = HiddenField(validators=[InputRequired(), Length(max=40)])
    hash = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
    span = StringField(validators=[InputRequired(), Regexp(r"\A[0-9]{1,7}-[0-9]{1,7}\Z")])
    theme = StringField(validators=[InputRequired(), Length(max=60)])

    def offsets(self) -> tuple[int, int]:
        """Return the first code point of the span and one past its last."""
        start, _, end = (self.span.data or "").partition("-")
        return int(start), int(end)


class SpanForm(FlaskForm):
    """Another span for a suggestion or a coding; both empty keeps the sentence."""

    start = IntegerField(validators=[Optional(), NumberRange(0, MAX_CHARS)])
    end = IntegerField(validators=[Optional(), NumberRange(1, MAX_CHARS)])
