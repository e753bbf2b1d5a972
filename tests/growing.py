"""An installation that grows, with something of everything that a page may list."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from casefinder.analyse.search.service import index_response
from casefinder.answer.reading import service as reading
from casefinder.answer.responses.models import Response
from casefinder.answer.returns import service as returns
from casefinder.ask.campaigns.models import Campaign
from casefinder.db import Database
from casefinder.edit.casebooks import queries as casebooks
from casefinder.edit.casebooks import service as composing
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.builds import make_build, make_edition, make_made_build, make_release
from tests.factories.campaigns import make_campaign
from tests.factories.cases import make_approved_case, make_case, make_told_response
from tests.factories.codings import make_coding
from tests.factories.invitations import make_invitation, make_invited_organisation
from tests.factories.organisations import make_organisation
from tests.factories.responses import make_response
from tests.factories.suggestions import make_reading, make_suggestion

LATER = NOON + timedelta(hours=1)


class World:
    """An installation that grows: more of everything that any page may list."""

    def __init__(self, app: Flask) -> None:
        self.database: Database = app.extensions["database"]
        self.home: Path = app.extensions["settings"].home
        self.count = 0
        with self.database.transaction() as session:
            self.account_id = make_account(session).id
            self.campaign_id = make_campaign(session).id
            make_campaign(session, is_open=False)
            self.edition_id = make_edition(session, cases=[]).id

    @property
    def engine(self) -> Engine:
        return self.database.engine

    def grow(self, number: int) -> None:
        """Let there be so many of everything."""
        for _ in range(number - self.count):
            with self.database.transaction() as session:
                self._ask(session)
                self._read(session)
                self._write(session)
                self._publish(session)
        self.count = number

    def _ask(self, session: Session) -> None:
        """Accounts, the register, campaigns, letters, and responses of one campaign in every state."""
        make_account(session)
        make_organisation(session)
        make_campaign(session)
        for state in ("unopened", "draft", "submitted", "returned"):
            invitation = make_invitation(
                session, campaign=session.get_one(Campaign, self.campaign_id),
                organisation=make_invited_organisation(session),
            )  # fmt: skip
            if state == "unopened":
                continue
            response = make_response(session, invitation=invitation, is_submitted=state != "draft", now=NOON)
            if state == "returned":
                returns.return_response(
                    session, response.id, "もう一度", account_id=self.account_id, now=LATER
                )
            if state == "submitted":
                index_response(session, response.id)

    def _read(self, session: Session) -> None:
        """Responses with proposals, doubts and codings, one accepted, one whose reading failed."""
        response = make_response(session, is_submitted=True, now=NOON)
        make_reading(session, response).threshold = 0.5
        session.flush()
        make_suggestion(session, response=response, question_key="C3", score=0.51)
        make_coding(session, response=response, account_id=self.account_id)
        index_response(session, response.id)
        failed = make_response(session, is_submitted=True, now=NOON)
        make_reading(session, failed).failed_at = LATER
        reading.accept_response(session, failed.id, account_id=self.account_id, now=LATER)

    def _write(self, session: Session) -> None:
        """A candidate, a draft, an approved case that is in no edition, and one that is."""
        make_told_response(session)
        make_case(session, account_id=self.account_id)
        make_approved_case(session, account_id=self.account_id)
        case = make_approved_case(session, account_id=self.account_id)
        for key in ("F3", "F4"):
            make_coding(
                session, response=session.get_one(Response, case.response_id), question_key=key,
                account_id=self.account_id,
            )  # fmt: skip
        inside = [each.case_id for each in casebooks.placed(session, self.edition_id)]
        composing.set_order(session, self.edition_id, [*inside, case.id], now=NOON)

    def _publish(self, session: Session) -> None:
        """A book of the growing edition, one that waits, and a release."""
        builds = self.home / "builds"
        make_made_build(session, casebooks.edition_of(session, self.edition_id), builds)
        other = make_edition(session, cases=[make_approved_case(session, account_id=self.account_id)])
        make_build(session, other)
        make_release(session, make_made_build(session, other, builds), self.home, account_id=self.account_id)
