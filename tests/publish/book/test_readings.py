"""Readings of index terms: found when the book is pressed, so that no page waits for a dictionary."""

import pytest
from msgspec.structs import replace

from casefinder.publish.book.readings import reading, with_readings, without_readings
from casefinder.publish.content import EditionContent, IndexTerm


@pytest.mark.parametrize(
    ("term", "read"),
    [
        ("除雪", "じょせつ"),
        ("AI", "えーあい"),
        ("ローカル5G", "ろーかるごじー"),
        ("センサー", "せんさー"),
        ("RPA", "あーるぴーえー"),
    ],
)
def test_terms_are_read_as_people_say_them(term: str, read: str) -> None:
    assert reading(term) == read


def test_terms_are_read_and_put_in_the_order_of_their_readings(content: EditionContent) -> None:
    unread = replace(
        content,
        index_terms=(IndexTerm("センサー", "", (1,)), IndexTerm("除雪", "", (2,)), IndexTerm("AI", "", (1,))),
    )

    read = with_readings(unread)

    assert [(each.term, each.reading) for each in read.index_terms] == [
        ("AI", "えーあい"), ("除雪", "じょせつ"), ("センサー", "せんさー"),
    ]  # fmt: skip
    assert without_readings(read) == without_readings(unread)


def test_a_term_that_has_its_reading_keeps_it_and_its_place(content: EditionContent) -> None:
    assert all(each.reading for each in content.index_terms)
    assert with_readings(content) is content
