"""Spellings of an organisation's name, to find it where it has to stay unnamed."""

import re

from casefinder.legal_forms import without_legal_form

_TOWN = re.compile(r"[市町村]$")
MIN_CHARS = 2


def organisation_spellings(name: str) -> tuple[str, ...]:
    """Return the name, without its legal form, and without 市町村; the longest first."""
    bare = without_legal_form(name)
    found = [name.strip(), bare, _TOWN.sub("", bare)]
    return tuple(each for each in dict.fromkeys(found) if len(each) >= MIN_CHARS)
