"""Bodies by their legal form, whatever their name looks like: （一社）みなとまちづくり, NPO法人ひだまりの会, JAきたみらい, Minamo Inc."""

import re
from collections.abc import Iterator, Sequence

from casefinder.analyse.engine.runs import Entity
from casefinder.analyse.engine.tokens import Token
from casefinder.legal_forms import ABBREVIATED_FORMS, BODY_FORMS, COMPANY_FORMS

_FURTHER = (
    "合資会社", "合名会社", "学校法人", "宗教法人", "弁護士法人", "税理士法人", "司法書士法人", "行政書士法人", "社会保険労務士法人", "監査法人",
    "独立行政法人", "地方独立行政法人", "国立研究開発法人", "公立大学法人", "医療法人社団", "医療法人財団", "認定NPO法人", "NPO法人", "農事組合法人",
    "企業組合", "有限責任事業組合", "労働者協同組合", "生活協同組合", "一般財団", "社団法人", "財団法人", "(一社)", "(一財)", "(公社)", "(公財)", "(特非)",
    "(福)", "(社福)", "(医)", "(学)", "(独)", "(国研)", "(地独)", "(資)", "(名)", "(農)", "(認N)", "(N)",
)  # fmt: skip
_FORMS = sorted({*COMPANY_FORMS, *ABBREVIATED_FORMS, *BODY_FORMS, *_FURTHER}, key=len, reverse=True)
_FORM = re.compile("|".join((*map(re.escape, _FORMS), r"(?<![A-Za-z])(?:JA|JF|JR|NTT|NPO)(?![A-Za-z])")))
_LATIN = re.compile(
    r"[A-Z][\w&-]*(?: [A-Z][\w&-]*){0,4},? (?:Inc|Ltd|LLC|Corp|Co\.,? ?Ltd|K\.K)(?![A-Za-z])\.?", re.ASCII
)
_IN_A_NAME = frozenset({"動詞", "助動詞", "副詞", "形容詞", "感動詞", "接頭辞", "連体詞", "接続詞"})
_NO_BEGINNING = frozenset(
    {"し", "する", "さ", "せ", "なり", "なる", "で", "だ", "あり", "ある", "など", "という"}
)
_HIRAGANA = re.compile(r"[ぁ-ゖー]+")
_AFTER_NO = frozenset(
    {
        "会",
        "家",
        "里",
        "園",
        "郷",
        "森",
        "丘",
        "風",
        "木",
        "財団",
        "館",
        "杜",
        "輪",
        "村",
        "家族",
        "国",
        "里山",
        "大地",
        "海",
    }
)
_STOP = frozenset({"ほか", "他", "など", "等", "さん", "さま", "様", "御中", "側", "内", "向け"})
_TRAILING = frozenset(
    {
        "職員", "担当", "担当者", "社長", "代表", "理事長", "理事", "役員", "社員", "会長", "組合長", "所属", "出身", "経由", "主催", "共催", "製", "窓口",
        "同士", "関係者", "全体", "本体", "者", "長",
    }
)  # fmt: skip
_GENERIC = frozenset(
    {
        "設立", "化", "登記", "立ち上げ", "格", "名", "法", "制度", "会計", "間", "運営", "経営", "数社", "各社", "組合員", "駅", "線", "バス", "グループ",
        "活動", "団体", "支援", "法人", "支援センター", "連携", "認証", "認定", "回線", "東",
    }
)  # fmt: skip
_LONGEST = 30


def legal_names(tokens: Sequence[Token]) -> Iterator[Entity]:
    """Yield the bodies of a sentence that are named behind their legal form, and foreign firms."""
    text = "".join(token.surface for token in tokens)
    starts = _starts(tokens)
    for found in _FORM.finditer(text):
        first, behind = starts.get(found.start()), starts.get(found.end())
        if first is None or behind is None:
            continue
        place = behind + 1 if tokens[behind].kind == "空白" and behind + 1 < len(tokens) else behind
        end = _name_end(tokens, place, must_be_kana=found[0] == "NPO")
        if end > place:
            yield Entity(tokens[first].start, tokens[end - 1].end, "ORG")
    for found in _LATIN.finditer(text):
        inside = [
            token for at, token in zip(starts, tokens, strict=True) if found.start() <= at < found.end()
        ]
        yield Entity(inside[0].start, inside[-1].end, "ORG")


def with_kita(tokens: Sequence[Token], first: int) -> int:
    """Return where a name begins that is read as a verb: きた before 漁業協同組合, where nobody has come."""
    if first < 2 or (tokens[first - 2].surface, tokens[first - 1].surface) != ("き", "た"):
        return first
    before = tokens[first - 3] if first > 2 else None
    is_name = before is None or before.kind == "補助記号" or before.surface in {"の", "と", "や", "は"}
    return first - 2 if is_name else first


def _starts(tokens: Sequence[Token]) -> dict[int, int]:
    """Return offset in the joined words → place of the word that begins there."""
    starts, at = {}, 0
    for place, token in enumerate(tokens):
        starts[at] = place
        at += len(token.surface)
    return starts


def _name_end(tokens: Sequence[Token], place: int, *, must_be_kana: bool) -> int:
    """Return the place behind a name that begins at a place; the same place when none begins there."""
    if place >= len(tokens) or tokens[place].surface in _NO_BEGINNING:
        return place
    if must_be_kana and not re.match(r"[ぁ-ゖァ-ヺ]", tokens[place].surface):
        return place
    nouns = _lead(tokens, place)
    end = _nouns(tokens, nouns)
    if end == nouns and len("".join(each.surface for each in tokens[place:nouns])) < 2:
        return place
    end = _without_person(tokens, nouns, end)
    name = "".join(token.surface for token in tokens[place:end])
    return place if name in _GENERIC or len(name) > _LONGEST or not name else end


def _without_person(tokens: Sequence[Token], first: int, end: int) -> int:
    """Return the end of a name without posts behind it, and without whoever holds them: ミナモ of ミナモ佐藤社長."""
    last = end
    while last > first and tokens[last - 1].surface in _TRAILING:
        last -= 1
    if last < end or (end < len(tokens) and tokens[end].surface in _STOP):
        while last > first + 1 and tokens[last - 1].detail == "人名":
            last -= 1
    return last


def _lead(tokens: Sequence[Token], place: int) -> int:
    """Return the place behind words in hiragana that are no nouns to the dictionary: き, た of きた学園."""
    end = place
    while (
        end < min(len(tokens), place + 3)
        and tokens[end].kind in _IN_A_NAME
        and not tokens[end].is_noun
        and _HIRAGANA.fullmatch(tokens[end].surface)
        and (end > place or tokens[end].kind != "助動詞")
    ):
        end += 1
    return end


def _nouns(tokens: Sequence[Token], end: int) -> int:
    is_joined = False
    while end < len(tokens):
        token, following = tokens[end], tokens[end + 1] if end + 1 < len(tokens) else None
        if (token.is_noun and token.surface not in _STOP) or (
            token.surface == "・" and following and following.is_noun
        ):
            end += 1
        elif token.surface == "の" and following and following.surface in _AFTER_NO and not is_joined:
            end, is_joined = end + 2, True
        else:
            break
    return end
