"""Where an organisation is: in an area of the prefecture, in all of it, or in another prefecture. Pure."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from casefinder.notations.plain import plain
from casefinder.prefectures import NAMES, Prefecture


@dataclass(frozen=True)
class Area:
    """A part of the prefecture, as 空知総合振興局.

    Attributes:
        code: As the prefecture writes it, five digits in Hokkaido.
        name: In full.
        short_name: Where there is little room.
        municipalities: The codes of its municipalities.
        column: Its place in the tile map from the left, from 0; None without a map.
        row: Its place in the tile map from above, from 0; None without a map.
        depth: Its place on the cover, from the near edge (1).
    """

    code: str
    name: str
    short_name: str
    municipalities: tuple[str, ...] = ()
    column: int | None = None
    row: int | None = None
    depth: int = 0


@dataclass(frozen=True)
class Places:
    """All that may stand in the register as a place.

    Attributes:
        prefecture: The two digits that its municipalities' codes begin with.
        whole: Where those are who act in all of it: 全道, 全県.
        areas: Its parts, in the order of tables; none where nobody has told them.
    """

    prefecture: str
    whole: str
    areas: tuple[Area, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The areas and the whole, as a list offers them."""
        return (*(area.name for area in self.areas), self.whole)

    @cached_property
    def elsewhere(self) -> tuple[str, ...]:
        """The other prefectures."""
        return tuple(name for code, name in NAMES.items() if code != self.prefecture)

    @cached_property
    def short_names(self) -> dict[str, str]:
        """Full name → short name."""
        return {area.name: area.short_name for area in self.areas}

    @property
    def has_map(self) -> bool:
        """Whether every area has its place in the tile map."""
        return bool(self.areas) and all(None not in (area.column, area.row) for area in self.areas)

    @cached_property
    def _by_word(self) -> dict[str, str]:
        words = {name: name for name in (*self.elsewhere, self.whole)}
        for area in self.areas:
            words |= dict.fromkeys((plain(area.code), plain(area.name), plain(area.short_name)), area.name)
        return words

    @cached_property
    def _by_municipality(self) -> dict[str, str]:
        return {code: area.name for area in self.areas for code in area.municipalities}

    def named(self, text: str) -> str | None:
        """Return the full name of the place that a code, a full or a short name stands for; None for an unknown one."""
        return self._by_word.get(plain(text))

    def of_municipality(self, code: str) -> str:
        """Return where a municipality is by its code: its area, another prefecture; empty where nobody has told."""
        if code[:2] != self.prefecture and code[:2] in NAMES:
            return NAMES[code[:2]]
        return self._by_municipality.get(code, "")


def parse_areas(lines: Iterable[str], prefecture: str) -> tuple[Area, ...]:
    """Read the shipped areas of one prefecture, in the order of the file.

    Args:
        lines: CSV with the columns prefecture, code, name, short_name, column, row, depth, municipalities.
        prefecture: Two digits.
    """
    return tuple(
        Area(
            row["code"], row["name"], row["short_name"], tuple(row["municipalities"].split()), int(row["column"]),
            int(row["row"]), int(row["depth"]),
        )
        for row in csv.DictReader(lines)
        if row["prefecture"] == prefecture
    )  # fmt: skip


def places_of(found: Prefecture, areas: Sequence[Area]) -> Places:
    """Return the places of a prefecture with these areas."""
    return Places(found.code, found.whole, tuple(areas))
