"""A released book whose one case somebody says something else about, for the tests of this room."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import work
from casefinder.answer.responses.models import Response
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.db import Database
from casefinder.edit.cases.models import Case
from casefinder.mail.models import Letter
from casefinder.publish.releases.models import Concern, Release
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.builds import make_edition, make_made_build, make_release
from tests.factories.cases import case_answers, make_approved_case
from tests.factories.responses import save_answers


def make_public(
    session: Session, folder: Path, *, slug: str = "", levels: dict[str, str] | None = None
) -> tuple[Release, Case]:
    """A release of one case that also gives its data away."""
    raised = {"C8": "everyone", "F5": "everyone", **(levels or {})}
    case = make_approved_case(session, answers=case_answers(raised, L3={"": "yes"}))
    build = make_made_build(
        session, make_edition(session, cases=[case], slug=slug), folder / "builds", now=NOON
    )
    return make_release(session, build, folder, account_id=make_account(session).id, now=NOON), case


def say_anew(
    session: Session, response_id: int, *, now: datetime = NOON + timedelta(hours=1), **said: GivenAnswer
) -> None:
    """Give a response back; its respondent says something else and submits again."""
    response = session.get_one(Response, response_id)
    account_id = make_account(session).id
    return_response(session, response_id, "見てください。", account_id=account_id, now=now)
    save_answers(session, response_id, said, now=now + timedelta(minutes=1))
    submit_response(session, response_id, seen=response.revision, now=now + timedelta(minutes=2))


def narrowed(text: str, level: str = "editors") -> GivenAnswer:
    """An answer as it was, for fewer readers."""
    return GivenAnswer({"": text}, level)


def open_kinds(session: Session, release_id: int) -> list[str]:
    """What is open in a release."""
    query = select(Concern.kind).where(Concern.release_id == release_id, Concern.settled_at.is_(None))
    return sorted(session.scalars(query))


def told(session: Session, kind: str) -> list[int]:
    """Whom a kind of letter goes to."""
    letters = session.scalars(select(Letter).where(Letter.kind == f"publish/releases/{kind}"))
    return sorted(letter.context["account_id"] for letter in letters)


def check_and_mail(database: Database) -> None:
    """Do what the worker does about releases: ask the rule again, then send the letters."""
    for name in ("release_check", "letter"):
        work.perform_due(database, next(kind for kind in work.kinds() if kind.name == name))
