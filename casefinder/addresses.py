"""What an e-mail address looks like: one rule for staff, respondents, the register and letters. Asks no network."""

import re

from email_validator import EmailNotValidError, validate_email

MAX_CHARS = 254
# Japanese mobile carriers gave out a..b@ and a.@, which the standard forbids; mail to them arrives all the same.
_LOCAL_PART = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_INNER_DOMAIN = re.compile(
    r"\.local$", re.IGNORECASE
)  # an office's own network; the library knows it as reserved


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
