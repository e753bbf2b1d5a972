"""Files of before were read when they came; on the way down they stay."""

import pytest
from sqlalchemy import Engine, text

from casefinder import schema

BEFORE, AFTER = "0021", "0022"
FILES = "SELECT id, sha256, original_name FROM attachment ORDER BY id"


class TestFilesAreReadByTheWorker:
    @pytest.mark.filled(AFTER)
    def test_files_of_before_are_ready_and_wait_for_nobody(self, filled: Engine, filled_url: str) -> None:
        with filled.connect() as connection:
            unready = connection.scalar(
                text("SELECT count(*) FROM attachment WHERE ready_at IS NULL OR refusal IS NOT NULL")
            )
            readings = connection.scalar(text("SELECT count(*) FROM file_reading"))
        assert (unready, readings) == (0, 0)

    @pytest.mark.filled(AFTER)
    def test_going_down_keeps_the_files(self, filled: Engine, filled_url: str) -> None:
        with filled.connect() as connection:
            before = connection.execute(text(FILES)).all()

        schema.downgrade(filled_url, BEFORE)

        with filled.connect() as connection:
            assert connection.execute(text(FILES)).all() == before
