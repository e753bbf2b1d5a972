"""The edition around its cases: cover, front matter, method, colophon."""

from collections.abc import Mapping, Sequence
from datetime import date

from casefinder.edit.casebooks.front_matter import FrontMatter, lines, paragraphs
from casefinder.edit.casebooks.models import Edition
from casefinder.edit.layout.places import CHAPTERS
from casefinder.publish.content import (
    CampaignFigures,
    CasePage,
    Chapter,
    Contact,
    EditionContent,
    HistoryEntry,
    IndexTerm,
    Saying,
    Section,
    ThemeSummary,
    Words,
)
from casefinder.publish.installation import Publisher

FOREWORD_HEADING = "困りごとから読み、自分の町で試すために。"
SAMPLE_NOTE = "見本（団体・人物・数値はすべて架空）"


def edition_of(
    edition: Edition,
    matter: FrontMatter,
    publisher: Publisher,
    *,
    cases: tuple[CasePage, ...],
    campaign: CampaignFigures,
    summaries: tuple[ThemeSummary, ...],
    terms: tuple[IndexTerm, ...],
    sayings: Mapping[str, tuple[Saying, ...]],
    built_on: date,
    earlier: Sequence[tuple[int, date]] = (),
) -> EditionContent:
    """Return the whole content of an edition; `earlier` are number and day of those of its collection that went out."""
    here = publisher.prefecture
    prefix, title = split_title(edition.title, edition.fiscal_year, here.name)
    label = f"第{edition.number}版"
    own_url = f"{publisher.web_url}/casebooks/{edition.slug}/" if publisher.web_url else ""
    newest_url = f"{publisher.web_url}/casebooks/{edition.casebook.slug}/" if publisher.web_url else ""
    return EditionContent(
        slug=edition.slug,
        title=title,
        title_prefix=prefix,
        subtitle=lines(edition.subtitle),
        edition_label=label,
        fiscal_year=edition.fiscal_year,
        publisher=publisher.name,
        publisher_short=publisher.short,
        contact=Contact(publisher.name, publisher.phone, publisher.email),
        built_on=built_on,
        issued_on=edition.issued_on,
        statement=lines(matter.statement),
        about="".join(paragraphs(matter.about)),
        foreword=Section(FOREWORD_HEADING, paragraphs(matter.foreword)),
        foreword_signature=matter.foreword_signature or publisher.name,
        method=method(matter, campaign, len(cases)),
        campaign=campaign,
        chapters=tuple(
            Chapter(
                key,
                number,
                name,
                lines(matter.chapter(key).trouble),
                lines(matter.chapter(key).lessons),
                sayings.get(key, ()),
            )
            for number, (key, name) in enumerate(CHAPTERS.items(), start=1)
        ),
        cases=cases,
        theme_summaries=summaries,
        index_terms=terms,
        history=(
            *(HistoryEntry(f"第{number}版", day) for number, day in earlier),
            HistoryEntry(label, edition.issued_on),
        ),
        web_url=own_url,
        newest_url=newest_url,
        document_number=matter.document_number,
        running_note=SAMPLE_NOTE if publisher.is_sample else "",
        prefecture=here.name,
        speech=Words(here.kind, here.within, here.whole, here.region, here.towns),
    )


def split_title(title: str, year: int, prefecture: str) -> tuple[str, str]:
    """Return the small line above the title and the title, without the year that stands beside it."""
    bare = title.replace(f"{year}年度", "").replace(str(year), "").strip(" 　（）()")
    if bare.startswith(prefecture) and bare != prefecture:
        return prefecture, bare.removeprefix(prefecture).strip(" 　")
    return "", bare or title


def method(matter: FrontMatter, campaign: CampaignFigures, printed: int) -> tuple[Section, ...]:
    """Return the sections of the page on method: what the programme knows, then what the editors wrote and confirmed.

    Args:
        matter: The editors' texts.
        campaign: What was asked and what came back.
        printed: How many cases are printed.
    """
    asked = f"「{campaign.name}」として、{campaign.invited}の団体に案内し、{campaign.answered}の団体から回答を得ました。"
    days = f"案内は{_day(campaign.opened_on)}から、締切は{_day(campaign.closed_on)}でした。"
    form = f"質問票の設問は{campaign.questions}あります。団体ごとの専用ページで回答できるようにしました。"
    chosen = f"掲載に同意のあった団体は{campaign.candidates}です。この本には{printed}の事例を載せました。"
    found = [
        Section("だれに、いつ聞いたか", (asked, days)),
        Section(
            "何を聞き、どう読んだか", (*((form,) if campaign.questions else ()), *paragraphs(matter.method))
        ),
        Section("どう選んだか", (chosen, *paragraphs(matter.selection))),
        Section(
            "だれが確かめたか",
            (
                "どの文がどの回答から来たかを、文ごとに記録しています。編集者が直した文は、もとの回答とのつながりを残しました。",
                "「横断のまとめ」の引用は、回答にあるままのことばです。公開の範囲と同意は、この本をつくる時点で"
                "1文ずつ確かめ、同意のないものは載せていません。",
            ),
        ),
        Section(
            "機械による分析",
            (
                "回答の文を話題ごとに分けるときは、プログラムが候補を出し、編集者が採るかどうかを決めました。分析に同意のない回答は、プログラムに読ませていません。",
                "載せたのは、編集者が認めたものだけです。",
            ),
        ),
    ]
    return tuple(section for section in found if section.paragraphs)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
