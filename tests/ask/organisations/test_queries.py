"""The register is searched as people type: stored and asked text are folded alike."""

import unicodedata

import pytest
from sqlalchemy.orm import Session

from casefinder.ask.organisations import comparing, queries, service
from casefinder.ask.organisations.entries import NewOrganisation
from tests.conftest import NOON
from tests.factories.organisations import make_organisation

NAME = "株式会社デジタル髙﨑（見本）"


def names(session: Session, words: str) -> list[str]:
    return [row.name for row in session.scalars(queries.organisations(words=words))]


@pytest.mark.parametrize(
    "stored",
    [
        NAME,
        unicodedata.normalize("NFD", NAME),
        "㈱ﾃﾞｼﾞﾀﾙ髙﨑(見本)",
        "株式会社デジタル高崎",
        "株式会社デジタル髙\U000e0100﨑",
    ],
)
@pytest.mark.parametrize(
    "words", ["デジタル", "ﾃﾞｼﾞﾀﾙ", "でじたる", unicodedata.normalize("NFD", "デジタル"), "高崎", "髙﨑", "高﨑", "株式会社デジタル", "㈱デジタル", "デジタル 高崎"]
)  # fmt: skip
def test_one_name_is_found_in_every_writing(session: Session, stored: str, words: str) -> None:
    make_organisation(session, name=stored, kana="でじたるたかさき", kind="company")
    make_organisation(session, name="北の会", kind="association")

    assert names(session, words) == [stored]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("０１９０１１", True),
        ("019-011", True),
        ("しらにれ", True),
        ("シラニレ", True),
        ("％", False),
        ("！", False),
    ],
)
def test_readings_and_codes_are_found(session: Session, words: str, found: bool) -> None:
    make_organisation(session, name="白楡町", kana="しらにれちょう", code="019011")

    assert (names(session, words) == ["白楡町"]) is found


def test_what_is_changed_is_found_by_its_new_name(session: Session) -> None:
    town = make_organisation(session, name="白楡町", kana="しらにれちょう", code="019011")
    town.name = "青苔町"
    session.flush()

    assert names(session, "青苔") == ["青苔町"]
    assert names(session, "白楡") == []


def test_what_a_file_brought_is_found(session: Session) -> None:
    entry = NewOrganisation("ﾃﾞｼﾞﾀﾙ社", "でじたる", "company", None, None, "全道", None)

    service.take_over(session, [comparing.Change(2, "add", entry)], now=NOON)

    assert names(session, "デジタル") == ["ﾃﾞｼﾞﾀﾙ社"]
