"""People: by name with an honorific, or by the part they play; with the words that say which one is meant."""

import re
from collections.abc import Iterator, Sequence

from casefinder.analyse.engine.runs import Entity
from casefinder.analyse.engine.tokens import Token

_HEADS_OF_BODIES = re.compile(
    r"(?:市長|町長|村長|知事|会長|組合長|理事長|社長|専務|常務|代表理事|代表取締役|理事|CIO補佐官|アドバイザー|起業人|専門官)$"
)
_NOT_ONE_PERSON = re.compile(r"^(?:各|全|両|他|歴代|同|従業員|組合員|ベテラン)")
_RANKS = re.compile(
    r"(?:副?(?:市長|町長|村長|知事|会長|組合長|理事長|部会長|院長|区長|社長|頭取|工場長|店長|校長|学長|所長|支所長|座長|委員長)|専務理事|常務理事|代表理事|代表取締役"
    r"|専務|常務|理事|監事|事務局長|局長|室長|部長|次長|課長|課長補佐|係長|主幹|参事|主査|主任|主事|班長|組長|隊長|教頭|教授|准教授|助教|講師|CIO補佐官|補佐官|専門官"
    r"|アドバイザー|起業人|地域おこし協力隊員?|協力隊員?|指導員|支援員|民生委員|研究主任|研究員|技師|技術員|無線技術士|獣医師?|住職|若女将|女将|青年部長|職長|棟梁|長老)$"
)
_ROLES = re.compile(
    r"(?:職員|担当者|担当|技術者|エンジニア|プログラマー|看護師|保健師|薬剤師|栄養士|介護士|保育士|運転手|配達員|学生|大学院生|院生|先生|研究者|専門家|コンサルタント|コンサル"
    r"|農家|漁師|若女将|社員|店員|整備士|教諭|教員|医師|専門医|当直医|オペレーター|班員|係員|営業|記者|デザイナー|ディレクター|顧問|世話人|責任者|技術員)$"
)
_HONORIFICS = frozenset(
    {
        "さん", "さま", "様", "氏", "くん", "君", "先生", "教授", "准教授",
    }
)  # fmt: skip
_NOT_A_NAME = frozenset(
    {
        "皆", "みな", "お客", "お母", "お父", "お子", "お嬢", "業者", "会社", "農家", "獣医", "運転手",
        "店主", "住民", "町民", "市民", "村民", "患者", "利用者", "組合員", "局", "課", "社", "役場",
        "ご家族", "家族", "奥", "旦那", "息子", "娘", "孫", "お孫", "何", "同", "皆様", "お客様", "農協",
        "社協", "漁協", "信金", "中国", "町長", "市長", "村長", "会長", "社長", "係長", "課長", "部長",
        "区長", "先生", "住職", "組合長", "副会長", "店員", "局長", "子ども", "子供", "赤", "商工会", "神",
        "仏", "王", "同様", "両", "各", "貴", "客", "母", "父", "子", "医者", "嬢",
    }
)  # fmt: skip
_SMALL = frozenset(
    {
        "さん", "さま", "様", "氏", "くん", "君", "たち", "達", "方", "ら", "ご", "御",
    }
)  # fmt: skip
_LONGEST_UNKNOWN_NAME = 3
_LONGEST = 12
_WHICH_LINKS = 2


def people(tokens: Sequence[Token], question: str | None) -> list[Entity]:
    """Return the people that a sentence speaks of.

    Args:
        tokens: The words of the sentence.
        question: Gold name of the question; where key people are asked for, people without rank count too.
    """
    return [
        Entity(tokens[first].start, tokens[last].end, "PERSON")
        for first, last in _person_places(tokens, asked=question == "key_people")
    ]


def _person_places(tokens: Sequence[Token], *, asked: bool) -> Iterator[tuple[int, int]]:
    for place in range(len(tokens)):
        last = _tail(tokens, place)
        if not _ends_here(tokens, last):
            continue
        first = _noun_start(tokens, place)
        surface = "".join(token.surface for token in tokens[first : place + 1])
        if _NOT_ONE_PERSON.match(surface) or any(
            token.subkind == "数詞" for token in tokens[first : place + 1]
        ):
            continue
        which = _with_which(tokens, first)
        if _is_named(tokens, first, place, last):
            yield which, last
        elif _RANKS.search(surface):
            if asked or which < first or _HEADS_OF_BODIES.search(surface):
                yield which, last
        elif asked and _ROLES.search(surface) and (which < first or place > first):
            yield which, last


def _tail(tokens: Sequence[Token], place: int) -> int:
    """Return the place of the last honorific or plural behind a word, or the word's own."""
    last = place
    while last + 1 < len(tokens) and tokens[last + 1].surface in _SMALL:
        last += 1
    if last + 2 < len(tokens) and tokens[last + 1].surface == "の" and tokens[last + 2].surface == "方":
        last += 2
    return last


def _ends_here(tokens: Sequence[Token], last: int) -> bool:
    """Tell whether no further noun follows that would make something else of it (課長 in 課長会議)."""
    if last + 1 >= len(tokens):
        return True
    following = tokens[last + 1]
    return not following.is_noun or following.subkind == "数詞" or following.start > tokens[last].end


def _noun_start(tokens: Sequence[Token], place: int) -> int:
    first = place
    while (
        first > 0
        and tokens[first - 1].is_noun
        and tokens[first - 1].surface not in {"今回", "当時", "現在", "今"}
    ):
        first -= 1
    return first


def _is_named(tokens: Sequence[Token], first: int, place: int, last: int) -> bool:
    if not tokens[place].is_noun:
        return False
    honoured = last > place and tokens[place + 1].surface in _HONORIFICS
    name = tokens[place]
    if name.surface in _NOT_A_NAME or not honoured:
        return False
    return name.detail == "人名" or len(name.surface) <= _LONGEST_UNKNOWN_NAME


def _with_which(tokens: Sequence[Token], first: int) -> int:
    """Return where the words that say which person begin: 農協の / 元漁師の / 若い before it."""
    for _ in range(_WHICH_LINKS):
        before = first - 1
        if (
            before >= 0
            and tokens[before].kind == "形容詞"
            and tokens[before].word in {"若い", "親しい", "古い"}
        ):
            first = before
        elif before >= 1 and tokens[before].surface == "の" and tokens[before - 1].is_noun:
            first = _noun_start(tokens, before - 1)
        else:
            break
    return first
