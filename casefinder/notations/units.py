"""Units as people write them, and what one is in another of its kind."""

import re
from dataclasses import dataclass
from decimal import Decimal

from casefinder.notations.plain import plain

_KINDS: dict[str, dict[str, tuple[str, ...]]] = {
    "money": {
        "1": ("円",), "1000": ("千円",), "10000": ("万円",), "1000000": ("百万円",), "100000000": ("億円",),
    },
    "area": {
        "0.0001": ("cm²", "平方センチメートル", "平方センチ"), "1": ("m²", "平方メートル", "平米", "平方m"),
        "100": ("a", "アール"), "10000": ("ha", "ヘクタール"),
        "1000000": ("km²", "平方キロメートル", "平方キロ", "平方km"),
    },
    "volume": {
        "0.000001": ("mL", "ミリリットル", "cc"), "0.001": ("L", "リットル"),
        "1": ("m³", "立方メートル", "立米", "kL", "キロリットル"),
    },
    "length": {
        "0.001": ("mm", "ミリメートル"), "0.01": ("cm", "センチメートル"), "1": ("m", "メートル"),
        "1000": ("km", "キロメートル"),
    },
    "mass": {"0.001": ("mg",), "1": ("g", "グラム"), "1000": ("kg", "キログラム"), "1000000": ("t", "トン")},
    "share": {"1": ("%", "パーセント"), "10": ("割",)},
    "time": {"1": ("秒",), "60": ("分", "分間"), "3600": ("時間",)},
    "people": {"1": ("人", "名")},
}  # fmt: skip  # kind → worth in the kind's first unit → spellings
YEN = "円"
MOST_PLACES = 9  # behind the point
_POWER = re.compile(r"(?<=m)[23]$")
_MEASURE = re.compile(r"([kcm]?m)\^?([23])", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """What a unit measures, and how much one of it is."""

    kind: str
    worth: Decimal


def spelt(unit: str) -> str:
    """Return a unit as it is shown: NFKC makes m2 of m² and ㎡, people read m²."""
    text = plain(unit)
    if measure := _MEASURE.fullmatch(text):
        text = f"{measure[1].lower()}{measure[2]}"  # KM2, km^2
    return _POWER.sub(lambda found: "²" if found[0] == "2" else "³", text)


def _key(unit: str) -> str:
    return plain(unit).lower()


_KNOWN = {
    _key(word): Unit(kind, Decimal(worth))
    for kind, sizes in _KINDS.items()
    for worth, words in sizes.items()
    for word in words
}


def unit_of(text: str) -> Unit | None:
    """Return what a unit measures, None for one of people's own: 世帯, 路線."""
    return _KNOWN.get(_key(text))


def converted(number: Decimal, of: str, into: str) -> Decimal | None:
    """Return a number in another unit; None when the units measure different things, or when it does not come out even."""
    if _key(of) == _key(into):
        return number
    one, other = unit_of(of), unit_of(into)
    if one is None or other is None or one.kind != other.kind:
        return None
    result = number * one.worth / other.worth
    is_even = result * other.worth == number * one.worth and result == round(result, MOST_PLACES)
    return result if is_even else None
