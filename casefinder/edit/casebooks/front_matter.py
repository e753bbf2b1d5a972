"""The texts of an edition beside its cases; printed in Japanese.

Those an edition begins with say only what is so of every book made here. How the cases were asked for, read and chosen
nobody knows but the editors: they write it, and confirm that all of it is so, before the book can be made.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from casefinder.edit.layout.places import CHAPTERS
from casefinder.prefectures import HOKKAIDO, Prefecture

STATEMENT = "うまくいったことも、\nつまずいたことも、同じ大きさの字で書く。"
ABOUT = (
    "この事例集は、{within}の{towns}や団体に質問票をお送りし、寄せられた回答をもとに編集したものです。"
    "本文の各文は、回答、団体台帳、編集者のいずれに由来するかを記録しています。"
)
FOREWORD = (
    "人口が減り、職員も減るなかで、地域の困りごとは形を変えながら続いています。"
    "この事例集は、その困りごとにデジタルの力で向き合った取組を集めたものです。\n\n"
    "どの事例にも、効果だけでなく、つまずいたこと、やめたこと、かかった費用と人手の欄を設けました。"
    "回答のなかった欄は「回答なし」としています。"
    "似た条件のまちを探し、小さく始める手がかりにしていただければ幸いです。\n\n"
    "お忙しいなか回答を寄せてくださった皆さまに、心からお礼を申し上げます。"
)
CHAPTER_TROUBLES: dict[str, str] = {
    "admin": "書類も電話も、減らない。\n人は、減っていく。",
    "health": "診る人も、支える人も、\nすぐそばにはいない。",
    "industry": "腕のいい人が退き、\n残った手に仕事が集まる。",
    "snow": "雪と距離が、\n毎年おなじ顔でやって来る。",
    "learning": "学ぶ場も、働く場も、\n知らせも、遠い。",
}


@dataclass(frozen=True)
class ChapterText:
    """What stands at a chapter's opening: the trouble it answers, and what can be learnt (one a line)."""

    trouble: str = ""
    lessons: str = ""


@dataclass(frozen=True)
class FrontMatter:
    """Texts of an edition. Paragraphs are parted by an empty line.

    Attributes:
        statement: The sentence behind the inner title, in lines.
        about: What this book is, in a paragraph.
        foreword: Paragraphs of the foreword.
        foreword_signature: Who signs it.
        method: How it was asked and read, beside what the programme knows and prints by itself.
        selection: How the cases were chosen.
        chapters: Chapter key → its texts.
        themes: Keys of the themes whose summary is printed, in order.
        quotes: Theme key → ids of the accepted codings that are printed; a theme without an entry prints
            the first ones.
        document_number: As printed in the colophon.
        confirmed: Mark of the texts that an editor said are so; other texts are not confirmed.
    """

    statement: str = STATEMENT
    about: str = HOKKAIDO.filled(ABOUT)  # of an edition from before there was a choice
    foreword: str = FOREWORD
    foreword_signature: str = ""
    method: str = ""
    selection: str = ""
    chapters: Mapping[str, ChapterText] = field(default_factory=dict)
    themes: tuple[str, ...] = ()
    quotes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    document_number: str = ""
    confirmed: str = ""

    @property
    def mark(self) -> str:
        """SHA-256 of all texts that say something."""
        chapters = {key: (text.trouble, text.lessons) for key, text in self.chapters.items()}
        said = (
            self.statement,
            self.about,
            self.foreword,
            self.foreword_signature,
            self.method,
            self.selection,
            chapters,
        )
        return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()

    @property
    def is_confirmed(self) -> bool:
        """Whether an editor said that these very texts are so."""
        return self.confirmed == self.mark

    def chapter(self, key: str) -> ChapterText:
        """Return a chapter's texts, with the default trouble."""
        return self.chapters.get(key) or ChapterText(CHAPTER_TROUBLES.get(key, ""))


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text: parted by an empty line, line breaks within one dropped."""
    parts = "\n".join(line.strip() for line in text.splitlines()).split("\n\n")
    return tuple("".join(part.splitlines()) for part in parts if part.strip())


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that hold something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def default(here: Prefecture = HOKKAIDO) -> FrontMatter:
    """Return the texts that an edition begins with, in the prefecture's words."""
    return replace(
        FrontMatter(),
        about=here.filled(ABOUT),
        chapters={key: ChapterText(text) for key, text in CHAPTER_TROUBLES.items()},
    )


def to_json(matter: FrontMatter) -> dict[str, Any]:
    """Return the texts as they are stored."""
    stored: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(matter))
    return stored


def from_json(stored: Mapping[str, Any]) -> FrontMatter:
    """Return the texts that `to_json` wrote; what is not there has its default."""
    matter = msgspec.convert(dict(stored), FrontMatter)
    chapters = {key: text for key, text in matter.chapters.items() if key in CHAPTERS}
    return replace(matter, chapters=chapters or default().chapters)
