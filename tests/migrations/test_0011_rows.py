"""Rows of stored answers get ids, what was made of them names them so, and approvals hold."""

import hashlib
import json
from typing import Any

import pytest
from sqlalchemy import Engine, text

from casefinder import schema
from casefinder.db import Database
from casefinder.edit.cases import queries, rules
from casefinder.edit.cases.models import Case

pytestmark = pytest.mark.slow

BEFORE, AFTER = "0010", "0011"


def json_of(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def rows_by_key(engine: Engine, table: str, *columns: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1, 2, 3"))  # noqa: S608
        return [tuple(row) for row in found]


def tables(engine: Engine, table: str) -> list[list[dict[str, Any]]]:
    """All tables in the answers of a table of the database."""
    found = rows_by_key(engine, table, "response_id", "question_key", "revision", "value")
    return [
        entry
        for *_, value in found
        for entry in json_of(value).values()
        if isinstance(entry, list) and entry and isinstance(entry[0], dict)
    ]


def origins(content: str) -> list[dict[str, Any]]:
    return [
        sentence["origin"]
        for rows in json.loads(content)["places"].values()
        for row in rows
        for sentences in row.values()
        for sentence in sentences
    ]


class TestRowsHaveIds:
    @pytest.mark.filled(BEFORE)
    def test_rows_are_called_by_their_places(self, filled: Engine, filled_url: str) -> None:
        before = {name: tables(filled, name) for name in ("answer", "answer_revision")}

        schema.upgrade(filled_url, AFTER)

        for name, found in before.items():
            assert found
            assert tables(filled, name) == [
                [{**row, "id": str(place)} for place, row in enumerate(each, start=1)] for each in found
            ]

    @pytest.mark.filled(BEFORE)
    def test_sentences_and_kept_states_name_the_ids(self, filled: Engine, filled_url: str) -> None:
        columns = ("case_id", "id", "question_key", "question_row")
        before = rows_by_key(filled, "case_sentence", *columns)
        kept = rows_by_key(filled, "case_revision", "case_id", "revision", "id", "content")

        schema.upgrade(filled_url, AFTER)

        named = [(*own, None if row is None else str(row + 1)) for *own, row in before]
        assert any(row for *_, row in named)
        assert rows_by_key(filled, "case_sentence", *columns) == named
        for old, new in zip(
            kept, rows_by_key(filled, "case_revision", "case_id", "revision", "id", "content"), strict=True
        ):
            assert [each.get("row") for each in origins(new[3])] == [
                None if each.get("row") is None else str(each["row"] + 1) for each in origins(old[3])
            ]

    @pytest.mark.filled("head")
    def test_what_was_approved_is_approved(self, filled: Engine, filled_url: str) -> None:
        database = Database(filled_url)
        with database.reading() as session:
            approved = [
                (case.id, case.approved_hash)
                for case in session.query(Case)
                if case.approved_hash is not None
            ]
            assert approved
            for case_id, digest in approved:
                assert rules.is_approved(queries.case_content(session, case_id), digest)
        database.engine.dispose()

    @pytest.mark.filled(AFTER)
    def test_a_row_with_an_id_of_its_own_is_counted_again(self, filled: Engine, filled_url: str) -> None:
        with filled.begin() as connection:
            found = connection.execute(
                text(
                    "SELECT s.id, c.response_id, s.question_key, s.answer_revision FROM case_sentence s "
                    "JOIN \"case\" c ON c.id = s.case_id WHERE s.question_row = '2' ORDER BY s.id LIMIT 1"
                )
            ).one()
            own = {"id": found.response_id, "key": found.question_key.partition(".")[0]}
            where = "WHERE response_id = :id AND question_key = :key"
            for table in ("answer", "answer_revision"):
                values = connection.execute(text(f"SELECT revision, value FROM {table} {where}"), own).all()  # noqa: S608
                for row in values:
                    value = json_of(row.value)
                    value["rows"] = [value["rows"][1] | {"id": "4f0c"}, value["rows"][0], *value["rows"][2:]]
                    connection.execute(
                        text(f"UPDATE {table} SET value = :value {where} AND revision = :revision"),  # noqa: S608
                        {**own, "revision": row.revision, "value": json.dumps(value, ensure_ascii=False)},
                    )
            connection.execute(
                text("UPDATE case_sentence SET question_row = '4f0c' WHERE id = :id"), {"id": found.id}
            )

        schema.downgrade(filled_url, BEFORE)

        with filled.connect() as connection:
            assert (
                connection.execute(
                    text("SELECT question_row FROM case_sentence WHERE id = :id"), {"id": found.id}
                ).scalar_one()
                == 0
            )
            value = connection.execute(text(f"SELECT value FROM answer {where}"), own).scalar_one()  # noqa: S608
            assert all("id" not in row for row in json_of(value)["rows"])

    @pytest.mark.filled(BEFORE)
    def test_hashes_are_those_of_the_contents(self, filled: Engine, filled_url: str) -> None:
        before = rows_by_key(filled, '"case"', "id", "approved_hash", "slug")

        schema.upgrade(filled_url, AFTER)

        kept = {
            hashlib.sha256(row[3].encode("utf-8")).hexdigest()
            for row in rows_by_key(filled, "case_revision", "case_id", "revision", "id", "content")
        }
        after = rows_by_key(filled, '"case"', "id", "approved_hash", "slug")
        assert [digest in kept for _, digest, _ in after] == [digest is not None for _, digest, _ in before]
