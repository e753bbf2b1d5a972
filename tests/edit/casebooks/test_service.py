"""Making editions, ordering them, freezing them."""

import pytest
from sqlalchemy.orm import Session

from casefinder.analyse.coding import service as coding
from casefinder.analyse.themes import service as themes
from casefinder.edit.casebooks import addable_queries, composing, queries, service
from casefinder.edit.casebooks.rules import GateState
from casefinder.edit.decisions import approving
from casefinder.errors import NotFoundError
from casefinder.prefectures import HOKKAIDO
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.casebooks import make_casebook, make_edition, new_edition
from tests.factories.cases import make_approved_case, make_case


def test_names_and_numbers_are_used_once(session: Session) -> None:
    casebook = make_casebook(session, slug="dx")
    service.create_edition(session, new_edition(casebook.id), now=NOON)

    with pytest.raises(service.SlugTaken):
        service.create_casebook(session, "dx", "別の事例集", now=NOON)
    with pytest.raises(service.BadSlug):
        service.create_casebook(session, "DX 2026", "別の事例集", now=NOON)
    with pytest.raises(service.SlugTaken):
        service.create_edition(session, new_edition(casebook.id, number=2), now=NOON)
    with pytest.raises(service.NumberTaken):
        service.create_edition(session, new_edition(casebook.id, slug="dx-2027"), now=NOON)
    with pytest.raises(NotFoundError):
        service.create_edition(session, new_edition(99, slug="dx-2028"), now=NOON)
    assert service.next_number(session, casebook.id) == 2


def test_an_edition_begins_with_texts_that_can_stand(session: Session) -> None:
    edition = make_edition(session)

    matter = queries.front_matter_of(edition)

    assert matter.foreword
    assert (matter.method, matter.selection) == ("", "")
    assert all(matter.chapter(key).trouble for key in ("admin", "snow"))


def test_only_approved_cases_are_put_in_and_reopened_ones_may_stay(session: Session) -> None:
    account_id = make_account(session).id
    edition = make_edition(session)
    draft, approved = make_case(session), make_approved_case(session, name="乙町")

    with pytest.raises(service.NotApproved):
        service.set_order(session, edition.id, [draft.id], now=NOON)
    with pytest.raises(NotFoundError):
        service.set_order(session, edition.id, [999], now=NOON)
    service.set_order(session, edition.id, [approved.id, approved.id], now=NOON)
    approving.reopen(session, approved.id, account_id=account_id, now=NOON)
    service.set_order(session, edition.id, [approved.id], now=NOON)

    assert [each.case_id for each in queries.numbered_cases(session, edition.id)] == [approved.id]
    gates = composing.composition(session, edition.id, now=NOON).gates
    assert [gate.code for gate in gates if gate.state is GateState.STOPS] == [
        "approved", "method", "selection", "confirmed",
    ]  # fmt: skip


def test_numbers_follow_the_chapters(session: Session) -> None:
    edition = make_edition(session, cases=3)

    numbered = queries.numbered_cases(session, edition.id)

    assert [each.chapter for each in numbered] == ["admin", "snow", "snow"]
    assert [each.number for each in numbered] == [1, 2, 3]
    assert session.scalars(addable_queries.addable(edition.id)).all() == []


def test_a_frozen_edition_never_changes(session: Session) -> None:
    edition = make_edition(session, cases=1)
    before = [each.case_id for each in queries.numbered_cases(session, edition.id)]
    service.freeze(session, edition.id, now=NOON)

    for change in (
        lambda: service.set_order(session, edition.id, [], now=NOON),
        lambda: service.set_front_matter(session, edition.id, {"foreword": "別の文"}, now=NOON),
        lambda: service.change_edition(session, edition.id, new_edition(edition.casebook_id), now=NOON),
    ):
        with pytest.raises(service.EditionFrozen):
            change()
    assert [each.case_id for each in queries.numbered_cases(session, edition.id)] == before


def test_a_stale_page_changes_nothing(session: Session) -> None:
    edition = make_edition(session)
    seen = edition.revision
    service.set_front_matter(session, edition.id, {"foreword": "先の文"}, now=NOON, seen_revision=seen)

    with pytest.raises(service.StaleEdition):
        service.set_front_matter(session, edition.id, {"foreword": "後の文"}, now=NOON, seen_revision=seen)
    with pytest.raises(service.StaleEdition):
        service.set_order(session, edition.id, [], now=NOON, seen_revision=seen)
    assert queries.front_matter_of(edition).foreword == "先の文"


def test_a_part_of_the_texts_leaves_the_others(session: Session) -> None:
    edition = make_edition(session)

    service.set_front_matter(session, edition.id, {"themes": ["ch_budget"]}, now=NOON)
    service.set_front_matter(session, edition.id, {"foreword": "短い文"}, now=NOON)

    matter = queries.front_matter_of(edition)
    assert (matter.themes, matter.foreword) == (("ch_budget",), "短い文")
    assert matter.about


def test_sec_31_only_accepted_sentences_that_everyone_may_read_are_quotable(session: Session) -> None:
    account_id = make_account(session).id
    themes.load_standard(session, HOKKAIDO, now=NOON)
    edition = make_edition(session, cases=1)
    (line,) = queries.case_lines(session, [queries.placed(session, edition.id)[0].case_id]).values()
    for key, end in (("F3", 12), ("H2", 3)):
        if key == "F3":
            coding.add_coding(
                session, line.response_id, key, 0, end, "ch_labor_shortage", account_id=account_id, now=NOON
            )

    (quote,) = queries.quotables(session, edition.id)
    assert (quote.text, quote.theme_key, quote.case_id) == (
        "担当が年度末に替わった。",
        "ch_labor_shortage",
        line.case_id,
    )
    (choice,) = composing.theme_choices(session, edition.id)
    assert choice.chosen == (quote.coding_id,)

    consent.withdraw(session, line.response_id, "casebook", now=NOON)
    assert queries.quotables(session, edition.id) == []
