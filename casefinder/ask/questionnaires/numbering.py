"""What people call a section and an item: letters and numbers made from the order, as in 「F3」."""

import re
from collections.abc import Iterator, Mapping
from itertools import count, product
from string import ascii_uppercase

_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}[1-9][0-9]?(?![A-Za-z0-9])")
_NARROW = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})


def letters() -> Iterator[str]:
    """Yield A, B … Z, AA, AB …"""
    for length in count(1):
        yield from map("".join, product(ascii_uppercase, repeat=length))


def number_of(numbers: Mapping[str, str], key: str) -> str:
    """Return what people see of a key of an item, a field or a column; of an unknown one the key.

    Args:
        numbers: Item key → number.
        key: `F3`, `C5.stage`, `I1.before`.
    """
    return numbers.get(key.partition(".")[0], key)


def numbers_in(text: str) -> list[str]:
    """Return what looks like numbers of items in a text (F3, Ｆ３), in its order."""
    return _NUMBER.findall(text.translate(_NARROW))
