"""Page backgrounds: furrows of a chapter's opening page and the thumb index; decoration, not content."""

from casefinder.publish.figures import svg

ACCENTS = {1: "#00428c", 2: "#6c006c", 3: "#115a36", 4: "#006173", 5: "#8b3200"}
"""Accent of the chapters 1-5 (design tokens, contrast on white 7.1 or more)."""
_SHADES = {
    1: ("#0055ad", "#00316a"),
    2: ("#8b008b", "#500050"),
    3: ("#197a4b", "#0c472a"),
    4: ("#008299", "#004c59"),
    5: ("#ac3e00", "#6d2700"),
}


def furrows(chapter: int) -> str:
    """Return the lower part of an opening page, 210 x 118 mm."""
    light, dark = _SHADES[chapter]
    n = svg.number
    rays = "".join(f"M{n(128 + 1.56 * i)} 0L{n(128 + 5.2 * i)} 118" for i in range(-134, 105))
    rows, y, step = "", 0.0, 1.2
    while y < 118:
        rows, y, step = rows + f"M0 {n(y)}L210 {n(y)}", y + step, step * 1.32
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="118mm" viewBox="0 0 210 118">'
        f'<path d="{rays}" fill="none" stroke="{light}" stroke-width="0.45"/>'
        f'<path d="{rows}" fill="none" stroke="{dark}" stroke-width="0.8"/></svg>'
    )


def thumb(chapter: int) -> str:
    """Return the mark at the outer edge of a chapter's pages, 5 x 30 mm."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="5mm" height="30mm" viewBox="0 0 5 30">'
        f'<rect width="5" height="30" fill="{ACCENTS[chapter]}"/></svg>'
    )
