"""Cases for tests."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.ask.organisations.models import OrganisationFact
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.clock import utc_now
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.proving import editor
from casefinder.edit.decisions import approving, confirming
from casefinder.edit.decisions.confirming import NewConfirmation
from casefinder.edit.drafts import gathering
from casefinder.edit.drafts import service as drafts
from casefinder.edit.gate import queries as gate
from casefinder.edit.gate import storing
from casefinder.edit.gate.rules import Way
from tests.factories.accounts import make_account
from tests.factories.invitations import make_invitation, make_invited_organisation
from tests.factories.responses import COMPLETE, make_response
from tests.fakes import lay_out

STORY = (
    "窓口では同じ住所を三度書いていた。"
    "高齢の人は椅子に戻り、書き直しになることが多かった。"
    "職員は書類の突き合わせに追われた。"
)
ANSWERS: dict[str, dict[str, Any]] = {
    **COMPLETE,
    "B5": {"": "総務課情報係（電話 01234-5-6789）"},
    "C1": {"": "書かない窓口"},
    "C2": {"": "窓口で聞き取り、申請書を書かずに済むようにした。"},
    "C8": {"initial": "4800", "yearly": "600", "funding": ["general", "prefecture"]},
    "D1": {"": STORY},
    "F3": {"": "担当が年度末に替わった。様式が課ごとに違った。"},
    "F4": {"": "手順を一枚に書いた。三つの課で様式をそろえた。"},
    "F5": {"": "夜間の受付は三か月でやめた。"},
    "H1": {"rows": [{"standing": "officer", "post": "情報係", "name": "霧島 澄江", "role": "現場の声を集めた。"}]},
    "J1": {"": "窓口が一つの階にある町に向く。係を越えた話合いがいる。"},
    "J2": {"": "転入の手続一つから"},
    "J3": {"": "まず自分で窓口に並んでみてください。"},
    "J4": {"": "conditional"},
    "J5": {"": "来年度は税の窓口に広げる。"},
}  # fmt: skip
PUBLIC = {"C8": "everyone", "F5": "everyone"}


def case_answers(
    levels: Mapping[str, str] = PUBLIC, **changes: Mapping[str, Any] | None
) -> dict[str, GivenAnswer]:
    """Answers a whole case can be drafted from; C8 and F5 are raised to everyone unless told otherwise."""
    values = {**ANSWERS, **changes}
    return {key: GivenAnswer(value, levels.get(key)) for key, value in values.items() if value is not None}


def make_told_response(
    session: Session,
    *,
    name: str = "霧立町",
    answers: Mapping[str, GivenAnswer] | None = None,
    now: datetime | None = None,
) -> Response:
    """A submitted response of a town of which the register knows four facts."""
    organisation = make_invited_organisation(session, name=name)
    organisation.kana = "きりたちちょう"
    for kind, value in (("population", 4812), ("staff", 74), ("ageing_rate", 43.6), ("fiscal_index", 0.19)):
        organisation.facts.append(OrganisationFact(kind=kind, value=value, year=2025, source="見本の値"))
    invitation = make_invitation(session, organisation=organisation)
    return make_response(
        session, invitation=invitation, answers=answers or case_answers(), is_submitted=True, now=now
    )


def make_case(session: Session, *, account_id: int | None = None, response: Response | None = None) -> Case:
    """A draft as the service makes it."""
    account_id = account_id or make_account(session).id
    response = response or make_told_response(session)
    return drafts.draft_case(session, response.id, account_id=account_id, now=utc_now())


def finish_case(session: Session, case: Case, account_id: int, *, chapter: str = "admin") -> None:
    """Set what the questionnaire does not ask, so that nothing keeps the case from being approved."""
    now = utc_now()
    changes.set_details(
        session, case.id, chapter=chapter, trouble="人手", headcount=3, months=8,
        confirmed_on=date(2026, 6, 1), illustration_id=None, account_id=account_id,
        seen_revision=case.revision, now=now,
    )  # fmt: skip
    pair_troubles(session, case, account_id)
    for place, rows in (
        ("effects", [{"certainty": "A"}]),
        ("figure", [{"finding": "待つ時間は、半分より短くなった"}]),
        ("steps", [{"text": "紙の様式を数えた。"}, {"text": "入力項目が半分になった。"}]),
    ):
        changes.set_sentences(
            session, case.id, place, rows, account_id=account_id, seen_revision=case.revision, now=now
        )
    changes.set_sentences(
        session, case.id, "conditions",
        [{"label": "向く町", "text": "窓口が一つの階にある町"}, {"label": "最小の形", "text": "転入の手続一つから"}],
        [{"text": editor("J1")}, {}], account_id=account_id, seen_revision=case.revision, now=now,
    )  # fmt: skip


def pair_troubles(session: Session, case: Case, account_id: int) -> None:
    """Take troubles and answers over as an editor does who has read which belong together: here the n-th ones."""
    sources = [each for each in gathering.gather(session, case.response_id).sources if each.is_publishable]
    for meaning, column in (("trouble", "trouble"), ("way_out", "response")):
        said = [(each.ref, *span) for each in sources if each.means == meaning for span in each.said()]
        for row, (ref, start, end) in enumerate(said[:3]):
            changes.take_over(
                session, case.id, "troubles", ref, start, end, account_id=account_id,
                seen_revision=case.revision, now=utc_now(), row=row, column=column,
            )  # fmt: skip


def make_approved_case(
    session: Session,
    *,
    name: str = "霧立町",
    account_id: int | None = None,
    chapter: str = "admin",
    answers: Mapping[str, GivenAnswer] | None = None,
) -> Case:
    """An approved case."""
    account_id = account_id or make_account(session).id
    case = make_case(
        session, account_id=account_id, response=make_told_response(session, name=name, answers=answers)
    )
    finish_case(session, case, account_id, chapter=chapter)
    return approve_case(session, case, account_id)


def approve_case(session: Session, case: Case, account_id: int) -> Case:
    """Approve what this account has written: the organisation has said yes, and somebody else approves if there is one."""
    read_words(session, case)
    confirm_case(session, case, account_id)
    return approving.approve(session, case.id, account_id=approver_of(session, account_id), now=utc_now())


def read_words(session: Session, case: Case, *persons: str) -> None:
    """Let the engine have looked through all words of a case, where it found these names, and the press have laid it out."""
    texts = storing.missing(session, case.id)
    found = {
        text: [match.span() for name in persons for match in re.finditer(re.escape(name), text)]
        for text in texts
    }
    storing.keep(session, case.id, found, now=utc_now())
    lay_out(session, case.id)


def confirm_case(session: Session, case: Case, account_id: int) -> None:
    """Record that the organisation said yes to the case as it stands."""
    said = NewConfirmation("総務課 主査 久慈", date(2026, 6, 1), Way.PHONE)
    confirming.confirm(
        session, case.id, said, account_id=account_id, seen_revision=case.revision, now=utc_now()
    )


def approver_of(session: Session, author_id: int) -> int:
    """Somebody of the division who may approve what this account changed: another one, if there is one."""
    return next((each for each in gate.approvers(session) if each != author_id), author_id)
