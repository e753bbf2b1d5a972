"""Whatever is posted is refused where it is wrong: an error of ours is the only thing that answers 500 (SEC-24)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule

import casefinder
from casefinder import clock
from casefinder.faces import Role
from tests.conftest import NOON
from tests.postgresql import PrivatePostgresql
from tests.security.conftest import made_world
from tests.security.world import World, address, addresses, rules_of

pytestmark = pytest.mark.slow

PACKAGE = Path(casefinder.__file__).parent
READ_BY_NAME = re.compile(r"form(?:\.get|\.getlist)?[(\[]\s*\"(\w+)\"")
FIELD = re.compile(r"^    (\w+) = (?:\w+Field|_\w+)\(", re.MULTILINE)
VALUES = ("a\0b", "9" * 30, "2147483648", "1e400", "0001-01-01", "9999-12-31")
ENDING = (
    "accounts.sign_out",
    "accounts.end_own_session",
    "account_list.disable",
    "account_list.end_sessions",
    "invitations.renew",
    "invitations.revoke",
    "campaigns.close",
    "case_decisions.discard",
    "responses.accept",
)  # after these there would be nothing left to be hurt


def names_of_fields() -> set[str]:
    """Return the names of all form fields that the package reads."""
    texts = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    return {name for text in texts for shape in (READ_BY_NAME, FIELD) for name in shape.findall(text)}


def nothing_there(rule: Rule) -> dict[str, int]:
    """Return arguments for an address of which the world has no example."""
    return dict.fromkeys(rule.arguments, 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def own_world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A world of this test's own, for it is changed."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        (tmp_path / "casefinder.db").write_bytes(template.read_bytes())
        with made_world(f"sqlite:///{tmp_path / 'casefinder.db'}", tmp_path) as world:
            clock.set_source(lambda: NOON)
            yield world
    else:
        server: PrivatePostgresql = request.getfixturevalue("postgresql")
        with server.fresh_database() as url, made_world(url, tmp_path) as world:
            clock.set_source(lambda: NOON)
            yield world


def test_sec_24_no_form_is_hurt_by_what_stands_in_its_fields(own_world: World) -> None:
    names = names_of_fields()
    assert {"edition_id", "ids", "title", "value", "year", "closes_on", "email"} <= names
    rules = [rule for rule in rules_of(own_world.app, "POST") if rule.endpoint not in ENDING]
    assert len(rules) > 60
    clients = [own_world.client(Role.ADMINISTRATOR) for _ in VALUES]

    for client, value in zip(clients, VALUES, strict=True):
        for rule in rules:
            each = next(addresses(own_world, rule), None) or address(own_world.app, rule, nothing_there(rule))
            answer = client.post(each, data=dict.fromkeys(names, value))
            assert answer.status_code < 500, (each, value)
