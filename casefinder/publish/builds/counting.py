"""Who was asked and who answered, as rows: by area, and where nobody has told the areas by kind. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from casefinder.ask.organisations.places import Places
from casefinder.prefectures import Prefecture
from casefinder.publish.content import AreaFigures, Organisation, Spot

SORTS = (
    ("city", "市"), ("ward", "区"), ("town", "町"), ("village", "村"), ("company", "企業"), ("association", "団体"),
    ("national_office", "国の機関"), ("department", "{kind}の機関"),
)  # fmt: skip
_ENDINGS = {"市": "city", "区": "ward", "町": "town", "村": "village"}


@dataclass(frozen=True)
class Asked:
    """How many of one sort in one place were asked, have answered, and agree to print."""

    sort: str
    place: str
    invited: int
    answered: int
    agreed: int


def areas(
    asked: Sequence[Asked], printed: Sequence[Organisation], here: Prefecture, places: Places
) -> tuple[AreaFigures, ...]:
    """Return a row for each area, then for who acts everywhere, for other prefectures, and for who is in no area."""
    if not places.areas:
        return ()
    found = [
        AreaFigures(
            area.code, area.name, len(area.municipalities),
            *_counts([a for a in asked if a.place == area.name], [o for o in printed if o.area_code == area.code]),
            Spot(area.short_name, area.column, area.row, area.depth),
        )
        for area in places.areas
    ]  # fmt: skip
    own = [o for o in printed if not o.particular_place]
    known = {*places.names, *places.elsewhere}
    ends = (
        (here.whole, [a for a in asked if a.place == here.whole], [o for o in own if o.is_everywhere]),
        (f"{here.kind}外", [a for a in asked if a.place in places.elsewhere], [o for o in printed if o.prefecture]),
        (
            f"{here.region}の指定なし", [a for a in asked if a.place not in known],
            [o for o in own if not o.is_everywhere],
        ),
    )  # fmt: skip
    for name, those_asked, those_printed in ends:
        if those_asked or those_printed:
            found.append(AreaFigures("", name, 0, *_counts(those_asked, those_printed)))
    return tuple(found)


def kinds(
    asked: Sequence[Asked], printed: Sequence[Organisation], here: Prefecture
) -> tuple[AreaFigures, ...]:
    """Return a row for each sort of organisation that was asked: cities, towns, villages, firms …"""
    found = []
    for sort, label in SORTS:
        those_asked = [each for each in asked if each.sort == sort]
        those_printed = [each for each in printed if _sort_of(each, here) == sort]
        if those_asked or those_printed:
            found.append(AreaFigures(sort, here.filled(label), 0, *_counts(those_asked, those_printed)))
    return tuple(found)


def _counts(asked: Sequence[Asked], printed: Sequence[Organisation]) -> tuple[int, int, int]:
    return sum(each.invited for each in asked), sum(each.answered for each in asked), len(printed)


def _sort_of(organisation: Organisation, here: Prefecture) -> str:
    if organisation.kind == here.towns:
        return _ENDINGS.get(organisation.name.removesuffix("（見本）")[-1:], "")
    return next((sort for sort, label in SORTS if here.filled(label) == organisation.kind), "")
