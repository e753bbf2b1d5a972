"""Nobody has a second factor after the way up; on the way down accounts and sessions stay."""

import pytest
from sqlalchemy import Engine, text

from casefinder import schema

BEFORE, AFTER = "0020", "0021"
ACCOUNTS = "SELECT id, email, role, password_hash FROM account ORDER BY id"


class TestAccountsHaveASecondFactor:
    @pytest.mark.filled(AFTER)
    def test_nobody_has_set_one_up(self, filled: Engine, filled_url: str) -> None:
        with filled.connect() as connection:
            rows = connection.execute(
                text("SELECT DISTINCT factor_since, factor_generation, factor_step FROM account")
            ).all()
            proved = connection.scalar(
                text("SELECT count(*) FROM account_session WHERE proved_at IS NOT NULL")
            )
        assert [tuple(row) for row in rows] == [(None, 1, 0)]
        assert proved == 0

    @pytest.mark.filled(AFTER)
    def test_going_down_and_up_keeps_the_accounts(self, filled: Engine, filled_url: str) -> None:
        with filled.connect() as connection:
            before = connection.execute(text(ACCOUNTS)).all()

        schema.downgrade(filled_url, BEFORE)
        schema.upgrade(filled_url, AFTER)

        with filled.connect() as connection:
            assert connection.execute(text(ACCOUNTS)).all() == before
