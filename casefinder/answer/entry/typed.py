"""What somebody sent although it is not stored: shown again, whatever it looks like, so that it can be copied.

Nothing is left out by its looks. What the page itself sends along (the form's token, revisions, buttons) is told by its
name *and* its value: a text under such a name is a text. The page sends the words of its questions along as well, as
`label:<name>`, for whoever has lost the link is told nothing that was not sent.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casefinder.ask.questionnaires.kinds.file import RIGHTS
from casefinder.ask.questionnaires.rules import AUDIENCE_LABELS
from casefinder.errors import N_

HINT = "label:"
TOKEN = "csrf_token"  # noqa: S105 - the name of an input
SPOKEN = N_("I prefer to tell you")
_KEY = r"[A-Za-z][A-Za-z0-9_]{0,39}"
_PLACE = rf"{_KEY}(\.[a-z][a-z0-9_]*)?(\.\d{{1,3}})?"
NUMBER = re.compile(r"[A-Z]{1,2}[0-9]{1,2}")
# Names of inputs that steer the page → the values that it gives them.
_STEERING = tuple(
    (re.compile(name), re.compile(value))
    for name, value in (
        ("save", "next|home|stay"), ("mark", "finished|later"), ("at", r"[A-Za-z][A-Za-z0-9_-]{0,80}"),
        ("add_row|remove_row", _PLACE), ("undo|restore", rf"{_KEY}:\d{{1,9}}"), ("seen", r"\d{1,9}"),
        (rf"seen\.{_KEY}", r"\d{1,9}\.[0-9a-f]{0,12}"), (rf"number\.{_KEY}", NUMBER.pattern),
        (rf"keep\.{_KEY}", "mine|theirs"), (rf"{_PLACE}\.\d{{1,3}}\.id", "[a-z0-9]{1,16}"),
        (rf"{_KEY}(\.[a-z][a-z0-9_]*)?\.id", r"\d{1,9}"), (rf"{_PLACE}(\.\d{{1,9}})?\.remove", "yes"),
    )
)  # fmt: skip
_RIGHTS = {right.code: right.label for right in RIGHTS}

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Sent:
    """One thing that was sent: under which words, and what; `is_ours` when the text is a message of casefinder's."""

    label: str
    text: str
    is_choice: bool = False
    is_ours: bool = False


def sent_pieces(form: Form) -> list[Sent]:
    """Return all that a form brings from a person, in the order of the page."""
    return list(_pieces(form))


def is_steering(name: str, value: str) -> bool:
    """Say whether an input steers the page and carries nothing that a person wrote or chose."""
    if name == TOKEN or name.startswith(HINT):
        return True
    return any(names.fullmatch(name) and values.fullmatch(value) for names, values in _STEERING)


def again(form: Form) -> list[tuple[str, str]]:
    """Return the inputs that send the same once more, without the token."""
    return [(name, value) for name, values in form.items() if name != TOKEN for value in values]


def _pieces(form: Form) -> Iterator[Sent]:
    for name, values in form.items():
        for value in values:
            if not value.strip() or is_steering(name, value):
                continue
            yield _piece(form, name, value)


def _piece(form: Form, name: str, value: str) -> Sent:
    head, _, rest = name.partition(".")
    if head == "audience" and value in AUDIENCE_LABELS:
        return Sent(_label(form, rest), AUDIENCE_LABELS[value], is_choice=True, is_ours=True)
    if head == "spoken" and value == "yes":
        return Sent(_label(form, rest), SPOKEN, is_choice=True, is_ours=True)
    if name.endswith(".rights") and value in _RIGHTS:
        return Sent(_label(form, name), _RIGHTS[value], is_choice=True, is_ours=True)
    place = re.sub(r"\.\d+(?=\.|$)", "", name)
    words = _hint(form, place).get(value)
    shown = rest if head in ("alternative", "alternative_text") else name
    if words:
        return Sent(_label(form, shown), words, is_choice=True)
    return Sent(_label(form, shown), value)


def _label(form: Form, name: str) -> str:
    """Return the words of a question as the page sent them: `B3　記入した人（所属・職）`, `G1（2 出来事）`."""
    key, _, rest = name.partition(".")
    if not re.fullmatch(_KEY, key) or not re.fullmatch(r"[A-Za-z0-9_.]*", rest):
        return name
    number = next(iter(form.get(f"number.{key}", ())), "")
    title = _hint(form, key).get("", "")
    label = number if NUMBER.fullmatch(number) else key
    if key in ("seen", "number", "keep"):
        return name
    return (f"{label}　{title}" if title else label) + _part(form, key, rest.split(".") if rest else [])


def _part(form: Form, key: str, rest: Sequence[str]) -> str:
    numbers = [part for part in rest if part.isascii() and part.isdigit()]
    words = [part for part in rest if part not in numbers]
    part = _hint(form, ".".join([key, *words])).get("", "") if words else ""
    is_row = len(rest) > len(numbers) > 0 and rest[-1] not in ("description", "credit", "rights")
    shown = [str(int(number) + is_row) if len(number) < 10 else number for number in numbers]
    inside = " ".join([*shown, part] if part else shown)
    return f"（{inside}）" if inside else ""


def _hint(form: Form, place: str) -> dict[str, str]:
    """Return what the page sent of an input's words: empty → what it is called, code → what the choice is called."""
    lines = next(iter(form.get(f"{HINT}{place}", ())), "").splitlines()
    return {code: words for code, tab, words in (line.partition("\t") for line in lines) if tab}
