"""What every template may use: dates in Tokyo, numbers, the present face."""

import unicodedata
from datetime import date, datetime
from typing import Any

from flask import Flask, current_app, g
from flask_babel import get_locale, gettext

from casefinder.clock import utc_now
from casefinder.errors import CasefinderError
from casefinder.paging import file_url, page_url
from casefinder.staff.consent.seeing_rules import PERSONAL, may_see
from casefinder.tokyo import local

WEEKDAYS_JA = "月火水木金土日"
REIWA_OFFSET = 2018


def day(value: date | datetime | None) -> str:
    """Return 11月24日（火）; in English 24 Nov 2026."""
    if value is None:
        return ""
    when = local(value) if isinstance(value, datetime) else value
    if str(get_locale()) == "en":
        return f"{when.day} {when:%b %Y}"
    return f"{when.month}月{when.day}日（{WEEKDAYS_JA[when.weekday()]}）"


def full_day(value: date | datetime | None) -> str:
    """Return 2026年11月24日（火）; in English 24 Nov 2026."""
    if value is None:
        return ""
    when = local(value) if isinstance(value, datetime) else value
    return day(value) if str(get_locale()) == "en" else f"{when.year}年{day(value)}"


def reiwa_day(value: date | datetime) -> str:
    """Return 令和8年11月24日, for letters and approvals."""
    when = local(value) if isinstance(value, datetime) else value
    year = when.year - REIWA_OFFSET
    return f"令和{'元' if year == 1 else year}年{when.month}月{when.day}日"


def clock_time(value: datetime | None) -> str:
    """Return 10:32 in Tokyo."""
    return f"{local(value):%H:%M}" if value else ""


def day_and_time(value: datetime | None) -> str:
    """Return 11月24日（火）10:32."""
    return f"{day(value)} {clock_time(value)}" if value else ""


def stamp(value: datetime | None) -> str:
    """Return 2026-11-24 10:32 in Tokyo, for files: it sorts as it stands."""
    return f"{local(value):%Y-%m-%d %H:%M}" if value else ""


def dialled(number: str) -> str:
    """Return what a telephone dials of a number as people write it: digits and a leading plus."""
    plain = unicodedata.normalize("NFKC", number)
    return "".join(each for each in plain.partition("内線")[0] if each.isdigit() or each == "+")


def thousands(value: float | None) -> str:
    """Return 12,430; whole numbers without a fraction."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def say(message: Any) -> str:
    """Return an expected error or a rule's problem in the user's language, with its values filled in."""
    if isinstance(message, CasefinderError):
        return str(gettext(message.message, **message.values))
    text = getattr(message, "message", None) or getattr(message, "msgid", None)
    return str(gettext(text, **getattr(message, "values", {})) if text else gettext(str(message)))


def init_templates(app: Flask) -> None:
    """Give the templates their filters and globals; undefined names are errors."""
    from jinja2 import StrictUndefined

    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(page_url=page_url, file_url=file_url)
    for function in (day, full_day, reiwa_day, clock_time, day_and_time, dialled, thousands, say):
        app.jinja_env.filters[function.__name__] = function

    @app.context_processor
    def common() -> dict[str, Any]:
        return {
            "settings": current_app.extensions["settings"],
            "account": getattr(g, "account", None),
            "now": utc_now(),
            "sees": lambda level=PERSONAL: (
                bool(getattr(g, "account", None)) and may_see(level, g.account.role)
            ),
            "is_built": lambda endpoint: endpoint in current_app.view_functions,
            "language": str(get_locale() or "ja"),
        }
