"""More cases for measurements: the sample's respondents answer again under other names, through the services."""

from datetime import timedelta
from itertools import count

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.analyse.coding import service as coding
from casefinder.analyse.coding.models import STANDING, Coding
from casefinder.analyse.themes.models import Theme
from casefinder.answer.answers.models import Answer
from casefinder.answer.answers.service import save_section
from casefinder.answer.attachments import service as attaching
from casefinder.answer.attachments.intake import ReceivedFile, StoredFile
from casefinder.answer.attachments.models import Attachment
from casefinder.answer.entry import service as entry
from casefinder.answer.responses.models import Response
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.campaigns import service as campaigns
from casefinder.ask.invitations import service as invitations
from casefinder.ask.organisations.models import Organisation, OrganisationFact
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.kinds.file import FileDetails
from casefinder.clock import utc_now
from casefinder.edit.casebooks import service as casebooks
from casefinder.edit.casebooks.models import Edition
from casefinder.edit.cases import queries, storing
from casefinder.edit.cases.models import Case, EditionCase
from casefinder.edit.changes import service as changes
from casefinder.edit.decisions import approving, confirming
from casefinder.edit.drafts import gathering
from casefinder.edit.drafts import service as drafts
from casefinder.edit.gate import fit_service
from casefinder.edit.gate import queries as gate
from casefinder.edit.gate.fit_queries import basis_of
from casefinder.edit.gate.rules import Way
from casefinder.edit.layout.pressed import Pressed
from casefinder.sample.build import new_campaign
from casefinder.staff.accounts.models import Account
from casefinder.tokyo import day_of

PICTURES = "K1"


