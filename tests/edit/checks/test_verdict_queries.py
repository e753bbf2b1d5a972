"""A verdict that is kept is the one that judging anew would find, whatever changes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from casefinder.answer.responses.models import Response
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.edit.cases import queries
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.proving import editor
from casefinder.edit.checks.verdict_queries import Verdict, Verdicts, judge
from casefinder.edit.decisions import approving, confirming, deciding
from casefinder.edit.decisions.deciding import Decision
from casefinder.edit.gate.queries import passed_of
from casefinder.edit.gate.rules import Verdict as Decided
from casefinder.edit.layout.pressed import Pressed, TooLong
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.cases import ANSWERS, confirm_case, finish_case, make_case, read_words
from tests.factories.responses import save_answers
from tests.fakes import lay_out
from tests.queries import counted

NOTE = "測ったのは大場さんだった。"


class World:
    """A case that lacks nothing but a decision on a name in its note, and what may happen to it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.account_id = make_account(session).id
        self.case = make_case(session, account_id=self.account_id)
        finish_case(session, self.case, self.account_id)
        self.write("notes", NOTE)
        read_words(session, self.case, "大場さん")
        confirm_case(session, self.case, self.account_id)

    def write(self, place: str, text: str) -> None:
        changes.set_sentences(
            self.session, self.case.id, place, [{"text": text}], [{"text": editor()}], account_id=self.account_id,
            seen_revision=self.case.revision, now=NOON,
        )  # fmt: skip

    def decide(self) -> None:
        (find,) = passed_of(self.session, self.case.id).in_the_way
        decision = Decision(Decided.MAY_PRINT, "本人が承諾した。")
        deciding.decide(self.session, self.case.id, find.key, decision, account_id=self.account_id, now=NOON)

    def undo(self) -> None:
        (find,) = passed_of(self.session, self.case.id).finds
        deciding.undo(self.session, self.case.id, find.key, account_id=self.account_id, now=NOON)

    def approve(self) -> None:
        approving.approve(self.session, self.case.id, account_id=self.account_id, now=NOON)

    def change_a_sentence(self) -> None:
        self.write("notes", f"{NOTE}詳しくは090-1234-5678へ。")

    def change_a_level(self) -> None:
        response = self.session.get_one(Response, self.case.response_id)
        later = NOON + timedelta(hours=1)
        return_response(
            self.session, response.id, "範囲を見てください。", account_id=self.account_id, now=later
        )
        narrowed = GivenAnswer(ANSWERS["F5"], "municipalities")
        save_answers(self.session, response.id, {"F5": narrowed}, now=later + timedelta(minutes=1))
        submit_response(self.session, response.id, seen=response.revision, now=later + timedelta(minutes=2))

    def withdraw_consent(self) -> None:
        consent.withdraw(self.session, self.case.response_id, "casebook", now=NOON)

    def find_another_name(self) -> None:
        """The engine looks again and finds a name in words that it had looked through, at the same moment as before."""
        from casefinder.edit.gate import storing

        text = queries.case_content(self.session, self.case.id).text("title")
        storing.keep(self.session, self.case.id, {text: [(0, 2)]}, now=NOON)

    def take_the_organisations_word_back(self) -> None:
        confirming.withdraw(self.session, self.case.id, account_id=self.account_id, now=NOON)

    def find_it_too_long(self) -> None:
        said = Pressed(self.case.revision, {"left": 0, "right": 2}, (TooLong("notes", 2),))
        lay_out(self.session, self.case.id, said)

    def name_the_organisation_otherwise(self) -> None:
        organisation = self.session.get_one(Response, self.case.response_id).invitation.organisation
        organisation.kana = "\U0001f600のよみ"  # no font of the book has it
        self.session.flush()


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


def fresh(world: World) -> Verdict:
    return judge(world.session, [world.case.id], now=NOON)[world.case.id]


def test_what_has_not_changed_is_not_judged_again(session: Session, world: World) -> None:
    verdicts = Verdicts()
    first = verdicts.of(session, [world.case.id], now=NOON)[world.case.id]

    with counted() as asked:
        second = verdicts.of(session, [world.case.id], now=NOON)[world.case.id]

    assert second is first
    assert first == Verdict(is_approved=False, may_print=True, points_to_fix=1, is_stale=False)
    assert len(asked) <= 10, asked.told()


@pytest.mark.parametrize(
    "change",
    [
        World.change_a_sentence, World.decide, World.change_a_level, World.withdraw_consent, World.find_another_name,
        World.take_the_organisations_word_back, World.find_it_too_long, World.name_the_organisation_otherwise,
    ],
)  # fmt: skip
def test_every_change_is_judged_at_once(
    session: Session, world: World, change: Callable[[World], None]
) -> None:
    verdicts = Verdicts()
    before = verdicts.of(session, [world.case.id], now=NOON)[world.case.id]

    change(world)

    after = verdicts.of(session, [world.case.id], now=NOON)[world.case.id]
    assert after != before
    assert after == fresh(world)


def test_decided_approved_and_undone_each_counts_at_once(session: Session, world: World) -> None:
    verdicts = Verdicts()

    def seen() -> tuple[bool, int]:
        found = verdicts.of(session, [world.case.id], now=NOON)[world.case.id]
        assert found == fresh(world)
        return found.is_approved, found.points_to_fix

    steps = [seen()]
    for act in (world.decide, world.undo, world.decide, world.approve, world.undo):
        act()
        steps.append(seen())

    assert steps == [(False, 1), (False, 0), (False, 1), (False, 0), (True, 0), (False, 1)]


def test_a_year_later_the_confirmation_is_old(session: Session, world: World) -> None:
    verdicts = Verdicts()
    verdicts.of(session, [world.case.id], now=NOON)

    later = verdicts.of(session, [world.case.id], now=NOON + timedelta(days=500))[world.case.id]

    assert later.is_stale


def test_what_was_asked_for_longest_ago_is_forgotten_first(session: Session) -> None:
    ids = [make_case(session).id for _ in range(3)]
    verdicts = Verdicts(most=2)
    first = verdicts.of(session, ids[:1], now=NOON)[ids[0]]
    verdicts.of(session, ids[1:2], now=NOON)
    assert verdicts.of(session, ids[:1], now=NOON)[ids[0]] is first
    second = verdicts.of(session, ids[1:2], now=NOON)[ids[1]]

    verdicts.of(session, ids[2:], now=NOON)

    assert verdicts.of(session, ids[1:2], now=NOON)[ids[1]] is second
    assert verdicts.of(session, ids[:1], now=NOON)[ids[0]] is not first


def test_queries_do_not_grow_with_the_cases_known_or_not(session: Session) -> None:
    cases: list[Case] = [make_case(session) for _ in range(4)]

    def asked(number: int, verdicts: Verdicts) -> int:
        session.expire_all()
        with counted() as found:
            verdicts.of(session, [case_id for case_id in ids[:number]], now=NOON)
        return len(found)

    ids = [case.id for case in cases]
    known = Verdicts()
    known.of(session, ids, now=NOON)
    assert asked(1, Verdicts()) == asked(4, Verdicts())
    assert asked(1, known) == asked(4, known)
