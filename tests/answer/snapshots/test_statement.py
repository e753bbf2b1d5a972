"""A statement says for each part who may see it; proved with canaries in every field, and each guard alone."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from casefinder.answer.returns import service as returns
from casefinder.answer.snapshots import queries
from casefinder.answer.snapshots.rules import Statement
from casefinder.ask.questionnaires import service as questionnaires
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.staff.consent import service as consent
from casefinder.staff.consent.rules import Said, Target
from tests.conftest import NOON
from tests.factories.responses import complete_answers, make_response, save_answers

LATER = NOON + timedelta(hours=1)


def said(session: Session, response_id: int) -> Statement:
    found = queries.statement(session, response_id)
    assert found is not None
    return found


def submitted(session: Session, levels: dict[str, str] | None = None, **changes: object) -> Statement:
    answers = {
        key: GivenAnswer(given.value, (levels or {}).get(key))
        for key, given in complete_answers(**changes).items()  # type: ignore[arg-type]
    }
    return said(session, make_response(session, answers=answers, is_submitted=True).id)


def test_a_draft_says_nothing(session: Session) -> None:
    response = make_response(session, answers=complete_answers())

    assert queries.statement(session, response.id) is None
    assert queries.statements(session, [response.id]) == {}
    assert not queries.may_read_text(session, response.id)


def test_the_level_decides_field_by_field(session: Session) -> None:
    found = submitted(session, {"H2": "everyone", "F3": "editors"}, H2={"": "人"}, C8={"initial": "1"})

    public, towns = found.publishable(Target.EVERYONE), found.publishable(Target.MUNICIPALITIES)

    assert "H2" in public
    assert "F3" not in public
    assert "F3" not in towns
    assert "C8.initial" not in public
    assert "C8.initial" in towns
    assert "H1.role" in public
    assert "H1.name" not in towns, "a column's own level cannot be widened"
    assert public.isdisjoint(
        {"B3.name", "B3.phone", "B3.email", "L1", "L2", "M1.choice", "M2.organisation", "A1"}
    )


def test_an_unknown_field_is_for_editors_only(session: Session) -> None:
    found = submitted(session)

    assert found.level("Z9") == "editors"
    assert not found.may("Z9", Target.EVERYONE).allowed


def test_levels_are_right_when_only_some_answers_were_asked_for(session: Session) -> None:
    whole = submitted(session, {"F3": "editors", "D1": "municipalities"})

    part = queries.statements(session, [whole.response_id], keys=lambda _: ("C1",))[whole.response_id]
    none = queries.statements(session, [whole.response_id], keys=lambda _: ())[whole.response_id]

    assert set(part.answers) == {"C1"}
    assert part.levels == none.levels == whole.levels


@pytest.mark.parametrize(
    ("choices", "target", "allowed", "anonymous"),
    [
        ({"L1": "no", "L3": "yes"}, Target.OPEN_DATA, False, True),
        ({"L1": "yes", "L3": "no"}, Target.OPEN_DATA, False, False),
        ({"L1": "anonymous"}, Target.EVERYONE, True, True),
        ({"L1": "anonymous", "L3": "yes"}, Target.OPEN_DATA, True, True),
        ({"L1": "yes", "L3": "yes"}, Target.OPEN_DATA, True, False),
        ({"L1": "no"}, Target.EDITORS, True, False),
    ],
)
def test_sec_31_canaries_appear_exactly_where_consent_allows(
    session: Session, choices: dict[str, str], target: Target, allowed: bool, anonymous: bool
) -> None:
    """Every text field holds a canary of its own; what the rule lets through must be the expected set, exactly."""
    document = questionnaires.standard("case_discovery")
    values: dict[str, dict[str, object]] = {}
    for item in document.items():
        for each in item.fields:
            if each.kind in ("short_text", "long_text"):
                values.setdefault(item.key, {})[each.entry] = f"canary-{each.key}"
    canaries = {
        each.key
        for item in document.items()
        for each in item.fields
        if each.kind in ("short_text", "long_text")
    }
    merged = {key: {**complete_answers()[key].value, **values.get(key, {})} for key in complete_answers()}
    merged |= {key: value for key, value in values.items() if key not in merged}
    merged |= {key: {"": choice} for key, choice in choices.items()}
    found = submitted(session, dict.fromkeys(merged, "everyone"), **merged)

    keys = found.publishable(target)

    closed = {"B3.post", "B3.name", "J6", "L2", "L5.number", "M1.when"}
    expected = canaries if target is Target.EDITORS else canaries - closed if allowed else set()
    assert canaries & keys == expected
    assert found.is_anonymous(target) == anonymous


def test_sec_23_after_a_withdrawal_nothing_is_publishable(session: Session) -> None:
    found = submitted(session, L3={"": "yes"})
    assert "F3" in found.publishable(Target.OPEN_DATA)

    assert consent.withdraw(session, found.response_id, "casebook", now=LATER)

    after = said(session, found.response_id)
    assert after.publishable(Target.OPEN_DATA) == after.publishable(Target.EVERYONE) == frozenset()
    assert after.said["casebook"] == "yes", "what was said stays said"


def test_a_wider_word_in_the_ledger_widens_nothing_without_a_statement(session: Session) -> None:
    found = submitted(session, L1={"": "anonymous"}, L4={"": "no"})
    choices = {"casebook": Said("L1", "yes"), "analysis": Said("L4", "yes")}

    consent.note_consents(session, found.response_id, choices, wording_hash="h", now=LATER)

    after = said(session, found.response_id)
    assert after.consents["casebook"] == "anonymous"
    assert not after.may_read_text


def test_without_agreement_to_analysis_nothing_is_read(session: Session) -> None:
    found = submitted(session, L4={"": "no"})

    assert not found.may_read_text
    assert not queries.may_read_text(session, found.response_id)


def test_an_unsent_consent_counts_for_nothing(session: Session) -> None:
    found = submitted(session, L1={"": "no"})
    editor = consent_editor(session, found.response_id)

    save_answers(session, found.response_id, {"L1": GivenAnswer({"": "yes"})}, now=LATER)

    assert editor
    assert said(session, found.response_id).consents["casebook"] == "no"


def consent_editor(session: Session, response_id: int) -> int:
    """Give a response back, so that its respondent can write again."""
    from tests.factories.accounts import make_account

    account_id = make_account(session).id
    returns.return_response(session, response_id, "見直してください。", account_id=account_id, now=NOON)
    return account_id
