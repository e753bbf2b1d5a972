"""Texts in the cells of a spreadsheet: none is taken for a formula, and none is changed by going out and in."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_MARK = "'"
_ALONE = frozenset({"-", "+", "－", "＋"})  # no spreadsheet reads these as anything but text


def plain_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: a leading sign gets an apostrophe before it.

    A sign that stands alone is no formula (「－」 says that there is nothing) and stays as it is. A text that begins with an
    apostrophe gets one more, so that `text_of_cell` returns every text as it was.
    """
    is_sign_alone = text in _ALONE
    return f"{_MARK}{text}" if text.startswith((*_FORMULA_STARTS, _MARK)) and not is_sign_alone else text


def text_of_cell(cell: str) -> str:
    """Return the text of a cell that `plain_cell` made."""
    return cell.removeprefix(_MARK)
