"""What a receipt number looks like."""

RECEIPT_ALPHABET = "34679ACEFGHJKMNPRTWXY"  # without I 1 L, O 0 Q D, Z 2, S 5, B 8, U V
RECEIPT_CHARS = 8


def receipt_number(characters: str) -> str:
    """Return eight characters of `RECEIPT_ALPHABET` as they are shown: K7RF-4WPH."""
    return f"{characters[:4]}-{characters[4:]}"