class Copier:
    """Copies the cases of the sample's edition one after the other, so often as is wanted."""

    def __init__(self, app: Flask) -> None:
        self.link_key = app.extensions["settings"].link_key
        self.database = app.extensions["database"]
        self.made: list[int] = []
        with self.database.transaction() as session:
            self.account_id = session.scalars(select(Account.id).order_by(Account.id)).first() or 0
            order = select(EditionCase.case_id).order_by(EditionCase.position)
            self.originals = list(session.scalars(order))
            version_id = session.scalars(select(Response.version_id)).first() or 0
            self.campaign_id = self._campaign(session, version_id)
        self._numbers = count(1)

    def cases(self, number: int) -> list[int]:
        """Return so many approved cases; those that are missing are made."""
        while len(self.originals) + len(self.made) < number:
            original = self.originals[len(self.made) % len(self.originals)]
            with self.database.transaction() as session:
                self.made.append(self._copy(session, session.get_one(Case, original)))
        return [*self.originals, *self.made][:number]

    def edition(self, case_ids: list[int]) -> int:
        """Return a new edition of these cases, with the themes of the sample's."""
        with self.database.transaction() as session:
            sample = session.scalars(select(Edition).order_by(Edition.id)).first() or Edition()
            values = casebooks.NewEdition(
                sample.casebook_id, f"bench-{len(case_ids)}", casebooks.next_number(session, sample.casebook_id),
                sample.title, sample.subtitle, sample.fiscal_year, sample.issued_on, self.campaign_id,
            )  # fmt: skip
            made = casebooks.create_edition(session, values, now=utc_now())
            casebooks.set_order(session, made.id, case_ids, now=utc_now())
            casebooks.set_front_matter(session, made.id, dict(sample.front_matter), now=utc_now())
            return made.id

    def _campaign(self, session: Session, version_id: int) -> int:
        values = new_campaign(version_id)
        now = utc_now()
        changed = {**values.__dict__, "slug": "bench", "closes_at": now + timedelta(days=30)}
        made = campaigns.create_campaign(
            session, type(values)(**changed), now=now, account_id=self.account_id
        )
        campaigns.open_campaign(session, made.id, now=now, account_id=self.account_id)
        return made.id

    def _copy(self, session: Session, case: Case) -> int:
        original = session.get_one(Response, case.response_id)
        response = self._answer(session, original)
        self._code(session, original, response)
        made = drafts.draft_case(session, response.id, account_id=self.account_id, now=utc_now())
        said = queries.case_content(session, case.id)
        storing.write_places(session, made, said.places)
        details = said.details
        changes.set_details(
            session, made.id, chapter=details.chapter or "", trouble=details.trouble or "", headcount=details.headcount,
            months=details.months, confirmed_on=details.confirmed_on, illustration_id=made.illustration_id,
            account_id=self.account_id, seen_revision=made.revision, now=utc_now(),
        )  # fmt: skip
        confirming.confirm(
            session, made.id, confirming.NewConfirmation("担当", day_of(utc_now()), Way.MAIL), account_id=self.account_id,
            seen_revision=made.revision, now=utc_now(),
        )  # fmt: skip
        said = queries.case_content(session, made.id)
        basis = basis_of(said, gathering.gather(session, made.response_id))
        fit_service.remember(session, made.id, Pressed(made.revision, {}), basis, now=utc_now())
        others = (each for each in gate.approvers(session) if each != self.account_id)
        approver_id = next(others, self.account_id)
        return approving.approve(session, made.id, account_id=approver_id, now=utc_now()).id

    def _answer(self, session: Session, original: Response) -> Response:
        organisation = self._organisation(session, original.invitation.organisation_id)
        (invitation,) = invitations.invite(
            session, self.campaign_id, [organisation], link_key=self.link_key, now=utc_now()
        )
        response = entry.open_response(session, invitation.main_link.id, now=utc_now())
        given = {
            row.question_key: GivenAnswer(dict(row.value), row.audience, row.is_spoken, row.alternative)
            for row in session.scalars(select(Answer).where(Answer.response_id == original.id))
        }
        if PICTURES in given:
            ids = self._pictures(session, original, response)
            given[PICTURES] = GivenAnswer({"": ids}, given[PICTURES].audience)
        for section in questionnaires.document_of(original.version).sections:
            own = {item.key: given[item.key] for item in section.items if item.key in given}
            if own:
                save_section(session, response.id, section.key, own, seen={}, now=utc_now())
        submit_response(session, response.id, seen=response.revision, now=utc_now())
        return response

    def _organisation(self, session: Session, original_id: int) -> int:
        original, number = session.get_one(Organisation, original_id), next(self._numbers)
        columns = {
            column.key: getattr(original, column.key)
            for column in Organisation.__table__.columns
            if column.key not in ("id", "code", "corporate_number")
        }
        columns |= {"name": f"{original.name}{number}", "email": f"bench{number}@example.jp", "code": None}
        made = Organisation(**columns)
        made.facts = [
            OrganisationFact(kind=fact.kind, value=fact.value, year=fact.year, source=fact.source)
            for fact in original.facts
        ]
        session.add(made)
        session.flush()
        return made.id

    def _pictures(self, session: Session, original: Response, response: Response) -> list[int]:
        found: dict[int, FileDetails] = {}
        query = select(Attachment).where(
            Attachment.response_id == original.id, Attachment.removed_at.is_(None)
        )
        for row in session.scalars(query.order_by(Attachment.position)):
            received = ReceivedFile(row.original_name, row.media_type, row.sha256, row.size_bytes)
            ref = attaching.add_file(session, response.id, PICTURES, received, now=utc_now())
            stored = StoredFile(row.sha256, row.thumbnail_sha256, row.size_bytes, row.width_px, row.height_px)
            attaching.note_read(session, ref, stored, now=utc_now())
            found[ref] = FileDetails(row.description, row.credit, row.rights)
        attaching.describe_files(session, response.id, found)
        return list(found)

    def _code(self, session: Session, original: Response, response: Response) -> None:
        rows = session.execute(
            select(Coding, Theme.key)
            .join(Theme, Theme.id == Coding.theme_id)
            .where(STANDING, Coding.response_id == original.id)
        ).all()
        for row, theme in rows:
            coding.add_coding(
                session, response.id, row.question_key, row.start_char, row.end_char, theme,
                account_id=self.account_id, now=utc_now(),
            )  # fmt: skip
