"""Frozen content keeps its shape through JSON, and says what does not fit."""

import json
from dataclasses import replace

import pytest

from casefinder.publish.content import EditionContent, content_hash, from_json, to_json
from casefinder.publish.frozen_json import UnreadableContent


def test_content_survives_json(content: EditionContent) -> None:
    assert from_json(to_json(content)) == content


def test_same_content_gives_the_same_hash_and_other_content_another(content: EditionContent) -> None:
    changed = replace(content, about=content.about + "。")

    assert content_hash(from_json(to_json(content))) == content_hash(content)
    assert content_hash(changed) != content_hash(content)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda plain: plain.pop("title"), "$: missing title"),
        (lambda plain: plain.update(colour="red"), "$: unknown colour"),
        (lambda plain: plain["cases"][0].update(number="1"), "$.cases[0].number"),
        (lambda plain: plain.update(issued_on="2026-13-01"), "$.issued_on"),
        (lambda plain: plain["cases"][0].update(steps=5), "$.cases[0].steps"),
        (lambda plain: plain.update(foreword=[]), "$.foreword"),
    ],
)
def test_unreadable_content_names_the_place(content: EditionContent, change, place: str) -> None:
    plain = json.loads(to_json(content))
    change(plain)

    with pytest.raises(UnreadableContent) as caught:
        from_json(json.dumps(plain))

    assert place in str(caught.value)


def test_text_that_is_no_json_is_unreadable() -> None:
    with pytest.raises(UnreadableContent):
        from_json("{")
