"""What stands in an answer without being said: the question copied into it, headings, quoted lines, 「特になし」."""

import re
from collections.abc import Collection, Iterator

from casefinder.analyse.engine.headings import (
    BRACKETED,
    HEAD_MARKS,
    MAX_HEADING_CHARS,
    body_above,
    is_marked,
    names_what_follows,
)
from casefinder.folding import fold

Span = tuple[int, int]

MIN_QUOTED_CHARS = 8
"""A line this long (folded) that stands in the question's own words was copied from there."""
_COURTESY = re.compile(
    r"(?:(?:いつも|平素より?)?(?:大変)?お世話になって?(?:おります|います|ます)|お世話になります|お疲れ様です"
    r"|(?:回答は|回答を)?(?:以下|下記|次)の(?:とおり|通り)(?:です|となります|で(?:あ|ござ)ります)?"
    r"|(?:(?:以下|下記|次)の(?:とおり|通り)|「[^」]*」(?:について|に関して)|標記の件について)?、?(?:ご回答|回答|お答え|報告|ご報告)(?:いた|申し上げ)?(?:します|ます)"
    r"|(?:以上[、。]?)?(?:どうぞ|何卒|なにとぞ)?(?:よろしく|宜しく)(?:お願い|御願い)(?:いた|致し|申し上げ)?(?:します|ます)"
    r"|(?:以上|記)(?:です|となります|になります)?|取り急ぎ(?:ご?回答|ご?報告)?まで|.{0,24}と申します|(?:ご?査収|ご?確認)(?:ください|下さい|のほど.*))[。．.]?"
)
_OF_A_LETTER = re.compile(
    r"[-－—―=_]{3,}[^。]*(?:Message|メッセージ|転送|メール)[^。]*[-－—―=_]{3,}|(?:From|To|Cc|Sent|Subject|差出人|送信者|宛先|件名|送信日時)[ 　]*[:：].*|[^。]*@[^。]*(?:wrote)?[:：]",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[ \t\u3000]*[>＞≫»|｜]")
_ASKING = re.compile(
    r"[ \t\u3000]*[（(]?(?:問|設問|質問|Q|Ｑ)[ \t\u3000]*(?:[0-9０-９\-－]{1,4}[）)]?[.．:：、 \t\u3000]|[.．:：])"
)
_BIDS = re.compile(r"(?:ください|下さい|ますか|ですか|でしょうか)[。？?]?$")
_SEPARATORS = " \t\u3000:：-－―—・、"
_NOTHING = frozenset(
    fold(words).text
    for words in (
        "なし", "無し", "無", "特になし", "特に無し", "とくになし", "ありません", "特にありません", "特にない", "該当なし", "該当無し",
        "該当しない", "未定", "不明", "わからない", "分からない", "回答なし", "同上", "同じ", "上記のとおり", "上記の通り", "上に同じ", "省略",
        "途中", "検討中", "別紙のとおり", "別添のとおり", "なしです",
    )
)  # fmt: skip
_NOTED = re.compile(r"[（(][^（）()]*(?:時点|現在|現時点)[）)]")
_SAYS_NOTHING = re.compile(  # of a folded text: no marks, hiragana
    r"(?:[0-9]{1,2})?(?:"
    r"(?:今のところ|いまのところ|現時点では?|現在(?:は|のところ)?|現状では?)?(?:特に|とくに|特段|別に)?(?:該当(?:する(?:もの|取組|事項))?|該当事項|特記事項|回答|記載事項)?(?:は|が)?"
    r"(?:なし|無し|無|ない|無い|ありません|ございません|しません)(?:です|でした)?"
    r"|(?:現在|ただいま|担当に|庁内で|今)?(?:未定|不明|検討中|確認中|調査中|集計中|作成中|準備中|精査中)(?:です)?|(?:わかり|分かり|判り)(?:ません|かねます)"
    r"|(?:回答|公表|答え|お答え)(?:でき(?:ません|ない)|(?:は|を)?(?:控え(?:ます|させて(?:いただき|頂き)ます|る)|差し控えます))|非公表(?:です)?|公表して(?:いません|おりません)"
    r"|(?:[a-z]{1,2}[0-9]{1,2}|問[0-9]{1,2}|前問|前項|前述|上記|先|上|別紙|別添|添付|別添資料|添付資料|資料)(?:と|に)?(?:同じ|同様|同上|記載|記入)?(?:の?(?:とおり|通り))?(?:を?参照)?(?:です|ください)?(?<=[じ様上り照すい])"
    r"|(?:別添|別紙|添付)?(?:資料|別紙|別添|ほむぺじ|ホムページ)をご?(?:覧|参照)(?:ください|下さい)|(?:追って|後日)(?:回答|連絡|提出|送付)(?:し|いたし|致し)ます|na|none|null|空欄|空白|未記入|無回答|省略します|記載なし|前の質問で書きました"
    r")"
)
_DENIED = re.compile(
    r"向[かきい]て?(?:ない|ません|いない|いません|ず)|向き(?:ではない|とは言えない)|不向き|適さ(?:ない|ません|ず)|不適|難し|むずかし|困難|厳し[いく]|やめた(?:ほう|方)が|(?:ない|ぬ)(?:ほう|方)が|ハードルが高|不可(?!欠)"
    r"|でき(?:ない|ません|ず|かね)|勧め(?:ない|ません|られ)|無理|不可能|避け|(?:ない|ません|なかった|ませんでした)(?:と(?:思|考|言)[^。]*)?[。．]?$"
)


def denies(text: str) -> bool:
    """Say whether a text denies (「…には向かない」「…は難しい」), so that nothing that affirms may be written beside it."""
    return _DENIED.search(text.strip()) is not None


def says_nothing(text: str) -> bool:
    """Say whether a text only says that there is nothing to say, or holds no letter at all."""
    folded = fold(_NOTED.sub("", text)).text.strip()
    return not folded or folded in _NOTHING or _SAYS_NOTHING.fullmatch(folded) is not None


def spans_said(text: str, spans: Collection[Span], asked: Collection[str]) -> list[Span]:
    """Return what is left of the sentences of an answer without what only stands around them.

    Args:
        text: The answer as typed.
        spans: Its sentences.
        asked: The words of the question: title, label, help, note, example.
    """
    questions = tuple(filter(None, (fold(each).text.replace("\n", "") for each in asked)))
    return [
        piece for start, end in spans for piece in _pieces(text, start, end, questions)
        if not says_nothing(text[slice(*piece)])
    ]  # fmt: skip


def _pieces(text: str, start: int, end: int, questions: tuple[str, ...]) -> Iterator[Span]:
    """Yield the runs of lines between lines that are a question, a heading or quoted."""
    run: Span | None = None
    for at, to in _lines(text, start, end):
        is_idle = run is None and to < end and says_nothing(text[at:to])  # not the end of a wrapped sentence
        said = (
            None if is_idle or _is_above(text, at, to, questions) else _without_head(text, at, to, questions)
        )
        if said is None:
            if run:
                yield run
            run = None
        else:
            run = (run[0] if run else said, to)
    if run:
        yield run


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for line in text[start:end].splitlines(keepends=True):
        body = line.strip()
        if body:
            first = at + len(line) - len(line.lstrip())
            yield first, first + len(body)
        at += len(line)


def _without_head(text: str, start: int, end: int, questions: tuple[str, ...]) -> int | None:
    """Return where a line begins to say something, None when it never does."""
    if _QUOTED.match(text, start, end):
        return None
    at = _behind_question(text, _behind_brackets(text, start, end), end, questions)
    line = text[at:end]
    if not line or _is_asked(line, questions) or is_marked(line):
        return None
    return at


def _behind_brackets(text: str, start: int, end: int) -> int:
    while found := BRACKETED.match(text, start, end):
        start = found.end()
    return start


def _behind_question(text: str, start: int, end: int, questions: tuple[str, ...]) -> int:
    """Return the place behind 「いちばん苦労した点：」 at the beginning of a line."""
    for at in range(start + 2, min(end, start + 3 * MAX_HEADING_CHARS)):
        if text[at] in ":：→⇒／" and fold(text[start:at]).text.strip(HEAD_MARKS) in questions:
            return at + 1 + len(text[at + 1 : end]) - len(text[at + 1 : end].lstrip(_SEPARATORS))
    return start


def _is_asked(line: str, questions: tuple[str, ...]) -> bool:
    folded = fold(line).text
    if _COURTESY.fullmatch(line) or _OF_A_LETTER.fullmatch(line):
        return True
    if _ASKING.match(line) and line[-1:] != "。":
        return True
    if _BIDS.search(line) and any(folded.startswith(asked) for asked in questions):
        return True
    return any(
        folded == asked
        or (len(folded) >= MIN_QUOTED_CHARS and folded in asked)
        or (
            len(asked) >= MIN_QUOTED_CHARS and asked in folded and len(folded) < len(asked) + MIN_QUOTED_CHARS
        )
        for asked in questions
    )


def _is_above(text: str, start: int, end: int, questions: tuple[str, ...]) -> bool:
    """Say whether a line names what the sentence on the next line speaks of, also in words of the question."""
    if names_what_follows(text, start, end):
        return True
    folded = fold(body_above(text, start, end) or "").text
    return len(folded) > 2 and any(folded in asked for asked in questions)
