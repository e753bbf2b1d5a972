"""The sample's content as plain values: organisations, clerks' answers, editors' cases, pictures."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GOLD = HERE.parent / "analyse" / "engine" / "gold" / "dev.jsonl"
GOLD_ITEMS = {
    "challenges": "F3",
    "organization": "E2",
    "turning_points": "G2",
    "key_people": "H2",
    "effects": "I2",
}
UNOPENED = ("dev-a-10", "dev-b-06")
IN_PROGRESS = ("dev-c-06", "dev-c-08", "dev-c-11")
RETURNED = "dev-a-12"
UNDECIDED = "dev-b-03"  # its case stays a draft: it names a person, and nobody has decided on that yet
UNREACHABLE = "dev-b-06"  # one of the unopened: its address does not exist, as the sample's mail server says


@dataclass(frozen=True)
class Sample:
    """One sample organisation with all that its clerk types and its editor adds."""

    ref: str
    organisation: dict[str, Any]
    answers: dict[str, Any]
    audience: dict[str, str]
    spoken: tuple[str, ...]
    codings: tuple[dict[str, Any], ...]  # {"item", "start", "end", "theme"} as two people agreed
    pictures: tuple[dict[str, str], ...]
    case: dict[str, Any] | None


@cache
def samples() -> tuple[Sample, ...]:
    """Return the 36 samples in the order of the gold file."""
    organisations = {o["ref"]: o for o in read_json(HERE / "organisations.json")}
    pictures: dict[str, list[dict[str, str]]] = {}
    for picture in read_json(HERE / "illustrations" / "index.json"):
        pictures.setdefault(picture["for"], []).append(picture)
    found = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        ref = gold["id"]
        typed = read_json(HERE / "answers" / f"{ref}.json")
        case_path = HERE / "cases" / f"{ref}.json"
        answers = dict(typed["answers"])
        codings = []
        for answer in gold["answers"]:
            item = GOLD_ITEMS[answer["question"]]
            answers[item] = answer["text"]
            codings += [{"item": item, **coding} for coding in answer["codings"]]
        found.append(
            Sample(
                ref=ref,
                organisation=organisations[ref],
                answers=answers,
                audience=typed.get("audience", {}),
                spoken=tuple(typed.get("spoken", ())),
                codings=tuple(codings),
                pictures=tuple(pictures.get(ref, ())),
                case=read_json(case_path) if case_path.exists() else None,
            )
        )
    return tuple(found)


def address_of(ref: str) -> str:
    """Return the mail address of a sample organisation."""
    return str(next(sample.organisation["email"] for sample in samples() if sample.ref == ref))


def read_json(path: Path) -> Any:
    """Return what a JSON file holds."""
    return json.loads(path.read_text(encoding="utf-8"))
