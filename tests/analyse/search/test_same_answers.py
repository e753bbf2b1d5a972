"""SQLite and PostgreSQL give the same answers, and they are the right ones: what stands there and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from casefinder.analyse.search import queries, rules, service
from casefinder.analyse.search.content import FieldText
from casefinder.analyse.search.service import Material
from casefinder.answer.responses.models import Response
from casefinder.db import Database
from casefinder.faces import Role
from casefinder.folding import CELL_BREAK, fold
from tests.analyse.search.texts import clusters, typed_texts
from tests.conftest import NOON
from tests.factories.responses import complete_answers, make_response
from tests.postgresql import PrivatePostgresql

again = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
corpora = st.lists(
    st.lists(st.tuples(typed_texts(), st.booleans()), min_size=1, max_size=3), min_size=2, max_size=2
)


@dataclass
class World:
    """Two responses whose texts a test writes as it likes."""

    session: Session
    ids: tuple[int, ...]
    with_words: bool

    def write(self, corpus: list[list[tuple[str, bool]]]) -> None:
        for response_id, own in zip(self.ids, corpus, strict=True):
            texts = tuple(
                FieldText(f"C{n + 1}", f"C{n + 1}", "", text, is_internal)
                for n, (text, is_internal) in enumerate(own)
                if text.strip()
            )
            snapshot_id = self.session.get_one(Response, response_id).snapshot_id
            prepared = service.prepare(Material(response_id, snapshot_id, self.with_words, texts))
            assert service.store(self.session, prepared)

    def found(self, query: str, role: Role = Role.EDITOR) -> set[int]:
        """The places, in order, of the responses that were found."""
        found = queries.search(self.session, query, with_internal=role >= Role.EDITOR)
        assert found.total == len(found.results)
        assert all(result.hits for result in found.results)
        return {self.ids.index(result.response_id) for result in found.results}


def make_world(session: Session, *, with_words: bool) -> World:
    answers = complete_answers(L4={"": "yes" if with_words else "no"})
    ids = [make_response(session, answers=answers, is_submitted=True, now=NOON).id for _ in range(2)]
    return World(session, tuple(ids), with_words)


def stands_there(corpus: list[list[tuple[str, bool]]], query: str, role: Role) -> set[int]:
    """What a search should find, letter by letter, by looking at every text."""
    words = [word.folded for word in rules.parse_query(query)]
    seen = [
        [fold(text).text for text, is_internal in own if role >= Role.EDITOR or not is_internal]
        for own in corpus
    ]
    return {
        n for n, own in enumerate(seen) if words and all(any(word in text for text in own) for word in words)
    }


@again
@given(corpus=corpora, data=st.data())
def test_what_stands_there_is_found_and_nothing_else(
    session: Session, corpus: list[list[tuple[str, bool]]], data: st.DataObject
) -> None:
    world = session.info.get("world") or session.info.setdefault(
        "world", make_world(session, with_words=False)
    )
    text = data.draw(st.sampled_from([text for own in corpus for text, _ in own]))
    parts = clusters(text)
    start = data.draw(st.integers(0, len(parts)))
    cut = "".join(parts[start : data.draw(st.integers(start, len(parts)))])
    world.write(corpus)

    for query in (cut, f"「{cut}」", data.draw(typed_texts(4))):
        for role in (Role.READER, Role.EDITOR):
            assert world.found(query, role) == stands_there(corpus, query, role), query


def test_a_text_of_any_length_can_be_found(session: Session) -> None:
    world = make_world(session, with_words=False)
    long = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(60_000))
    world.write([[(f"{long}鱈の町{CELL_BREAK}{'鱈' * 3000}", False)], [("鱈町", False)]])

    assert world.found("鱈の町") == {0}
    assert world.found("鱈町") == {1}
    assert world.found("鱈" * 150) == {0}
    assert world.found(long[20_000:20_180]) == {0}


@pytest.fixture
def both(
    sqlite_template: object, request: pytest.FixtureRequest, tmp_path: object
) -> Iterator[tuple[World, World]]:
    """The same two responses on either database."""
    server: PrivatePostgresql = request.getfixturevalue("postgresql")
    path = tmp_path / "casefinder.db"  # type: ignore[operator]
    path.write_bytes(sqlite_template.read_bytes())  # type: ignore[attr-defined]
    with server.fresh_database() as url:
        databases = [Database(f"sqlite:///{path}"), Database(url)]
        sessions = [Session(database.engine, expire_on_commit=False) for database in databases]
        one, other = (make_world(session, with_words=True) for session in sessions)
        yield one, other
        for session, database in zip(sessions, databases, strict=True):
            session.rollback()
            session.close()
            database.engine.dispose()


SENTENCES = st.lists(
    st.sampled_from(
        [
            "引っ越しの手続をした。", "引越し手続が減った。", "サーバを置く。", "ｻｰﾊﾞｰが足りない。", "担当者の人手がへった。", "髙橋さんが申込みを減らす。",
            "申し込みはＷｉ－Ｆｉで。", "子どもの打合せ、", "子供の打ち合わせ", "3,450人", "１．５倍", "（株）見本", CELL_BREAK,
        ]
    ),
    max_size=5,
).map("".join)  # fmt: skip
WORDS = st.sampled_from(
    [
        "引越し", "引っ越し手続", "手続き", "サーバー", "サーバ", "減った", "減らす", "担当", "担当者", "高橋", "申込", "wifi", "子供",
        "こどもの", "打合せ", "打ち合わせ", "3450", "1.5", "15", "㈱見本", "た", "「引越し」", "人手 サーバー", "足りる",
    ]
)  # fmt: skip


@again
@given(
    corpus=st.lists(st.lists(st.tuples(SENTENCES, st.booleans()), max_size=3), min_size=2, max_size=2),
    query=WORDS,
)
def test_sqlite_and_postgresql_find_the_same(
    both: tuple[World, World], corpus: list[list[tuple[str, bool]]], query: str
) -> None:
    one, other = both
    for world in both:
        world.write(corpus)

    for role in (Role.READER, Role.EDITOR):
        assert one.found(query, role) == other.found(query, role)
        assert one.found(query, role) >= stands_there(corpus, query, role)
