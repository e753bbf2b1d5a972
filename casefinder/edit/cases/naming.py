"""Spellings of an organisation's name, to find it where it has to stay unnamed."""

import re

_LEGAL = re.compile(
    r"^(株式会社|有限会社|合同会社|一般社団法人|公益社団法人|一般財団法人|公益財団法人|特定非営利活動法人|"
    r"社会福祉法人|医療法人|国立大学法人)|(株式会社|有限会社|合同会社)$"
)
_TOWN = re.compile(r"[市町村]$")
MIN_CHARS = 2


def organisation_spellings(name: str) -> tuple[str, ...]:
    """Return the name, without its legal form, and without 市町村; the longest first."""
    bare = _LEGAL.sub("", name.strip())
    found = [name.strip(), bare, _TOWN.sub("", bare)]
    return tuple(each for each in dict.fromkeys(found) if len(each) >= MIN_CHARS)
