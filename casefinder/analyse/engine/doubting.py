"""Which figures are not what they seem: denied, or read in a way that may be wrong. Then none is proposed as measured."""

import re
from collections.abc import Sequence

from casefinder.analyse.engine.quantities import Quantity

_DENIAL = (
    r"(?:(?:い|は)?(?:ない|なかっ|なく|ず(?!つ|れ)|ぬ)|ません|ありま?せん|あり得な|至ら|至りませ|至って(?:い|は)?(?:な|ませ)|言え(?:な|ませ)|いえ(?:な|ませ)"
    r"|言い(?:がた|難)|いい(?:がた|難)|でき(?:な|ませ)|届(?:か|いて(?:い)?(?:な|ませ))|及(?:ば|んで(?:い)?(?:な|ませ))|ほど遠)"
)
_LINK = r"(?:ら[すしせさ]?|て|で|た|だ|する|し|になる|なる|こと|わけ|もの|と|に|まで|など|の|では|じゃ|は|が|も|い)*"
_DENIED = re.compile(rf"^{_LINK}{_DENIAL}")
_INSTEAD = re.compile(r"^(?:へ|に|まで)?、?(?:ではなく|でなく|じゃなく|どころか)")
_TIMES = {"時間": 3, "分": 2, "秒": 1}
_RANGE = re.compile(
    r"[0-9〇一二三四五六七八九十百千万]\s*(?:[~〜～‐‑–—―-]|から|ないし|乃至)\s*$|[0-9][^、。0-9]{0,4}\s*[~〜～–—]\s*$"
)
_UNREAD_BEFORE = re.compile(
    r"[0-9][^、。0-9]{0,6}(?:から|→|⇒|->)\s*$"
)  # a pair of which only one half was read
_SIGN = re.compile(r"[▲△▼▽全]\s*(?:約|およそ|おおよそ)*\s*$")
_YEAR = re.compile(
    r"(?:令和|平成|昭和)\s*(?:元|[0-9]+)|(?<![0-9])(?:19|20)[0-9]{2}(?=年|年度|/|:|：)|(?<![A-Za-z0-9])[RHrh][0-9]{1,2}(?![0-9A-Za-z])|[0-9]年目|前年度?|昨年度?|今年度?"
)
_COST = re.compile(r"費$|費用|料$|代$|交付金|補助金|助成金|総額|事業費|予算|単価|価格")
_BEFORE = re.compile(r"(?:導入|実施|開始|改善|見直し|変更)前|以前|従来|これまで|かつて")
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
    return bool(said and _DENIED.match(said)) or bool(_INSTEAD.match(normal[end:]))


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
        or any(_is_part(normal, amounts, each) for each in used)
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


def _are_halves(first: str, second: str) -> bool:
    if first == "割":
        return second == "分"
    return _TIMES.get(first, 0) > _TIMES.get(second, 9)


def _is_no_effect(normal: str, metric: str | None, amount: Quantity) -> bool:
    """Say whether a bare amount tells what something cost, or how things were."""
    if amount.unit == "円" and not _SAVED.search(normal):
        return True
    return bool(_WAS.search(normal) or _BEFORE.search(normal)) or bool(metric and _COST.search(metric))
