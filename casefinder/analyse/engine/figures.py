"""Effect figures: how much, of what, from what to what, how sure; typed, with their place in the text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from casefinder.analyse.engine.doubting import is_denied, is_unsure
from casefinder.analyse.engine.normal import NormalText
from casefinder.analyse.engine.quantities import Quantity, quantities
from casefinder.analyse.engine.tokens import Token

_DOWN = "短縮|短く|減少|減っ|減り|減る|減らし|減|削減|低下|下がっ|下がり|下がる|縮小|縮まっ|縮まり|縮ま|節減|節約|浮い|浮き|抑え|避け|なくな|取りやめ|取り止め|とどま|統一|軽減"
_UP = "増加|増え|増やし|増|上昇|上がっ|上がり|向上|伸び|拡大|広がり|広がっ|早く|育っ|改善"
_REACHED = "登録|入社|入っ|加わっ|超え|届い|届き|達し|利用|乗車|開設|回答|発生せず|始め|使っ|閲覧|参加|受講|採用|定着|合格|気付|気づ|つなが|見つか|楽にな|となっ|となり|になり|になっ|経由"
_CHANGE = re.compile(
    rf"(?:\s*(?:を|も|が|は|の|に|まで|へ|で|と|ほど|分|ずつ|から|以上|程度|くらい|ぐらい))*\s*(?P<verb>(?P<down>{_DOWN})|(?P<up>{_UP}))(?P<tail>なった|なりました|た|ました|って)?"
)
_RESULT = re.compile(
    rf"(?:\s*(?:が|の|も|を|に|は|で|と|まで|以上))?(?P<verb>{_REACHED})(?P<tail>た|ました|て)?"
)
_PAIR_LINK = re.compile(
    r"^\s*(?:もの|あった|かかっていた|かかった|かけていた|要していた|要した|だった|取られていた|ほど|程度)*\s*(?:もの|の)?(?:は|が|を)?\s*(?:から|→|⇒|➡|-+>|、?(?:今は|いまは|現在は|今では|ここ半年は)?|を)\s*(?P<gap>[^。、0-9]{0,14}?)$"
)
_FROM = re.compile(
    r"から|→|⇒|➡|->|(?:あった|かかっていた|だった|要していた|要した|かかった)(?:もの|の)?が|を"
)
_PERIOD = re.compile(
    r"(?:[0-9一二三四五六七八九十]+(?:か月間|ヶ月間|冬続けて|年続けて)|(?:一|1|10|[0-9,]+万?)(?:日|件|人|戸|回|団体|立方メートル|a|ha|枚|頭|反|社|市|店舗|パック|世帯|便|台)(?:当たり|あたり)?(?:年に|平均)?|1件平均|年間で?|月間|年に?|月に?|週に?|毎年|毎月|毎日|月平均"
    r"|[0-9一二三四五六七八九十]+(?:年|か月|ヶ月|カ月|か月半|年間|日間|週間)(?:間)?で|ひと冬で|ひと月で|半年で|一年足らずで|昨年度だけで|その日だけで|その日のうちに|昨年度|今年度|初年度は?|前年比で?|前年度比で?)\s*$"
)
_EACH = re.compile(
    r"当たり|あたり|ごと|おき|平均[0-9で]|で割る|に[0-9〇一二三四五六七八九十]+(?:頭|件|人|枚)から"
)
_NEVER = re.compile(r"も(?:発生|起き|なく|ない|なし|無く|無し|出て)")
_YEAR = re.compile(r"(?:令和|平成)\s*(?:元|[0-9]+)年度?|20[0-9]{2}年度?|昨年度|今年度|初年度|[0-9]年目")
_EXPECTED = re.compile(r"見込|予定|見通し|予想|予測で|計画|なる想定|でしょう|検討中")
_TARGET = re.compile(r"目標|目指|めざ|目途")
_ESTIMATED = re.compile(r"試算|推計|換算|概算|推定|計算にな|見込")
_HEARSAY = re.compile(
    r"はずです|はず。|と聞い|そう[だで]|(?:と|との|という)(?:声|話|評判|意見|印象)|と言われ|とのこと|(?:確かめ|数え|計っ|測っ|計測し|記録し)てい?(?:ない|ません)|聞いたところ|と思い|気がし|感覚|体感|実感|思われ|と思う|おそらく|恐らく|たぶん|多分|かもしれ|考えられ|とみられ|と見られ|だろう|らしい|ようです|模様|って話"
)
_OPENING = re.compile(r"^.*?(?:当たり|あたり|年度|年目|平均)の?")
_METRIC_STOPS = frozenset(
    {
        "平均", "合計", "延べ", "全体", "約", "結果", "うち", "ため", "こと", "もの", "よう", "それ",
        "これ", "今", "現在", "昨年度", "今年度", "年間", "年", "ところ", "あと", "ほか", "月間",
    }
)  # fmt: skip


class Figure(TypedDict):
    """One effect figure. `value`, `before` and `after` count in `unit`; what is not said is None.

    `direction` is up, down or None; `status` actual, expected or target; `certainty` the machine's proposal:
    A measured, B estimated, C felt or heard, empty where it may be read wrongly and a person has to look.
    """

    start: int
    end: int
    text: str
    metric: str | None
    value: float | None
    unit: str | None
    before: float | None
    after: float | None
    direction: str | None
    period: str | None
    status: str
    certainty: str


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    first: Quantity
    last: Quantity
    direction: str | None

    @property
    def is_pair(self) -> bool:
        return self.first is not self.last


def find_figures(
    text: NormalText, tokens: Sequence[Token], given: str, *, is_effect: bool, is_asked: bool = False
) -> list[Figure]:
    """Return the effect figures of one sentence.

    Args:
        text: The sentence in normal characters.
        tokens: Its words.
        given: The whole answer as given, from which the figure's text is cut.
        is_effect: Whether the sentence tells of an effect; only then do plain amounts count.
        is_asked: Whether the question asks for effects; amounts that changed count then, too.
    """
    if not is_effect and not is_asked:
        return []
    amounts = [amount for amount in quantities(text.normal) if _counts(text, amount, given)]
    found: list[_Found] = []
    place = 0
    while place < len(amounts):
        one = _pair(text.normal, amounts, place) or _single(text.normal, amounts[place], plain=is_effect)
        place += 2 if one is not None and one.is_pair else 1
        if one is not None:
            found.append(one)
    return [
        _figure(text, tokens, given, one, amounts)
        for one in found
        if not is_denied(text.normal, one.last.end, one.end)
    ]


def _counts(text: NormalText, amount: Quantity, given: str) -> bool:
    """Tell whether an amount can be a result: not a list's number (①), not the "each" of a rate (10a当たり)."""
    if _EACH.match(text.normal, amount.end):
        return False
    return unicodedata.category(given[text.starts[amount.start]]) != "No"


