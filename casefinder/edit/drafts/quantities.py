"""Numbers in texts: value and unit, before and after; bare numbers that lack a unit."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_QUANTITY = re.compile(
    r"^(?P<lead>[約およそほぼ最大延べ平均年月週]*)\s*(?P<value>[+\-−▲△]?\d[\d,]*(?:\.\d+)?)(?P<unit>.*)$",
    re.DOTALL,
)
_MAGNITUDES = "千百万億兆"
_BOUNDS = ("以上", "以下", "以内", "未満", "超", "超え", "~", "〜", "から", "まで", "以降")
_ABOUT = re.compile(
    r"(?:程度|ほど|くらい|ぐらい|前後|余り?|(?<=[^第])位|弱|強)$"
)  # 「15分程度」 is about 15 分, no unit of its own


@dataclass(frozen=True)
class Quantity:
    """A number as typed with its unit, and where both stand in the text (code points)."""

    value: str
    unit: str
    value_span: tuple[int, int]
    unit_span: tuple[int, int]
    lead: str = ""
    is_about: bool = False

    @property
    def is_bound(self) -> bool:
        """Whether the unit says that the number is a limit (「90％以上」), which a number alone would not."""
        return self.unit.endswith(_BOUNDS)

    @property
    def shown(self) -> str:
        """The number with what stands before it: 「年120」, 「約15」 also of 「15分程度」."""
        lead = self.lead or ("約" if self.is_about else "")
        return f"{lead}{self.value}"

    @property
    def number(self) -> Decimal:
        """The number."""
        text = self.value.replace(",", "")
        return Decimal(re.sub(r"^[−▲△]", "-", text))


def quantity(text: str) -> Quantity | None:
    """Return the number that a short text consists of (`11日`, `約1,400円`, `3,850万円`), None when it is more than that."""
    flat = "".join(unicodedata.normalize("NFKC", char)[:1] or char for char in text)
    match = _QUANTITY.match(flat)
    if not match:
        return None
    unit = match["unit"].strip().rstrip("。．.")
    start, end = match.span("unit")
    lead = len(flat[start:end]) - len(flat[start:end].lstrip())
    about = _ABOUT.search(unit)
    unit = unit[: about.start()] if about else unit
    is_mark_alone = bool(unit) and not unit.strip(_MAGNITUDES)
    if len(unit) > 6 or unit.endswith("半") or re.search(r"\d", unit) or is_mark_alone:
        return None
    unit_span = (start + lead, start + lead + len(unit))
    return Quantity(
        match["value"], unit, match.span("value"), unit_span, match["lead"], is_about=about is not None
    )


def same_unit(before: str, after: str) -> tuple[Quantity, Quantity] | None:
    """Return two quantities of one unit that can be drawn as bars, None otherwise."""
    one, other = quantity(before), quantity(after)
    if one is None or other is None or not one.unit or one.unit != other.unit or one.is_bound:
        return None
    return one, other


def is_bare_number(text: str) -> bool:
    """Say whether a text is a number without a unit."""
    found = quantity(text.strip())
    return found is not None and not found.unit


def decimal(text: str) -> Decimal | None:
    """Return a typed number (`1,140`, `−3`), None when it is none."""
    flat = unicodedata.normalize("NFKC", text).replace(",", "").replace("−", "-").strip()
    try:
        value = Decimal(flat)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def thousand_yen(text: str) -> Decimal | None:
    """Return the amount in a text as the questionnaire shows it (`約46,000千円`), None when it is not in 千円."""
    found = re.fullmatch(r"約?(\d[\d,]*(?:\.\d+)?)(?:千円)?", text.strip())
    return Decimal(found[1].replace(",", "")) if found else None


def money(thousand_yen: Decimal) -> tuple[str, str]:
    """Return an amount in thousand yen as printed: value and unit (万円, 億円; below ten thousand yen 千円)."""
    if thousand_yen == 0:
        return "0", "円"
    if thousand_yen < 10:
        return _grouped(thousand_yen), "千円"
    if thousand_yen >= 100_000:
        return _grouped(thousand_yen / 100_000), "億円"
    return _grouped(thousand_yen / 10), "万円"


def _grouped(number: Decimal) -> str:
    text = f"{number:,.2f}" if number != number.to_integral_value() else f"{number:,.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
