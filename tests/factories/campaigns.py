"""Campaigns for tests."""

import json
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

import casefinder
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.questionnaires.document import content_hash
from casefinder.ask.questionnaires.models import Questionnaire, QuestionnaireVersion
from casefinder.ask.questionnaires.reading import read_document
from casefinder.clock import utc_now
from casefinder.prefectures import HOKKAIDO

_numbers = count(1)
STANDARD = Path(casefinder.__file__).parent / "ask" / "questionnaires" / "standard" / "case_discovery.json"


def make_standard_version(session: Session) -> QuestionnaireVersion:
    """The published case-discovery questionnaire; one row, however often it is asked for."""
    document = json.loads(HOKKAIDO.filled(STANDARD.read_text(encoding="utf-8")))
    key = content_hash(read_document(document))
    known = session.scalar(select(QuestionnaireVersion).where(QuestionnaireVersion.content_hash == key))
    if known is not None:
        return known
    questionnaire = Questionnaire(slug="case-discovery", title=document["title"], created_at=utc_now())
    version = QuestionnaireVersion(
        questionnaire=questionnaire, content_hash=key, document=document, published_at=utc_now()
    )
    session.add(version)
    session.flush()
    return version


def make_campaign(
    session: Session,
    *,
    title: str = "市町村DX事例調査",
    version_id: int | None = None,
    is_open: bool = True,
    closes_at: datetime | None = None,
    closed_at: datetime | None = None,
) -> Campaign:
    """A campaign that was opened a week ago and closes in a week, unless told otherwise."""
    now = utc_now()
    campaign = Campaign(
        slug=f"campaign-{next(_numbers)}", title=title,
        version_id=version_id or make_standard_version(session).id,
        legal_basis="見本道デジタル推進計画", purpose="事例集の作成", publication="令和9年3月に道のサイトで公表",
        survey_number="見本第1号", language="ja", created_at=now - timedelta(days=8),
        opened_at=now - timedelta(days=7) if is_open else None,
        closes_at=closes_at or now + timedelta(days=7), closed_at=closed_at,
    )  # fmt: skip
    session.add(campaign)
    session.flush()
    return campaign
