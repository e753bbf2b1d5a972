"""What somebody typed and sent although nothing may be stored: shown again, so that it can be copied."""

import re
from collections.abc import Mapping, Sequence

NOT_TYPED = (
    "csrf_token",
    "save",
    "mark",
    "seen",
    "revision",
    "keep",
    "audience",
    "spoken",
    "alternative",
    "at",
)
CODE = re.compile(r"[a-z][a-z_]*")
MAX_TEXTS = 200


def typed_texts(form: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return the texts of a posted section in the order of the page, as item key and text.

    Args:
        form: Name of the input → values. Hidden inputs, and codes of choices, are no texts.
    """
    texts = [
        (name.removeprefix("alternative_text.").partition(".")[0], value)
        for name, values in form.items()
        if name.partition(".")[0] not in NOT_TYPED and not name.endswith((".id", ".rights", ".remove"))
        for value in values
        if value.strip() and not CODE.fullmatch(value)
    ]
    return texts[:MAX_TEXTS]
