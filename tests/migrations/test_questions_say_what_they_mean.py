"""Stored versions of the standard questionnaire get its meanings; what names them by hash follows."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine, text

from casefinder import schema
from casefinder.ask.questionnaires.document import content_hash
from casefinder.ask.questionnaires.reading import read_document

pytestmark = pytest.mark.slow

BEFORE, AFTER = "0002", "0003"
WITH_MEANINGS = (
    "081f7611c7db228701a355e4a18f7b314a316c6270749e71426d31ff1fd7f05e"  # as shipped with this migration
)
OTHER = {
    "name": "other",
    "title": "別の質問票",
    "edition": "1",
    "sections": [
        {
            "key": "L",
            "title": "節",
            "items": [
                {
                    "key": "L1",
                    "title": "別の同意",
                    "fields": [
                        {
                            "key": "L1",
                            "kind": "consent",
                            "wording": "抽選に申し込みます。",
                            "wording_version": "1",
                            "choices": [{"code": "yes", "label": "はい"}, {"code": "no", "label": "いいえ"}],
                        }
                    ],
                }
            ],
        }
    ],
}


def versions(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT id, content_hash, document FROM questionnaire_version ORDER BY id")
        ).all()
    return [
        (
            row.id,
            row.content_hash,
            row.document if isinstance(row.document, dict) else json.loads(row.document),
        )
        for row in rows
    ]


def wording_hashes(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(text("SELECT wording_hash FROM consent")).scalars())


def add_version(engine: Engine, version_id: int, document: dict[str, Any], digest: str) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO questionnaire_version (id, questionnaire_id, content_hash, document, published_at) "
                "SELECT :id, questionnaire_id, :digest, :document, published_at FROM questionnaire_version LIMIT 1"
            ),
            {"id": version_id, "digest": digest, "document": json.dumps(document, ensure_ascii=False)},
        )


@pytest.mark.filled(BEFORE)
class TestQuestionsSayWhatTheyMean:
    def test_a_stored_standard_version_becomes_the_shipped_one(self, filled: Engine, filled_url: str) -> None:
        (before,) = versions(filled)

        schema.upgrade(filled_url, AFTER)

        (after,) = versions(filled)
        document = read_document(after[2])
        assert (after[0], after[1]) == (before[0], content_hash(document)) == (before[0], WITH_MEANINGS)
        assert document.keys_of("title", "consent.casebook", "effect_rows.before") == (
            "C1",
            "L1",
            "I1.before",
        )

    def test_consents_name_the_version_by_its_new_hash(self, filled: Engine, filled_url: str) -> None:
        assert wording_hashes(filled) == {versions(filled)[0][1]}

        schema.upgrade(filled_url, AFTER)

        assert wording_hashes(filled) == {versions(filled)[0][1]}

    def test_another_questionnaire_is_left_alone(self, filled: Engine, filled_url: str) -> None:
        digest = content_hash(read_document(OTHER))
        add_version(filled, 90, OTHER, digest)

        schema.upgrade(filled_url, AFTER)

        assert versions(filled)[1] == (90, digest, OTHER)
        assert read_document(OTHER).meant("consent.casebook") is None

    def test_down_takes_the_meanings_away_and_gives_the_hashes_back(
        self, filled: Engine, filled_url: str
    ) -> None:
        before, hashes = versions(filled), wording_hashes(filled)

        schema.upgrade(filled_url, AFTER)
        schema.downgrade(filled_url, BEFORE)

        assert versions(filled) == before
        assert wording_hashes(filled) == hashes

    def test_down_keeps_one_of_two_versions_that_only_their_meanings_told_apart(
        self, filled: Engine, filled_url: str
    ) -> None:
        ((first, digest, document),) = versions(filled)
        schema.upgrade(filled_url, AFTER)
        add_version(filled, 91, document, digest)  # published again, without meanings
        with filled.begin() as connection:
            connection.execute(text("UPDATE campaign SET version_id = 91"))

        schema.downgrade(filled_url, BEFORE)

        assert [row[:2] for row in versions(filled)] == [(91, digest)]
        assert first != 91
        with filled.connect() as connection:
            assert set(connection.execute(text("SELECT version_id FROM response")).scalars()) == {91}
