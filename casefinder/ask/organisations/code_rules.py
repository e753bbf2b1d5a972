"""What a spreadsheet makes of codes: zeros in front get lost, thirteen digits become 5.43E+12, 1-2 becomes a day."""

import re
from decimal import Decimal, InvalidOperation

from casefinder.ask.organisations import rules
from casefinder.ask.organisations.rules import OrganisationKind
from casefinder.errors import N_
from casefinder.notations import Unclear
from casefinder.notations.plain import plain

DIGITS_LOST = N_(
    "The spreadsheet lost the digits of this number (%(text)s). Please format the column as text and enter the number again."
)
A_DAY_NOW = N_(
    "The spreadsheet made a day of this code (%(text)s). Please format the column as text and enter the code again."
)
_SHORTENED = re.compile(r"(?P<digits>[0-9](?:\.[0-9]+)?)E\+(?P<power>[0-9]{1,2})", re.IGNORECASE)
_DAY = re.compile(
    r"[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|[0-9]{4}-[0-9]{2}-[0-9]{2}"
)


def restored_code(text: str, kind: OrganisationKind | None) -> str | Unclear:
    """Return a code as it was before a spreadsheet had it, as far as that is certain.

    A municipality's code gets its zero back when its check digit then is right; of a shortened number all digits must be there.
    """
    code = re.sub(r"(?<=[0-9])\.0$", "", plain(text))
    if _DAY.fullmatch(code):
        return Unclear(A_DAY_NOW, {"text": code})
    if kind in (OrganisationKind.MUNICIPALITY, OrganisationKind.COMPANY):
        code = rules.normalised_code(code) if not _SHORTENED.fullmatch(code) else code
    if shortened := _SHORTENED.fullmatch(code):
        return _written_out(shortened) or Unclear(DIGITS_LOST, {"text": code})
    with_zero = code.zfill(6)
    if kind is OrganisationKind.MUNICIPALITY and len(code) == 5 and is_municipal(with_zero):
        return with_zero
    return code


def is_municipal(code: str) -> bool:
    """Say whether a code is one of a municipality in Japan: 47 prefectures, the right check digit."""
    return rules.is_local_government_code(code) and "01" <= code[:2] <= "47"


def is_same_number(code: str, other: str) -> bool:
    """Say whether a spreadsheet that takes two codes for numbers sees no difference: 00012 and 12."""
    try:
        return Decimal(code) == Decimal(other)
    except InvalidOperation:
        return False


def _written_out(shortened: re.Match[str]) -> str:
    """Return 5.430001000001E+12 in full; empty when digits are missing."""
    whole, _, rest = shortened["digits"].partition(".")
    return f"{whole}{rest}" if len(rest) == int(shortened["power"]) else ""
