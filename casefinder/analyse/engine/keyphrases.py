"""Key phrases of an answer: compound nouns that stand by themselves, the longer and more frequent the better."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import TypedDict

from casefinder.analyse.engine.runs import Entity, Run, noun_runs
from casefinder.analyse.engine.tokens import Token

MOST = 12
_CANDIDATES = 400
"""Phrases of a very long answer that are compared with each other."""
_WEAK = frozenset(
    {
        "こと", "もの", "ため", "よう", "的", "者", "等", "年", "月", "日", "人", "名", "件", "方", "当",
        "町", "市", "村", "道", "昨年", "昨年度", "今年度", "翌年", "当初", "現在", "以前", "今後", "全体",
        "以上", "以下", "場合", "様子", "状況", "写真", "詳細", "別紙", "参照", "自分", "みんな", "皆",
    }
)  # fmt: skip
Span = tuple[int, int]


class Keyphrase(TypedDict):
    """A phrase as written at its first place, its score in [0, 1], and all its places."""

    text: str
    score: float
    spans: list[list[int]]


def keyphrases(
    sentences: Sequence[Sequence[Token]], given: str, persons: Sequence[Entity]
) -> list[Keyphrase]:
    """Return the best phrases of one answer, best first; phrases that touch a person are left out.

    The score is the C-value: length times frequency, less what a phrase owes to longer ones that hold it.

    Args:
        sentences: The words of each sentence.
        given: The answer as given.
        persons: Its persons.
    """
    places: dict[str, list[Span]] = defaultdict(list)
    lengths: dict[str, int] = {}
    for tokens in sentences:
        for run in noun_runs(tokens):
            trimmed = _trimmed(run)
            if trimmed is None or _touches(trimmed.span, persons):
                continue
            phrase = "".join(token.word for token in trimmed.parts)
            places[phrase].append(trimmed.span)
            lengths[phrase] = len(trimmed.parts)
    if len(places) > _CANDIDATES:
        first = sorted(places, key=lambda p: (-len(places[p]) * lengths[p], places[p][0]))[:_CANDIDATES]
        places = {phrase: places[phrase] for phrase in first}
    values = {phrase: _c_value(phrase, places, lengths) for phrase in places}
    best = sorted(
        (phrase for phrase in values if values[phrase] > 0), key=lambda p: (-values[p], places[p][0])
    )[:MOST]
    highest = values[best[0]] if best else 1.0
    return [
        Keyphrase(
            text=given[slice(*places[phrase][0])],
            score=round(values[phrase] / highest, 4),
            spans=[list(span) for span in places[phrase]],
        )
        for phrase in best
    ]


def _trimmed(run: Run) -> Run | None:
    first, behind = run.first, run.behind
    while first < behind and (_is_weak(run.tokens[first]) or _follows_number(run, first)):
        first += 1
    while behind > first and _is_weak(run.tokens[behind - 1]):
        behind -= 1
    trimmed = Run(run.tokens, first, behind)
    if behind == first or any(letter.isdigit() for letter in trimmed.surface):
        return None
    return trimmed if len(trimmed.surface) > 1 else None


def _follows_number(run: Run, place: int) -> bool:
    return place > run.first and run.tokens[place - 1].subkind == "数詞"


def _is_weak(token: Token) -> bool:
    return (
        token.surface in _WEAK
        or token.kind == "接頭辞"
        or token.subkind in {"数詞", "助数詞可能", "副詞可能"}
        or token.surface in {"さん", "様", "氏", "当たり", "あたり", "ごと", "減", "増", "平均"}
    )


def _c_value(phrase: str, places: dict[str, list[Span]], lengths: dict[str, int]) -> float:
    holders = [other for other in places if other != phrase and phrase in other]
    frequency = len(places[phrase])
    if lengths[phrase] == 1 and frequency == 1:
        return 0.0
    owed = sum(len(places[other]) for other in holders) / len(holders) if holders else 0.0
    return (
        math.log2(lengths[phrase] + 1)
        * max(frequency - owed / 2, 0.1)
        * (0.5 if lengths[phrase] == 1 else 1.0)
    )


def _touches(span: Span, persons: Sequence[Entity]) -> bool:
    return any(person.start < span[1] and span[0] < person.end for person in persons)
