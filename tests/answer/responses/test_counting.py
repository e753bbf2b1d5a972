"""The browser counts as the server counts."""

import re
import unicodedata
from pathlib import Path

import casefinder

SCRIPT = Path(casefinder.__file__).parent / "static" / "js" / "counting.js"


def ranges() -> list[tuple[int, int]]:
    table = SCRIPT.read_text(encoding="utf-8").split("const WIDE =")[1].split(";")[0]
    pairs = " ".join(re.findall(r'"([^"]*)"', table)).split()
    return [(int(a, 16), int(b or a, 16)) for a, _, b in (pair.partition("-") for pair in pairs)]


def test_the_scripts_table_is_that_of_unicode() -> None:
    wide = {code for start, end in ranges() for code in range(start, min(end, 0xFFFF) + 1)}

    for code in (*range(0xD800), *range(0xE000, 0x10000)):
        char = chr(code)
        if unicodedata.ucd_3_2_0.category(char) == "Cn":
            continue  # not yet there when the oldest table was made
        assert (code in wide) == (unicodedata.east_asian_width(char) in "WFA"), hex(code)
