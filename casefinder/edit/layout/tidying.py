"""Putting a text into the notation of print: line ends, list marks, brackets, spaces, widths, doubled marks.

No letter and no digit is ever lost, and a tidy text stays as it is. Every character of the new text knows which one of the old it
came from, so that whoever marked a span of the old text finds it in the new one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from casefinder.errors import N_
from casefinder.lettering import MARKED, RADICALS, UNSEEN

Put = str | Callable[["re.Match[str]"], str]

_SPACE = r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_BREAK = r"(?>\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])"
_MARKS = (
    rf"(?:{_SPACE}*(?:[・･•‣◦▪◾◽►▶■□◆◇](?=[^\s■□◆◇])|[・･•‣◦▪◾◽►▶■□◆◇●○](?={_SPACE}+\S)"
    rf"|[–—\-−‐*＊](?={_SPACE}+[^\d\s０-９])|[–—\-−‐*＊](?={_SPACE}*[・･•])))+{_SPACE}*"
)
_ENDS = "。、，．！？!?」』）)】〕：:；;…"
_JAPANESE = r"[ぁ-ゖァ-ヺー々〆一-鿿㐀-䶿]"
_AT_MARK = re.compile(rf"{_MARKS}(?=\S)")
_POINT = re.compile(
    r"[(（]?(?:[0-9０-９]{1,2}|[ア-コ])[)）.．](?![0-9０-９])|[①-⑳❶-❿※→]"
)  # the next of a list
_PARTICLES = "をがはへのとやも"  # no sentence ends with one
_MOST_ROUNDS = 8


@dataclass(frozen=True)
class Tidied:
    """A tidy text: `origins[i]` is the code point of the old text that the i-th one came from, `reasons` what was done."""

    text: str
    origins: tuple[int, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Rule:
    reason: str
    pattern: "re.Pattern[str]"
    put: Put


def _rule(reason: str, pattern: str, put: Put) -> _Rule:
    return _Rule(reason, re.compile(pattern), put)


def _joined(found: "re.Match[str]") -> str:
    """Return what stands for a line end: a stop before the next point of a list or paragraph, else nothing."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    if not found[0] or not before or not after:
        return ""
    if before[-1] not in _ENDS:
        goes_on = before[-1] in _PARTICLES and not found["marks"]
        if found["marks"] or ((found["blank"] or _POINT.match(after)) and not goes_on):
            return "。"
    return " " if _is_latin(before[-1]) and _is_latin(after[0]) and not found["marks"] else ""


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _nfkc(found: "re.Match[str]") -> str:
    return unicodedata.normalize("NFKC", found[0])


def _nfc(found: "re.Match[str]") -> str:
    return unicodedata.normalize("NFC", found[0])


def _headings(found: "re.Match[str]") -> str:
    words = [word.strip() for word in re.findall(r"【([^【】]*)】", found[0])]
    inside = "・".join(word for word in words if word)
    return f"【{inside}】" if inside else ""


def _last(found: "re.Match[str]") -> str:
    return found[0][-1]


