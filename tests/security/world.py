"""One installation with something in every room, written by people who mean harm; and every address that shows it."""

import io
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from casefinder import work
from casefinder.analyse.suggestions.models import Suggestion
from casefinder.analyse.themes.models import Theme
from casefinder.answer.attachments.models import Attachment
from casefinder.answer.responses import queries
from casefinder.answer.returns import service
from casefinder.answer.submitting.service import submit_response
from casefinder.answer.texts.models import SourceText
from casefinder.ask.organisations.models import Organisation, OrganisationFact
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.clock import utc_now
from casefinder.edit.drafts import service as drafts
from casefinder.faces import Face, Role, face_of
from casefinder.mail.models import Letter
from casefinder.publish.releases.models import Concern
from tests.factories import builds, files
from tests.factories.accounts import make_account, sign_in
from tests.factories.campaigns import make_campaign
from tests.factories.cases import make_approved_case
from tests.factories.codings import make_coding
from tests.factories.invitations import (
    Link,
    enter,
    make_invitation,
    make_invited_organisation,
    make_link,
    stored_link,
)
from tests.factories.suggestions import FakeReader
from tests.factories.themes import make_theme
from tests.security import polyglot
from tests.security.fingerprint import fingerprint
from tests.security.polyglot import hostile

Story = dict[str, Any]  # the arguments of addresses that belong together: campaign, invitation, response, …
GUIDE = {"chapter": "answer-open", "picture": "desk.png"}  # what its two addresses with a name take
REQUIRED_CHOICES = {"A1": {"": "exists"}, "A2": {"": "web"}}


@dataclass(frozen=True)
class Seen:
    """One page that somebody opened."""

    rule: Rule
    address: str
    answer: TestResponse

    @property
    def is_text(self) -> bool:
        return self.answer.status_code < 300 and self.answer.mimetype in ("text/html", "application/json")


@dataclass
class World:
    """What was made: addresses' arguments, story by story, and the links of the respondents."""

    app: Flask
    stories: list[Story] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)

    @cached_property
    def crawl(self) -> list[Seen]:
        """Every page once, as an administrator who is also in at every personal link; HEAD where scanners come."""
        client = self.client(Role.ADMINISTRATOR)
        engine = self.app.extensions["database"].engine
        self.before = fingerprint(engine)
        found = []
        for rule in rules_of(self.app, "GET"):
            for each in addresses(self, rule):
                found.append(Seen(rule, each, client.get(each, buffered=True)))
                if face_of(self.app, rule.endpoint) is not Face.STAFF:
                    client.head(each, buffered=True)
        self.after = fingerprint(engine)
        return found

    def client(self, role: Role | None = None, *, enter_links: bool = True) -> FlaskClient:
        """Return a browser that is in at every link and, with a role, signed in."""
        client = self.app.test_client()
        if enter_links:
            for link in self.links:
                enter(client, link)
        if role:
            sign_in(client, self.app, role=role)
        return client


def build_world(app: Flask) -> World:
    """Make two campaigns with a respondent each: one has submitted, one is at it; and one book that is public."""
    world = World(app)
    app.extensions["text_reader"] = FakeReader(theme="ch_hostile")
    database = app.extensions["database"]
    with database.transaction() as session:
        make_theme(session, key="ch_hostile", name=hostile("ZthemeZ"))
        account_id = make_account(session, name=hostile("ZaccountZ"), role=Role.ADMINISTRATOR).id
    for number, is_submitted in enumerate((True, False, True), start=1):
        world.stories.append(_campaign(world, number, account_id, is_submitted=is_submitted))
    work.drain(database)
    with database.transaction() as session:
        _read_and_edit(session, world.stories[0], account_id)
        world.stories += [_public_book(session, account_id), _prepared(session)]
        letter = session.scalars(
            select(Letter).where(Letter.invitation_id == world.links[0].invitation_id)
        ).first()
        assert letter
        letter.failure, letter.failed_at, letter.done_at = hostile("ZsmtpZ"), utc_now(), None
    world.stories.append({"name": _mail(app), "account_id": account_id})
    world.stories.append({"token": make_link(app).token})  # nobody pressed 開く here
    return world


def _campaign(world: World, number: int, account_id: int, *, is_submitted: bool) -> Story:
    app = world.app
    key = app.extensions["settings"].link_key
    with app.extensions["database"].transaction() as session:
        campaign = make_campaign(session, title=hostile(f"Zcampaign{number}Z"))
        organisation = make_invited_organisation(session, name=hostile(f"Ztown{number}Z"))
        fact = OrganisationFact(kind="population", value=4812, year=2025, source=hostile("ZsourceZ"))
        organisation.facts.append(fact)
        invitation = make_invitation(session, campaign=campaign, organisation=organisation, link_key=key)
        link = stored_link(invitation, key)
        session.flush()
        document = questionnaires.document_of(campaign.version)
        story: Story = {
            "campaign_id": campaign.id, "invitation_id": invitation.id, "organisation_id": organisation.id,
            "ref": link.ref, "token": link.token, "fact_id": fact.id, "version_id": campaign.version_id,
            "section_key": [section.key for section in document.sections],
            "key": [section.key for section in document.sections],
            "letter_id": session.scalars(select(Letter.id).where(Letter.invitation_id == invitation.id)).one(),
        }  # fmt: skip
    world.links.append(link)
    client = app.test_client()
    enter(client, link)
    upload = {"K1.upload": (io.BytesIO(files.jpeg()), "a.jpg"), "seen.K1": "0."}
    assert client.post(f"/r/{link.ref}/s/K", data=upload).status_code == 303
    files.read_files(app)
    with app.extensions["database"].transaction() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        story["response_id"] = response.id
        attachment = session.scalars(select(Attachment).where(Attachment.response_id == response.id)).one()
        attachment.description, attachment.credit = hostile("ZdescriptionZ"), hostile("ZcreditZ", 40)
        attachment.rights, attachment.original_name = "own", hostile("ZfilenameZ")
        story["attachment_id"] = attachment.id
        given = polyglot.answers(document, valid=is_submitted)
        if is_submitted:
            given |= REQUIRED_CHOICES
            given["K1"] = {"files": [attachment.id]}
        else:
            given.pop("A1")
            given.pop("K1", None)
        _save(session, response.id, given)
        if is_submitted:
            submit_response(session, response.id, seen=response.revision, now=utc_now())
    return story


