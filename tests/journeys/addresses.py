"""Every page of the three faces with real ids: what axe-core is led through."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from casefinder import config, create_app, guide
from casefinder.faces import Face, face_of
from casefinder.sample.content import IN_PROGRESS, RETURNED, samples
from tests.journeys.demo import Demo

NO_PAGES = {  # they answer with a file or with values for a script
    "attachments.file", "attachments.thumbnail", "board.missing", "builds.file", "builds.state",
    "coding.reading_state", "guide.picture", "organisation_facts.export", "organisations.export", "organisations.export_workbook",
    "questionnaires.export", "releases.ask_keep",  # a page about one concern, and the sample's release has none
}  # fmt: skip
SECTIONS = "ABCDEFGHIJKLM"


def application(demo: Demo) -> Flask:
    """Return the served application's twin in this process, for its map of addresses."""
    return create_app(config.load(demo.home))


def staff_rules(app: Flask) -> list[Rule]:
    """Return every rule of the staff face that answers GET with a page."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and face_of(app, rule.endpoint) is Face.STAFF
        and rule.endpoint not in NO_PAGES
        and not rule.rule.endswith((".csv", ".xlsx"))
    ]


def email_of(ref: str) -> str:
    """Return the address of a sample organisation by its reference in the sample's content."""
    return str(next(each.organisation["email"] for each in samples() if each.ref == ref))


class Ids:
    """Real ids of the sample: for each name in an address the rows worth looking at."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo

    def one(self, sql: str, *values: Any) -> Any:
        found = self.demo.rows(sql, *values)
        assert found, f"nothing found by {sql} {values}"
        return found[0][0]

    def response_of(self, email: str) -> int:
        return int(
            self.one(
                "SELECT r.id FROM response r JOIN invitation i ON i.id = r.invitation_id"
                " WHERE i.recipient_email = ? ORDER BY r.id",
                email,
            )
        )

    def responses(self) -> list[int]:
        """Return one response of each state: accepted, read, submitted, in progress, returned, not analysed."""
        accepted = self.one("SELECT id FROM response WHERE accepted_at IS NOT NULL")
        unread = self.one("SELECT id FROM response WHERE submitted_at IS NOT NULL AND first_read_at IS NULL")
        refused = next(each.ref for each in samples() if each.answers.get("L4") == "不可")
        named = [self.response_of(email_of(ref)) for ref in (IN_PROGRESS[0], RETURNED, refused)]
        return list(dict.fromkeys([accepted, unread, *named]))

    def of(self, endpoint: str) -> dict[str, list[Any]]:
        """Return the values for the names in an endpoint's address.

        A campaign in preparation must be there: two of the pages are for such a one only.
        """
        draft = self.one("SELECT id FROM campaign WHERE opened_at IS NULL")
        submitted = [
            row[0] for row in self.demo.rows("SELECT id FROM response WHERE submitted_at IS NOT NULL")
        ]
        responses = self.responses()
        if endpoint.startswith("coding."):
            responses = [each for each in responses if each in submitted]
        if endpoint == "releases.ask_consent":
            responses = responses[:1]
        invitation = self.one("SELECT id FROM invitation WHERE opened_at IS NOT NULL")
        unopened = self.one("SELECT id FROM invitation WHERE opened_at IS NULL AND campaign_id = 1")
        return {
            "account_id": [self.one("SELECT id FROM account WHERE role = 'reader'")],
            "build_id": [self.one("SELECT id FROM build")],
            "campaign_id": [draft if endpoint in ("campaigns.edit", "campaigns.prepare") else 1],
            "case_id": [self.one('SELECT id FROM "case" ORDER BY id')],
            "edition_id": [self.one("SELECT id FROM edition")],
            "invitation_id": [invitation] if endpoint == "responses.find" else [invitation, unopened],
            "key": [self.one("SELECT key FROM theme")],
            "kind": ["response"],
            "name": list(guide.names())
            if endpoint.startswith("guide.")
            else [sorted((self.demo.home / "mail").glob("*.eml"))[0].stem],
            "organisation_id": [
                self.one("SELECT id FROM organisation WHERE is_sample"),
                self.one("SELECT id FROM organisation WHERE NOT is_sample"),
            ],
            "release_id": [self.one("SELECT id FROM release")],
            "response_id": responses,
            "scope": ["casebook"],
            "section_key": list(SECTIONS),
            "subject_id": responses[:1],
            "version_id": [self.one("SELECT id FROM questionnaire_version")],
        }


def staff_addresses(app: Flask, demo: Demo) -> Iterator[tuple[str, str]]:
    """Yield endpoint and address of every staff page."""
    ids = Ids(demo)
    with app.test_request_context():
        for rule in staff_rules(app):
            values = ids.of(rule.endpoint)
            chosen = [name for name in rule.arguments if len(values[name]) > 1]
            fixed = {name: values[name][0] for name in rule.arguments}
            assert len(chosen) <= 1 or "invitation_id" in chosen, rule
            many = chosen[0] if chosen else None
            for value in values[many] if many else [None]:
                filled = {**fixed, many: value} if many else fixed
                yield rule.endpoint, str(app.url_for(rule.endpoint, _external=False, **filled))


def site_addresses(demo: Demo) -> list[str]:
    """Return the addresses of every page of the released site and of the data's definitions."""
    slug = Ids(demo).one("SELECT slug FROM release ORDER BY id")
    pages = sorted(demo.book.rglob("*.html"))
    assert pages
    return [f"/casebooks/{slug}/{page.relative_to(demo.book).as_posix()}" for page in pages]
