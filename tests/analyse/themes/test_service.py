import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.analyse.codebook import queries
from casefinder.analyse.themes import service
from casefinder.analyse.themes.models import Theme
from casefinder.analyse.themes.rules import ThemeText
from casefinder.errors import ConflictError, NotFoundError
from casefinder.prefectures import HOKKAIDO
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.themes import make_theme

WORDS = ThemeText("新しい名前", "意味。", "", "", "", ("手がかり",))


def test_the_standard_themes_are_loaded_once(session: Session) -> None:
    assert service.load_standard(session, HOKKAIDO, now=NOON) == 41
    assert service.load_standard(session, HOKKAIDO, now=NOON) == 0
    assert session.scalar(select(func.count()).select_from(Theme)) == 41


def test_loading_keeps_what_was_edited(session: Session) -> None:
    service.load_standard(session, HOKKAIDO, now=NOON)
    account = make_account(session)
    service.edit_theme(session, "ch_budget", WORDS, seen_revision=1, account_id=account.id, now=NOON)

    service.load_standard(session, HOKKAIDO, now=NOON)

    row = queries.theme_row(session, "ch_budget")
    assert row is not None
    assert (row.name, row.revision, row.cues) == ("新しい名前", 2, ("手がかり",))


def test_a_stale_edit_is_refused(session: Session) -> None:
    theme = make_theme(session, key="ch_budget")
    account = make_account(session)
    service.edit_theme(session, theme.key, WORDS, seen_revision=1, account_id=account.id, now=NOON)

    with pytest.raises(ConflictError):
        service.edit_theme(session, theme.key, WORDS, seen_revision=1, account_id=account.id, now=NOON)


@pytest.mark.parametrize("word", ["Budget", "予算", "a b", "", "x"])
def test_a_key_is_small_letters(session: Session, word: str) -> None:
    with pytest.raises(service.KeyInvalid):
        service.add_theme(session, "ch", word, WORDS, account_id=make_account(session).id, now=NOON)


def test_a_key_is_never_used_twice(session: Session) -> None:
    account = make_account(session)
    service.add_theme(session, "ch", "buses", WORDS, account_id=account.id, now=NOON)
    service.retire_theme(session, "ch_buses", account_id=account.id, now=NOON)

    with pytest.raises(service.KeyTaken):
        service.add_theme(session, "ch", "buses", WORDS, account_id=account.id, now=NOON)


def test_a_retired_theme_leaves_the_list_and_comes_back(session: Session) -> None:
    account = make_account(session)
    theme = make_theme(session)
    service.retire_theme(session, theme.key, account_id=account.id, now=NOON)
    assert theme.key not in [row.key for row in queries.theme_rows(session, {})]
    assert theme.key in [row.key for row in queries.theme_rows(session, {}, with_retired=True)]
    with pytest.raises(NotFoundError):
        service.theme_by_key(session, theme.key, standing=True)

    service.restore_theme(session, theme.key, account_id=account.id, now=NOON)

    assert theme.key in [row.key for row in queries.theme_rows(session, {})]


def test_words_narrow_the_list(session: Session) -> None:
    service.load_standard(session, HOKKAIDO, now=NOON)

    assert [row.key for row in queries.theme_rows(session, {}, words="後継者")] == ["ch_labor_shortage"]
    assert queries.theme_rows(session, {}, words="100%_") == []