def _save(session: Session, response_id: int, given: Mapping[str, Mapping[str, Any]]) -> None:
    from tests.factories.responses import save_answers

    save_answers(session, response_id, {key: GivenAnswer(value) for key, value in given.items()})


def _read_and_edit(session: Session, story: Story, account_id: int) -> None:
    from casefinder.answer.responses.models import Response

    response = session.get_one(Response, story["response_id"])
    story["coding_id"] = make_coding(
        session, response=response, question_key="D1", theme_key="ch_hostile", account_id=account_id
    ).id
    story["suggestion_id"] = session.scalars(
        select(Suggestion.id)
        .join(SourceText)
        .where(Suggestion.response_id == response.id, SourceText.key == "F3")
    ).first()
    assert story["suggestion_id"]
    case = drafts.draft_case(session, response.id, account_id=account_id, now=utc_now())
    story["case_id"], story["find_key"] = case.id, "of-no-find"
    story["kind"], story["subject_id"] = "response", response.id
    service.return_response(session, response.id, hostile("ZmessageZ"), account_id=account_id, now=utc_now())
    themes = session.scalars(select(Theme)).all()
    story["theme_key"] = [theme.key for theme in themes]


def _public_book(session: Session, account_id: int) -> Story:
    case = make_approved_case(session, name=hostile("ZbooktownZ"), account_id=account_id)
    edition = builds.make_edition(session, cases=[case])
    edition.campaign_id = None
    home = current_app.extensions["settings"].home
    build = builds.make_made_build(session, edition, home / "builds")
    release = builds.make_release(session, build, home, account_id=account_id)
    concern = Concern(
        release_id=release.id,
        kind="level",
        subject="1",
        response_id=case.response_id,
        keys=[],
        found_at=utc_now(),
    )
    session.add(concern)
    session.flush()
    organisation = session.scalars(select(Organisation).where(Organisation.name.contains("ZbooktownZ"))).one()
    return {
        "edition_id": edition.id, "build_id": build.id, "release_id": release.id, "slug": edition.slug,
        "path": ["book.pdf", "site/index.html", "data/cases.csv"], "case_id": case.id,
        "response_id": case.response_id, "organisation_id": organisation.id, "concern_id": concern.id, "scope": "casebook",
        "find_key": "of-no-find",
    }  # fmt: skip


def _prepared(session: Session) -> Story:
    """A campaign that is not open yet, and a book that is not public yet."""
    folder = current_app.extensions["settings"].home / "builds"
    made = builds.make_made_build(session, builds.make_edition(session), folder)
    return {"campaign_id": make_campaign(session, is_open=False).id, "build_id": made.id}


def _mail(app: Flask) -> str:
    folder = app.extensions["settings"].home / "mail"
    folder.mkdir()
    postman = app.extensions["postman"]
    for number, message in enumerate(postman.sent):
        (folder / f"20260610-1200-{number:010x}.eml").write_bytes(message.as_bytes())
    return "20260610-1200-0000000000"


def rules_of(app: Flask, method: str) -> list[Rule]:
    """Return the rules that take a method, without static files."""
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return sorted((rule for rule in found if rule.endpoint != "static"), key=lambda rule: rule.rule)


def addresses(world: World, rule: Rule) -> Iterator[str]:
    """Yield the addresses of a rule, one for each story that has all its arguments."""
    for story in world.stories if rule.arguments else world.stories[:1]:
        given = story_of(rule, story)
        if given is not None:
            for values in itertools.product(*given.values()):
                yield address(world.app, rule, dict(zip(given, values, strict=True)))


def story_of(rule: Rule, story: Story) -> dict[str, list[Any]] | None:
    """Return the rule's arguments out of a story, each as a list; None when the story lacks one."""
    if rule.endpoint.startswith(("guide.", "guide_pages.")):
        story = {"name": GUIDE.get(rule.endpoint.partition(".")[2])}
    if rule.endpoint.startswith("codebook."):
        story = {"key": story.get("theme_key")}
    found = {name: story.get(name) for name in rule.arguments}
    if any(value is None for value in found.values()):
        return None
    return {name: value if isinstance(value, list) else [value] for name, value in found.items()}


def address(app: Flask, rule: Rule, values: Mapping[str, Any]) -> str:
    """Return the path of a rule with its arguments filled in."""
    adapter = app.url_map.bind("localhost")
    return str(adapter.build(rule.endpoint, dict(values), method=next(iter(rule.methods or ()))))
