import json
import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.ask.questionnaires import service
from casefinder.ask.questionnaires.document import content_hash
from casefinder.ask.questionnaires.models import Questionnaire, QuestionnaireVersion
from casefinder.ask.questionnaires.queries import document_of
from casefinder.ask.questionnaires.standard import standard
from casefinder.prefectures import HOKKAIDO, prefecture
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON

DOCUMENT = standard("case_discovery")


def test_the_standard_questionnaire_is_published_once(session: Session) -> None:
    first = service.load_standard(session, HOKKAIDO, now=NOON)
    second = service.load_standard(session, HOKKAIDO, now=NOON)

    assert first.id == second.id
    assert first.content_hash == content_hash(DOCUMENT)
    assert first.questionnaire.slug == "case-discovery"
    assert session.scalars(select(AuditEntry.action)).all() == ["questionnaire.published"]


def test_a_stored_version_gives_the_same_document_back(session: Session) -> None:
    version = service.load_standard(session, HOKKAIDO, now=NOON)
    session.expire_all()

    assert document_of(version) == DOCUMENT
    assert document_of(version) is document_of(version)


def test_a_changed_questionnaire_is_a_new_version_and_the_old_one_stays(session: Session) -> None:
    old = service.load_standard(session, HOKKAIDO, now=NOON)
    changed = replace(DOCUMENT, title="事例発掘シート 改")

    new = service.publish_version(session, changed, now=NOON)

    assert new.id != old.id
    assert new.questionnaire_id == old.questionnaire_id
    assert document_of(old).title == "事例発掘シート"
    assert session.scalar(select(Questionnaire.title)) == "事例発掘シート 改"
    assert session.scalar(select(func.count()).select_from(QuestionnaireVersion)) == 2


def test_the_standard_form_changes_by_a_new_edition_only() -> None:
    assert (DOCUMENT.edition, content_hash(DOCUMENT)) == (
        "標準版 第2版",
        "157053579ec028b7171e81569b070b5196c7102941e384ba45509525eb5f38be",
    )


@pytest.mark.parametrize(("code", "site"), [("13", "都のサイト"), ("20", "県のサイト"), ("26", "府のサイト")])
def test_the_standard_form_speaks_of_the_prefecture_it_is_for(session: Session, code: str, site: str) -> None:
    version = service.load_standard(session, prefecture(code), now=NOON)

    text = json.dumps(version.document, ensure_ascii=False)
    assert site in text
    assert version.content_hash != content_hash(DOCUMENT)
    assert not [word for word in ("道の", "道補助", "国・道", "道・国", "振興局", "北海道") if word in text]
    assert not re.findall(r"\{[a-z]+\}", text)
