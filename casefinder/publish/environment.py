"""The printing environment: strict Jinja over the print templates, and the filters of Japanese typesetting."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from casefinder.ask.organisations.rules import SAMPLE_MARK
from casefinder.legal_forms import without_legal_form

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_TOGETHER = re.compile(
    r"——|……|―――?"
    r"|[−+-]?\d[\d,.]*(?:[〜～]\d[\d,.]*)?"
    r"(?:万|億|千)?(?:件|人|円|時間|分|秒|日|か月|年度|年|月|%|％|℃|か所|団体|世帯|台|回|キロ|km|cm|mm|ha|社|町村|市町村|つ|戸|頭|本|枚)"
)


def keep_together(text: str) -> Markup:
    """Escape a text and keep number and unit, dashes and dots on one line."""
    parts, at = [], 0
    for found in _TOGETHER.finditer(text):
        if len(found[0]) > 12:
            continue
        parts += [
            escape(text[at : found.start()]),
            Markup('<span class="n">'),
            escape(found[0]),
            Markup("</span>"),
        ]
        at = found.end()
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


def year_month(value: str) -> str:
    """Return 2024-04 as 2024年4月, 2025 as 2025年; anything else as it is."""
    if re.fullmatch(r"\d{4}", value):
        return f"{value}年"
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-\d{2})?", value)
    return f"{found[1]}年{int(found[2])}月" if found else value


def long_date(value: date) -> str:
    """Return a day as 2026年9月18日."""
    return f"{value.year}年{value.month}月{value.day}日"


def short_organisation(name: str) -> str:
    """Return a name without its legal form and without （見本）, for lists."""
    return without_legal_form(name.replace(SAMPLE_MARK, "")) or name


def wide_length(text: str) -> float:
    """Return the length of a text in full-width characters of a proportional face."""
    return sum(1.0 if unicodedata.east_asian_width(ch) in "WFA" else 0.62 for ch in text)


def two_digits(value: int) -> str:
    """Return a case number as printed."""
    return f"{value:02d}"


def grouped_hash(value: str) -> str:
    """Return a hash in groups of eight digits."""
    return " ".join(value[i : i + 8] for i in range(0, len(value), 8))


FILTERS: dict[str, Callable[..., Any]] = {
    "n": keep_together,
    "ym": year_month,
    "day": long_date,
    "short": short_organisation,
    "code": two_digits,
    "grouped": grouped_hash,
    "wide": wide_length,
}


def environment() -> Environment:
    """Return a Jinja environment over templates/print; a missing name is an error, text is escaped."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES / "print"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    return made
