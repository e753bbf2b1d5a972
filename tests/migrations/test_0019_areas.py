"""Areas become rows: none at first, for an installation from before is Hokkaido's until `migrate` has said so."""

import pytest
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from casefinder import schema
from casefinder.ask.organisations import area_service, queries, shipped
from casefinder.ask.organisations.models import Organisation
from casefinder.prefectures import HOKKAIDO


class TestAreas:
    def test_organisations_keep_their_areas_up_and_down(self, filled: Engine, filled_url: str) -> None:
        with filled.connect() as connection:
            before = connection.exec_driver_sql(
                "SELECT id, subprefecture FROM organisation ORDER BY id"
            ).all()

        schema.upgrade(filled_url)
        with Session(filled) as session:
            found = session.execute(
                select(Organisation.id, Organisation.subprefecture).order_by(Organisation.id)
            ).all()
            assert [tuple(row) for row in found] == [tuple(row) for row in before]
            assert queries.places(session).whole == "全道"
            assert area_service.load_prefecture(session, HOKKAIDO, shipped.areas("01"))
            session.commit()

        schema.downgrade(filled_url, "0018")
        assert not inspect(filled).has_table("area")
        with filled.connect() as connection:
            after = connection.exec_driver_sql("SELECT id, subprefecture FROM organisation ORDER BY id").all()
        assert [tuple(row) for row in after] == [tuple(row) for row in before]

    @pytest.mark.filled("head")
    def test_a_filled_register_from_before_has_the_areas_of_hokkaido(self, filled: Engine) -> None:
        with Session(filled) as session:
            assert len(queries.places(session).areas) == 14
