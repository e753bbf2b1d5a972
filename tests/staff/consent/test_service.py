"""The ledger, and what may be published at render time: proved with canaries in every field."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casefinder.answer.responses import queries as responses
from casefinder.answer.responses.models import Response
from casefinder.ask.questionnaires import service as questionnaires
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.staff.consent import queries, service
from casefinder.staff.consent.models import Consent
from casefinder.staff.consent.rules import Target
from tests.conftest import NOON
from tests.factories.responses import make_response, save_answers

LATER = NOON + timedelta(hours=1)


def _note(session: Session, response: Response, **choices: str | None) -> None:
    service.note_consents(session, response.id, choices, wording_hash="h1", now=NOON)


def test_without_a_word_nothing_may_be_published(session: Session) -> None:
    response = make_response(session)

    assert service.standing(session, response.id) == {}
    assert service.publishable_keys(session, response.id, Target.EVERYONE) == set()
    assert not service.may_read_text(session, response.id)
    assert service.must_be_anonymous(session, response.id)


def test_a_later_answer_withdraws_the_earlier_one_and_keeps_it(session: Session) -> None:
    response = make_response(session)
    _note(session, response, L1="yes")

    service.note_consents(session, response.id, {"L1": "no"}, wording_hash="h1", now=LATER)

    assert service.standing(session, response.id) == {"L1": "no"}
    assert [(e.choice, e.withdrawn_at) for e in queries.ledger(session, response.id)] == [
        ("yes", LATER),
        ("no", None),
    ]


def test_saying_the_same_again_writes_nothing(session: Session) -> None:
    response = make_response(session)
    _note(session, response, L1="yes")

    service.note_consents(session, response.id, {"L1": "yes"}, wording_hash="h1", now=LATER)

    assert len(session.scalars(select(Consent.id)).all()) == 1


def test_a_new_wording_is_a_new_consent(session: Session) -> None:
    response = make_response(session)
    _note(session, response, L1="yes")

    service.note_consents(session, response.id, {"L1": "yes"}, wording_hash="h2", now=LATER)

    assert [e.wording_hash for e in session.scalars(select(Consent).order_by(Consent.id))] == ["h1", "h2"]


def test_leaving_a_consent_empty_withdraws_it(session: Session) -> None:
    response = make_response(session)
    _note(session, response, L3="yes")

    service.note_consents(session, response.id, {"L3": None}, wording_hash="h1", now=LATER)

    assert service.standing(session, response.id) == {}


def test_sec_23_after_a_withdrawal_nothing_is_publishable(session: Session) -> None:
    response = make_response(session)
    _note(session, response, L1="yes", L3="yes", L4="yes")
    assert "F3" in service.publishable_keys(session, response.id, Target.OPEN_DATA)

    assert service.withdraw(session, response.id, "L1", now=LATER)

    assert service.publishable_keys(session, response.id, Target.OPEN_DATA) == set()
    assert service.publishable_keys(session, response.id, Target.EVERYONE) == set()
    assert not service.withdraw(session, response.id, "L1", now=LATER)


def test_the_level_decides_field_by_field(session: Session) -> None:
    response = make_response(session)
    _note(session, response, L1="yes")
    save_answers(
        session, response.id,
        {"H2": GivenAnswer({"": "人"}, "everyone"), "F3": GivenAnswer({"": "秘"}, "editors"), "C8": GivenAnswer({"initial": 1})},
    )  # fmt: skip

    public = service.publishable_keys(session, response.id, Target.EVERYONE)
    towns = service.publishable_keys(session, response.id, Target.MUNICIPALITIES)

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


@pytest.mark.parametrize(
    ("choices", "target", "allowed", "anonymous"),
    [
        ({}, Target.EVERYONE, False, True),
        ({"L1": "no", "L3": "yes"}, Target.OPEN_DATA, False, True),
        ({"L1": "yes"}, Target.OPEN_DATA, False, False),
        ({"L1": "anonymous"}, Target.EVERYONE, True, True),
        ({"L1": "anonymous", "L3": "yes"}, Target.OPEN_DATA, True, True),
        ({"L1": "yes", "L3": "yes"}, Target.OPEN_DATA, True, False),
        ({}, Target.EDITORS, True, False),
    ],
)
def test_sec_31_canaries_appear_exactly_where_consent_allows(
    session: Session, choices: dict[str, str], target: Target, allowed: bool, anonymous: bool
) -> None:
    """Every field holds a canary of its own; what the rule lets through must be the expected set, exactly."""
    response = make_response(session)
    document = questionnaires.document_of(response.version)
    wide, canaries = {}, {}
    for item in document.items():
        for each in item.fields:
            if each.kind in ("short_text", "long_text"):
                canaries[each.key] = f"canary-{each.key}"
                wide.setdefault(item.key, {})[each.entry] = canaries[each.key]
    save_answers(session, response.id, {key: GivenAnswer(value, "everyone") for key, value in wide.items()})
    service.note_consents(session, response.id, choices, wording_hash="h1", now=NOON)

    keys = service.publishable_keys(session, response.id, target)
    rendered = json.dumps(
        [
            answer.value
            for key, answer in responses.answers_of(session, response.id).items()
            if any(f.key in keys for f in document.item(key).fields)
        ]
    )

    closed = {"B3.post", "B3.name", "J6", "L2", "L5.number", "M1.when"}
    expected = set(canaries) if target is Target.EDITORS else set(canaries) - closed if allowed else set()
    assert {key for key in canaries if key in keys} == expected
    assert all((f'"canary-{key}"' in rendered) == (key in expected) for key in canaries)
    assert service.must_be_anonymous(session, response.id, target) == anonymous
