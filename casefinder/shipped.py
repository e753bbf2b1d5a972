"""Which telephone numbers and addresses are only examples: nobody can be reached there, so nothing prints them as real. Pure."""

import unicodedata

EXAMPLE_DOMAINS = ("example.jp", "example.co.jp", "example.com", "example.net", "example.org")
NO_DOMAINS = (
    "example",
    "test",
    "invalid",
    "localhost",
)  # top-level names that never lead anywhere (RFC 2606)


def is_example_phone(text: str) -> bool:
    """Say whether a telephone number is one that stands for another: all its digits are noughts, or it has none."""
    digits = [each for each in unicodedata.normalize("NFKC", text) if each.isdigit()]
    return all(each == "0" for each in digits)


def is_example_address(text: str) -> bool:
    """Say whether a mail address, alone or with a name before it, is one of the domains kept for examples."""
    domain = (
        unicodedata.normalize("NFKC", text).strip().rstrip(">").rpartition("@")[2].strip().lower().rstrip(".")
    )
    return (
        not domain
        or domain.rpartition(".")[2] in NO_DOMAINS
        or any(domain == each or domain.endswith(f".{each}") for each in EXAMPLE_DOMAINS)
    )
