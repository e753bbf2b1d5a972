"""The trail holds what happened, in words, and nobody changes it."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from casefinder import rooms
from casefinder.staff.audit import rules, service
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON


def test_an_entry_cannot_be_changed(session: Session) -> None:
    service.record(session, "account.created", subject_kind="account", subject_id=1, at=NOON)
    session.flush()

    with pytest.raises(DBAPIError):
        session.execute(update(AuditEntry).values(action="nothing.happened"))
    session.rollback()


def test_an_unknown_action_stands_for_itself() -> None:
    vocabulary = rules.Vocabulary([rules.Words("case", "Case", {"edited": "was edited"})])

    assert vocabulary.noun_and_verb("balloon.flown") == ("balloon", "flown")
    assert vocabulary.noun_and_verb("case.flown") == ("Case", "flown")
    assert vocabulary.subject_word("balloon") == "balloon"


def test_remarks_are_told_in_words() -> None:
    vocabulary = rooms.trail_words()

    assert vocabulary.remark("role", "editor") == ("role", "Editor")
    assert vocabulary.remark("hash", "a" * 64) == ("mark of the content", "aaaaaaaaaaaa…")
    assert vocabulary.remark("cases", [3, 1]) == ("cases in order", "3, 1")
    assert vocabulary.remark("height", 7) == ("height", "7")
    assert vocabulary.subject_word("questionnaire_version") == "Questionnaire"


RECORDERS = ("record", "_record", "_note", "_changed")


def recorded_actions(source: str) -> set[str]:
    """The actions that a module hands to the trail as they stand, or with a helper of its own."""
    return {
        argument.value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in RECORDERS
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and "." in argument.value
    }


def test_every_action_that_the_code_records_has_its_words() -> None:
    vocabulary = rooms.trail_words()
    recorded = set().union(
        *(
            recorded_actions(path.read_text(encoding="utf-8"))
            for path in Path(rooms.__file__).parent.rglob("*.py")
        )
    )

    assert len(recorded) > 40
    assert [action for action in sorted(recorded) if not vocabulary.knows(action)] == []