def _pair(normal: str, amounts: Sequence[Quantity], place: int) -> _Found | None:
    if place + 1 >= len(amounts):
        return None
    first, last = amounts[place], amounts[place + 1]
    between = normal[first.end : last.start]
    if len(between) > 24 or not _FROM.search(between) or not _PAIR_LINK.match(between):
        return None
    if not _alike(first, last):
        return None
    change = _CHANGE.match(normal, last.end)
    before, after = first.value, last.in_unit(first.unit)
    direction = None if after is None or after == before else ("up" if after > before else "down")
    end = _verb_end(change) if change else last.end
    return _Found(_with_period(normal, first.start), end, first, last, direction)


def _alike(one: Quantity, other: Quantity) -> bool:
    return not other.unit or other.in_unit(one.unit) is not None or one.unit[-1:] == other.unit[-1:]


def _single(normal: str, amount: Quantity, *, plain: bool) -> _Found | None:
    start = _with_period(normal, amount.start)
    change = _CHANGE.match(normal, amount.end)
    if change is not None and amount.unit:
        direction = "down" if change["down"] else "up"
        return _Found(start, _verb_end(change), amount, amount, direction)
    if amount.unit == "倍" or normal.startswith(("半減", "倍増"), amount.start):
        return _Found(start, amount.end, amount, amount, "up")
    if not plain or amount.unit in {"日", "年間", "か月", "週間", "日間", "度", "区", "町", "市", "村"}:
        return None
    result = _RESULT.match(normal, amount.end)
    return _Found(start, _verb_end(result) if result else amount.end, amount, amount, None)


