"""The child that reads the texts out of a made book: PDFium is not ours, and what ends it must not end the worker.

    python -m casefinder.publish.builds.texts_child FOLDER CASE_PAGES

CASE_PAGES is a JSON object, number of a case → its first page. Writes texts.json into the folder.
"""

import json
import sys
from pathlib import Path

from casefinder.child import stay_with_parent
from casefinder.publish.builds.file_texts import keep_texts


def main() -> None:
    """Read the texts and lay them beside the files."""
    stay_with_parent()
    pages = {int(number): int(page) for number, page in json.loads(sys.argv[2]).items()}
    keep_texts(Path(sys.argv[1]), pages)


if __name__ == "__main__":
    main()
