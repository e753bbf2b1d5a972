"""What an e-mail address looks like: one rule for staff, respondents, the register and letters. Asks no network."""

import re

from email_validator import EmailNotValidError, validate_email

from casefinder.errors import N_
from casefinder.notations import Unclear
from casefinder.notations.plain import one_dash, plain

MAX_CHARS = 254
NOT_AN_ADDRESS = N_("Please write an e-mail address, like name@example.jp.")
TWO_ADDRESSES = N_("These are two e-mail addresses. Please write one of them.")
# Japanese mobile carriers gave out a..b@ and a.@, which the standard forbids; mail to them arrives all the same.
_LOCAL_PART = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_INNER_DOMAIN = re.compile(
    r"\.local$", re.IGNORECASE
)  # an office's own network; the library knows it as reserved
_LABEL = re.compile(r"(?:mailto:|(?:e-?mail|mail|メール(?:アドレス)?)\s*:)\s*", re.IGNORECASE)
_NAMED = re.compile(r"[^<>@]*<\s*([^<>]+?)\s*>")  # 情報課 <joho@example.jp>
_MARKS_AROUND = "<>()[]「」『』、。，．,.;:・ \"'"


def is_email(text: str) -> bool:
    """Say whether a text is one plain address in ASCII that can be written to."""
    if len(text) > MAX_CHARS or not text.isascii():
        return False
    local_part, _, domain = text.rpartition("@")
    if _LOCAL_PART.fullmatch(local_part) is None:
        return False
    try:
        validate_email(f"name@{_INNER_DOMAIN.sub('.jp', domain)}", check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def read_email(text: str) -> str | Unclear:
    """Return the one address that a text holds, in ASCII, without marks around it and what nobody sees."""
    told = plain(text)
    if len(told) > 2 * MAX_CHARS:
        return Unclear(NOT_AN_ADDRESS)
    if is_email(told):
        return told
    if named := _NAMED.fullmatch(told):
        told = named[1]
    bare = one_dash(re.sub(r"\s*@\s*", "@", _LABEL.sub("", told, count=1))).strip(_MARKS_AROUND)
    if is_email(bare):
        return bare
    return Unclear(TWO_ADDRESSES if bare.count("@") > 1 and not bare.count("@@") else NOT_AN_ADDRESS)
