"""Respondents with begun or complete responses, made in bulk, and the requests that their browsers send."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from sqlalchemy import insert, update

from casefinder.answer.answers.models import Answer
from casefinder.answer.answers.rules import Seen, normal, signature
from casefinder.answer.entry.service import open_response
from casefinder.answer.responses.models import Response
from casefinder.ask.invitations import rules
from casefinder.ask.invitations.service import invite
from casefinder.ask.questionnaires import queries as questionnaires
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.document import Document
from casefinder.ask.questionnaires.filling import filled_form
from casefinder.clock import utc_now
from tests.factories.campaigns import make_campaign
from tests.factories.invitations import make_invited_organisation
from tests.factories.responses import complete_answers
from tests.faults.house import House
from tests.faults.visitor import Visitor

BATCH = 200
SECTION = ("C1", "C2", "C3", "C4", "C5")
TYPED = (
    "紙の台帳をやめ、窓口で一度だけ聞き取るようにした。初めの月は残業が増えたが、手順を直して落ち着いた。" * 6
)


@dataclass
class Person:
    """One browser behind one link: its headers, what it knows of its answers, and what was acknowledged."""

    ref: str
    link_id: int
    response_id: int
    headers: str
    document: Document
    acknowledged: int = 0
    seen: dict[str, str] = field(default_factory=dict)

    def request(self, path: str, body: bytes, media_type: str, *, more: str = "") -> bytes:
        """Return a POST as it goes over the wire."""
        head = (
            f"POST /r/{self.ref}/{path} HTTP/1.1\r\n{self.headers}{more}Content-Type: {media_type}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def make_people(house: House, count: int, *, with_answers: bool) -> list[Person]:
    """Return people who have opened their links; in bulk, as the database is what is measured later."""
    visitor, settings = house.visitor(), house.settings
    visitor.get("/staff/sign-in")
    token, form_cookie = visitor.csrf_token, visitor.cookies["cf-form"]
    people: list[Person] = []
    for start in range(0, count, BATCH):
        with house.database.transaction() as session:
            campaign = make_campaign(session)
            ids = [make_invited_organisation(session).id for _ in range(min(BATCH, count - start))]
            key, now = settings.link_key, utc_now()
            document = questionnaires.document_of(campaign.version)
            for invitation in invite(session, campaign.id, ids, link_key=key, now=now):
                link = invitation.main_link
                response = open_response(session, link.id, now=now)
                proof = rules.entry_proof(settings.secret_key, link.ref, link.generation)
                cookie = f"cf-{link.ref}={proof}; cf-form={form_cookie}"
                headers = f"Host: 127.0.0.1:{house.port}\r\nCookie: {cookie}\r\nX-CSRFToken: {token}\r\n"
                people.append(Person(link.ref, link.id, response.id, headers, document))
    if with_answers:
        _answer(house, people)
    return people


def _answer(house: House, people: list[Person]) -> None:
    given = {key: normal(people[0].document.item(key), answer) for key, answer in complete_answers().items()}
    now = utc_now()
    with house.database.transaction() as session:
        for person in people:
            rows: list[dict[str, Any]] = [
                {
                    "response_id": person.response_id, "question_key": key, "value": dict(answer.value), "revision": 1,
                    "audience": answer.audience, "is_spoken": False, "alternative": None, "source": "web",
                    "link_id": person.link_id, "saved_at": now,
                }
                for key, answer in given.items()
            ]  # fmt: skip
            session.execute(insert(Answer), rows)
            person.seen = {key: str(Seen(1, signature(answer))) for key, answer in given.items()}
        ids = [person.response_id for person in people]
        session.execute(update(Response).where(Response.id.in_(ids)).values(revision=1, saved_at=now))


def autosave_request(person: Person, text: str) -> bytes:
    """Return what the page sends while one types into C2."""
    body = json.dumps({"form": {"C2": [text]}, "seen": person.seen.get("C2", "0.")}).encode()
    return person.request("a/C2", body, "application/json", more="Accept: application/json\r\n")


def section_request(person: Person, text: str) -> bytes:
    """Return what the button of section C sends: all its questions, one of them changed."""
    said = {
        f"{key}.{entry}" if entry else key: value
        for key, answer in {**complete_answers(), "C3": GivenAnswer({"": text})}.items()
        if key in SECTION
        for entry, value in answer.value.items()
    }
    fields = {name: texts[0] for name, texts in filled_form(person.document, said).items()}
    fields |= {"save": "next", "mark": "later"} | {f"seen.{key}": person.seen[key] for key in SECTION}
    return person.request("s/C", *_multipart(fields))


def saw(person: Person, key: str, text: str, revision: int) -> None:
    """Note that a text was stored as this revision, as the next page would tell."""
    answer = normal(person.document.item(key), GivenAnswer({"": text}))
    person.seen[key] = str(Seen(revision, signature(answer)))


def submit_request(person: Person) -> bytes:
    """Return what the button of the check page sends."""
    fields = {"seen": "1", "L1": "yes", "L4": "yes"}
    body = "&".join(f"{name}={quote(value)}" for name, value in fields.items()).encode()
    return person.request("check", body, "application/x-www-form-urlencoded")


def _multipart(fields: dict[str, str]) -> tuple[bytes, str]:
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return ("".join(parts) + "--edge--\r\n").encode(), "multipart/form-data; boundary=edge"


__all__ = [
    "TYPED",
    "Person",
    "Visitor",
    "autosave_request",
    "make_people",
    "saw",
    "section_request",
    "submit_request",
]
