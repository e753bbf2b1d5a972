"""What was submitted is one statement of one moment: words and level, picture and its description, consent."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from casefinder.answer.returns import service as returns
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.edit.cases import queries
from casefinder.edit.cases.canonical import canonical_json
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.errors import NotPublishable
from casefinder.edit.drafts import service as drafts
from casefinder.edit.editor import page
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.responses import complete_answers, make_response, save_answers

INTERNAL = "業者名を挙げた内部の失敗談。"
PUBLIC = "公開してよい振り返り。"
LATER = NOON + timedelta(hours=1)


def test_a_level_chosen_in_an_unsent_correction_does_not_open_the_old_text(session: Session) -> None:
    answers = {**complete_answers(), "F5": GivenAnswer({"": INTERNAL}, "editors")}
    response = make_response(session, answers=answers, is_submitted=True)
    editor = make_account(session).id
    case = drafts.draft_case(session, response.id, account_id=editor, now=NOON)
    returns.return_response(session, response.id, "F5を見直してください。", account_id=editor, now=NOON)

    save_answers(session, response.id, {"F5": GivenAnswer({"": PUBLIC}, "everyone")}, now=LATER)

    with pytest.raises(NotPublishable):
        changes.take_over(
            session, case.id, "stopped", "F5:", 0, len(INTERNAL), account_id=editor,
            seen_revision=case.revision, now=LATER,
        )  # fmt: skip
    (source,) = [g.source for g in page.read_page(session, case.id, now=LATER).groups if g.source.key == "F5"]
    assert (source.text, source.is_publishable) == (INTERNAL, False)
    assert INTERNAL not in canonical_json(queries.case_content(session, case.id))
