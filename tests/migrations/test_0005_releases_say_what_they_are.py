"""0005: what the public pages say of a release is taken from its frozen content, and is not lost on the way down."""

import json

import pytest
from sqlalchemy import Engine, text

from casefinder import schema
from casefinder.publish.content import from_json

pytestmark = pytest.mark.slow


class TestReleasesSayWhatTheyAre:
    @pytest.mark.filled("head")
    def test_each_release_says_what_its_content_says(self, filled: Engine, filled_url: str) -> None:
        with filled.connect() as connection:
            rows = connection.execute(
                text(
                    "SELECT r.*, b.content, b.pages AS of_book, b.book_bytes AS of_file, b.released_at AS noted "
                    "FROM release r JOIN build b ON b.id = r.build_id"
                )
            ).all()
            assert rows
            for row in rows:
                content = from_json(row.content)
                assert row.title == content.full_title
                assert row.subtitle == "".join(content.subtitle)
                assert (row.edition_label, row.fiscal_year) == (content.edition_label, content.fiscal_year)
                assert str(row.issued_on) == content.issued_on.isoformat()
                assert (row.publisher, row.licence) == (content.publisher, content.licence)
                assert row.case_count == len(content.cases) == len(json.loads(row.content)["cases"])
                assert (row.pages, row.book_bytes) == (row.of_book, row.of_file)
                assert row.noted == row.released_at

    def test_a_build_that_is_not_released_is_not_marked(self, filled: Engine, filled_url: str) -> None:
        with filled.begin() as connection:
            connection.execute(text("DELETE FROM release"))

        schema.upgrade(filled_url)

        with filled.connect() as connection:
            assert set(connection.execute(text("SELECT released_at FROM build")).scalars()) == {None}
