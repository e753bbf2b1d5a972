"""Where a text names persons: more than a reader of answers would show, for nobody may be printed who was not asked."""

import re
from collections.abc import Iterator, Sequence

from casefinder.analyse.engine.entities import find_entities
from casefinder.analyse.engine.normal import normalise
from casefinder.analyse.engine.sentences import Span, split_sentences
from casefinder.analyse.engine.tokens import Token, tokenise

_NAME, _PLACE, _PROPER, _FAMILY = "人名", "地名", "固有名詞", "姓"
_HONORIFICS = frozenset({"さん", "さま", "様", "氏", "くん", "君", "ちゃん", "先生", "殿"})
_POSTS = re.compile(
    r"(?:係長|課長|課長補佐|主査|主任|主事|主幹|参事|部長|次長|室長|局長|班長|補佐|教授|准教授|講師|議員|町長|市長|村長|社長|会長)$"
)
_CALLED = re.compile(
    r"[ \u3000]?(?:係長|課長|主査|主任|主事|主幹|参事|部長|次長|室長|局長|班長|補佐|教授|准教授|講師|議員|町長|市長|村長|社長|会長|さん|さま|様|氏|くん|君|先生|殿)"
)
_OF_A_PLACE = re.compile(r"[ \u3000]?(?:町長|市長|村長|局長|支店|支所)")
_INITIAL = re.compile(r"(?<![A-Za-z])[A-ZＡ-Ｚ][.．] ?[A-ZＡ-Ｚ][a-zａ-ｚ]{2,}")
_NOT_A_NAME = re.compile(
    r"^(?:皆|みな|お客|客|お子|子|母|父|親|お母|お父|奥|家族|業者|業者|会社|農家|獣医|運転手|店主|住民|町民|市民|村民|患者|利用者|組合員"
    r"|隣|何|誰|神|仏|職人|役場|社長|店長|農協|漁協|社協|学生|若者|大家|看護師|保健師|医者|先生)$"
)
_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々]+")
_VARIANTS = str.maketrans("髙𠮷﨑𣘺德濵濱邊邉齋齊嶌櫻澤廣國惠眞", "高吉崎橋徳浜浜辺辺斎斉島桜沢広国恵真")
_LONGEST_UNKNOWN = 3


def find_names(text: str) -> list[Span]:
    """Return where a text names persons, in its order, apart; posts and roles alone are no names."""
    common = text.translate(_VARIANTS)  # as many characters
    spans = sorted(
        span for start, end in split_sentences(common) for span in _in_sentence(common, start, end)
    )
    return _joined(common, spans)


def _in_sentence(text: str, start: int, end: int) -> Iterator[Span]:
    normal = normalise(text[start:end], start)
    tokens = tokenise(normal)
    entities = find_entities([(normal, tokens, None)])
    others = [(each.start, each.end) for each in entities if each.label != "PERSON"]
    for entity in entities:
        inside = [each for each in tokens if entity.start <= each.start and each.end <= entity.end]
        if entity.label == "PERSON" and _is_named(inside):
            yield _from_name(inside), entity.end
    for place, token in enumerate(tokens):
        if not any(first < token.end and token.start < last for first, last in others):
            yield from _by_words(text, token, tokens[place + 1] if place + 1 < len(tokens) else None)
    yield from (found.span() for found in _INITIAL.finditer(text, start, end))


def _is_named(tokens: Sequence[Token]) -> bool:
    """Say whether words that speak of a person hold a name: 大場さん, not 農協の獣医師さん."""
    if not tokens or any(each.detail == _NAME for each in tokens):
        return bool(tokens)
    if tokens[-1].surface not in _HONORIFICS:
        return any(each.subkind == _PROPER for each in tokens) and not _POSTS.search(tokens[-1].surface)
    alone = len(tokens) < 3 or not tokens[-3].is_noun
    return alone and len(tokens) > 1 and _may_be_name(tokens[-2])


def _may_be_name(token: Token) -> bool:
    """Say whether a word before 「さん」 may be a name that the dictionary does not know as one: 泉さん, not 病院さん."""
    if token.subkind != _PROPER and (len(token.surface) > 1 or not _KANJI.fullmatch(token.surface)):
        return False
    return len(token.surface) <= _LONGEST_UNKNOWN and not _NOT_A_NAME.search(token.surface)


def _from_name(tokens: Sequence[Token]) -> int:
    return next((each.start for each in tokens if each.detail == _NAME), tokens[0].start)


def _by_words(text: str, token: Token, following: Token | None) -> Iterator[Span]:
    """Yield a word that is known as a name, or a proper noun before a post or 「さん」."""
    if token.subkind != _PROPER:
        return
    called = _CALLED.match(text, token.end)
    is_place = token.detail == _PLACE and (
        token.surface[-1] in "市町村区道県" or _OF_A_PLACE.match(text, token.end)
    )
    is_known = (
        token.detail == _NAME
        and token.form == _FAMILY
        and len(token.surface) > 1
        and _KANJI.fullmatch(token.surface)
        and not (following and following.start == token.end and _is_thing(following))
    )
    is_called = called and not is_place and (len(token.surface) > 1 or token.detail == _NAME)
    if is_known or is_called:
        yield token.start, token.end


def _is_thing(token: Token) -> bool:
    """Say whether a noun right behind a name makes a place or a firm of it: 小野寺地区, 高橋牧場."""
    return (
        token.is_noun and token.detail != _NAME and token.subkind != "数詞" and not token.surface[0].isascii()
    )


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return spans that lie in or beside one another as one: 山本 and 一郎, with a space between or none."""
    found: list[Span] = []
    for start, end in spans:
        if found and not text[found[-1][1] : start].strip(" \u3000・"):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
