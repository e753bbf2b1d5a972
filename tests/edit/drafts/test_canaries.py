"""SEC-31: what may not be published never reaches a case, whatever way is tried.

Every field of a response holds a word of its own; levels and consents vary; what is found in the draft is
exactly what may be there.
"""

import re
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from sqlalchemy.orm import Session

from casefinder.answer.snapshots import queries as snapshots
from casefinder.ask.questionnaires import service as questionnaires
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.edit.cases import queries
from casefinder.edit.cases.canonical import canonical_json
from casefinder.edit.cases.showing import visible
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.errors import NotPublishable
from casefinder.edit.drafts import gathering
from casefinder.edit.drafts import service as drafts
from casefinder.edit.drafts.errors import NotDraftable
from casefinder.staff.consent import service as consent
from casefinder.staff.consent.rules import Target
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import make_told_response
from tests.factories.responses import COMPLETE

TOKEN = re.compile(r"札[A-Za-z0-9]+札")
# Fields and columns that a draft takes words from, and the item that its level is set on.
PRINTED = {
    "B5": "B5", "C1": "C1", "C2": "C2", "C6.note": "C6", "C7.products": "C7", "D1": "D1",
    "F5": "F5", "G1.event": "G1", "G1.result": "G1", "I1.metric": "I1", "I1.source": "I1", "J2": "J2",
    "J3": "J3", "J5": "J5", "K2.urls": "K2", "B2": "B2",
}  # fmt: skip
NAMES_IT = {"B5", "B2", "K2.urls"}  # not drafted when the organisation stays unnamed
NEVER = {"B3.post", "B3.name", "H1.name", "J6", "L2", "M1.when", "M2.organisation", "L5.number"}


def token(key: str) -> str:
    return f"札{key.replace('.', '')}札"


def tokens_of(text: str) -> set[str]:
    return set(TOKEN.findall(text))


def filled() -> dict[str, dict[str, Any]]:
    """All items with a word of their own in every field that takes words."""
    t = token
    return {
        **COMPLETE,
        "B2": {"": t("B2")},
        "B3": {"post": t("B3.post"), "name": t("B3.name"), "phone": "01234-5-6789", "email": "a@example.jp"},
        "B4": {"rows": [{"name": t("B4.name"), "kind": "company", "role": t("B4.role")}]},
        "B5": {"": t("B5")},
        "C1": {"": t("C1")},
        "C2": {"": t("C2")},
        "C3": {"": f"{t('C3')}。"},
        "C6": {"amount": "31", "note": t("C6.note")},
        "C7": {"kinds": ["ai"], "products": t("C7.products")},
        "C8": {"initial": "987654", "yearly": "123450", "funding": ["general"]},
        "D1": {"": f"{t('D1')}。"},
        "D2": {"rows": [{"metric": t("D2.metric"), "value": "3人", "as_of": "2025-01", "source": t("D2.source")}]},
        "D3": {"": f"{t('D3')}。"},
        "D4": {"": f"{t('D4')}。"},
        "E2": {"": f"{t('E2')}。"},
        "E4": {"degree": "led", "text": f"{t('E4.text')}。"},
        "E5": {"kinds": ["survey"], "text": f"{t('E5.text')}。"},
        "E7": {"": f"{t('E7')}。"},
        "F3": {"": f"{t('F3')}。"},
        "F4": {"": f"{t('F4')}。"},
        "F5": {"": f"{t('F5')}。"},
        "G1": {"rows": [{"when": "2024-06", "event": t("G1.event"), "result": t("G1.result")}]},
        "G2": {"": f"{t('G2')}。"},
        "G3": {"": f"{t('G3')}。"},
        "H1": {"rows": [{"standing": "officer", "post": t("H1.post"), "name": t("H1.name"), "role": t("H1.role")}]},
        "H2": {"": f"{t('H2')}。"},
        "I1": {
            "rows": [
                {"metric": t("I1.metric"), "before": "20分", "after": "8分", "as_of": "2026-02", "source": t("I1.source")}
            ]
        },
        "I2": {"": f"{t('I2')}。"},
        "I3": {"": f"{t('I3')}。"},
        "J1": {"": f"{t('J1')}。"},
        "J2": {"": t("J2")},
        "J3": {"": t("J3")},
        "J4": {"": "yes"},
        "J5": {"": f"{t('J5')}。"},
        "J6": {"": f"{t('J6')}。"},
        "K2": {"urls": t("K2.urls"), "note": t("K2.note")},
        "L2": {"": t("L2")},
        "L5": {"status": "done", "decided_on": "2026-06-01", "number": t("L5.number")},
        "M1": {"choice": "online", "when": t("M1.when")},
        "M2": {"rows": [{"organisation": t("M2.organisation"), "initiative": t("M2.i"), "reason": t("M2.r")}]},
    }  # fmt: skip


