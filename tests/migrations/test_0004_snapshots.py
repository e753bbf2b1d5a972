"""The snapshots that the past is given hold what counted until then, and consents keep their words under a scope."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from casefinder import schema
from casefinder.answer.snapshots import queries as snapshots
from tests.migrations.filled.loading import Rows, all_rows

pytestmark = pytest.mark.slow

SCOPES = {"L1": "casebook", "L3": "open_data", "L4": "analysis"}


@pytest.fixture
def before(filled: Engine, filled_url: str) -> Rows:
    """The rows of the first schema; the database is upgraded afterwards."""
    rows = all_rows(filled)
    schema.upgrade(filled_url)
    return rows


def submitted(rows: Rows) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in rows["response"] if row["submitted_at"]}


class TestSnapshotsOfThePast:
    def test_the_statement_that_counts_holds_the_answers_of_the_last_submit(
        self, filled: Engine, before: Rows
    ) -> None:
        responses = submitted(before)
        answers = {(a["response_id"], a["question_key"]): a for a in before["answer"]}

        with Session(filled) as session:
            found = snapshots.statements(session, responses)

        assert set(found) == set(responses)
        untouched = [
            (key, a)
            for key, a in answers.items()
            if key[0] in responses and a["saved_at"] <= responses[key[0]]["submitted_at"]
        ]
        assert untouched
        for (response_id, key), answer in untouched:
            said = found[response_id].answers[key]
            assert (said.revision, said.audience) == (answer["revision"], answer["audience"])

    def test_an_open_return_has_its_snapshot_and_the_submit_before_it_counts(
        self, filled: Engine, before: Rows
    ) -> None:
        returned = [each["response_id"] for each in before["return_message"]]
        assert returned

        with Session(filled) as session:
            kinds = [[s.kind for s in snapshots.snapshots_of(session, each)] for each in returned]
            found = snapshots.statements(session, returned)

        assert all("return" in each for each in kinds)
        assert {each.kind for each in found.values()} <= {"submit", "resubmit"}

    def test_pictures_keep_what_was_said_about_them(self, filled: Engine, before: Rows) -> None:
        said = {row["id"]: (row["description"], row["credit"], row["rights"]) for row in before["attachment"]}

        with Session(filled) as session:
            found = snapshots.statements(session, submitted(before))

        shown = {f.id: (f.description, f.credit, f.rights) for each in found.values() for f in each.files}
        assert shown
        assert shown == {key: said[key] for key in shown}

    def test_consents_stand_under_their_scope(self, filled: Engine, before: Rows) -> None:
        then = {
            (row["response_id"], SCOPES[row["item_key"]]): row["choice"]
            for row in before["consent"]
            if row["withdrawn_at"] is None
        }

        with Session(filled) as session:
            found = snapshots.statements(session, submitted(before))

        now = {(r, scope): choice for r, each in found.items() for scope, choice in each.consents.items()}
        assert now == {key: choice for key, choice in then.items() if key[0] in found}
        assert now

    def test_builds_name_the_scopes_they_rest_on(self, filled: Engine, before: Rows) -> None:
        def names(rows: Rows) -> set[str]:
            return {name for row in rows["build"] for said in row["consents"].values() for name in said}

        assert names(before) <= set(SCOPES)
        assert names(all_rows(filled)) == {SCOPES[name] for name in names(before)}
