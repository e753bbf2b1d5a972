"""What stands in an address comes back as text or not at all, and breaks nothing (SEC-01, SEC-24)."""

import re
from pathlib import Path

import pytest

import casefinder
from casefinder.faces import Role
from tests.security.polyglot import BROKEN_OUT, hostile
from tests.security.world import World, addresses, rules_of
from tests.waiting import at_most_cpu_s

pytestmark = pytest.mark.slow

PACKAGE = Path(casefinder.__file__).parent
ARGUMENT = re.compile(r"args(?:\.get|\.getlist)?[(\[]\s*\"(\w+)\"|\"(\w+)\" in request\.args")
PARENTHESES = "(" * 500 + "あ" * 500
MOST_CPU_S = 60  # a page needs one at most; a pattern that runs wild needs for ever


def names_of_arguments() -> set[str]:
    """Return the names of all query arguments that the package reads."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    return {one or other for one, other in ARGUMENT.findall(text)}


FOR_PAGES = (hostile("ZqueryZ"), "１", "%", PARENTHESES)
FOR_DATABASES = ("\0", "-1", "9" * 30, "\ud7ff￿")  # each refuses others of these


@pytest.mark.parametrize(
    ("world", "value"),
    [
        pytest.param(kind, value, marks=pytest.mark.xdist_group(f"world-{kind}"))
        for kind, values in (("sqlite", FOR_PAGES + FOR_DATABASES), ("postgresql", FOR_DATABASES))
        for value in values
    ],
    indirect=["world"],
)
def test_sec_01_no_page_is_hurt_by_what_stands_in_its_address(world: World, value: str) -> None:
    client = world.client(Role.ADMINISTRATOR)
    names = names_of_arguments()
    assert {"q", "page", "sort"} <= names

    for rule in rules_of(world.app, "GET"):
        each = next(addresses(world, rule))
        with at_most_cpu_s(MOST_CPU_S, each):
            answer = client.get(each, query_string=dict.fromkeys(names, value), buffered=True)
        assert answer.status_code < 500, (each, value)
        if answer.mimetype in ("text/html", "application/json"):
            assert not BROKEN_OUT.search(answer.text), each
        assert "evil" not in answer.headers.get("Location", "")
