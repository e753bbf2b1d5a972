"""How long the press takes for one case alone, in the child that the editor's page asks: starting, then each case.

    .venv/bin/python bench/case.py [--sample DIR] [--rounds 3]

Lays out every case of a sample's book (`casebook/content.json`), each asked anew, and prints seconds of wall and of the child's CPU. On a
shared machine the CPU is what an undisturbed one would need.
"""

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    from casefinder import child

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=Path, default=ROOT / "var" / "demo")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    content = json.loads((args.sample / "casebook" / "content.json").read_text(encoding="utf-8"))
    numbers = {chapter["key"]: chapter["number"] for chapter in content["chapters"]}
    press = child.LastingChild("casefinder.publish.book.case_child", limits=child.Limits(timeout_s=60))
    with tempfile.TemporaryDirectory() as pictures:
        cases = [_without_picture(case) for case in content["cases"]]
        walls = [
            _asked(press, case, numbers[case["chapter"]], pictures)
            for _ in range(args.rounds)
            for case in cases
        ]
    press.close()
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN)
    later = sorted(walls[1:])
    print(
        f"start and first case {walls[0]:.2f} s; later p50 {statistics.median(later):.2f} s, worst {later[-1]:.2f} s"
    )
    print(f"CPU of the child {(cpu.ru_utime + cpu.ru_stime) / len(walls):.2f} s a case, its start included")


def _without_picture(case: dict[str, object]) -> dict[str, object]:
    """The picture's file is no part of the measurement: an edition's JSON alone is enough for it."""
    return {**case, "figure": None}


def _asked(press: object, case: dict[str, object], chapter: int, pictures: str) -> float:
    before = time.monotonic()
    press.ask({"case": case, "chapter": chapter, "pictures": pictures})  # type: ignore[attr-defined]
    return time.monotonic() - before


if __name__ == "__main__":
    main()
