"""SEC-01: what people write is text on every page, for everybody who looks at it."""

import json
import re
from collections import Counter
from html import escape, unescape

import pytest

from casefinder.ask.questionnaires.standard import standard
from tests.security import polyglot
from tests.security.world import World, rules_of

pytestmark = pytest.mark.slow

MARK = re.compile(r"Z[A-Za-z0-9_]+Z")


def test_a_sum_that_was_worked_out_is_seen_however_it_is_written() -> None:
    worked = (("{{7*7}}", "49"), ("${7*7}", "$49"))
    for text in (polyglot.hostile("ZwhereZ"), polyglot.hostile("ZwhereZ", 20)):
        for sign, result in worked:
            for written in (str, escape, json.dumps):
                shown = written(text.replace(sign, result).replace("<svg", ""))
                assert (polyglot.BROKEN_OUT.search(shown) is not None) == (sign in text), shown
    assert polyglot.BROKEN_OUT.search('<input value="49ab17"> <time>12:34:49Z</time>') is None


def test_sec_01_what_people_write_stays_text_on_every_page(world: World) -> None:
    found = {each.address: each.answer.text for each in world.crawl if each.is_text}
    shown = {each.rule.rule for each in world.crawl if each.answer.status_code < 400}
    assert [rule.rule for rule in rules_of(world.app, "GET") if rule.rule not in shown] == []

    for address, text in found.items():
        assert not polyglot.BROKEN_OUT.search(text), (address, polyglot.BROKEN_OUT.search(text))
    seen = Counter(mark for text in found.values() for mark in set(MARK.findall(unescape(text))))
    document = standard("case_discovery")
    written = {mark for value in polyglot.answers(document).values() for mark in MARK.findall(str(value))}
    assert sorted(written - set(seen)) == [], "written, but shown nowhere: the test would not see a hole"
    others = ("Zcampaign1Z", "Ztown1Z", "ZthemeZ", "ZaccountZ", "ZfilenameZ", "ZdescriptionZ")
    assert [
        mark for mark in (*others, "ZcreditZ", "ZmessageZ", "ZsmtpZ", "ZsourceZ") if mark not in seen
    ] == []


def test_sec_06_no_page_shows_a_token_but_the_one_that_has_it_in_its_address(world: World) -> None:
    tokens = {link.token for link in world.links}

    for each in world.crawl:
        if each.is_text and not each.rule.endpoint.startswith("sample_mailbox."):
            shown = [token for token in tokens if token in each.answer.text]
            assert [token for token in shown if each.address != f"/i/{token}"] == [], each.address
