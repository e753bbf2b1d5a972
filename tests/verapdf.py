"""Judge PDFs with the veraPDF engine from the command line or a test.

python -m tests.verapdf FILE…   prints a line a file and flavour; exit 1 if any is not compliant.
"""

import sys
from pathlib import Path

from casefinder.publish.book.judge import GATES, Judgement, judge


def judged(book: Path, flavours: tuple[str, ...] = GATES) -> Judgement:
    """Return the judgement; a judge that cannot sit is a failure that says what is missing."""
    judgement = judge(book, flavours)
    assert not judgement.missing, f"veraPDF needs: {', '.join(judgement.missing)}"
    assert not judgement.error, judgement.error
    return judgement


def main(files: list[str]) -> int:
    bad = 0
    for name in files:
        for verdict in judged(Path(name)).verdicts:
            bad += not verdict.compliant
            word = "compliant" if verdict.compliant else "NOT compliant"
            sys.stdout.write(f"{name} {verdict.flavour} {word} {verdict.assertions} {verdict.failures}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
