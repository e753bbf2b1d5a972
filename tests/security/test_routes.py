"""Who may come through which door: roles, foreign ids, form tokens, and GETs that change nothing; over all routes there are."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from casefinder.faces import Face, Open, Role, face_of, policy_of
from tests.security.fingerprint import fingerprint
from tests.security.world import World, address, rules_of, story_of

pytestmark = pytest.mark.slow

UNDECIDED = {
    "session_id": 10**6,
    "place": "title",
    "item_key": "F3",
    "scope": "casebook",
    "coding_id": 10**6,
    "suggestion_id": 10**6,
}


def state(world: World) -> dict[str, str]:
    return fingerprint(world.app.extensions["database"].engine)


def unsafe(world: World) -> Iterator[tuple[Rule, str]]:
    """Yield every address that takes a POST, one for each rule."""
    for rule in rules_of(world.app, "POST"):
        stories = [story_of(rule, {**UNDECIDED, **each}) for each in world.stories]
        found = [story for story in stories if story is not None]
        assert found, f"the world has no arguments for {rule.rule}"
        yield rule, address(world.app, rule, {name: values[0] for name, values in found[0].items()})


def test_sec_28_no_get_and_no_head_changes_anything(world: World) -> None:
    assert len(world.crawl) > 100

    assert [table for table in world.after if world.after[table] != world.before[table]] == []


def test_sec_28_no_post_works_without_its_form_token(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = world.client(Role.ADMINISTRATOR)
    before = state(world)
    monkeypatch.setitem(world.app.config, "WTF_CSRF_ENABLED", True)

    for _, each in unsafe(world):
        assert client.post(each).status_code == 400, each
        assert client.post(each, data={"csrf_token": "wrong"}).status_code == 400, each

    assert state(world) == before


def test_sec_28_no_post_works_from_another_site(world: World) -> None:
    client = world.client(Role.ADMINISTRATOR)
    before = state(world)

    for _, each in unsafe(world):
        for site in ("cross-site", "same-site"):
            assert client.post(each, headers={"Sec-Fetch-Site": site}).status_code == 400, each

    assert state(world) == before


def test_sec_04_a_respondents_cookie_opens_no_door_of_another_link(world: World) -> None:
    mine, theirs = world.links[:2]
    client = world.app.test_client()
    assert client.post(f"/i/{mine.token}").status_code == 303
    cookie = client.get_cookie(f"cf-{mine.ref}", domain="localhost")
    assert cookie is not None
    client.set_cookie(f"cf-{theirs.ref}", cookie.value, domain="localhost")
    foreign = next(story for story in world.stories if story.get("ref") == theirs.ref)
    before = state(world)

    asked = 0
    for method in ("GET", "POST"):
        for rule in rules_of(world.app, method):
            if policy_of(world.app, rule.endpoint) is not Open.INVITED:
                continue
            given = story_of(rule, {**UNDECIDED, **foreign})
            assert given, rule.rule
            first = {name: values[0] for name, values in given.items()}
            assert client.open(address(world.app, rule, first), method=method).status_code == 404, rule.rule
            asked += 1
            if set(rule.arguments) & {"attachment_id"}:
                mixed = address(world.app, rule, {**first, "ref": mine.ref})
                assert client.open(mixed, method=method).status_code == 404, mixed

    assert asked >= 10
    assert state(world) == before


def test_sec_04_ids_of_two_stories_do_not_go_together(world: World) -> None:
    """The invitation of one campaign under another, a coding of one response under another, and so on."""
    client = world.client(Role.ADMINISTRATOR)
    own, other = world.stories[0], world.stories[2]
    before = state(world)

    asked = []
    for method in ("GET", "POST"):
        for rule in rules_of(world.app, method):
            ids = [name for name in rule.arguments if name.endswith("_id")]
            if len(ids) < 2 or face_of(world.app, rule.endpoint) is not Face.STAFF:
                continue
            outer = order_of(rule, ids)[0]
            given = story_of(rule, {**UNDECIDED, **own})
            assert given, rule.rule
            mixed: dict[str, Any] = {name: values[0] for name, values in given.items()}
            mixed[outer] = other[outer]
            answer = client.open(
                address(world.app, rule, mixed), method=method, data={"theme_key": "ch_hostile"}
            )
            assert answer.status_code in (303, 404, 409), (method, rule.rule, answer.status_code)
            assert state(world) == before, "a 303 says that there is nothing of the kind any more"
            asked.append(rule.rule)

    assert len(asked) >= 8
    assert state(world) == before


def order_of(rule: Rule, names: list[str]) -> list[str]:
    """Return the arguments as they stand in the address."""
    return sorted(names, key=lambda name: rule.rule.index(f"{name}>"))


def test_every_route_has_arguments_in_this_world(world: World) -> None:
    """A new room teaches the world its addresses, else no test of this folder would see it."""
    known = set(UNDECIDED).union(*(story for story in world.stories))
    app: Flask = world.app

    missing = {
        (rule.rule, name)
        for method in ("GET", "POST")
        for rule in rules_of(app, method)
        for name in rule.arguments
        if name not in known
    }
    assert missing == set()
