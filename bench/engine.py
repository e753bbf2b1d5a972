"""How fast the text engine reads, beside plain ja_ginza on the same texts in the same run.

    .venv/bin/python bench/engine.py [--rounds N] [--questionnaires N]

Prints characters a second of both for each round and the median of the ratios. Rounds alternate, because the same
command varies on a shared machine; only the ratio is worth comparing between machines.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

GOLD = Path(__file__).parent.parent / "casefinder" / "analyse" / "engine" / "gold" / "dev.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--questionnaires", type=int, default=12)
    args = parser.parse_args()
    lines = GOLD.read_text(encoding="utf-8").splitlines()[: args.questionnaires]
    documents = [json.loads(line) for line in lines]
    texts = [answer["text"] for document in documents for answer in document["answers"]]
    chars = sum(map(len, texts))

    import spacy

    from casefinder.analyse.engine.reader import Reader, Training

    begun = time.perf_counter()
    reader = Reader(Training.exemplars_only())
    reader.read(documents[0])
    print(f"engine ready after {time.perf_counter() - begun:.1f} s")
    plain = spacy.load("ja_ginza")
    list(plain.pipe(texts[:2]))

    ratios = []
    for number in range(1, args.rounds + 1):
        plain_speed = chars / seconds(lambda: list(plain.pipe(texts)))
        own_speed = chars / seconds(lambda: [reader.read(document) for document in documents])
        ratios.append(own_speed / plain_speed)
        print(f"round {number}: plain ja_ginza {plain_speed:,.0f}, engine {own_speed:,.0f} characters/s")
    print(f"{chars:,} characters; median ratio engine / plain ja_ginza: {statistics.median(ratios):.2f}")


def seconds(act: Callable[[], object]) -> float:
    """Return how long an act takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
