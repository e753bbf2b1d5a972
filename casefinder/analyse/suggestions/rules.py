"""What the engine's answer means for the desk; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casefinder.analyse.coding.rules import is_span_of

NEAR_THRESHOLD = 0.05
MAX_REASONS = 6
MAX_REASON_CHARS = 300
ALL_CUES = ""


class AnswerInvalid(ValueError):
    """The engine's answer does not keep its promise; the text says how, without any of the answer's words."""


@dataclass(frozen=True)
class Suggested:
    """One theme proposed for one sentence."""

    start: int
    end: int
    theme_key: str
    score: float
    is_ticked: bool
    reasons: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Found:
    """An entity, an effect figure or a key phrase."""

    kind: str  # entity | figure | keyphrase
    start: int
    end: int
    label: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class ReadText:
    """What the engine found in one answer."""

    suggestions: tuple[Suggested, ...] = ()
    findings: tuple[Found, ...] = field(default=())


def read_text(text: str, given: Mapping[str, Any]) -> ReadText:
    """Return what the engine said about one answer, checked against the answer's text.

    Raises:
        AnswerInvalid: A span lies outside the text, a score outside [0, 1], or a suggestion has no reason.
    """
    suggestions = tuple(_suggestion(text, entry) for entry in given.get("suggestions", ()))
    findings = [
        *(_found(text, "entity", e, str(e.get("label", ""))) for e in given.get("entities", ())),
        *(_found(text, "figure", e, str(e.get("metric") or "")) for e in given.get("figures", ())),
        *_keyphrases(text, given.get("keyphrases", ())),
    ]
    return ReadText(suggestions, tuple(findings))


def _suggestion(text: str, entry: Mapping[str, Any]) -> Suggested:
    start, end = _span(text, entry.get("start"), entry.get("end"))
    score = entry.get("score")
    if not isinstance(score, int | float) or not 0 <= score <= 1:
        raise AnswerInvalid("a score is outside 0 to 1")
    reasons = tuple(
        {"kind": str(r.get("kind", "words")), "text": str(r.get("text", ""))[:MAX_REASON_CHARS]}
        for r in entry.get("reasons", ())[:MAX_REASONS]
    )
    if not reasons:
        raise AnswerInvalid("a suggestion has no reason")
    return Suggested(start, end, str(entry.get("theme")), float(score), bool(entry.get("ticked")), reasons)


def _found(text: str, kind: str, entry: Mapping[str, Any], label: str) -> Found:
    start, end = _span(text, entry.get("start"), entry.get("end"))
    return Found(kind, start, end, label, dict(entry))


def _keyphrases(text: str, entries: Iterable[Mapping[str, Any]]) -> Iterable[Found]:
    for entry in entries:
        spans = entry.get("spans") or ()
        if not spans:
            continue
        start, end = _span(text, *spans[0])
        yield Found("keyphrase", start, end, str(entry.get("text", "")), dict(entry))


def _span(text: str, start: object, end: object) -> tuple[int, int]:
    if not isinstance(start, int) or not isinstance(end, int) or not is_span_of(text, start, end):
        raise AnswerInvalid("a span does not lie in the text")
    return start, end


def cues_of(reasons: Iterable[Mapping[str, str]]) -> list[str]:
    """Return the cue words among the reasons of a suggestion, each once, in alphabetical order."""
    return sorted({reason["text"] for reason in reasons if reason.get("kind") == "cue" and reason["text"]})
