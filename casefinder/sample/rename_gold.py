"""Give the gold answers invented names where they named real bodies as author, partner or award-giver.

Run once: `python -m casefinder.sample.rename_gold SOURCE TARGET`. Ministries, cities and products named
in passing stay. Texts outside the renamed places stay character for character; every offset is moved.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OPEN, CLOSE = "⟦", "⟧"


@dataclass(frozen=True)
class Renaming:
    """One name in one answer; `place` shows it between ⟦ and ⟧ with as much around it as makes it unique."""

    record: str
    question: str
    place: str
    new: str

    def inverse(self) -> "Renaming":
        """Return the renaming that brings the old name back."""
        before, old, after = split_place(self.place)
        return Renaming(self.record, self.question, before + OPEN + self.new + CLOSE + after, old)


@dataclass(frozen=True)
class Shift:
    """A stretch `start` to `end` (code points, end exclusive) of a text that becomes `new`."""

    start: int
    end: int
    new: str


ORGANISATIONS = {
    "dev-b-10": ("北海道遠隔まなびセンター", "北央道遠隔まなびセンター"),
    "dev-c-05": ("北海道開発局 天北開発建設部", "北央開発局 天北開発建設部"),
    "dev-c-08": ("北海道総務部 ワークスタイル刷新課", "北央道総務部 ワークスタイル刷新課"),
    "dev-c-09": ("北海道・道内8市町村共同RPA研究会", "北央道・8市町村共同RPA研究会"),
}

RENAMINGS = (
    Renaming("dev-a-04", "organization", "加えて⟦道⟧から情報分野", "北央道"),
    Renaming("dev-a-07", "organization", "⟦道総研⟧", "北央水産研究所"),
    Renaming("dev-a-07", "organization", "⟦北都システムズ⟧", "汐見坂システムズ"),
    Renaming("dev-a-07", "key_people", "⟦北都システムズ⟧", "汐見坂システムズ"),
    Renaming("dev-a-11", "organization", "⟦オホーツク総合振興局⟧", "斜北総合振興局"),
    Renaming("dev-b-02", "organization", "北辺大学、⟦道⟧、市町村", "北央道"),
    Renaming("dev-b-02", "organization", "⟦北海道木材流通機構⟧", "北央木材流通機構"),
    Renaming("dev-b-02", "organization", "⟦胆振総合振興局⟧", "白樽総合振興局"),
    Renaming("dev-b-02", "organization", "⟦上川総合振興局⟧", "楡上総合振興局"),
    Renaming("dev-b-02", "key_people", "⟦道⟧の人事異動", "北央道"),
    Renaming("dev-b-07", "organization", "⟦北海道開発局⟧", "北央開発局"),
    Renaming("dev-b-07", "effects", "⟦北海道開発局⟧", "北央開発局"),
    Renaming("dev-b-10", "organization", "⟦道教委⟧", "北央道教委"),
    Renaming("dev-c-05", "organization", "⟦北海道開発局⟧", "北央開発局"),
    Renaming("dev-c-05", "organization", "⟦北海道警察⟧", "北央道警察"),
    Renaming("dev-c-05", "organization", "⟦北海道⟧及び", "北央道"),
    Renaming("dev-c-07", "organization", "⟦道立⟧の農業試験場", "北央道立"),
    Renaming("dev-c-09", "organization", "⟦道庁⟧が全体", "北央道庁"),
    Renaming("dev-c-09", "key_people", "⟦道庁⟧から", "北央道庁"),
    Renaming("dev-c-09", "effects", "⟦道庁⟧のホームページ", "北央道庁"),
    Renaming("dev-c-10", "turning_points", "⟦北海道⟧の地域医療", "北央道"),
)


def split_place(place: str) -> tuple[str, str, str]:
    """Return what stands before, inside and after the brackets of `place`."""
    before, _, rest = place.partition(OPEN)
    old, _, after = rest.partition(CLOSE)
    return before, old, after


def find_shift(text: str, renaming: Renaming) -> Shift:
    """Return the one stretch of `text` that `renaming` replaces.

    Raises:
        ValueError: The place is missing or stands more than once.
    """
    before, old, after = split_place(renaming.place)
    if text.count(before + old + after) != 1:
        raise ValueError(f"{renaming.record} {renaming.question}: {renaming.place} is not there exactly once")
    start = text.index(before + old + after) + len(before)
    return Shift(start, start + len(old), renaming.new)


def moved(offset: int, shifts: Sequence[Shift]) -> int:
    """Return where `offset` (code points) lies after `shifts`, which must not overlap.

    Raises:
        ValueError: The offset lies inside a replaced stretch.
    """
    change = 0
    for shift in shifts:
        if shift.start < offset < shift.end:
            raise ValueError(f"offset {offset} lies inside {shift}")
        if offset >= shift.end:
            change += len(shift.new) - (shift.end - shift.start)
    return offset + change


def replaced(text: str, shifts: Sequence[Shift]) -> str:
    """Return `text` with every stretch replaced."""
    for shift in sorted(shifts, key=lambda shift: shift.start, reverse=True):
        text = text[: shift.start] + shift.new + text[shift.end :]
    return text


def renamed_answer(answer: dict[str, Any], shifts: Sequence[Shift]) -> dict[str, Any]:
    """Return one gold answer with its text replaced and the offsets of all its spans moved."""
    text = replaced(answer["text"], shifts)
    sentences = [[moved(start, shifts), moved(end, shifts)] for start, end in answer["sentences"]]
    spans = {
        name: [
            span | {"start": moved(span["start"], shifts), "end": moved(span["end"], shifts)}
            for span in answer[name]
        ]
        for name in ("codings", "entities")
    }
    for entity in spans["entities"]:
        entity["text"] = text[entity["start"] : entity["end"]]
    return answer | {"text": text, "sentences": sentences} | spans


def renamed_record(
    record: dict[str, Any], renamings: Sequence[Renaming], organisations: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    """Return one gold line with its organisation and answers renamed; other fields stay as they are."""
    organization = dict(record["organization"])
    if record["id"] in organisations:
        old, new = organisations[record["id"]]
        if organization["name"] != old:
            raise ValueError(f"{record['id']}: expected {old}, found {organization['name']}")
        organization["name"] = new
    answers = []
    for answer in record["answers"]:
        mine = [r for r in renamings if (r.record, r.question) == (record["id"], answer["question"])]
        answers.append(renamed_answer(answer, [find_shift(answer["text"], r) for r in mine]))
    return record | {"organization": organization, "answers": answers}


def renamed_lines(
    lines: str,
    renamings: Sequence[Renaming] = RENAMINGS,
    organisations: dict[str, tuple[str, str]] = ORGANISATIONS,
) -> str:
    """Return a whole gold file (one JSON object a line) with all names renamed."""
    records = [json.loads(line) for line in lines.splitlines() if line]
    out = [renamed_record(record, renamings, organisations) for record in records]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in out)


def restored_lines(lines: str) -> str:
    """Return a renamed gold file with the old names back: the proof that nothing else was touched."""
    back = {ref: (new, old) for ref, (old, new) in ORGANISATIONS.items()}
    return renamed_lines(lines, [renaming.inverse() for renaming in RENAMINGS], back)


def main(arguments: Sequence[str]) -> int:
    """Read SOURCE, write TARGET."""
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m casefinder.sample.rename_gold SOURCE TARGET\n")
        return 2
    source, target = map(Path, arguments)
    target.write_text(renamed_lines(source.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
