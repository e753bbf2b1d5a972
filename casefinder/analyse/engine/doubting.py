"""Which figures are not what they seem: denied, or read in a way that may be wrong. Then none is proposed as measured."""

import re
from collections.abc import Sequence

from casefinder.analyse.engine.quantities import Quantity

_DENIAL = (
    r"(?:(?:い|は)?(?:ない|なかっ|なく|ず(?!つ|れ)|ぬ)|ません|ありま?せん|あり得な|至ら|至りませ|至って(?:い|は)?(?:な|ませ)|言え(?:な|ませ)|いえ(?:な|ませ)"
    r"|言い(?:がた|難)|いい(?:がた|難)|でき(?:な|ませ|ず)|届(?:か|いて(?:い)?(?:な|ませ))|及(?:ば|んで(?:い)?(?:な|ませ))|ほど遠)"
)
_LINK = r"(?:ら[すしせさ]?|て|で|た|だ|する|し|になる|なる|こと|わけ|もの|と|に|まで|など|の|では|じゃ|は|が|も|い)*"
_DENIED = re.compile(
    rf"^{_LINK}(?:{_DENIAL}|(?:と|とは|とまでは?|とも)(?:言い切れ|言え|断言でき|断定でき|言える(?:ほど|段階|状況)[^、。]{{0,6}})(?:な|ませ|ず))"
)
_OPEN = re.compile(
    r"^(?:た|だ|する|した)?(?:の)?か(?:どうか)?は?、?(?:まだ|今も)?(?:分から|わから|判ら|不明|定かで)"
)
_FURTHER_ON = re.compile(r"^[^、。「」]{1,24}(?:ない|ません|なかった|ませんでした)(?:です|の)?[。．]?$")
_NO_DENIAL = re.compile(r"(?:間違い|違い|疑い|まちがい|ちがい|言うまでも)(?:は|が)?(?:ない|ありません)")
_NOT_LASTING = re.compile(
    r"(?:元|もと)に戻|逆戻り|再び(?:増|減|上|下)|一時的|だけ(?:で|の)?[0-9一二三四五六七八九十]|最初だけ|当初だけ"
)
_IF = re.compile(r"仮に|もし(?!く)|(?:れば|とすれば|としたら)[、0-9]|広げれば")
_OF_HOW_MANY = re.compile(r"^(?:中|のうち|うち)[、,]?[^、。]{0,6}$|^(?:中|のうち|うち)")
_THOUGHT_BEFORE = re.compile(
    r"(?:想定|予想|当初|目安|定員|上限|前年度?|昨年度?|前回|前月|前期)(?:の|は|では|:|比)?\s*$"
)
_THOUGHT_AFTER = re.compile(r"^(?:を|と)(?:想定|予想|目安)")
_WAS_SOME = re.compile(
    r"^(?:も|ほど|程度|くらい)?(?:だった|であった|あった|かかっ(?:てい)?た|要し(?:てい)?た)(?![。．、]|$)"
)
_NONE_AT_ALL = re.compile(r"^も(?!な|発生せ)[^、。]{1,10}(?:ない|ません|なかった|ず)")
_BECAME = re.compile(r"^(?:だったの|のもの)?が[^、。0-9]{0,6}$")
_MONTH = re.compile(r"(?<![0-9])[0-9]{1,2}月(?!間|あたり|当たり)")
_INSTEAD = re.compile(r"^(?:へ|に|まで)?、?(?:ではなく|でなく|じゃなく|どころか)")
_TIMES = {"時間": 3, "分": 2, "秒": 1}
_RANGE = re.compile(
    r"[0-9〇一二三四五六七八九十百千万]\s*(?:[~〜～‐‑–—―-]|から|ないし|乃至)\s*$|(?<![0-9])[0-9一二三四五六七八九][、・]\s*$|[0-9][^、。0-9]{0,4}\s*[~〜～–—]\s*$"
)
_UNREAD_BEFORE = re.compile(
    r"[0-9][^、。0-9]{0,6}(?:から|→|⇒|->)\s*$"
)  # a pair of which only one half was read
_SIGN = re.compile(r"(?:[▲△▼▽全]|マイナス|(?<![0-9A-Za-z])[-−])\s*(?:約|およそ|おおよそ)*\s*$")
_YEAR = re.compile(
    r"(?:令和|平成|昭和)\s*(?:元|[0-9]+)|(?<![0-9])(?:19|20)[0-9]{2}(?=年|年度|/|:|：)|(?<![A-Za-z0-9])[RHrh][0-9]{1,2}(?![0-9A-Za-z])|[0-9]年目|前年度?|昨年度?|今年度?"
)
_COST = re.compile(r"費$|費用|料$|代$|交付金|補助金|助成金|総額|事業費|予算|単価|価格")
_BEFORE = re.compile(r"(?:導入|実施|開始|改善|見直し|変更)前|以前|従来|これまで|かつて|もともと|元々")
_WAS = re.compile(r"(?:てい|であっ|でし|だっ)(?:た|ました)[。．.\s]*$")
_SAVED = re.compile(r"効果|削減|節約|節減|浮い|浮き")


