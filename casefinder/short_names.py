"""Short names that stand in an address of ours: of a campaign, a casebook, an edition."""

import re

MAX_CHARS = 60
_SLUG = re.compile(rf"[a-z0-9](?:[a-z0-9-]{{0,{MAX_CHARS - 2}}}[a-z0-9])?")


def is_slug(text: str) -> bool:
    """Say whether a text can stand in an address: small letters, digits, hyphens between them."""
    return _SLUG.fullmatch(text) is not None
