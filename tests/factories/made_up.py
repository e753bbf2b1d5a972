"""A questionnaire nobody ships: keys of its own, another order, half of the meanings; some keys lie in wait.

`C1`, `A1`, `L1`, `F3` and `K1` are here what the standard questionnaire means by other keys: who leans on keys takes
a favourite colour for the title, and a raffle for consent to print.
"""

from typing import Any

from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.document import Document
from casefinder.ask.questionnaires.reading import read_document
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invitation, make_invited_organisation
from tests.factories.questionnaires import make_version
from tests.factories.responses import make_response

WORDS = {"wording_version": "第1版", "wording": "この文のとおりに使います。"}
YES_NO = [{"code": "yes", "label": "可"}, {"code": "no", "label": "不可"}]
PRINT = [*YES_NO, {"code": "anonymous", "label": "団体名を伏せて可"}]


def item(key: str, title: str, kind: str, **field: Any) -> dict[str, Any]:
    """An item with one field; `required` and `spoken` are the item's."""
    own = {name: field.pop(name) for name in ("required", "spoken", "audience", "condition") if name in field}
    return {"key": key, "title": title, "fields": [{"key": key, "kind": kind, **field}], **own}


def text(key: str, title: str, means: str = "", **more: Any) -> dict[str, Any]:
    return item(key, title, "long_text", limit=400, means=means, **more)


MADE_UP: dict[str, Any] = {
    "name": "made_up",
    "title": "雪国の工夫をお聞きする票",
    "edition": "試し刷り",
    "sections": [
        {
            "key": "permission",
            "title": "はじめに同意",
            "items": [
                item("may_print", "載せてよいか", "consent", choices=PRINT, means="consent.casebook", required=True, **WORDS),
                item("L1", "抽選に申し込むか", "consent", choices=YES_NO, **WORDS),
                item("may_read", "文章を分析してよいか", "consent", choices=YES_NO, means="consent.analysis", required=True, **WORDS),
            ],
        },
        {
            "key": "results",
            "title": "数字",
            "items": [
                {
                    "key": "measured",
                    "title": "測ったこと",
                    "fields": [
                        {
                            "key": "measured", "kind": "table", "max_rows": 4, "means": "effect_rows",
                            "columns": [
                                {"key": "remark", "kind": "short_text", "label": "覚え", "limit": 40},
                                {"key": "today", "kind": "short_text", "label": "今の値", "limit": 20, "means": "effect_rows.after"},
                                {"key": "what", "kind": "short_text", "label": "何を", "limit": 30, "means": "effect_rows.metric"},
                            ],
                        }
                    ],
                },
                item("K1", "好きな写真家", "short_text", limit=40),
                item("snapshots", "写真", "file", maximum=3, limit=60, means="picture"),
            ],
        },
        {
            "key": "story",
            "title": "お話",
            "items": [
                item("C1", "好きな色", "short_text", limit=40, required=True),
                item("heading", "呼び名", "short_text", limit=40, means="title", required=True),
                item("one_line", "一言で", "short_text", limit=60, means="summary"),
                text("before", "前は何に困ったか", "background", spoken=True),
                text("F3", "好きな季節とその理由"),
                text("hardest", "いちばん大変だったこと", "trouble", required=True),
                text("hardest_2", "次に大変だったこと", "trouble"),
                text("answer", "どうしたか", "way_out"),
                item("A1", "使ったもの", "multiple_choice", choices=[
                    {"code": "none", "label": "なにも"}, {"code": "sled", "label": "そり"}]),
                item("area", "どの分野か", "single_choice", means="fields", choices=[
                    {"code": "snow", "label": "雪"}, {"code": "school", "label": "学校"}]),
                {
                    "key": "money",
                    "title": "お金",
                    "means": "cost",
                    "fields": [
                        {"key": "money.each_year", "kind": "number", "label": "毎年", "unit": "千円", "means": "cost.yearly"},
                        {"key": "money.note", "kind": "short_text", "label": "覚え", "limit": 40},
                    ],
                },
            ],
        },
        {
            "key": "people",
            "title": "人",
            "items": [
                {
                    "key": "helpers",
                    "title": "助けた人",
                    "fields": [
                        {
                            "key": "helpers", "kind": "table", "max_rows": 3, "means": "key_persons",
                            "columns": [
                                {"key": "called", "kind": "short_text", "label": "お名前", "limit": 20, "audience": "editors", "means": "key_persons.name"},
                                {"key": "did", "kind": "short_text", "label": "したこと", "limit": 80, "means": "key_persons.role"},
                            ],
                        }
                    ],
                },
                item("ask_here", "問合せ先", "short_text", limit=60, means="contact"),
            ],
        },
    ],
}  # fmt: skip

ANSWERS: dict[str, dict[str, Any]] = {
    "may_print": {"": "yes"},
    "L1": {"": "no"},
    "may_read": {"": "yes"},
    "measured": {
        "rows": [{"remark": "概算", "today": "12件", "what": "除雪の電話"}, {"today": "3人", "what": "当番"}]
    },
    "K1": {"": "星野さん"},
    "C1": {"": "群青"},
    "heading": {"": "雪かき当番の見える化"},
    "one_line": {"": "だれが雪をかくかを掲示板で見せた。"},
    "before": {"": "朝になるまで当番が分からなかった。"},
    "F3": {"": "冬が好きだ。"},
    "hardest": {"": "当番の表が毎年変わった。"},
    "hardest_2": {"": "年配の人は掲示板を見なかった。"},
    "answer": {"": "表を一枚にした。電話でも聞けるようにした。"},
    "A1": {"": ["none"]},
    "area": {"": "snow"},
    "money": {"each_year": "120", "note": "見込み"},
    "helpers": {"rows": [{"called": "見本 太郎", "did": "表を作った。"}]},
    "ask_here": {"": "建設課（電話 01234-5-6789）"},
}


def made_up(*, only_consents: bool = False) -> Document:
    """The questionnaire, read as any other; with the consents' meanings alone if wished."""
    return read_document(_but_consents_dumb(MADE_UP) if only_consents else MADE_UP)


def _but_consents_dumb(part: Any) -> Any:
    if isinstance(part, list):
        return [_but_consents_dumb(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {name: _but_consents_dumb(each) for name, each in part.items()}
    return kept if str(kept.get("means", "")).startswith("consent.") else {**kept, "means": ""} if "kind" in kept else {
        name: each for name, each in kept.items() if name != "means"
    }  # fmt: skip


def made_up_answers(**changes: dict[str, Any] | None) -> dict[str, GivenAnswer]:
    """All answers; `hardest=None` leaves one out."""
    values = {**ANSWERS, **changes}
    return {key: GivenAnswer(value) for key, value in values.items() if value is not None}


def make_made_up_response(
    session: Session, *, only_consents: bool = False, **changes: dict[str, Any] | None
) -> Response:
    """A submitted response to the made-up questionnaire, of a campaign that asks it."""
    version = make_version(session, document=made_up(only_consents=only_consents))
    campaign = make_campaign(session, version_id=version.id)
    organisation = make_invited_organisation(session, name="雪見町")
    invitation = make_invitation(session, campaign=campaign, organisation=organisation)
    return make_response(
        session, invitation=invitation, answers=made_up_answers(**changes), is_submitted=True
    )