def _verb_end(match: re.Match[str]) -> int:
    """Return the end of a change: 減った with its ending, 短縮 without the した that may follow."""
    spoken = "ぁ" <= match["verb"][-1] <= "ゟ"
    return match.end() if match["tail"] and spoken else match.end("verb")


def _with_period(normal: str, start: int) -> int:
    """Return where the words that say "a year", "per case" begin, if they stand before an amount."""
    while True:
        period = _PERIOD.search(normal, max(0, start - 14), start)
        if period is None or period.start() == start or _is_of_a_date(normal, period.start()):
            return start
        start = period.start()


def _is_of_a_date(normal: str, start: int) -> bool:
    """Tell whether 年 or 月 belongs to what stands before it: 6月に, 前年."""
    before = normal[start - 1 : start]
    return normal[start] in "年月" and (before.isdigit() or (bool(before) and before in "前昨翌同先来"))


def _figure(
    text: NormalText, tokens: Sequence[Token], given: str, found: _Found, amounts: Sequence[Quantity]
) -> Figure:
    start, end = text.to_given(found.start, found.end)
    unit = found.last.unit or found.first.unit
    before = found.first.in_unit(unit) if found.is_pair else None
    after = found.last.value if found.is_pair else None
    status = _status(text.normal)
    metric = _metric(tokens, start)
    used = (found.first, found.last) if found.is_pair else (found.last,)
    said = _said_direction(text.normal, found)
    unsure = is_unsure(text.normal, amounts, used, metric, found.direction, said)
    value = 0.0 if _NEVER.match(text.normal, found.last.end) else found.last.value
    return Figure(
        start=start,
        end=end,
        text=given[start:end],
        metric=metric,
        value=value,
        unit=unit or None,
        before=before,
        after=after,
        direction=found.direction,
        period=_period(text.normal, found),
        status=status,
        certainty=_certainty(text.normal, status, unsure),
    )


def _status(normal: str) -> str:
    if _TARGET.search(normal):
        return "target"
    return "expected" if _EXPECTED.search(normal) else "actual"


def _said_direction(normal: str, found: _Found) -> str | None:
    """Return what the word behind a pair says; of a single amount the direction comes from that word anyway."""
    change = _CHANGE.match(normal, found.last.end) if found.is_pair else None
    return ("down" if change["down"] else "up") if change else None


def _certainty(normal: str, status: str, unsure: bool) -> str:
    if _HEARSAY.search(normal):
        return "C"
    if status != "actual" or _ESTIMATED.search(normal):
        return "B"
    return "" if unsure else "A"


def _period(normal: str, found: _Found) -> str | None:
    said = normal[found.start : found.first.start].strip()
    if said:
        return said
    year = _YEAR.search(normal)
    return year.group() if year else None


def _metric(tokens: Sequence[Token], start: int) -> str | None:
    """Return the nearest noun phrase before a figure that can be what was counted."""
    before = [token for token in tokens if token.end <= start]
    clause: list[Token] = []
    for token in reversed(before):
        if token.surface in {"、", "。", "「", "」", "・"} and clause:
            break
        clause.insert(0, token)
    return _last_phrase(clause) or _last_phrase(before)


def _last_phrase(tokens: Sequence[Token]) -> str | None:
    behind = len(tokens)
    while behind and not (tokens[behind - 1].is_noun and _can_be_metric(tokens[behind - 1])):
        behind -= 1
    first = behind
    while first and (
        (tokens[first - 1].is_noun and _can_be_metric(tokens[first - 1]))
        or (tokens[first - 1].surface == "の" and first - 1 and tokens[first - 2].is_noun and first < behind)
    ):
        first -= 1
    phrase = "".join(token.surface for token in tokens[first:behind]).strip("の")
    phrase = _OPENING.sub("", phrase)
    return phrase if len(phrase) > 1 else None


def _can_be_metric(token: Token) -> bool:
    return token.surface not in _METRIC_STOPS and token.subkind not in {"数詞"} and token.kind != "接頭辞"
