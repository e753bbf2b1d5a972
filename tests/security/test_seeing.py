"""Who in the house sees what: a word in every field, then every page as every role; and the page of the documentation."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots.queries import statement
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires import seeing_table
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.document import Document, Item
from casefinder.ask.questionnaires.standard import NAMES, standard
from casefinder.edit.drafts import service as drafts
from casefinder.faces import Face, Role, face_of
from casefinder.mail.models import Letter
from casefinder.staff.consent.rules import AUDIENCES
from casefinder.staff.consent.seeing_rules import PERSONAL, Purpose, may_see
from tests.analyse.search.searching import index_all
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.codings import make_coding
from tests.factories.invitations import make_invitation, make_invited_organisation
from tests.factories.responses import COMPLETE, make_response
from tests.security.world import World, addresses, rules_of

TYPED = ("short_text", "long_text", "email", "telephone")


@dataclass
class Canaries:
    """A word for each place that one can type in, and who may see it."""

    levels: dict[str, str] = field(default_factory=dict)  # word → level
    places: dict[str, str] = field(default_factory=dict)  # word → key of its place

    def word(self, key: str, kind: str) -> str:
        number = f"{len(self.places):04d}"
        word = {"email": f"qanary{number}@example.jp", "telephone": f"090-0000-{number}"}.get(
            kind, f"Qanary{number}"
        )
        self.places[word] = key
        return word

    def hidden_from(self, role: Role) -> set[str]:
        return {word for word, level in self.levels.items() if not may_see(level, role)}


def value_of(item: Item, canaries: Canaries) -> dict[str, Any] | None:
    """The complete answer's value with a word of its own in every place that one can type in."""
    value: dict[str, Any] = dict(COMPLETE.get(item.key, {}))
    for each in item.fields:
        if each.kind in TYPED:
            value[each.entry] = canaries.word(each.key, each.kind)
        if each.kind == "table":
            row = dict(next(iter(value.get("rows", [])), {}))
            for column in each.columns:
                if column.kind in TYPED and column.key not in ("before", "after"):
                    row[column.key] = canaries.word(f"{each.key}.{column.key}", column.kind)
            value["rows"] = [row]
    return value or None


def told(document: Document, canaries: Canaries, *, level: str | None) -> dict[str, GivenAnswer]:
    """Answers to everything; where the respondent may choose, all at one level."""
    found = {}
    for item in document.items():
        if (value := value_of(item, canaries)) is not None:
            found[item.key] = GivenAnswer(value, level if item.audience_open else None)
    return found


def make_told(session: Session, canaries: Canaries, *, level: str | None, name: str) -> Response:
    """A submitted response with a word everywhere; the words' levels are what its statement says."""
    organisation = make_invited_organisation(session, name=name, email=canaries.word("register", "email"))
    invitation = make_invitation(session, organisation=organisation)
    invitation.recipient_email = canaries.word("invitation", "email")
    letter = session.scalars(select(Letter).where(Letter.invitation_id == invitation.id)).one()
    letter.sent_to = canaries.word("letter", "email")
    letter.failed_at, letter.failure = NOON, f"550 <{canaries.word('failure', 'email')}> unknown"
    document = questionnaires.document_of(invitation.campaign.version)
    answers = told(document, canaries, level=level)
    response = make_response(session, invitation=invitation, answers=answers, is_submitted=True, now=NOON)
    said = statement(session, response.id)
    assert said is not None
    for word, key in canaries.places.items():
        canaries.levels.setdefault(word, said.levels.get(key, PERSONAL))
    return response


@pytest.fixture
def told_world(app: Flask) -> tuple[World, Canaries]:
    """Two responses, one at the questionnaire's levels and one that is for editors only wherever one may choose so."""
    world, canaries = World(app), Canaries()
    with app.extensions["database"].transaction() as session:
        account_id = make_account(session).id
        for level, name in ((None, "甲町"), ("editors", "乙町")):
            response = make_told(session, canaries, level=level, name=name)
            case = drafts.draft_case(session, response.id, account_id=account_id, now=NOON)
            coding = make_coding(session, response=response, question_key="F5", account_id=account_id)
            invitation = response.invitation
            world.stories.append(
                {
                    "campaign_id": invitation.campaign_id, "invitation_id": invitation.id, "response_id": response.id,
                    "organisation_id": invitation.organisation_id, "case_id": case.id, "theme_key": coding.theme.key,
                    "version_id": response.version_id,
                }
            )  # fmt: skip
    index_all(app.extensions["database"])
    return world, canaries


