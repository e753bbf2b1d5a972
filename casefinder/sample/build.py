"""Builds the sample: one campaign from the register to the released book, on a clock that stands still."""

import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from casefinder import config, work
from casefinder.answer.reading import service as reading_service
from casefinder.answer.responses.models import Response
from casefinder.answer.returns.service import return_response
from casefinder.ask.campaigns import service as campaigns
from casefinder.ask.invitations import service as invitations
from casefinder.ask.invitations.models import Invitation
from casefinder.ask.organisations import service as organisations
from casefinder.ask.organisations.models import Organisation
from casefinder.ask.questionnaires import service as questionnaires
from casefinder.ask.questionnaires.document import Document
from casefinder.ask.questionnaires.queries import document_of
from casefinder.clock import FileClock, set_source, system_time, utc_now
from casefinder.db import database, reading, transaction
from casefinder.edit.layout.pressed import CasePress
from casefinder.faces import Role
from casefinder.sample import editing, installation, publishing
from casefinder.sample.answering import Clerk, link_for
from casefinder.sample.browser import SampleFailed
from casefinder.sample.content import IN_PROGRESS, RETURNED, UNDECIDED, UNOPENED, Sample, samples
from casefinder.sample.postbox import Postbox
from casefinder.schema import upgrade
from casefinder.staff.accounts import service as accounts
from casefinder.staff.accounts.second_factor_rules import needs_second_factor
from casefinder.stock import load_stock

Say = Callable[[str], None]
DEADLINE = datetime(2026, 6, 19, 8, tzinfo=UTC)  # Friday 17:00 in Tokyo
LOOK_EVERY_S = 2.0  # without a bell: what failed once is tried again
READ_PARTLY = 4  # submitted responses without a case that the editors have not read yet
RETURN_MESSAGE = (
    "成果の数字（I1）について確認させてください。見込みだけでも構いませんので、"
    "いつ・何を・どのように測る予定かを書き足していただけますか。ほかの設問は直さなくて大丈夫です。"
)


def build_sample(home: Path, say: Say) -> None:
    """Build the whole sample installation in a folder; an earlier sample there is removed."""
    installation.clear(home)
    with Postbox(home.parent / f".{home.name}-mail") as box:
        settings = installation.prepare(home, box.port)
        mail_folder = home.parent / f".{home.name}-mail"
        try:
            upgrade(settings.database)
            app = installation.make_app(settings)
            with app.app_context():
                Builder(app, home, mail_folder, FileClock(home / "clock"), say).run()
            app.extensions["text_reader"].close()
        finally:
            set_source(system_time)
            shutil.move(mail_folder, home / "mail")
    config.write(home / config.SETTINGS_FILE, installation.stored_settings(25, 8000))
    (home / "clock").unlink()
    installation.mark_built(home)


class WorkingAlong:
    """Does due work beside the clerks, each kind by a hand of its own, as in a real installation: `with WorkingAlong(app): …`.

    A hand that is done stays where it is: the engine's child ends with the thread that began it, and is wanted once more.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._wanted = {kind.name: threading.Event() for kind in work.kinds()}
        self._done = {kind.name: threading.Event() for kind in work.kinds()}
        self._stop = threading.Event()
        self._hands = [
            threading.Thread(target=self._run, args=(kind,), name=kind.name, daemon=True)
            for kind in work.kinds()
        ]

    def ring(self, kind: str) -> None:
        """Let the kind's hand look at once."""
        self._wanted[kind].set()

    def _run(self, kind: work.Kind) -> None:
        wanted = self._wanted[kind.name]
        with self.app.app_context():
            try:
                while not self._stop.is_set():
                    wanted.clear()
                    work.perform_due(database(), kind)
                    wanted.wait(LOOK_EVERY_S)
            finally:
                self._done[kind.name].set()
            threading.Event().wait()

    def __enter__(self) -> None:
        self._bell, database().bell = database().bell, self
        for hand in self._hands:
            hand.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for wanted in self._wanted.values():
            wanted.set()
        for done in self._done.values():
            done.wait()
        database().bell = self._bell


