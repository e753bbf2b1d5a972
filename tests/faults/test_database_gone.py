"""PostgreSQL ends every connection, as a restart does: web, worker and bell find back by themselves (FI-09)."""

import pytest
from sqlalchemy import text

from tests.faults.house import House
from tests.faults.post_office import PostOffice
from tests.faults.respondent import enter
from tests.faults.staff import invite_by_web
from tests.waiting import wait_until

pytestmark = pytest.mark.slow


def end_all_connections(house: House) -> int:
    """Cut off everybody but ourselves; returns how many there were."""
    query = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with house.database.engine.connect() as connection:
        return int(connection.execute(query).scalar_one())


@pytest.mark.parametrize("stocked_url", ["postgresql"], indirect=True)
def test_fi_09_after_the_database_was_gone_everything_goes_on(house: House, post_office: PostOffice) -> None:
    serving = house.start_web("serve", "--workers", "1", "--sweep", "1")
    wait_until(lambda: "Huey consumer started" in serving.words(), what="the worker's start")
    respondent = enter(house)
    post_office.wait_for_mail()

    assert end_all_connections(house) >= 2

    assert respondent.autosave("C2", "切れたあとの文").status == 200
    invite_by_web(house)
    post_office.wait_for_mail(2)
    assert serving.process.poll() is None
