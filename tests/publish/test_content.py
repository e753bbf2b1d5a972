"""Frozen content keeps its shape through JSON, and says what does not fit."""

import json

import pytest
from msgspec.structs import replace

from casefinder.publish.content import EditionContent, Section, content_hash, from_json, to_json
from casefinder.publish.frozen_json import UnreadableContent, to_plain
from tests.migrations.filled.loading import stored_rows


def test_content_survives_json(content: EditionContent) -> None:
    assert from_json(to_json(content)) == content


def test_what_was_stored_is_read_and_written_byte_for_byte() -> None:
    stored = stored_rows()["build"]

    assert stored
    for build in stored:
        read = from_json(build["content"])
        assert to_json(read) == build["content"]
        assert content_hash(read) == build["content_sha256"]


def test_every_character_is_written_as_it_always_was(content: EditionContent) -> None:
    odd = "".join(map(chr, range(0x20))) + '\x7f\u2028\u2029\ud7ff\ue000😀𠮷/\\"<>&'
    strange = replace(content, about=odd, foreword=Section("", ()), subtitle=())

    plain = json.dumps(to_plain(strange), ensure_ascii=False, sort_keys=True, indent=1) + "\n"

    assert to_json(strange) == plain
    assert from_json(plain) == strange


def test_same_content_gives_the_same_hash_and_other_content_another(content: EditionContent) -> None:
    changed = replace(content, about=content.about + "。")

    assert content_hash(from_json(to_json(content))) == content_hash(content)
    assert content_hash(changed) != content_hash(content)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda plain: plain.pop("title"), "missing required field `title`"),
        (lambda plain: plain.update(colour="red"), "unknown field `colour`"),
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