class Builder:
    """Takes the sample through its weeks, step by step."""

    def __init__(self, app: Flask, home: Path, mail_folder: Path, clock: FileClock, say: Say) -> None:
        self.app, self.home, self.mail_folder, self.clock, self.say = app, home, mail_folder, clock, say
        self.people: dict[str, int] = {}
        self.campaign_id = 0

    def run(self) -> None:
        """Build everything."""
        self.set_up()
        self.open_campaign()
        self.answer()
        self.read()
        self.give_one_back()
        self.edit()
        self.publish()

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """Move the clock to a day of June 2026 (30 and later run on into July), hours of Tokyo; returns the instant."""
        instant = installation.BEGIN + timedelta(days=day - 1, hours=hour - 9, minutes=minute)
        self.clock.set(max(instant, self.clock()))
        return utc_now()

    def set_up(self) -> None:
        """Accounts, the register with the sample organisations, questionnaire, codebook."""
        self.say("register, questionnaire, codebook, accounts")
        load_stock(self.app.extensions["settings"])
        sign_ins = installation.make_sign_ins()
        with transaction() as session:
            for person in sign_ins:
                added = accounts.create_account(
                    session, email=person["email"], name=person["name"], role=Role[person["role"].upper()],
                    password=person["password"], now=utc_now(),
                )  # fmt: skip
                self.people[person["role"]] = added.account_id
                if needs_second_factor(person["role"]):
                    person |= installation.set_up_second_factor(
                        session, added.account_id, key=self.app.extensions["settings"].secret_key
                    )
            installation.keep_sign_ins(self.home, sign_ins)
            for sample in samples():
                organisations.add_organisation(session, new_organisation(sample), now=utc_now())

    def open_campaign(self) -> None:
        """Open the campaign and send the letters."""
        now = self.at(1, 10)
        editor = self.people["editor"]
        with transaction() as session:
            version = questionnaires.load_standard(session, self.app.extensions["settings"].here, now=now)
            self.document: Document = document_of(version)
            campaign = campaigns.create_campaign(
                session, new_campaign(version.id), now=now, account_id=editor
            )
            campaigns.open_campaign(session, campaign.id, now=now, account_id=editor)
            self.campaign_id = campaign.id
            ids = [
                session.scalars(
                    select(Organisation.id).where(Organisation.email == s.organisation["email"])
                ).one()
                for s in samples()
            ]
            settings = self.app.extensions["settings"]
            invitations.invite(
                session, campaign.id, ids, link_key=settings.link_key, now=now, account_id=editor
            )
        self.say(f"letters to {len(samples())} organisations")
        work.drain(database())

    def answer(self) -> None:
        """Let every clerk answer through the web pages."""
        with WorkingAlong(self.app):
            self._let_clerks_answer()
        self.say("receipts, and the engine reads what is left")
        self.at(15, 9)
        work.drain(database())

    def _let_clerks_answer(self) -> None:
        for number, sample in enumerate(samples()):
            if sample.ref in UNOPENED:
                continue
            self.at(2 + number // 3, 9 + number % 3 * 3, (number * 7) % 60)
            clerk = Clerk(self.app, self.document, sample)
            clerk.enter(link_for(self.mail_folder, sample.organisation["email"]))
            if sample.ref in IN_PROGRESS:
                clerk.answer_some()
            else:
                clerk.answer_all()
                clerk.submit()
            if number % 6 == 5:
                self.say(f"answers {number + 1}/{len(samples())}")

    def response_ids(self) -> dict[str, int]:
        """Return the responses by the sample's reference."""
        by_email = {s.organisation["email"]: s.ref for s in samples()}
        with reading() as session:
            rows = session.execute(
                select(Organisation.email, Response.id)
                .join(Invitation, Invitation.organisation_id == Organisation.id)
                .join(Response, Response.invitation_id == Invitation.id)
                .where(Invitation.campaign_id == self.campaign_id)
            )
            return {by_email[email]: response_id for email, response_id in rows}

    def submitted(self) -> list[Sample]:
        """Return the samples that were submitted and not given back."""
        return [s for s in samples() if s.ref not in (*UNOPENED, *IN_PROGRESS, RETURNED)]

    def read(self) -> None:
        """Read and code the submitted answers; a few stay unread."""
        ids = self.response_ids()
        without_case = [s for s in self.submitted() if s.case is None and s.answers.get("L4") == "可"]
        unread = {s.ref for s in without_case[-READ_PARTLY:]}
        self.say("the editor reads and codes")
        for number, sample in enumerate(self.submitted()):
            if sample.ref in unread:
                continue
            now = self.at(16 + number // 6, 9 + number % 6, 15)
            with transaction() as session:
                reading_service.note_first_read(session, ids[sample.ref], now=now)
                if sample.answers.get("L4") != "可":
                    continue
                editing.code_response(
                    session, ids[sample.ref], sample, account_id=self.people["editor"], now=now
                )
                if sample.case is not None:
                    reading_service.accept_response(
                        session, ids[sample.ref], account_id=self.people["editor"], now=now
                    )

    def give_one_back(self) -> None:
        """Return one response with a message."""
        now = self.at(22, 9)
        with transaction() as session:
            return_response(
                session,
                self.response_ids()[RETURNED],
                RETURN_MESSAGE,
                account_id=self.people["editor"],
                now=now,
            )
        work.drain(database())

    def edit(self) -> None:
        """Draft and edit the cases, then have them confirmed and approved."""
        ids = self.response_ids()
        told = [s for s in self.submitted() if s.case is not None]
        with WorkingAlong(self.app):
            self._edit_cases(told, ids)
        self.say(f"{len(told)} cases edited; the engine looks through what is left of their words")
        work.drain(database())
        self.approve(told)

    def _edit_cases(self, told: list[Sample], ids: dict[str, int]) -> None:
        self.case_ids: dict[str, int] = {}
        for number, sample in enumerate(told):
            now = self.at(23 + number // 4, 10 + number % 6)
            with transaction() as session:
                case_id = editing.edit_case(
                    session, ids[sample.ref], sample, account_id=self.people["editor"], now=now
                )
                self.case_ids[sample.ref] = case_id
        with transaction() as session:  # nobody has decided yet whether the persons in it may be named
            editing.name_somebody(
                session, ids[UNDECIDED], account_id=self.people["editor"], now=self.at(28, 10)
            )

    def approve(self, told: list[Sample]) -> None:
        """Record what the organisations said to their pages, and let a second person approve."""
        now = self.at(29, 16)
        problems: list[str] = []
        press: CasePress = self.app.extensions["case_press"]
        for sample in told:
            case_id = self.case_ids[sample.ref]
            press.lay_out(case_id)
            try:
                with transaction() as session:
                    editing.decide_finds(session, case_id, account_id=self.people["editor"], now=now)
                    editing.confirm_case(session, case_id, sample, account_id=self.people["editor"], now=now)
                    editing.approve_case(session, case_id, account_id=self.people["publisher"], now=now)
            except SampleFailed as error:
                problems.append(f"{sample.ref}: {error}")
        if problems:
            raise SampleFailed("\n".join(problems))
        self.say(f"{len(told)} cases confirmed and approved")

    def publish(self) -> None:
        """Compose the edition, build and release it, and lay a copy beside the installation."""
        self.at(30, 10)
        publishing.publish(self)


def new_organisation(sample: Sample) -> organisations.NewOrganisation:
    """Return a sample organisation as the register takes it."""
    told = sample.organisation
    return organisations.NewOrganisation(
        name=told["name"], kana=told["kana"], kind=told["kind"], code=told.get("code"),
        municipality_type=told.get("municipality_type"), subprefecture=told["subprefecture"],
        email=told["email"], is_sample=True,
        facts=tuple(
            organisations.NewFact(kind=f["kind"], value=f["value"], year=f["year"], source=f["source"])
            for f in told.get("facts", ())
        ),
    )  # fmt: skip


def new_campaign(version_id: int) -> campaigns.NewCampaign:
    """Return the sample's campaign."""
    return campaigns.NewCampaign(
        slug="dx-2026",
        title="市町村DX事例調査 令和8年度",
        version_id=version_id,
        closes_at=DEADLINE,
        legal_basis="見本道 地域DX推進要綱 第4条（見本）",
        purpose="地域の困りごとにデジタルの力で向き合った取組を集め、ほかの地域が同じ道を楽に歩けるよう、事例集にまとめます。",
        publication="令和8年7月に、事例集（PDF・ウェブ版）と公開データを見本道のサイトで公表します。載せる前に、紙面を確認いただきます。",
        survey_number="8-017",
    )
