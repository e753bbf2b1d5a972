"""A prefecture that nobody knows, from `init` to its released book: not a word of Hokkaido anywhere."""

import csv
import os
import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder import clock, create_app, work
from casefinder.__main__ import main
from casefinder.answer.responses.models import Response
from casefinder.ask.campaigns.models import Campaign
from casefinder.ask.organisations import service as organisations
from casefinder.ask.organisations.entries import NewOrganisation
from casefinder.ask.organisations.models import Organisation, OrganisationFact
from casefinder.ask.questionnaires.models import QuestionnaireVersion
from casefinder.clock import utc_now
from casefinder.config import load
from casefinder.db import Database, SilentBell
from casefinder.edit.casebooks import service as casebooks
from casefinder.edit.casebooks.models import Edition
from casefinder.faces import Role
from casefinder.publish.builds import service as builds
from casefinder.publish.builds.models import Build
from casefinder.publish.installation import installation_of
from casefinder.publish.releases import service as releases
from casefinder.staff.accounts import service as accounts
from casefinder.staff.accounts.gate import cookie_name
from tests.conftest import NOON, OutsideClient
from tests.factories.accounts import make_account
from tests.factories.builds import WRITTEN
from tests.factories.campaigns import make_campaign
from tests.factories.cases import approve_case, case_answers, finish_case, make_case
from tests.factories.codings import make_coding
from tests.factories.invitations import make_invitation
from tests.factories.responses import make_response
from tests.fakes import FakePostman
from tests.pages import PAGES, Browsers, ids

pytestmark = pytest.mark.slow
FOREIGN = re.compile(
    r"北海道|道内|振興局|全道|道庁|道東|道北|道南|見本道|国・道|道・国|道補助|ほっかいどう|Hokkaid|(?<![街鉄水歩車市国県農林軌報])道の"
)
TOWNS = "コード,団体名,よみ\n990019,霧立市,きりたちし\n990027,白樺町,しらかばちょう\n990035,青苔村,あおごけむら\n990043,鷺沼町,さぎぬまちょう\n"
AREAS = "コード,地域名,市町村コード\n1,海側地域,990019 990027\n2,山側地域,990035 990043\n"
ELSEWHERE = "202011"  # 長野市


@dataclass
class Place:
    """A made-up prefecture's installation after its book was released."""

    app: Flask
    home: Path
    named: Mapping[str, object]

    @property
    def released(self) -> Path:
        (folder,) = (path for path in (self.home / "releases").iterdir() if path.is_dir())
        return folder

    @property
    def letters(self) -> list[str]:
        """What letters say, with who they come from."""
        return [f"{m['From']} {m['Subject']} {m.get_content()}" for m in self.app.extensions["postman"].sent]