_RULES: tuple[_Rule, ...] = (
    _rule(N_("Invisible characters removed"), UNSEEN, ""),
    _rule(N_("Characters of another shape put right"), RADICALS, _nfkc),
    _rule(N_("Half-width kana widened"), r"[\uff61-\uff9f]+", _nfkc),
    _rule(N_("Letters and their marks joined"), MARKED, _nfc),
    _rule(N_("Digits made half-width"), r"[０-９]+", _nfkc),
    _rule(N_("Digits made half-width"), r"(?<=\d)．(?=\d)", "."),
    _rule(N_("Digits made half-width"), r"(?<=\d)，(?=\d{3}(?!\d))", ","),
    _rule(N_("Lines joined"), rf"{_SPACE}*(?P<blank>{_BREAK}{_SPACE}*{_BREAK})?(?:{_SPACE}*{_BREAK})*(?<=[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]){_SPACE}*(?P<marks>{_MARKS})?", _joined),
    _rule(N_("List marks removed"), rf"\A{_MARKS}(?=\S)", ""),
    _rule(N_("Spaces removed"), rf"\A{_SPACE}+(?=\S)", ""),
    _rule(N_("List marks removed"), rf"(?<=[。！？]){_SPACE}*[・･•](?=[^\s・･•])", ""),
    _rule(N_("Brackets put right"), r"【[^【】]*】(?:\s*【[^【】]*】)+|【\s*】", _headings),
    _rule(N_("Full stops put right"), rf"(?<={_JAPANESE})(?<!^[ア-コ])(?<![。 \n][ア-コ])．", "。"),
    _rule(N_("Full stops put right"), rf"(?<={_JAPANESE})，", "、"),
    _rule(N_("Doubled marks removed"), r"。{2,}|、{2,}|．{2,}|，{2,}|[、，]+。", _last),
    _rule(N_("Doubled marks removed"), r"(?<=。)[、，]+", ""),
    _rule(N_("Doubled marks removed"), r"！{2,}|？{2,}", _last),
    _rule(N_("Doubled marks removed"), r"・{3,}", "…"),
    _rule(N_("Doubled marks removed"), r"・{2}", "・"),
    _rule(N_("Spaces removed"), rf"{_SPACE}+(?=[。、，．！？」』）】〕])", ""),
    _rule(N_("Spaces removed"), rf"(?<=[。、！？「『（【〔]){_SPACE}+", ""),
    _rule(N_("Spaces removed"), rf"{_SPACE}{{2,}}|[\t\u00a0\u2000-\u200a\u202f\u205f]", " "),
)  # fmt: skip


def tidied(text: str) -> Tidied:
    """Return a text in the notation of print."""
    present = Tidied(text, tuple(range(len(text))))
    for _ in range(_MOST_ROUNDS):
        before = present.text
        for rule in _RULES:
            present = _applied(present, rule)
        present = _brackets(present)
        if present.text == before:
            break
    return present


def begins_with_mark(text: str) -> bool:
    """Say whether a text is a point of a list."""
    return _AT_MARK.match(text) is not None


def is_tidy(text: str) -> bool:
    """Say whether a text is in the notation of print already."""
    return tidied(text).text == text


def _applied(present: Tidied, rule: _Rule) -> Tidied:
    text = present.text
    pieces: list[str] = []
    origins: list[int] = []
    at = 0
    for found in rule.pattern.finditer(text):
        put = rule.put if isinstance(rule.put, str) else rule.put(found)
        if put == found[0]:
            continue
        pieces += [text[at : found.start()], put]
        origins += present.origins[at : found.start()]
        origins += _of_new(present.origins, found.start(), found.end(), len(put))
        at = found.end()
    if not pieces:
        return present
    reasons = tuple(dict.fromkeys((*present.reasons, rule.reason)))
    return Tidied("".join((*pieces, text[at:])), (*origins, *present.origins[at:]), reasons)


def _of_new(origins: tuple[int, ...], start: int, end: int, length: int) -> Iterator[int]:
    for step in range(length):
        yield origins[min(start + step, end - 1)]


def _brackets(present: Tidied) -> Tidied:
    """Take one of two 「「 away where only one is closed; where both are, the inner ones become 『』."""
    for at in (found.start() for found in re.finditer("「「", present.text)):
        inner, outer = _closing(present.text, at + 1), _closing(present.text, at)
        if outer is None:
            kept = [number for number in range(len(present.text)) if number != at]
            text = "".join(present.text[number] for number in kept)
            return _brackets(Tidied(text, tuple(present.origins[n] for n in kept), _with_brackets(present)))
        if inner is not None:
            text = present.text
            text = f"{text[: at + 1]}『{text[at + 2 : inner]}』{text[inner + 1 :]}"
            return _brackets(Tidied(text, present.origins, _with_brackets(present)))
    return present


def _with_brackets(present: Tidied) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*present.reasons, N_("Brackets put right"))))


def _closing(text: str, opening: int) -> int | None:
    depth = 0
    for at in range(opening, len(text)):
        depth += {"「": 1, "」": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return None


def quoted_inside(text: str) -> str:
    """Return a text as it stands inside 「」: quotations in it become 『』."""
    return text.translate({ord("「"): "『", ord("」"): "』"}) if "『" not in text else text
