"""Opening pages as staff and as the public, and how long each takes: milliseconds and statements."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select, text

from casefinder.clock import utc_now
from casefinder.faces import Role
from casefinder.staff.accounts import service
from casefinder.staff.accounts.gate import cookie_name
from casefinder.staff.accounts.models import Account
from tests.factories.accounts import make_account

BOOKKEEPING = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "PRAGMA", "SET")
PUBLIC = None


@dataclass(frozen=True)
class Page:
    """A page, who opens it, and where it is; `{response}` and the like are ids of the sample."""

    name: str
    role: Role | None
    url: str


PAGES = (
    Page("today", Role.EDITOR, "/staff/"),
    Page("today, publisher", Role.PUBLISHER, "/staff/"),
    Page("campaigns", Role.EDITOR, "/staff/campaigns/"),
    Page("campaign board", Role.EDITOR, "/staff/campaigns/{campaign}"),
    Page("missing.csv", Role.EDITOR, "/staff/campaigns/{campaign}/missing.csv"),
    Page("whom to invite", Role.EDITOR, "/staff/campaigns/{campaign}/invitations/"),
    Page("invitation", Role.EDITOR, "/staff/campaigns/{campaign}/invitations/{invitation}"),
    Page("responses", Role.READER, "/staff/responses/"),
    Page("responses, words", Role.READER, "/staff/responses/?q=町"),
    Page("response, reader", Role.READER, "/staff/responses/{response}"),
    Page("response, editor", Role.EDITOR, "/staff/responses/{response}"),
    Page("organisations", Role.EDITOR, "/staff/organisations/"),
    Page("organisation", Role.EDITOR, "/staff/organisations/{organisation}"),
    Page("questionnaires", Role.EDITOR, "/staff/questionnaires/"),
    Page("questionnaire", Role.EDITOR, "/staff/questionnaires/versions/{version}"),
    Page("search 窓口", Role.EDITOR, "/staff/search/?q=窓口"),
    Page("search 窓口, reader", Role.READER, "/staff/search/?q=窓口"),
    Page("search 町", Role.EDITOR, "/staff/search/?q=町"),
    Page("search 自治体 サーバー", Role.EDITOR, "/staff/search/?q=自治体 サーバー"),
    Page("search 担当者の人手", Role.EDITOR, "/staff/search/?q=担当者の人手"),
    Page("search 引越し, field", Role.EDITOR, "/staff/search/?q=引越し&field=administration"),
    Page("search, nothing there", Role.EDITOR, "/staff/search/?q=鱈場蟹"),
    Page("desk", Role.EDITOR, "/staff/desk/"),
    Page("desk, page 3, field", Role.EDITOR, "/staff/desk/?page=3&field=administration"),
    Page("desk, one response", Role.EDITOR, "/staff/desk/{response}"),
    Page("codebook", Role.EDITOR, "/staff/codebook/"),
    Page("theme", Role.EDITOR, "/staff/codebook/{theme}"),
    Page("cases", Role.EDITOR, "/staff/cases/"),
    Page("case", Role.EDITOR, "/staff/cases/{case}"),
    Page("case, history", Role.EDITOR, "/staff/cases/{case}/history"),
    Page("case, paper", Role.EDITOR, "/staff/cases/{case}/paper"),
    Page("casebooks", Role.EDITOR, "/staff/casebooks/"),
    Page("composer", Role.EDITOR, "/staff/casebooks/{edition}"),
    Page("composer, themes", Role.EDITOR, "/staff/casebooks/{edition}/themes"),
    Page("builds", Role.PUBLISHER, "/staff/builds/"),
    Page("build", Role.PUBLISHER, "/staff/builds/{build}"),
    Page("releases", Role.PUBLISHER, "/staff/releases/"),
    Page("release", Role.PUBLISHER, "/staff/releases/{release}"),
    Page("release, prepare", Role.PUBLISHER, "/staff/releases/prepare/{build}"),
    Page("trail", Role.ADMINISTRATOR, "/staff/audit/"),
    Page("accounts", Role.ADMINISTRATOR, "/staff/accounts/"),
    Page("public index", PUBLIC, "/"),
)
IDS = {
    "campaign": "SELECT min(id) FROM campaign",
    "invitation": "SELECT min(id) FROM invitation",
    "organisation": "SELECT min(organisation_id) FROM invitation",
    "version": "SELECT min(id) FROM questionnaire_version",
    "response": "SELECT min(response_id) FROM coding",
    "theme": "SELECT t.key FROM theme t JOIN coding c ON c.theme_id = t.id GROUP BY t.key ORDER BY count(*) DESC, t.key LIMIT 1",
    "case": 'SELECT min(id) FROM "case"',
    "edition": "SELECT min(id) FROM edition",
    "build": "SELECT min(id) FROM build",
    "release": "SELECT min(id) FROM release",
}


@dataclass(frozen=True)
class Measured:
    """One page: its status, the median of its times, its CPU time and how many statements it asked."""

    page: str
    status: int
    ms: float
    cpu_ms: float
    statements: int


def measure(
    app: Flask, rounds: int, only: str = "", cpu_s: Callable[[], float] = lambda: 0.0
) -> Iterator[Measured]:
    """Open every page (whose name holds a word) once to warm up, then as often as asked.

    Args:
        app: The application.
        rounds: How often.
        only: A word, or nothing for all pages.
        cpu_s: Says how much CPU time the database's own processes took so far.
    """
    with app.extensions["database"].engine.connect() as connection:
        ids = {name: connection.scalar(text(query)) for name, query in IDS.items()}
    clients: dict[Role | None, FlaskClient] = {PUBLIC: app.test_client()}
    for page in PAGES:
        if only not in page.name:
            continue
        if page.role not in clients:
            clients[page.role] = app.test_client()
            _sign_in(clients[page.role], app, page.role)
        url = page.url.format(**ids)
        with counted() as asked:
            status = clients[page.role].get(url).status_code
        times, used = [], cpu_s() + time.process_time()
        for _ in range(rounds):
            begun = time.perf_counter()
            clients[page.role].get(url)
            times.append((time.perf_counter() - begun) * 1000)
        used = (cpu_s() + time.process_time() - used) * 1000 / rounds
        yield Measured(page.name, status, statistics.median(times), used, len(asked))


def _sign_in(client: FlaskClient, app: Flask, role: Role) -> None:
    """Give a client the session of an account of this role, which kept databases have already."""
    email = f"bench-{role.key}@example.jp"
    with app.extensions["database"].transaction() as session:
        found = session.scalar(select(Account).where(Account.email == email))
        account_id = (found or make_account(session, role=role, email=email)).id
        started = service.sign_in(session, account_id, lasts=timedelta(hours=12), now=utc_now())
    client.set_cookie(cookie_name(app.extensions["settings"]), started.token, domain="localhost")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect every statement of this process while the block runs."""
    asked: list[str] = []

    def note(*given: object) -> None:
        if not str(given[2]).lstrip().upper().startswith(BOOKKEEPING):
            asked.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