class Founder:
    """Takes an installation from `init` to a release, through the doors that pages use."""

    def __init__(self, home: Path, *, with_areas: bool) -> None:
        towns, areas = home.parent / "towns.csv", home.parent / "areas.csv"
        towns.write_text(TOWNS, encoding="utf-8")
        areas.write_text(AREAS, encoding="utf-8")
        assert (
            main(
                ["--dir", str(home), "init", "--municipalities", str(towns), "--name", "北県", "--kind", "県"]
            )
            == 0
        )
        if with_areas:
            assert main(["--dir", str(home), "organisations", "areas", str(areas)]) == 0
        self.home, self.app = home, create_app(load(home))
        self.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        self.app.test_client_class = OutsideClient
        self.app.extensions["postman"] = FakePostman()
        self.database: Database = self.app.extensions["database"]
        self.database.bell = SilentBell()
        self.settings = self.app.extensions["settings"]

    def run(self) -> Place:
        with self.app.app_context():
            with self.database.transaction() as session:
                self.ask(session)
                cases = [self.tell(session, response) for response in self.answer(session)]
                self.prepare_campaign(session, is_open=False)
            work.drain(self.database)
            self.publish(cases)
            named = ids(self.database.engine, link_key=self.settings.link_key)
        return Place(self.app, self.home, named)

    def ask(self, session: Session) -> None:
        """Everybody of the register, a firm that acts everywhere, and a city of another prefecture."""
        now = utc_now()
        self.account = make_account(session, role=Role.PUBLISHER).id
        for entry in (
            NewOrganisation("霧の会社", "きりのかいしゃ", "company"),
            NewOrganisation("長野市", "ながのし", "municipality", ELSEWHERE, "city"),
        ):
            organisations.add_organisation(session, entry, now=now)
        campaign = self.prepare_campaign(session)
        self.invitations = []
        for number, organisation in enumerate(
            session.scalars(select(Organisation).order_by(Organisation.id)).all()
        ):
            organisation.email = f"town{number}@example.jp"
            if organisation.code != "990043":  # of this one nobody knows how many live there
                organisation.facts.append(
                    OrganisationFact(kind="population", value=4812, year=2025, source="台帳")
                )
            self.invitations.append(
                make_invitation(
                    session, campaign=campaign, organisation=organisation, link_key=self.settings.link_key
                )
            )
        self.campaign_id = campaign.id

    def prepare_campaign(self, session: Session, *, is_open: bool = True) -> Campaign:
        version_id = session.scalars(select(QuestionnaireVersion.id)).one()
        campaign = make_campaign(session, title="北県の取組調査", version_id=version_id, is_open=is_open)
        campaign.legal_basis, campaign.publication = "北県デジタル推進計画", "令和9年3月に県のサイトで公表"
        return campaign

    def answer(self, session: Session) -> list[Response]:
        """Two leave it begun; the others submit, and one of them is coded."""
        make_response(session, invitation=self.invitations[1])
        submitted = [
            make_response(
                session, invitation=invitation, answers=case_answers(L3={"": "yes"}), is_submitted=True
            )
            for invitation in (self.invitations[0], *self.invitations[3:])
        ]
        make_coding(session, response=submitted[0], account_id=self.account)
        return submitted

    def tell(self, session: Session, response: Response) -> int:
        case = make_case(session, account_id=self.account, response=response)
        finish_case(session, case, self.account)
        return approve_case(session, case, self.account).id

    def begin_edition(self, cases: list[int], slug: str) -> int:
        """Begin an edition on the page for it, and put the cases in."""
        with self.database.transaction() as session:
            casebook = casebooks.create_casebook(session, f"book-{slug}", "北県 地域DX事例集", now=utc_now())
            given = {
                "casebook_id": casebook.id, "slug": slug, "number": 1, "title": "北県 地域DX事例集", "subtitle": "うまくいったこと",
                "fiscal_year": 2026, "issued_on": date(2026, 9, 18).isoformat(), "campaign_id": self.campaign_id,
            }  # fmt: skip
            started = accounts.sign_in(
                session, self.account, lasts=timedelta(hours=12), now=utc_now(), is_proved=True
            )
        client = self.app.test_client()
        client.set_cookie(cookie_name(self.settings), started.token, domain="localhost")
        answer = client.post(
            "/staff/casebooks/new", data={f"edition-{name}": value for name, value in given.items()}
        )
        assert answer.status_code == 303, answer.text
        with self.database.transaction() as session:
            edition_id = session.scalars(select(Edition.id).where(Edition.slug == slug)).one()
            casebooks.set_front_matter(session, edition_id, WRITTEN, now=utc_now(), is_confirmed=True)
            casebooks.set_order(session, edition_id, cases, now=utc_now())
        return edition_id

    def publish(self, cases: list[int]) -> None:
        """Let the press make an edition, release it; another edition's build is kept back."""
        installation = installation_of(self.app.extensions)
        build_id = builds.request_build(
            self.database, self.begin_edition(cases, "kita-1"), account_id=self.account, now=utc_now(),
            publisher=installation.publisher,
        )  # fmt: skip
        work.drain(self.database)
        other_id = self.begin_edition(cases, "kita-2")
        with self.database.transaction() as session:
            order = builds.gather(session, other_id, now=utc_now(), publisher=installation.publisher)
            kept_back = builds.place(session, order, account_id=self.account, now=utc_now())
            made = session.get_one(Build, build_id)
            for name in (
                "folder",
                "pages",
                "book_sha256",
                "book_bytes",
                "lint",
                "judgement",
                "done_at",
                "attempts",
            ):
                setattr(kept_back, name, getattr(made, name))
        releases.release(
            self.database, build_id, account_id=self.account, now=utc_now(), installation=installation
        )


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(True, id="with areas", marks=pytest.mark.xdist_group("with areas")),
        pytest.param(False, id="without areas", marks=pytest.mark.xdist_group("without areas")),
    ],
)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    before = os.environ.get("CASEFINDER_HOME")
    clock.set_source(lambda: NOON)
    founder = Founder(tmp_path_factory.mktemp("north") / "home", with_areas=request.param)
    try:
        yield founder.run()
    finally:
        founder.app.extensions["text_reader"].close()
        founder.app.extensions["case_press"].close()
        founder.database.engine.dispose()
        clock.set_source(clock.system_time)
        os.environ.pop("CASEFINDER_HOME", None)
        if before is not None:
            os.environ["CASEFINDER_HOME"] = before