def pages(world: World, role: Role, words: set[str]) -> Iterator[tuple[str, str]]:
    """Yield address and text of every page of the staff that this role opens, searches for the words included."""
    client = world.client(role, enter_links=False)
    found = [
        each
        for rule in rules_of(world.app, "GET")
        if face_of(world.app, rule.endpoint) is Face.STAFF
        for each in addresses(world, rule)
    ]
    searches = (
        "/staff/search/",
        "/staff/find/",
        "/staff/responses/",
        "/staff/cases/",
        "/staff/organisations/",
    )
    found += [f"{address}?q={word}" for address in searches for word in sorted(words)[:12]]
    for address in found:
        with client.get(address, buffered=True) as answer:
            if answer.status_code == 200 and answer.mimetype in ("text/html", "text/csv", "application/json"):
                yield (
                    address,
                    answer.text.split("<main", 1)[-1].replace(f'value="{address.rpartition("=")[2]}"', ""),
                )


@pytest.mark.slow
def test_sec_05_a_reader_sees_no_word_that_is_for_editors_only(told_world: tuple[World, Canaries]) -> None:
    world, canaries = told_world
    hidden = canaries.hidden_from(Role.READER)
    assert len(hidden) > 60

    opened = list(pages(world, Role.READER, hidden))

    assert len(opened) > 60
    seen = {
        (address.partition("?")[0], canaries.places[word])
        for address, text in opened
        for word in hidden
        if word in text and f"?q={word}" not in address
    }
    assert seen == set()
    found = {
        (address, canaries.places[word])
        for address, text in opened
        for word in hidden
        if f"?q={word}" in address and ("甲町" in text or "乙町" in text)
    }
    assert found == set(), "what one may not see, one may not find either"


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_everybody_sees_what_the_rule_allows(told_world: tuple[World, Canaries], role: Role) -> None:
    world, canaries = told_world
    client = world.client(role, enter_links=False)
    own = {key: word for word, key in canaries.places.items()}  # the later response's
    shown = {
        word
        for story in world.stories
        for word in canaries.places
        if word in client.get(f"/staff/responses/{story['response_id']}").text
    }

    answers = {
        word
        for word, key in canaries.places.items()
        if key not in ("register", "invitation", "letter", "failure")
    }
    assert answers - shown == answers & canaries.hidden_from(role)
    assert own


@pytest.mark.slow
def test_looking_at_personal_data_is_in_the_trail_once_a_page(told_world: tuple[World, Canaries]) -> None:
    from casefinder.staff.audit.models import AuditEntry

    world, _ = told_world
    database = world.app.extensions["database"]
    story = world.stories[0]
    looked = {
        f"/staff/responses/{story['response_id']}": ("response", story["response_id"]),
        f"/staff/desk/{story['response_id']}": ("response", story["response_id"]),
        f"/staff/campaigns/{story['campaign_id']}/invitations/{story['invitation_id']}": (
            "invitation",
            story["invitation_id"],
        ),
        f"/staff/organisations/{story['organisation_id']}": ("organisation", story["organisation_id"]),
        "/staff/organisations/": ("organisation", None),
        "/staff/responses/": ("response", None),
        "/staff/": ("invitation", None),
        "/staff/post/": ("letter", None),
    }
    client = world.client(Role.EDITOR, enter_links=False)

    for address in looked:
        assert client.get(address).status_code == 200

    with database.reading() as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "personal_data.viewed").order_by(AuditEntry.id)
        ).all()
    assert [(entry.subject_kind, entry.subject_id) for entry in entries] == list(looked.values())
    assert not [entry for entry in entries if "Qanary" in str(entry.detail)]


def test_a_reader_who_is_shown_nothing_personal_leaves_no_note(told_world: tuple[World, Canaries]) -> None:
    from casefinder.staff.audit.models import AuditEntry

    world, _ = told_world
    client = world.client(Role.READER, enter_links=False)

    client.get(f"/staff/responses/{world.stories[0]['response_id']}")

    with world.app.extensions["database"].reading() as session:
        assert session.scalar(select(AuditEntry).where(AuditEntry.action == "personal_data.viewed")) is None


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("level", [*AUDIENCES, "unknown", "", None])
def test_a_higher_role_sees_no_less(level: str | None, purpose: Purpose) -> None:
    seen = [may_see(level, role, purpose) for role in Role]

    assert seen == sorted(seen)
    assert seen[-1]
    if level not in ("everyone", "municipalities", "firms"):
        assert not may_see(level, Role.READER, purpose), "what is not known is for editors only"


def test_a_reader_takes_nothing_out() -> None:
    assert not any(may_see(level, Role.READER, Purpose.EXPORT) for level in AUDIENCES)


def test_the_documentation_says_what_the_rule_says() -> None:
    page = Path(__file__).parents[2] / "docs" / "who-sees-what.md"

    made = seeing_table.written(tuple(standard(name) for name in NAMES))

    assert page.read_text(encoding="utf-8") == made, "bin/casefinder who-sees-what > docs/who-sees-what.md"
