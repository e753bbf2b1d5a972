"""0020: what the printed cases of the sample rest on is read from the states that were approved then."""

import json

import pytest
from sqlalchemy import Engine, select

from casefinder import schema
from tests.migrations.filled.loading import tables_of


def rests(engine: Engine) -> dict[tuple[int, int], tuple]:
    table = tables_of(engine)["build_rest"]
    columns = (table.c.response_id, table.c.title, table.c.is_named, table.c.is_open, table.c["keys"])
    with engine.connect() as connection:
        return {
            (build_id, number): tuple(rest)
            for build_id, number, *rest in connection.execute(
                select(table.c.build_id, table.c.case_number, *columns)
            )
        }


class TestReleases:
    @pytest.mark.filled("0020")
    def test_each_printed_case_has_what_it_rests_on(self, filled: Engine, filled_url: str) -> None:
        tables, found = tables_of(filled), rests(filled)
        build, case = tables["build"], tables["case"]
        with filled.connect() as connection:
            printed = {
                (row.id, page["number"]): page
                for row in connection.execute(select(build).where(build.c.done_at.is_not(None)))
                for page in json.loads(row.content)["cases"]
            }
            owners = dict(connection.execute(select(case.c.slug, case.c.response_id)).all())

        assert found.keys() == printed.keys()
        assert printed
        for key, (response_id, title, is_named, is_open, keys) in found.items():
            page = printed[key]
            assert (response_id, title) == (owners[page["slug"]], page["title"])
            assert (is_named, is_open) == (page["organisation"]["named"], page["open_data"])
            assert {"C1", "D1"} <= {each.split(".")[0] for each in keys}, page["title"]

    @pytest.mark.filled("0020")
    def test_all_releases_are_looked_at_once_soon(self, filled: Engine, filled_url: str) -> None:
        check = tables_of(filled)["release_check"]
        with filled.connect() as connection:
            (row,) = connection.execute(select(check)).all()

        assert (row.response_id, row.due_s, row.done_at) == (None, 0.0, None)

    @pytest.mark.filled("0020")
    def test_down_and_up_again_reads_the_same(self, filled: Engine, filled_url: str) -> None:
        before = rests(filled)

        schema.downgrade(filled_url, "0019")
        schema.upgrade(filled_url, "0020")

        assert rests(filled) == before
