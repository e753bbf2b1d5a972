"""What ships of the register: the municipalities of all prefectures, and the areas of those whose areas we know."""

from functools import cache
from importlib.resources import files

from casefinder.ask.organisations.municipalities import Municipality, parse_municipalities
from casefinder.ask.organisations.places import Area, parse_areas


@cache
def municipalities() -> tuple[Municipality, ...]:
    """Return all municipalities of Japan (1,741: wards of Tokyo, not those of other cities)."""
    return parse_municipalities(_lines("municipalities.csv"))


@cache
def areas(prefecture: str) -> tuple[Area, ...]:
    """Return the areas of a prefecture, none where it has none that we know."""
    return parse_areas(_lines("areas.csv"), prefecture)


def _lines(name: str) -> list[str]:
    return files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
