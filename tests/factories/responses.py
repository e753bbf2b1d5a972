"""Responses for tests, with answers that may be submitted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casefinder.answer.answers import queries
from casefinder.answer.answers.service import save_section
from casefinder.answer.entry import service
from casefinder.answer.responses.models import Response
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.clock import utc_now
from tests.factories.invitations import make_invitation

STORY = "紙の台帳をやめ、窓口で一度だけ聞き取るようにした。初めの月は残業が増えたが、手順を直して落ち着いた。"

COMPLETE: dict[str, dict[str, Any]] = {
    "A1": {"": "exists"},
    "A2": {"": "web"},
    "B2": {"": "総務課 情報係"},
    "B3": {"post": "係長", "name": "見本 花子", "phone": "01234-5-6789", "email": "joho@example.jp"},
    "C1": {"": "書かない窓口"},
    "C2": {"": "窓口で聞き取り、申請書を書かずに済むようにした。"},
    "C3": {"": STORY},
    "C4": {"": ["administration"]},
    "C5": {"stage": "running", "started": "2024-04"},
    "D1": {"": STORY},
    "D3": {"": STORY},
    "E1": {"": "several_sections"},
    "E2": {"": STORY},
    "F3": {"": STORY},
    "F4": {"": STORY},
    "G1": {"rows": [{"when": "2024-06", "event": "係長が窓口に立った", "result": "入力項目が半分になった。"}]},
    "G2": {"": STORY},
    "H1": {"rows": [{"standing": "officer", "post": "情報係", "name": "", "role": "現場の声を集めた。"}]},
    "I1": {
        "rows": [
            {
                "metric": "待ち時間", "before": "20分", "after": "8分", "as_of": "2026-02", "source": "窓口の記録",
            }
        ]
    },
    "J1": {"": STORY},
    "J3": {"": "まず一つの手続から。"},
    "L1": {"": "yes"},
    "L2": {"": "総務課 情報係"},
    "L4": {"": "yes"},
    "L5": {"status": "not_needed"},
    "M1": {"choice": "online"},
}  # fmt: skip


def complete_answers(**changes: Mapping[str, Any] | None) -> dict[str, GivenAnswer]:
    """All that the case-discovery questionnaire requires; `F3=None` leaves one out, `F3={...}` replaces it."""
    values = {**COMPLETE, **changes}
    return {key: GivenAnswer(value) for key, value in values.items() if value is not None}


def make_response(
    session: Session,
    *,
    invitation: Invitation | None = None,
    answers: Mapping[str, GivenAnswer] | None = None,
    is_submitted: bool = False,
    now: datetime | None = None,
) -> Response:
    """A response that was begun; with the answers given, all required ones when it is to be submitted."""
    now = now or utc_now()
    invitation = invitation or make_invitation(session)
    response = service.open_response(session, invitation.main_link.id, now=now)
    if answers is None and is_submitted:
        answers = complete_answers()
    save_answers(session, response.id, answers or {}, now=now)
    if is_submitted:
        submit_response(session, response.id, seen=response.revision, now=now)
    return response


def save_answers(
    session: Session, response_id: int, answers: Mapping[str, GivenAnswer], *, now: datetime | None = None
) -> None:
    """Save answers section by section, as pages do; what is stored now counts as seen."""
    document = questionnaires.document_of(session.get_one(Response, response_id).version)
    present = queries.answers_of(session, response_id)
    seen = {key: view.seen for key, view in present.items()}
    for section in document.sections:
        own = {item.key: answers[item.key] for item in section.items if item.key in answers}
        if own:
            save_section(session, response_id, section.key, own, seen=seen, now=now or utc_now())
