"""The few SVG marks that all figures are made of; one unit is one millimetre."""

from collections.abc import Iterable
from html import escape

FONT = "BIZ UDPGothic"
INK = "#00234b"
TEXT = "#1a1a1a"
QUIET = "#4d4d4d"
HAIR = "#cccccc"
WHITE = "#ffffff"
YELLOW = "#ffc700"
BLUE = "#0055ad"
PALE = "#f0f9ff"
SKY = ("#c0e4ff", "#57b8ff", "#dcf0ff")
PT = 0.3528  # one point in millimetres


def number(value: float) -> str:
    """Return a length with at most two decimals, without trailing noise."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def figure(
    width: float, height: float, title: str, marks: Iterable[str], *, box: str = "", font: bool = True
) -> str:
    """Return a whole SVG; `title`, its direct first child, is what a screen reader says."""
    view = box or f"0 0 {number(width)} {number(height)}"
    family = f' font-family="{FONT}"' if font else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(width)}mm" height="{number(height)}mm"'
        f' viewBox="{view}"{family} role="img"><title>{escape(title, quote=False)}</title>{"".join(marks)}</svg>'
    )


def text(
    x: float,
    y: float,
    content: str,
    *,
    size_pt: float,
    fill: str = TEXT,
    bold: bool = False,
    anchor: str = "start",
    unit: str = "",
    unit_pt: float = 9,
) -> str:
    """Return text on its baseline; `unit` follows smaller in the same element, so no width is guessed."""
    weight = "700" if bold else "400"
    tail = ""
    if unit:
        size = number(unit_pt * PT)
        tail = f'<tspan font-size="{size}" dx="0.57">{escape(unit, quote=False)}</tspan>'
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size_pt * PT)}" fill="{fill}"'
        f' font-weight="{weight}" text-anchor="{anchor}">{escape(content, quote=False)}{tail}</text>'
    )


def rect(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str,
    stroke: str = "",
    line: float = 0.3,
    dashed: bool = False,
) -> str:
    """Return a rectangle; with a stroke it is drawn inside the given edge."""
    if not stroke:
        return f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" fill="{fill}"/>'
    half = line / 2
    dash = ' stroke-dasharray="1 0.8"' if dashed else ""
    return (
        f'<rect x="{number(x + half)}" y="{number(y + half)}" width="{number(width - line)}"'
        f' height="{number(height - line)}" fill="{fill}" stroke="{stroke}" stroke-width="{number(line)}"{dash}/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = QUIET, width: float = 0.3) -> str:
    """Return a straight line."""
    return (
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        f' stroke="{stroke}" stroke-width="{number(width)}"/>'
    )


def circle(x: float, y: float, radius: float, *, fill: str, stroke: str = "", width: float = 0.25) -> str:
    """Return a disc, or a ring if it has a stroke."""
    ring = f' stroke="{stroke}" stroke-width="{number(width)}"' if stroke else ""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"{ring}/>'