def given(levels: Mapping[str, str], l1: str) -> dict[str, GivenAnswer]:
    values = {**filled(), "L1": {"": l1}}
    return {key: GivenAnswer(value, levels.get(key)) for key, value in values.items()}


def levels_for(narrow: str, seed: int) -> dict[str, str]:
    """A third of the items each at everyone, at a narrow level, and as the questionnaire has it."""
    document = questionnaires.standard("case_discovery")
    items = [item for item in document.items() if item.audience_open]
    choice = {0: "everyone", 1: narrow}
    return {item.key: choice[(n + seed) % 3] for n, item in enumerate(items) if (n + seed) % 3 in choice}


def publishable(session: Session, response_id: int) -> frozenset[str]:
    """What everyone may read of what counts now."""
    said = snapshots.statement(session, response_id)
    return said.publishable(Target.EVERYONE) if said else frozenset()


@pytest.mark.parametrize(
    ("l1", "narrow", "seed"), list(product(("yes", "anonymous"), ("municipalities", "editors"), (0, 1, 2)))
)
def test_a_draft_holds_exactly_the_words_that_may_be_there(
    session: Session, l1: str, narrow: str, seed: int
) -> None:
    levels = levels_for(narrow, seed)
    response = make_told_response(session, name="札組織札町", answers=given(levels, l1))
    account_id = make_account(session).id

    case = drafts.draft_case(session, response.id, account_id=account_id, now=NOON)

    keys = publishable(session, response.id)
    allowed = {token(key) for key in PRINTED if key in keys and (l1 == "yes" or key not in NAMES_IT)}
    if token("D1") not in allowed and "C3" in keys:
        allowed.add(token("C3"))
    if "E1" not in keys and "E2" in keys:
        allowed.add(token("E2"))
    text = canonical_json(queries.case_content(session, case.id))
    assert tokens_of(text) == allowed
    assert ("9.88" in text) is ("C8.initial" in keys)
    assert not tokens_of(text) & {token(key) for key in NEVER}
    assert "札組織札" not in text


@pytest.mark.parametrize("l1", ["no", ""])
def test_without_consent_there_is_no_case_at_all(session: Session, l1: str) -> None:
    response = make_told_response(session, answers=given({}, "no"))
    if not l1:
        consent.withdraw(session, response.id, "casebook", now=NOON)

    with pytest.raises(NotDraftable):
        drafts.draft_case(session, response.id, account_id=make_account(session).id, now=NOON)


def test_no_closed_source_can_be_taken_over_by_hand(session: Session) -> None:
    response = make_told_response(session, answers=given(levels_for("editors", 1), "yes"))
    account_id = make_account(session).id
    case = drafts.draft_case(session, response.id, account_id=account_id, now=NOON)
    closed = [s for s in gathering.gather(session, response.id).sources if not s.is_publishable]

    assert {s.key for s in closed} >= {"B3.name", "H1.name"}
    for source in closed:
        with pytest.raises(NotPublishable):
            changes.take_over(
                session, case.id, "notes", source.ref, 0, len(source.text), account_id=account_id,
                seen_revision=case.revision, now=NOON,
            )  # fmt: skip


def test_after_a_withdrawal_nothing_of_the_answers_is_visible(session: Session) -> None:
    response = make_told_response(session, answers=given({}, "yes"))
    account_id = make_account(session).id
    case = drafts.draft_case(session, response.id, account_id=account_id, now=NOON)
    content = queries.case_content(session, case.id)
    assert tokens_of(canonical_json(content))

    consent.withdraw(session, response.id, "casebook", now=NOON)
    keys = publishable(session, response.id)

    assert tokens_of(canonical_json(visible(content, keys))) == set()


def test_a_level_that_was_narrowed_after_drafting_hides_the_rewording_too(session: Session) -> None:
    response = make_told_response(session, answers=given({"F5": "everyone"}, "yes"))
    account_id = make_account(session).id
    case = drafts.draft_case(session, response.id, account_id=account_id, now=NOON)
    changes.set_sentences(
        session, case.id, "stopped", [{"text": f"言い換えた{token('F5')}。"}], account_id=account_id,
        seen_revision=1, now=NOON,
    )  # fmt: skip
    keys = publishable(session, response.id)
    content = queries.case_content(session, case.id)

    assert token("F5") in visible(content, keys).text("stopped")
    assert visible(content, keys - {"F5"}).rows("stopped") == ()
