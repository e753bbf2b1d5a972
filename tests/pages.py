"""Every page that a browser can open: what `bench/growth.py` measures and what has a budget of statements.

Addresses hold names of ids, {response} and the like, which `ids` finds in whatever database there is.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, text

from casefinder.ask.invitations import rules as links
from casefinder.clock import utc_now
from casefinder.faces import Role
from casefinder.staff.accounts import service as accounts
from casefinder.staff.accounts.gate import cookie_name
from casefinder.staff.accounts.models import Account
from tests.factories.accounts import make_account

LAST = 99_999  # a page beyond the last one is the last


@dataclass(frozen=True)
class Page:
    """A page: its name, the role that opens it (nobody's: public or a respondent's), its address, and its answer."""

    name: str
    role: Role | None
    url: str
    status: int = 200


READER, EDITOR, PUBLISHER, ADMINISTRATOR = Role.READER, Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR
PAGES = (
    Page("today", EDITOR, "/staff/"),
    Page("today, publisher", PUBLISHER, "/staff/"),
    Page("campaigns", EDITOR, "/staff/campaigns/"),
    Page("campaigns, words", EDITOR, "/staff/campaigns/?q=事例&sort=newest"),
    Page("campaign, new", EDITOR, "/staff/campaigns/new"),
    Page("campaign, edit", EDITOR, "/staff/campaigns/{draft_campaign}/edit"),
    Page("campaign, prepare", EDITOR, "/staff/campaigns/{draft_campaign}/open"),
    Page("campaign, deadline", EDITOR, "/staff/campaigns/{campaign}/deadline"),
    Page("campaign board", EDITOR, "/staff/campaigns/{campaign}"),
    Page("board, the letter again", EDITOR, "/staff/campaigns/{campaign}/again?invitation={invitation}"),
    Page("campaign board, last page", EDITOR, "/staff/campaigns/{campaign}?page={last}"),
    Page("campaign board, by name, words", EDITOR, "/staff/campaigns/{campaign}?sort=name&q=町"),
    Page("campaign board, undelivered", EDITOR, "/staff/campaigns/{campaign}?trouble=failed"),
    Page("missing.csv", EDITOR, "/staff/campaigns/{campaign}/missing.csv"),
    Page("campaigns.csv", EDITOR, "/staff/campaigns/campaigns.csv"),
    Page("board.csv", EDITOR, "/staff/campaigns/{campaign}/board.csv"),
    Page("whom to invite, csv", EDITOR, "/staff/campaigns/{campaign}/invitations/organisations.csv"),
    Page("responses.xlsx", EDITOR, "/staff/responses/responses.xlsx"),
    Page("all answers", EDITOR, "/staff/responses/campaign/{campaign}/answers.xlsx"),
    Page("queue.csv", EDITOR, "/staff/desk/queue.csv"),
    Page("codings.csv", EDITOR, "/staff/desk/codings.csv"),
    Page("found.csv", EDITOR, "/staff/search/found.csv?q=窓口"),
    Page("cases.csv", EDITOR, "/staff/cases/cases.csv"),
    Page("trail.xlsx", ADMINISTRATOR, "/staff/audit/trail.xlsx"),
    Page("trail.csv", ADMINISTRATOR, "/staff/audit/trail.csv"),
    Page("campaigns.xlsx", EDITOR, "/staff/campaigns/campaigns.xlsx"),
    Page("board.xlsx", EDITOR, "/staff/campaigns/{campaign}/board.xlsx"),
    Page("whom to invite, xlsx", EDITOR, "/staff/campaigns/{campaign}/invitations/organisations.xlsx"),
    Page("responses.csv", EDITOR, "/staff/responses/responses.csv"),
    Page("all answers, csv", EDITOR, "/staff/responses/campaign/{campaign}/answers.csv"),
    Page("queue.xlsx", EDITOR, "/staff/desk/queue.xlsx"),
    Page("codings.xlsx", EDITOR, "/staff/desk/codings.xlsx"),
    Page("found.xlsx", EDITOR, "/staff/search/found.xlsx?q=窓口"),
    Page("cases.xlsx", EDITOR, "/staff/cases/cases.xlsx"),
    Page("whom to invite", EDITOR, "/staff/campaigns/{campaign}/invitations/"),
    Page("whom to invite, all, last page", EDITOR, "/staff/campaigns/{campaign}/invitations/?asked=&page={last}"),
    Page("whom to invite, preview", EDITOR, "/staff/campaigns/{campaign}/invitations/preview?organisation={organisation}"),
    Page("invitation", EDITOR, "/staff/campaigns/{campaign}/invitations/{invitation}"),
    Page("responses", READER, "/staff/responses/"),
    Page("responses, last page", READER, "/staff/responses/?page={last}"),
    Page("responses, by name", READER, "/staff/responses/?sort=name"),
    Page("responses, words", READER, "/staff/responses/?q=町"),
    Page("responses, by word of mouth", EDITOR, "/staff/responses/?wish=spoken"),
    Page("responses, field and state", READER, "/staff/responses/?topic=administration&state=with_us"),
    Page("response, by invitation", READER, "/staff/responses/of/{invitation}", 303),
    Page("response, reader", READER, "/staff/responses/{response}"),
    Page("response, editor", EDITOR, "/staff/responses/{response}"),
    Page("organisations", EDITOR, "/staff/organisations/"),
    Page("organisations, last page", EDITOR, "/staff/organisations/?page={last}"),
    Page("organisations, words, by name", EDITOR, "/staff/organisations/?q=町&sort=name"),
    Page("organisations.csv", EDITOR, "/staff/organisations/organisations.csv"),
    Page("post", EDITOR, "/staff/post/"),
    Page("post, last page", EDITOR, "/staff/post/?page={last}"),
    Page("organisation", EDITOR, "/staff/organisations/{organisation}"),
    Page("organisation, edit", EDITOR, "/staff/organisations/{organisation}/edit"),
    Page("organisation, new", EDITOR, "/staff/organisations/new"),
    Page("organisations.xlsx", EDITOR, "/staff/organisations/organisations.xlsx"),
    Page("organisations, read in", EDITOR, "/staff/organisations/read-in"),
    Page("organisations, values, read in", EDITOR, "/staff/organisations/facts/read-in"),
    Page("organisations, values.xlsx", EDITOR, "/staff/organisations/facts/facts.xlsx"),
    Page("questionnaires", EDITOR, "/staff/questionnaires/"),
    Page("questionnaires.csv", EDITOR, "/staff/questionnaires/questionnaires.csv"),
    Page("questionnaires.xlsx", EDITOR, "/staff/questionnaires/questionnaires.xlsx"),
    Page("letters.csv", EDITOR, "/staff/post/letters.csv?pile=sent&q=町"),
    Page("letters.xlsx", EDITOR, "/staff/post/letters.xlsx"),
    Page("post, words", EDITOR, "/staff/post/?q=町&sort=name"),
    Page("codebook.csv", EDITOR, "/staff/codebook/codebook.csv"),
    Page("codebook.xlsx", EDITOR, "/staff/codebook/codebook.xlsx"),
    Page("casebooks.csv", EDITOR, "/staff/casebooks/casebooks.csv"),
    Page("casebooks.xlsx", EDITOR, "/staff/casebooks/casebooks.xlsx"),
    Page("books.csv", EDITOR, "/staff/builds/books.csv"),
    Page("books.xlsx", EDITOR, "/staff/builds/books.xlsx"),
    Page("releases.csv", EDITOR, "/staff/releases/releases.csv"),
    Page("releases.xlsx", EDITOR, "/staff/releases/releases.xlsx"),
    Page("accounts.csv", ADMINISTRATOR, "/staff/accounts/accounts.csv"),
    Page("accounts.xlsx", ADMINISTRATOR, "/staff/accounts/accounts.xlsx"),
    Page("questionnaire", EDITOR, "/staff/questionnaires/versions/{version}"),
    Page("questionnaire.json", EDITOR, "/staff/questionnaires/versions/{version}/questionnaire.json"),
    Page("questionnaire, preview", EDITOR, "/staff/questionnaires/versions/{version}/preview/{section}"),
    Page("questionnaire, begin preview", EDITOR, "/staff/questionnaires/versions/{version}/preview", 303),
    Page("find", EDITOR, "/staff/find/"),
    Page("find 窓口", EDITOR, "/staff/find/?q=窓口"),
    Page("find 町, reader", READER, "/staff/find/?q=町"),
    Page("what an entry is about", ADMINISTRATOR, "/staff/find/of/invitation/{invitation}", 303),
    Page("search", EDITOR, "/staff/search/"),
    Page("search 窓口", EDITOR, "/staff/search/?q=窓口"),
    Page("search 窓口, reader", READER, "/staff/search/?q=窓口"),
    Page("search 窓口, last page", EDITOR, "/staff/search/?q=窓口&page={last}"),
    Page("search 町", EDITOR, "/staff/search/?q=町"),
    Page("search 自治体 サーバー", EDITOR, "/staff/search/?q=自治体 サーバー"),
    Page("search 担当者の人手", EDITOR, "/staff/search/?q=担当者の人手"),
    Page("search 引越し, field", EDITOR, "/staff/search/?q=引越し&field=administration"),
    Page("search, nothing there", EDITOR, "/staff/search/?q=鱈場蟹"),
    Page("desk", EDITOR, "/staff/desk/"),
    Page("desk, by name", EDITOR, "/staff/desk/?sort=name"),
    Page("desk, last page", EDITOR, "/staff/desk/?page={last}"),
    Page("desk, page 3, field", EDITOR, "/staff/desk/?page=3&field=administration"),
    Page("desk, words", EDITOR, "/staff/desk/?q=町"),
    Page("desk, one response", EDITOR, "/staff/desk/{response}"),
    Page("desk, one response, field", EDITOR, "/staff/desk/{response}?field=administration"),
    Page("desk, state of reading", EDITOR, "/staff/desk/{response}/reading"),
    Page("codebook", EDITOR, "/staff/codebook/"),
    Page("codebook, words", EDITOR, "/staff/codebook/?q=人手"),
    Page("theme", EDITOR, "/staff/codebook/{theme}"),
    Page("theme, edit", EDITOR, "/staff/codebook/{theme}/edit"),
    Page("theme, new", EDITOR, "/staff/codebook/new"),
    Page("cases", EDITOR, "/staff/cases/"),
    Page("cases, last page", EDITOR, "/staff/cases/?page={last}"),
    Page("cases, words, by name", EDITOR, "/staff/cases/?q=窓口&sort=organisation"),
    Page("cases, candidates", EDITOR, "/staff/cases/?state=candidate&sort=submitted"),
    Page("case", EDITOR, "/staff/cases/{case}"),
    Page("case, history", EDITOR, "/staff/cases/{case}/history"),
    Page("case, gate", EDITOR, "/staff/cases/{case}/gate"),
    Page("case, paper", EDITOR, "/staff/cases/{case}/paper"),
    Page("case, fit", EDITOR, "/staff/cases/{case}/fit"),
    Page("case, notation", EDITOR, "/staff/cases/{case}/notation"),
    Page("casebooks", EDITOR, "/staff/casebooks/"),
    Page("casebook, new", EDITOR, "/staff/casebooks/new"),
    Page("composer", EDITOR, "/staff/casebooks/{edition}"),
    Page("composer, words", EDITOR, "/staff/casebooks/{edition}?q=窓口"),
    Page("composer, last page", EDITOR, "/staff/casebooks/{edition}?page={last}"),
    Page("composer, themes", EDITOR, "/staff/casebooks/{edition}/themes"),
    Page("composer, texts", EDITOR, "/staff/casebooks/{edition}/texts"),
    Page("composer, cover", EDITOR, "/staff/casebooks/{edition}/cover"),
    Page("builds", PUBLISHER, "/staff/builds/"),
    Page("build", PUBLISHER, "/staff/builds/{build}"),
    Page("build, finds", PUBLISHER, "/staff/builds/{build}/finds"),
    Page("build, state", PUBLISHER, "/staff/builds/{build}/state"),
    Page("build, file", PUBLISHER, "/staff/builds/{build}/files/site/index.html"),
    Page("releases", PUBLISHER, "/staff/releases/"),
    Page("release", PUBLISHER, "/staff/releases/{release}"),
    Page("release, stop", PUBLISHER, "/staff/releases/{release}/stop"),
    Page("response, end of a consent", EDITOR, "/staff/releases/consents/{response}/casebook"),
    Page("upkeep", READER, "/staff/upkeep/"),
    Page("release, prepare", PUBLISHER, "/staff/releases/prepare/{build}"),
    Page("trail", ADMINISTRATOR, "/staff/audit/"),
    Page("trail, last page", ADMINISTRATOR, "/staff/audit/?page={last}"),
    Page("trail, words", ADMINISTRATOR, "/staff/audit/?q=回答&sort=oldest"),
    Page("trail, of responses", ADMINISTRATOR, "/staff/audit/?noun=response"),
    Page("accounts", ADMINISTRATOR, "/staff/accounts/"),
    Page("account", ADMINISTRATOR, "/staff/accounts/{account}"),
    Page("account, new", ADMINISTRATOR, "/staff/accounts/new"),
    Page("own account", READER, "/staff/me"),
    Page("second factor", READER, "/staff/second-factor/"),
    Page("guide", READER, "/staff/guide/"),
    Page("guide, headings", READER, "/staff/guide/?q=受理"),
    Page("guide, chapter", READER, "/staff/guide/edit-desk"),
    Page("guide for respondents", None, "/guide/"),
    Page("guide for respondents, chapter", None, "/guide/answer-open"),
    Page("keys", READER, "/staff/keys"),
    Page("sign-in", None, "/staff/sign-in"),
    Page("public index", None, "/"),
    Page("public casebook", None, "/casebooks/{slug}/"),
    Page("public file", None, "/casebooks/{slug}/site/index.html"),
    Page("letter's first page", None, "/i/{token}"),
    Page("respondent, task list", None, "/r/{draft_ref}/"),
    Page("respondent, section", None, "/r/{draft_ref}/s/{section}"),
    Page("respondent, check", None, "/r/{draft_ref}/check"),
    Page("respondent, answers", None, "/r/{ref}/answers"),
    Page("respondent, receipt", None, "/r/{ref}/receipt"),
)  # fmt: skip

NOT_OPENED = {
    "releases.ask_keep": "asks about one concern, which a release that holds has not",
    "releases.ask_resume": "asks about a release that was stopped",
    "attachment_pages.file": "hands out one file by its id",
    "attachment_pages.state": "says of one file whether it is ready",
    "attachment_pages.thumbnail": "hands out one file by its id",
    "attachments.file": "hands out one file by its id",
    "attachments.thumbnail": "hands out one file by its id",
    "sample_mailbox.index": "reads a folder, no database; only in a sample installation",
    "sample_mailbox.mail": "reads a file, no database; only in a sample installation",
    "guide.picture": "a file of the program",
    "guide_pages.picture": "a file of the program",
    "static": "files of the program",
}

_MAIN = "FROM link l JOIN response r ON r.invitation_id = l.invitation_id WHERE l.is_main"
IDS = {
    "campaign": "SELECT campaign_id FROM invitation ORDER BY id LIMIT 1",
    "draft_campaign": "SELECT min(id) FROM campaign WHERE opened_at IS NULL",
    "invitation": "SELECT i.id FROM invitation i JOIN response r ON r.invitation_id = i.id ORDER BY i.id LIMIT 1",
    "organisation": "SELECT min(organisation_id) FROM invitation",
    "version": "SELECT min(id) FROM questionnaire_version",
    "response": "SELECT min(response_id) FROM coding",
    "theme": "SELECT t.key FROM theme t JOIN coding c ON c.theme_id = t.id GROUP BY t.key ORDER BY count(*) DESC, t.key LIMIT 1",
    "case": 'SELECT min(id) FROM "case"',
    "edition": "SELECT min(id) FROM edition WHERE frozen_at IS NULL",
    "build": "SELECT min(id) FROM build WHERE released_at IS NULL AND done_at IS NOT NULL",
    "release": "SELECT min(id) FROM release",
    "slug": "SELECT slug FROM release ORDER BY id LIMIT 1",
    "account": "SELECT min(id) FROM account",
    "ref": f"SELECT l.ref {_MAIN} AND r.snapshot_id IS NOT NULL AND r.returned_at IS NULL ORDER BY l.id LIMIT 1",
    "draft_ref": f"SELECT l.ref {_MAIN} AND r.submitted_at IS NULL ORDER BY l.id LIMIT 1",
    "link": f"SELECT l.ref {_MAIN} AND r.submitted_at IS NULL ORDER BY l.id LIMIT 1",
}  # fmt: skip
_GENERATION = text("SELECT generation FROM link WHERE ref = :ref")
_DOCUMENT = text("SELECT document FROM questionnaire_version WHERE id = :id")


def ids(engine: Engine, *, link_key: str) -> dict[str, Any]:
    """Return what stands for the names in the addresses."""
    with engine.connect() as connection:
        found: dict[str, Any] = {name: connection.scalar(text(query)) for name, query in IDS.items()}
        document = connection.scalar(_DOCUMENT, {"id": found["version"]})
    document = json.loads(document) if isinstance(document, str) else document
    found |= {"section": document["sections"][1]["key"], "last": LAST}
    return found | {"token": links.token_for(link_key, found["link"], 1)}


class Browsers:
    """A browser for each role, and one that nobody is signed in with and that holds the respondents' cookies."""

    def __init__(self, app: Flask, named: Mapping[str, Any]) -> None:
        self._app = app
        self._browsers: dict[Role | None, FlaskClient] = {None: app.test_client()}
        for name in ("ref", "draft_ref"):
            self._let_in(named[name])

    def of(self, role: Role | None) -> FlaskClient:
        """Return the browser of a role."""
        if role not in self._browsers and role is not None:
            self._browsers[role] = self._app.test_client()
            self._sign_in(self._browsers[role], role)
        return self._browsers[role]

    def _sign_in(self, client: FlaskClient, role: Role) -> None:
        email, settings = f"opens-{role.key}@example.jp", self._app.extensions["settings"]
        with self._app.extensions["database"].transaction() as session:
            known = session.scalar(select(Account).where(Account.email == email))
            account = known or make_account(session, role=role, email=email)
            started = accounts.sign_in(
                session, account.id, lasts=timedelta(hours=12), now=utc_now(), is_proved=True
            )
        client.set_cookie(cookie_name(settings), started.token, domain="localhost")

    def _let_in(self, ref: str) -> None:
        settings = self._app.extensions["settings"]
        with self._app.extensions["database"].engine.connect() as connection:
            generation = connection.scalar(_GENERATION, {"ref": ref})
        name = links.entry_cookie(ref, secure=settings.secure_cookies)
        proof = links.entry_proof(settings.secret_key, ref, generation)
        self._browsers[None].set_cookie(name, proof, domain="localhost")


def opened_endpoints(app: Flask, pages: Iterable[Page] = PAGES) -> set[str]:
    """Return the endpoints that the pages' addresses lead to."""
    adapter = app.url_map.bind("localhost")
    return {adapter.match(re.sub(r"\{\w+\}", "1", page.url.partition("?")[0]))[0] for page in pages}


def all_endpoints(app: Flask) -> Iterator[str]:
    """Yield the endpoints that a browser can open."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            yield rule.endpoint
