import subprocess
import sys

import pytest

from casefinder.analyse.search.words import words_of
from casefinder.folding import BREAK, CELL_BREAK


def forms(text: str) -> list[str]:
    return [word.form for word in words_of(text).words]


def spellings(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, reading in words_of(text).spellings:
        found.setdefault(reading.form, set()).add(name)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サーバ", "サーバー"),
        ("引越", "引っ越し"),
        ("子ども", "子供"),
        ("わかる", "分かる"),
        ("へった", "減った"),
    ],
)
def test_spellings_of_one_word_have_one_form(one: str, other: str) -> None:
    assert forms(one) == forms(other)


def test_every_word_says_where_it_stands() -> None:
    text = "𠮷野町、ｻｰﾊﾞを引越した。"

    words = words_of(text).words

    assert [text[word.start : word.end] for word in words][-4:] == ["ｻｰﾊﾞ", "を", "引越し", "た"]


def test_cells_are_read_one_by_one() -> None:
    text = f"人手{CELL_BREAK}不足"

    words = words_of(text).words

    assert [word.form for word in words] == ["人手", BREAK, "不足"]
    assert text[words[2].start : words[2].end] == "不足"


def test_a_word_teaches_the_spellings_that_it_may_have_elsewhere() -> None:
    assert spellings("引っ越し")["引っ越し"] >= {"引っ越し", "引越し", "引越"}
    assert spellings("サーバ")["さーばー"] >= {"さーば", "さーばー"}
    assert spellings("子供")["子供"] >= {"子供", "こども"}


def test_particles_and_auxiliaries_are_tails_but_a_negation_is_not() -> None:
    tails = {name for name, reading in words_of("人手が足りなかった").spellings if reading.is_tail}

    assert "が" in tails
    assert "た" in tails
    assert not any(name.startswith("な") for name in tails)


def test_figures_have_no_other_spelling() -> None:
    assert forms("三人") == ["三", "人"]
    assert spellings("三")["三"] == {"三"}


SEARCH = """
import sys
from tempfile import TemporaryDirectory
from casefinder.analyse.search import jobs, queries, views
from casefinder.db import Database
from casefinder.models import Base

with TemporaryDirectory() as folder:
    database = Database(f"sqlite:///{folder}/casefinder.db")
    with database.transaction() as session:
        Base.metadata.create_all(session.connection())
        queries.search(session, "引越し サーバー", with_internal=True)
    database.engine.dispose()
print([name for name in sys.modules if name.startswith(("sudachi", "spacy"))])
"""


def test_searching_never_loads_the_tokeniser() -> None:
    done = subprocess.run([sys.executable, "-c", SEARCH], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
