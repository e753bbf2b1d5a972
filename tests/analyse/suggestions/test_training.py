"""The training file: named by its bytes, written whole or not at all, the same codebook the same file."""

import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from casefinder.analyse.engine.training import Training
from casefinder.analyse.suggestions import queries
from casefinder.analyse.suggestions.training import TrainingChanged, load, training_file
from casefinder.analyse.themes import service as themes
from casefinder.analyse.themes.rules import ThemeText
from casefinder.prefectures import HOKKAIDO
from tests.conftest import NOON
from tests.factories.accounts import make_account

WORDS = ThemeText("雪と寒さ", "積雪で機器が止まる状態。", "", "", "", ("吹雪",))


def test_a_file_is_named_by_its_bytes_and_read_back(tmp_path: Path) -> None:
    made = training_file([{"key": "ch_snow"}], [])
    path = made.put(tmp_path / "training")

    assert path.name == f"{hashlib.sha256(path.read_bytes()).hexdigest()}.json"
    assert load(path) == (made.hash, json.loads(made.content))
    assert [each.name for each in path.parent.iterdir()] == [path.name], "no part is left"


def test_a_damaged_file_is_refused_and_written_anew(tmp_path: Path) -> None:
    made = training_file([{"key": "ch_snow"}], [])
    path = made.put(tmp_path)
    path.write_bytes(made.content[:-1])

    with pytest.raises(TrainingChanged):
        load(path)
    assert load(made.put(tmp_path))[0] == made.hash


def test_the_order_of_keys_does_not_change_the_name() -> None:
    one = training_file([{"key": "ch_snow", "cues": ["a", "b"]}], [])
    other = training_file([{"cues": ["a", "b"], "key": "ch_snow"}], [])
    swapped = training_file([{"key": "ch_snow", "cues": ["b", "a"]}], [])

    assert one == other
    assert one.hash != swapped.hash


def test_the_shipped_codebook_teaches_what_is_shipped(session: Session) -> None:
    themes.load_standard(session, HOKKAIDO, now=NOON)

    document = json.loads(queries.present_training(session).content)

    assert Training.of(document) == Training.shipped()


def test_every_change_that_the_engine_hears_of_changes_the_name(session: Session) -> None:
    themes.load_standard(session, HOKKAIDO, now=NOON)
    account_id = make_account(session).id

    def name() -> str:
        session.flush()
        return queries.present_training(session).hash

    names = [name()]
    themes.add_theme(session, "ch", "snow", WORDS, account_id=account_id, now=NOON)
    names.append(name())
    edited = ThemeText(WORDS.name, WORDS.definition, "", "", "", ("吹雪", "除雪"))
    themes.edit_theme(session, "ch_snow", edited, seen_revision=1, account_id=account_id, now=NOON)
    names.append(name())
    themes.retire_theme(session, "ch_snow", account_id=account_id, now=NOON)
    names.append(name())

    assert len(set(names)) == 4
    themes.restore_theme(session, "ch_snow", account_id=account_id, now=NOON)
    assert name() == names[2]


def test_a_note_for_coders_is_nothing_to_the_engine(session: Session) -> None:
    themes.load_standard(session, HOKKAIDO, now=NOON)
    account_id = make_account(session).id
    theme = themes.theme_by_key(session, "ch_budget")
    text = ThemeText(theme.name, theme.definition, theme.include, "別", "別", tuple(theme.cues))
    before = queries.present_training(session).hash

    themes.edit_theme(session, "ch_budget", text, seen_revision=1, account_id=account_id, now=NOON)
    session.flush()

    assert queries.present_training(session).hash == before