def is_denied(normal: str, end: int, verb_end: int) -> bool:
    """Say whether a sentence says of a figure that it did not come about.

    Args:
        normal: The sentence in normal characters.
        end: Where the amount ends.
        verb_end: Where the word ends that says how it changed, if one does.
    """
    said = re.split(r"[、。]", normal[verb_end:], maxsplit=1)[0] if verb_end > end else ""
    is_open = verb_end > end and _OPEN.match(normal[verb_end:]) is not None
    return is_open or bool(said and _DENIED.match(said)) or bool(_INSTEAD.match(normal[end:]))


def is_unsure(
    normal: str,
    amounts: Sequence[Quantity],
    used: Sequence[Quantity],
    metric: str | None,
    direction: str | None,
    said_direction: str | None,
) -> bool:
    """Say whether a figure may have been read wrongly, so that a person has to look before it counts.

    Args:
        normal: The sentence in normal characters.
        amounts: All amounts of it.
        used: Those the figure was made of, one or two.
        metric: What was counted, as far as it was found.
        direction: Up, down or None, as the figure has it.
        said_direction: What the word says that follows it.
    """
    return (
        "\t" in normal
        or (said_direction is not None and direction is not None and direction != said_direction)
        or len({match[0] for match in _YEAR.finditer(normal)}) > 1
        or len(set(_MONTH.findall(normal))) > 2
        or _IF.search(normal) is not None
        or _NOT_LASTING.search(normal) is not None
        or any(_is_part(normal, amounts, each) for each in used)
        or any(_is_of_another(normal, amounts, each) for each in used if len(used) == 1)
        or _is_taken_back(normal[used[-1].end :])
        or (len(used) == 1 and bool(_UNREAD_BEFORE.search(normal[: used[0].start])))
        or (direction is None and len(used) == 1 and _is_no_effect(normal, metric, used[0]))
    )


def _is_part(normal: str, amounts: Sequence[Quantity], one: Quantity) -> bool:
    """Say whether an amount is one half of another (5分20秒, 7割5分), an end of a range, or signed (▲120)."""
    before = normal[max(0, one.start - 8) : one.start]
    if _RANGE.search(before) or _SIGN.search(before) or re.match(r"\s*[~〜～–—]\s*[0-9]", normal[one.end :]):
        return True
    for other in amounts:
        first, second = (one, other) if one.start < other.start else (other, one)
        touch = first is not second and first.end == second.start
        if touch and (one is first or _are_halves(first.unit, second.unit)):  # 1件5分: the first says of what
            return True
    return False


def _is_of_another(normal: str, amounts: Sequence[Quantity], one: Quantity) -> bool:
    """Say whether a single amount is not what came about: 10人 of 8人, what was thought, how it was (15分が5分に)."""
    behind, before = normal[one.end :], normal[: one.start]
    if _OF_HOW_MANY.match(behind) or re.search(r"(?:中|のうち|うち)[、,]?$", before):
        return True
    if _THOUGHT_BEFORE.search(before) or _THOUGHT_AFTER.match(behind) or _WAS_SOME.match(behind):
        return True
    if _NONE_AT_ALL.match(behind):
        return True
    return any(
        first is not second and first.unit == second.unit and _BECAME.match(normal[first.end : second.start])
        for other in amounts
        for first, second in ((one, other), (other, one))
        if first.end <= second.start
    )


def _is_taken_back(behind: str) -> bool:
    """Say whether what stands behind a figure ends in a denial that need not be its own."""
    return _FURTHER_ON.match(behind) is not None and _NO_DENIAL.search(behind) is None


def _are_halves(first: str, second: str) -> bool:
    if first == "割":
        return second == "分"
    return _TIMES.get(first, 0) > _TIMES.get(second, 9)


def _is_no_effect(normal: str, metric: str | None, amount: Quantity) -> bool:
    """Say whether a bare amount tells what something cost, or how things were."""
    if amount.unit == "円" and not _SAVED.search(normal):
        return True
    return bool(_WAS.search(normal) or _BEFORE.search(normal)) or bool(metric and _COST.search(metric))
