"""Questions asked of the content before anything is laid out; what must not be printed stops the build here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casefinder.ask.questionnaires.pictures import LONGEST_ALT_CHARS, PictureFault, picture_faults
from casefinder.publish.book import fonts
from casefinder.publish.content import CasePage, EditionContent
from casefinder.publish.frozen_json import to_plain

PICTURE_FAULTS = {
    PictureFault.NO_ALT: "図版に代替テキストがありません。",
    PictureFault.FILE_NAME: "代替テキストがファイルの名前になっています。何が見えるかを書いてください。",
    PictureFault.LONG_ALT: f"代替テキストが長すぎます（{LONGEST_ALT_CHARS}字まで）。",
    PictureFault.NO_CREDIT: "図版に、つくった人・撮った人の名前がありません。",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found; an error stops the build, a warning is shown to the editor."""

    place: str
    message: str
    error: bool = True

    def __str__(self) -> str:
        return f"{self.place}：{self.message}"


def check_content(content: EditionContent, assets: Path) -> list[Finding]:
    """Return everything wrong or doubtful with the content, in the order of the book."""
    found = [*_characters(content), *_structure(content)]
    for case in sorted(content.cases, key=lambda case: case.number):
        found += [*_figure(case, assets), *_effects(case), *_words(case)]
    return found


def place_of(case: CasePage) -> str:
    """Return how a finding names a case."""
    return f"事例{case.code}「{case.title}」"


def _characters(content: EditionContent) -> Iterator[Finding]:
    for case in content.cases:
        for character in fonts.unprintable("".join(_strings(to_plain(case)))):
            yield Finding(
                place_of(case),
                f"{fonts.named(character)} は、この本の書体にない文字です。別の文字に直してください。",
            )
    rest = {key: value for key, value in to_plain(content).items() if key != "cases"}
    for character in fonts.unprintable("".join(_strings(rest))):
        yield Finding(
            "前付・後付",
            f"{fonts.named(character)} は、この本の書体にない文字です。別の文字に直してください。",
        )


def _strings(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for value in plain.values():
            yield from _strings(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _strings(value)


def _structure(content: EditionContent) -> Iterator[Finding]:
    if not content.cases:
        yield Finding("版", "事例が1つもありません。")
    chapters = {chapter.key for chapter in content.chapters}
    for number, times in Counter(case.number for case in content.cases).items():
        if times > 1:
            yield Finding(f"事例{number:02d}", "同じ番号の事例が2つ以上あります。")
    for case in content.cases:
        if case.chapter not in chapters:
            yield Finding(place_of(case), f"章「{case.chapter}」がありません。章を選んでください。")
        for number in case.related:
            if content.case(number) is None:
                yield Finding(
                    place_of(case), f"関連する事例{number:02d}が、この版にありません。", error=False
                )
    for chapter in content.chapters:
        for saying in chapter.sayings:
            if content.case(saying.case) is None:
                yield Finding(
                    f"第{chapter.number}章", f"引用のもとの事例{saying.case:02d}が、この版にありません。"
                )
    for summary in content.theme_summaries:
        for quote in summary.quotes:
            if content.case(quote.case) is None:
                yield Finding(
                    f"横断のまとめ「{summary.label}」", f"事例{quote.case:02d}が、この版にありません。"
                )


def _figure(case: CasePage, assets: Path) -> Iterator[Finding]:
    figure = case.figure
    if figure is None:
        return
    if not figure.finding:
        yield Finding(place_of(case), "図の見出し（言いたいこと）がありません。")
    if figure.kind == "bars":
        if not figure.pairs or not figure.unit:
            yield Finding(place_of(case), "変化の図に、値または単位がありません。")
        return
    if not (assets / figure.asset).is_file() or not figure.asset:
        yield Finding(place_of(case), "図版のファイルがありません。")
    for fault in picture_faults(figure.alt, figure.credit):
        yield Finding(place_of(case), PICTURE_FAULTS[fault], error=fault.stops)


def _effects(case: CasePage) -> Iterator[Finding]:
    for effect in case.effects:
        if not effect.as_of:
            yield Finding(place_of(case), f"効果「{effect.metric}」に、後の時点がありません。", error=False)
        if not effect.method:
            yield Finding(
                place_of(case), f"効果「{effect.metric}」に、測り方・出典がありません。", error=False
            )
        if effect.certainty not in ("A", "B", "C"):
            yield Finding(place_of(case), f"効果「{effect.metric}」の確かさが、A・B・Cのどれでもありません。")


def _words(case: CasePage) -> Iterator[Finding]:
    for name, text in (("題名", case.title), ("要約", case.lead)):
        if not text.strip():
            yield Finding(place_of(case), f"{name}がありません。")
    if case.voice and not case.voice.who.strip():
        yield Finding(place_of(case), "担当者の声に、だれの声かが書かれていません。")
    if case.state is None or case.state.confirmed_on is None:
        yield Finding(place_of(case), "今の状況の確認日がありません。", error=False)
