"""Make the fallback font: the characters of JIS X 0213 that BIZ UD lacks, cut from Noto Sans CJK JP.

Run once, by hand: python -m casefinder.publish.book.fontsubset NotoSansCJK-Regular.ttc FONTS_DIR
The result is committed, so that every machine makes the same book.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FALLBACK = "casefinder-cjk.otf"
FAMILY = "Casefinder CJK"
NAME_KANJI = "髙﨑德𠮷濵瀨邉邊﨟塚祐福神社晴羽隆黑彥惠德郞逸都飯館鶴㐂𣘺𥔎𡈽𠀋𡌛𤭯𩸽"
_LATIN_AND_MARKS = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2030))))


def jis_x_0213() -> set[int]:
    """Return every code point that the EUC-JIS-2004 codec can write."""
    planes = (*range(0xA0, 0x3000), *range(0x3000, 0xA000), *range(0xF900, 0x10000), *range(0x20000, 0x2A700))
    return {code for code in planes if _is_written(chr(code))}


def _is_written(character: str) -> bool:
    try:
        character.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return False
    return True


def make_fallback(collection: Path, folder: Path) -> int:
    """Write the fallback font into `folder`; returns how many characters it covers."""
    japanese = next(
        face for face in TTCollection(collection).fonts if face["name"].getDebugName(1) == "Noto Sans CJK JP"
    )
    known = set.intersection(
        *(
            set(TTFont(folder / name).getBestCmap())
            for name in ("BIZUDPGothic-Regular.ttf", "BIZUDPMincho-Regular.ttf")
        )
    )
    wanted = (jis_x_0213() | set(map(ord, NAME_KANJI))) - known
    wanted |= set(range(0x20, 0x7F))  # names of data columns: the underscore of BIZ UD is a hairline
    wanted |= set(map(ord, _LATIN_AND_MARKS)) - known
    options = Options(
        layout_features=["ccmp", "locl"], hinting=False, desubroutinize=False, notdef_outline=True
    )
    options.name_IDs, options.name_languages = [0, 1, 2, 3, 4, 5, 6, 13, 14], ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(japanese)
    _rename(japanese)
    japanese["head"].modified = japanese["head"].created
    japanese.recalcTimestamp = False
    japanese.save(folder / FALLBACK)
    return len(japanese.getBestCmap())


def _rename(font: TTFont) -> None:
    """Give the derived font a name of its own, the same in every record."""
    names = font["name"]
    names.names = [record for record in names.names if record.platformID == 3 and record.langID == 0x409]
    for identifier, words in (
        (1, FAMILY),
        (3, "Casefinder CJK Regular 1"),
        (4, FAMILY),
        (6, "CasefinderCJK-Regular"),
    ):
        names.setName(words, identifier, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = ["CasefinderCJK-Regular"]
    top[0].FamilyName, top[0].FullName = FAMILY, FAMILY


if __name__ == "__main__":
    covered = make_fallback(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(f"{covered} characters\n")
