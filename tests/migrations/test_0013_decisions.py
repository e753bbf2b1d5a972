"""0013: the decisions of the sample are counted by theme and by cue, as reading all of them would count."""

from collections import Counter

import pytest
from sqlalchemy import Engine, select, text

from casefinder import schema
from tests.migrations.filled.loading import tables_of

pytestmark = pytest.mark.slow

KEPT = text("SELECT theme_id, cue, accepted, rejected FROM decision_tally ORDER BY theme_id, cue")


def counted(engine: Engine) -> dict[tuple[int, str], tuple[int, int]]:
    suggestion = tables_of(engine)["suggestion"]
    found: dict[str, Counter[tuple[int, str]]] = {"accepted": Counter(), "rejected": Counter()}
    with engine.connect() as connection:
        for row in connection.execute(select(suggestion).where(suggestion.c.decision.is_not(None))):
            cues = {each["text"] for each in row.reasons if each["kind"] == "cue"}
            found[row.decision].update((row.theme_id, cue) for cue in {"", *cues})
    keys = found["accepted"].keys() | found["rejected"].keys()
    return {key: (found["accepted"][key], found["rejected"][key]) for key in keys}


def kept(engine: Engine) -> dict[tuple[int, str], tuple[int, int]]:
    with engine.connect() as connection:
        return {(theme_id, cue): (yes, no) for theme_id, cue, yes, no in connection.execute(KEPT)}


class TestDecisions:
    @pytest.mark.filled("0013")
    def test_each_theme_and_cue_has_the_numbers_that_counting_gives(
        self, filled: Engine, filled_url: str
    ) -> None:
        assert kept(filled) == counted(filled)
        assert any(cue for _, cue in kept(filled))

    @pytest.mark.filled("0013")
    def test_down_and_up_again_counts_the_same(self, filled: Engine, filled_url: str) -> None:
        before = kept(filled)

        schema.downgrade(filled_url, "0012")
        schema.upgrade(filled_url, "0013")

        assert kept(filled) == before
