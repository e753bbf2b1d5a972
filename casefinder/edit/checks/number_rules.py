"""Numbers, which need unit, date and certainty, and the figure."""

from collections.abc import Iterator

from casefinder.ask.questionnaires.pictures import PictureFault, picture_faults
from casefinder.edit.cases.content import CaseContent
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.finding import DETAILS, Finding, Group
from casefinder.edit.drafts.quantities import decimal, is_bare_number
from casefinder.edit.layout.places import CERTAINTIES
from casefinder.errors import N_

SHORT_ALT_CHARS = 10
PICTURE_FAULTS = {
    PictureFault.NO_ALT: ("alt", N_("The picture has no alternative text")),
    PictureFault.FILE_NAME: ("alt", N_("The alternative text of the picture is a file's name")),
    PictureFault.LONG_ALT: ("alt", N_("The alternative text of the picture is very long")),
    PictureFault.NO_CREDIT: ("credit", N_("The picture does not say who took or made it")),
}


def dated(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find numbers without unit, date, certainty or method."""
    for number, row in enumerate(content.table("effects")):
        at = ("effects", number)
        for column in ("before", "after"):
            if is_bare_number(row.get(column, "")):
                yield Finding(Group.FIX, "unit", N_("A number without its unit"), {}, *at, column)
        if not row.get("as_of"):
            yield Finding(Group.FIX, "date", N_("A number without its date"), {}, *at, "as_of")
        if row.get("certainty") not in CERTAINTIES:
            yield Finding(
                Group.FIX, "certainty", N_("Certainty A, B or C is not chosen"), {}, *at, "certainty"
            )
        if not row.get("method"):
            yield Finding(Group.CHECK, "method", N_("The method is not given"), {}, *at, "method")
    for key in ("effect_card", "cost_card"):
        for row in content.table(key):
            if decimal(row.get("value", "")) is not None and not row.get("unit"):
                yield Finding(Group.FIX, "unit", N_("A number without its unit"), {}, key, 0, "unit")


def figure(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    """Find what the figure lacks."""
    rows = content.table("figure")
    if not rows:
        return
    row = rows[0]
    if not row.get("finding"):
        yield Finding(Group.FIX, "finding", N_("The figure has no finding as its heading"), {}, "figure")
    if row.get("kind") == "illustration":
        yield from _picture(content, known)
    else:
        values = [row.get("before_value", ""), row.get("after_value", "")]
        if any(decimal(value) is None for value in values):
            yield Finding(Group.FIX, "bars", N_("The bars need a number before and after"), {}, "figure")
        elif not row.get("unit"):
            yield Finding(Group.FIX, "unit", N_("A number without its unit"), {}, "figure", 0, "unit")


def _picture(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    picture = content.details.illustration
    if picture is None:
        yield Finding(Group.FIX, "picture", N_("No picture is chosen"), {}, DETAILS)
        return
    if picture.attachment_id not in known.shown_pictures:
        yield Finding(Group.FIX, "picture", N_("The picture may not be published"), {}, DETAILS)
    for fault in picture_faults(picture.alt, picture.credit):
        code, message = PICTURE_FAULTS[fault]
        yield Finding(Group.FIX if fault.stops else Group.CHECK, code, message, {}, DETAILS)
    if 0 < len(picture.alt.strip()) < SHORT_ALT_CHARS:
        values: dict[str, object] = {"length": len(picture.alt.strip())}
        message = N_("The alternative text is short (%(length)s characters)")
        yield Finding(Group.CHECK, "alt", message, values, DETAILS)
    if picture.rights in ("", "unknown"):
        yield Finding(Group.FIX, "rights", N_("The rights of the picture are not settled"), {}, DETAILS)
