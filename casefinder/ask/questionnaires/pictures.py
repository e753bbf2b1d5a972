"""What has to be said of a picture that may be printed: one rule for respondents, editors and the press."""

import re
from enum import StrEnum

from casefinder.lettering import lettered

LONGEST_ALT_CHARS = 150
_FILE_NAME = re.compile(r"\.(jpe?g|png|svg|gif|webp|pdf)\s*$|^(IMG|DSC)[_-]?\d+", re.IGNORECASE)


class PictureFault(StrEnum):
    """What is wrong with the words about a picture."""

    NO_ALT = "no_alt"
    FILE_NAME = "file_name"  # the alternative text is the name of a file
    LONG_ALT = "long_alt"
    NO_CREDIT = "no_credit"

    @property
    def stops(self) -> bool:
        """Whether a picture cannot be printed like this."""
        return self is not PictureFault.LONG_ALT


def picture_faults(alt: str, credit: str) -> tuple[PictureFault, ...]:
    """Return what is wrong with the words about a picture.

    Args:
        alt: What it shows, for people who cannot see it.
        credit: Who took or made it.
    """
    said = lettered(alt).strip()
    checked = (
        (not said, PictureFault.NO_ALT),
        (is_file_name(said), PictureFault.FILE_NAME),
        (len(said) > LONGEST_ALT_CHARS, PictureFault.LONG_ALT),
        (not lettered(credit).strip(), PictureFault.NO_CREDIT),
    )
    return tuple(fault for is_so, fault in checked if is_so)


def is_file_name(alt: str) -> bool:
    """Say whether what should tell of a picture is just the name of a file."""
    return bool(_FILE_NAME.search(alt.strip()))
