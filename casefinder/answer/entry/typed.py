"""What somebody typed and sent although nothing may be stored: shown again, so that it can be copied."""

import re
from collections.abc import Mapping, Sequence

NOT_TYPED = (
    "csrf_token",
    "save",
    "mark",
    "seen",
    "number",
    "revision",
    "keep",
    "audience",
    "spoken",
    "alternative",
    "at",
)
CODE = re.compile(r"[a-z][a-z_]*")
NUMBER = re.compile(r"[A-Z]{1,2}[0-9]{1,2}")
MAX_TEXTS = 200


def typed_texts(form: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return the texts of a posted section in the order of the page, as number of the question and text.

    Args:
        form: Name of the input → values. Hidden inputs, and codes of choices, are no texts. The page sends the
            numbers along, for whoever has lost the link is told nothing that was not sent.
    """
    texts = [
        (_number(form, name.removeprefix("alternative_text.").partition(".")[0]), value)
        for name, values in form.items()
        if name.partition(".")[0] not in NOT_TYPED and not name.endswith((".id", ".rights", ".remove"))
        for value in values
        if value.strip() and not CODE.fullmatch(value)
    ]
    return texts[:MAX_TEXTS]


def _number(form: Mapping[str, Sequence[str]], key: str) -> str:
    number = next(iter(form.get(f"number.{key}", ())), "")
    return number if NUMBER.fullmatch(number) else key
