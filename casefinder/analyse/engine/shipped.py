"""What the engine ships with: the standard codebook, exemplar sentences, coded answers, technology terms."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from casefinder.prefectures import HOKKAIDO


@dataclass(frozen=True)
class Theme:
    """One theme of a codebook, as much of it as the engine needs; a retired one is learned and never proposed."""

    id: str
    family: str
    name: str
    definition: str
    include: str
    cues: tuple[str, ...]
    is_retired: bool = False


def _read(package: str, *path: str) -> str:
    return resources.files(package).joinpath(*path).read_text(encoding="utf-8")


def _lines(*path: str) -> list[dict[str, Any]]:
    text = _read("casefinder.analyse.engine", *path)
    return [json.loads(line) for line in text.split("\n") if line.strip()]


@cache
def standard_themes() -> tuple[Theme, ...]:
    """Return the themes of the standard codebook in their order."""
    return tuple(
        Theme(
            id=entry["id"],
            family=entry["family"],
            name=entry["name_ja"],
            definition=entry["definition_ja"],
            include=entry["include_ja"],
            cues=tuple(entry["cues"]),
        )
        for entry in json.loads(HOKKAIDO.filled(_read("casefinder.analyse.themes", "standard.json")))
    )


def exemplar_rows() -> list[dict[str, Any]]:
    """Return the exemplar sentences: `text`, `themes`, `question`, `kind`, `for`."""
    return [
        row for name in ("ch", "ef", "kp", "none", "or", "tp") for row in _lines("exemplars", f"{name}.jsonl")
    ]


def gold_rows() -> list[dict[str, Any]]:
    """Return the coded questionnaires that the learner starts from."""
    return _lines("gold", "dev.jsonl")


@cache
def technology_terms() -> tuple[dict[str, Any], ...]:
    """Return the technology terms: `canonical`, `variants`, `category`, `ambiguous_variants`."""
    return tuple(json.loads(_read("casefinder.analyse.engine", "terms.json")))