def foreign(text: str) -> set[str]:
    """What of a text is Hokkaido's, with what stands around it."""
    return {text[max(0, found.start() - 12) : found.end() + 12] for found in FOREIGN.finditer(text)}


def text_of(content: bytes) -> str:
    """What a page, a file or a workbook says."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


def book(place: Place) -> bytes:
    return (place.released / "book.pdf").read_bytes()


def words_of_pages(place: Place) -> str:
    """The book's text in one line, so that no word is broken."""
    path = place.released / "book.pdf"
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return "".join(done.stdout.split())


def test_every_page_speaks_of_its_own_prefecture(place: Place) -> None:
    browsers = Browsers(place.app, place.named)

    found = {}
    for page in PAGES:
        with browsers.of(page.role).get(page.url.format(**place.named)) as answer:
            assert answer.status_code == page.status, f"{page.name}: {answer.status}"
            if traces := foreign(text_of(answer.get_data())):
                found[page.name] = traces

    assert found == {}


def test_every_letter_speaks_of_its_own_prefecture(place: Place) -> None:
    assert len(place.letters) >= 10
    assert [traces for letter in place.letters if (traces := foreign(letter))] == []


def test_every_released_file_speaks_of_its_own_prefecture(place: Place) -> None:
    texts = {
        path.relative_to(place.released).as_posix(): path.read_text(encoding="utf-8")
        for path in place.released.rglob("*")
        if path.suffix in (".html", ".csv", ".json", ".xml", ".svg", ".txt")
    }

    assert {
        "site/index.html",
        "data/cases.csv",
        "data/datapackage.json",
        "data/definitions.html",
    } <= texts.keys()
    assert {name: traces for name, text in texts.items() if (traces := foreign(text))} == {}


def test_the_book_speaks_of_its_own_prefecture(place: Place) -> None:
    with pikepdf.open(BytesIO(book(place))) as pdf:
        metadata = str(pdf.open_metadata()) + str(dict(pdf.docinfo))
        embedded = {
            name: bytes(file.get_file().read_bytes()).decode() for name, file in pdf.attachments.items()
        }
        described = "".join(str(pdf.attachments[name].description) for name in pdf.attachments)

    text = words_of_pages(place)
    assert foreign(text) | foreign(metadata) | foreign(described) == set()
    assert {name: traces for name, said in embedded.items() if (traces := foreign(said))} == {}
    assert "県内の4市町村" in text
    assert "北県" in metadata


def test_each_case_is_in_its_own_prefecture(place: Place) -> None:
    rows = list(
        csv.DictReader((place.released / "data" / "cases.csv").read_text(encoding="utf-8").splitlines())
    )

    assert {row["organisation_name"]: row["prefecture_name"] for row in rows} == {
        "霧立市": "北県", "鷺沼町": "北県", "霧の会社": "北県", "長野市": "長野県",
    }  # fmt: skip
    assert "長野県" in words_of_pages(place)


def test_who_is_where_stands_on_the_map_or_the_list_that_takes_its_place(place: Place) -> None:
    text = words_of_pages(place)
    has_areas = "海側" in text

    assert ("地域でみる" in text, "団体の種類でみる" in text, "地図でみる" in text) == (
        has_areas,
        not has_areas,
        False,
    )
    lists = [path.name for path in (place.released / "site" / "lists").iterdir()]
    assert ("areas.html" in lists) == has_areas


def test_a_town_whose_population_nobody_knows_is_not_counted_with_the_firms(place: Place) -> None:
    page = (place.released / "site" / "lists" / "population.html").read_text(encoding="utf-8")

    unknown = page[page.index("人口は不明") :]
    assert "鷺沼町" in unknown
    assert "霧の会社" not in unknown[: unknown.find("企業・団体ほか")] or "企業・団体ほか" not in unknown


def test_consents_and_levels_are_in_its_own_words(place: Place) -> None:
    browsers = Browsers(place.app, place.named)

    text = browsers.of(None).get(f"/r/{place.named['draft_ref']}/check").text
    form = browsers.of(Role.EDITOR).get(f"/staff/questionnaires/versions/{place.named['version']}").text

    assert "事例集と県のサイト" in form
    assert "県内自治体のみ" in text + form
