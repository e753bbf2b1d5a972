"""Receipt numbers."""

from casefinder.answer.submitting.rules import RECEIPT_ALPHABET, receipt_number


def test_a_receipt_has_no_characters_that_look_alike() -> None:
    assert not set(RECEIPT_ALPHABET) & set("I1LO0QDZ2S5B8UV")
    assert len(set(RECEIPT_ALPHABET)) == len(RECEIPT_ALPHABET) == 21
    assert receipt_number("K7RF4WPH") == "K7RF-4WPH"
