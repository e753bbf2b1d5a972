"""The sample's edition: composed, built, released, and copied to `casebook/`."""

import shutil
from datetime import date
from typing import TYPE_CHECKING

from casefinder import work
from casefinder.clock import utc_now
from casefinder.db import database, reading, transaction
from casefinder.edit.casebooks import service as casebooks
from casefinder.edit.layout.places import CHAPTERS
from casefinder.publish.builds import service as builds
from casefinder.publish.builds.models import Build
from casefinder.publish.installation import installation_of
from casefinder.publish.releases import service as releases
from casefinder.sample.browser import SampleFailed

if TYPE_CHECKING:
    from casefinder.sample.build import Builder

EDITION = "dx-2026-1"
LESSONS = {
    "admin": "どの役場も、最初に手順を書き出している。道具を選んだのは、そのあとだった。\n\n住民が迷う所を職員が自分で歩いて確かめた町ほど、直しが早い。",
    "health": "見守る人の仕事を増やさないことを、先に決めている。\n\n機器が鳴ったときに誰が動くかを、紙に書いてから始めた。",
    "industry": "腕のいい人の勘を、数字や地図に写し取ることから始まっている。\n\n最初に試した人が、隣の人に教えている。",
    "snow": "雪の日に止まることを前提に、止まったときの手順を決めている。\n\n地図や位置を見せると、電話の中身が変わった。",
    "learning": "離れていても、顔の見える時間を残している。\n\nやめる仕事を決めた所は、新しい道具が続いている。",
}
METHOD = (
    "文章の回答は、掲載と分析への同意を確かめたうえで、編集者が一文ずつ読み、テーマを付けました。\n\n"
    "効果の数値には、時点、測り方、確かさを付けました。"
    "確かさは、Aが記録や計測による値、Bが推計や聞き取りによる値、Cが担当者の実感です。"
)
SELECTION = (
    "経過と結果が具体的に書かれ、ほかの地域の参考になるものを選びました。続かなかった取組も対象に含めました。"
    "掲載の順は、章ごとに編集者が決めたもので、優劣を示すものではありません。"
)
THEMES = (
    "ch_labor_shortage",
    "ch_resistance",
    "or_partnership",
    "tp_small_start",
    "tp_visible_result",
    "kp_frontline",
    "ef_time",
    "ef_user_value",
)


def publish(builder: "Builder") -> None:
    """Compose the edition, build it, release it, and lay a copy in `casebook/`.

    Raises:
        SampleFailed: The build failed; its reason is in the text.
    """
    publisher = builder.people["publisher"]
    now = utc_now()
    with transaction() as session:
        casebook = casebooks.create_casebook(
            session, "hokkaido-dx", "北海道 地域DX事例集", now=now, account_id=publisher
        )
        edition = casebooks.create_edition(
            session, new_edition(casebook.id, builder.campaign_id), now=now, account_id=publisher
        )
        order = [case_id for _, case_id in sorted(builder.case_ids.items())]
        casebooks.set_order(session, edition.id, order, now=now, account_id=publisher)
        chapters = {
            key: {**edition.front_matter["chapters"].get(key, {}), "lessons": LESSONS[key]}
            for key in CHAPTERS
        }
        matter = {
            "chapters": chapters, "themes": list(THEMES), "foreword_signature": "見本道 総合政策部長",
            "method": METHOD, "selection": SELECTION,
        }  # fmt: skip
        casebooks.set_front_matter(
            session, edition.id, matter, now=now, account_id=publisher, is_confirmed=True
        )
        edition_id = edition.id
    build_id = builds.request_build(
        database(), edition_id, account_id=publisher, now=now,
        publisher=installation_of(builder.app.extensions).publisher,
    )  # fmt: skip
    builder.say("the press sets the book, the judge reads it")
    work.drain(database())
    release(builder, build_id)


def release(builder: "Builder", build_id: int) -> None:
    """Release the book that was pressed and lay a copy beside the installation's own folders.

    Raises:
        SampleFailed: There is none; the reason is in the text.
    """
    place = installation_of(builder.app.extensions)
    with reading() as session:
        build = session.get_one(Build, build_id)
        pages, is_made, failure = build.pages, build.done_at is not None, build.failure
        found = "; ".join(str(finding.get("message")) for finding in build.lint)
    if not is_made:
        raise SampleFailed(f"the book was not built: {failure}: {found}")
    builder.at(31, 9)
    releases.release(
        database(), build_id, account_id=builder.people["publisher"], now=utc_now(), installation=place
    )
    shutil.copytree(place.releases / EDITION, builder.home / "casebook")
    builder.say(f"the book has {pages} pages")


def new_edition(casebook_id: int, campaign_id: int) -> casebooks.NewEdition:
    """Return what stands on the cover."""
    return casebooks.NewEdition(
        casebook_id=casebook_id,
        slug=EDITION,
        number=1,
        title="北海道 地域DX事例集",
        subtitle="うまくいったこと、つまずいたこと、\nいまも続いていること。",
        fiscal_year=2026,
        issued_on=date(2026, 7, 1),
        campaign_id=campaign_id,
    )
