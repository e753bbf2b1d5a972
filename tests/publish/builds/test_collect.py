"""What an edition prints: only approved cases, only what consent and level allow at this moment."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from casefinder.edit.changes import service as changes
from casefinder.edit.decisions import approving
from casefinder.publish.builds import collect
from casefinder.publish.content import UNNAMED, to_json
from casefinder.publish.installation import public_address
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.builds import PUBLISHER, make_edition
from tests.factories.cases import (
    approve_case,
    case_answers,
    finish_case,
    make_approved_case,
    make_case,
    make_told_response,
)


def printed(session: Session, edition_id: int) -> str:
    return to_json(collect.edition_content(session, edition_id, now=NOON, publisher=PUBLISHER))


def test_an_edition_prints_its_approved_case(session: Session) -> None:
    edition = make_edition(session, cases=[make_approved_case(session, name="霧立町")])

    content = collect.edition_content(session, edition.id, now=NOON, publisher=PUBLISHER)

    case = content.cases[0]
    assert (case.number, case.title, case.organisation.name) == (1, "書かない窓口", "霧立町（見本）")
    assert case.organisation.area_code == "01420"
    assert (case.cost.initial_thousand_yen, case.cost.yearly_thousand_yen) == (4800, 600)
    assert (case.headcount, case.months, case.trouble_row) == (3, 8, "人手")
    assert [(q.value, q.unit) for q in case.effort_card.quantities] == [("3", "人"), ("8", "か月")]
    assert (case.effects[0].before_value, case.effects[0].after_value, case.effects[0].unit) == (20, 8, "分")
    assert case.population == 4812
    assert content.full_title == "北海道 地域DX事例集 2026"
    assert content.built_on.isoformat() == "2026-06-10"


def test_campaign_figures_count_who_was_asked_and_who_answered(session: Session) -> None:
    edition = make_edition(session)

    figures = collect.edition_content(session, edition.id, now=NOON, publisher=PUBLISHER).campaign

    assert (figures.invited, figures.answered, figures.candidates) == (1, 1, 1)
    assert {area.code: area.cases for area in figures.areas}["01420"] == 1


def test_a_withdrawn_consent_takes_the_case_out_at_once(session: Session) -> None:
    staying, going = make_approved_case(session, name="残る町"), make_approved_case(session, name="去る町")
    edition = make_edition(session, cases=[staying, going])
    assert "去る町" in printed(session, edition.id)

    consent.withdraw(session, going.response_id, "casebook", now=NOON)

    assert "去る町" not in printed(session, edition.id)
    found = collect.collect(session, edition.id, now=NOON, publisher=PUBLISHER)
    assert [(each.case_id, each.reason) for each in found.left_out] == [(going.id, collect.NO_CONSENT)]
    assert [case.number for case in found.content.cases] == [1]


def test_an_edition_of_which_nothing_may_be_printed_is_refused(session: Session) -> None:
    case = make_approved_case(session)
    edition = make_edition(session, cases=[case])
    consent.withdraw(session, case.response_id, "casebook", now=NOON)

    with pytest.raises(collect.NothingToPrint):
        collect.edition_content(session, edition.id, now=NOON, publisher=PUBLISHER)


def test_a_case_whose_approval_was_taken_back_is_left_out(session: Session) -> None:
    account = make_account(session)
    case = make_approved_case(session, account_id=account.id)
    other = make_approved_case(session, account_id=account.id, name="別の町")
    edition = make_edition(session, cases=[case, other])
    approving.reopen(session, case.id, account_id=account.id, now=NOON)

    found = collect.collect(session, edition.id, now=NOON, publisher=PUBLISHER)

    assert [each.reason for each in found.left_out] == [collect.NOT_APPROVED]


def test_an_unnamed_organisation_gives_neither_name_nor_code_nor_place(session: Session) -> None:
    account = make_account(session)
    answers = case_answers(L1={"": "anonymous"})
    response = make_told_response(session, name="隠れ里町", answers=answers)
    case = make_case(session, account_id=account.id, response=response)
    finish_case(session, case, account.id)
    edition = make_edition(session, cases=[approve_case(session, case, account.id)])

    content = collect.edition_content(session, edition.id, now=NOON, publisher=PUBLISHER)

    assert content.cases[0].organisation.name == UNNAMED
    assert content.cases[0].population is None
    text = to_json(content)
    for trace in ("隠れ里", "きりたち", "4,812", "01234-5-6789"):
        assert trace not in text
    assert sum(area.cases for area in content.campaign.areas) == 0


def test_canaries_below_the_level_of_everyone_are_nowhere(session: Session) -> None:
    """SEC-31: a token in every answer; only those at 公開 may come out."""
    canaries = {
        key: f"カナリア{key}番" for key in ("D1", "D3", "E2", "F3", "F4", "F5", "G2", "H2", "I2", "J1", "J5")
    }
    hidden = {"F5", "H2", "J5", "I2"}
    levels = {key: "editors" if key in hidden else "everyone" for key in canaries} | {"C8": "editors"}
    values = {key: {"": f"{word}。"} for key, word in canaries.items()}
    account = make_account(session)
    response = make_told_response(session, answers=case_answers(levels, **values))
    case = make_case(session, account_id=account.id, response=response)
    finish_case(session, case, account.id)
    changes.set_sentences(
        session, case.id, "cost_card", [{"text": "費用は公開していない。"}], account_id=account.id,
        seen_revision=case.revision, now=NOON,
    )  # fmt: skip
    edition = make_edition(session, cases=[approve_case(session, case, account.id)])

    content = collect.edition_content(session, edition.id, now=NOON, publisher=PUBLISHER)

    text = to_json(content)
    assert not [canaries[key] for key in hidden if canaries[key] in text]
    assert "カナリア" in text
    assert "霧島 澄江" not in text
    assert content.cases[0].cost.initial_thousand_yen is None


def test_open_data_needs_its_own_consent(session: Session) -> None:
    account = make_account(session)
    for choice, expected in (("no", False), ("yes", True)):
        response = make_told_response(session, answers=case_answers(L3={"": choice}))
        case = make_case(session, account_id=account.id, response=response)
        finish_case(session, case, account.id)
        edition = make_edition(session, cases=[approve_case(session, case, account.id)])

        content = collect.edition_content(session, edition.id, now=NOON, publisher=PUBLISHER)

        assert content.cases[0].open_data is expected


def test_the_same_rows_give_the_same_content(session: Session) -> None:
    edition = make_edition(
        session, cases=[make_approved_case(session), make_approved_case(session, name="谷町")]
    )

    assert printed(session, edition.id) == printed(session, edition.id)


@pytest.mark.parametrize(
    ("address", "printed_as"),
    [
        ("https://jirei.example.jp/", "https://jirei.example.jp/casebooks/s/"),
        ("http://127.0.0.1:8000", ""),
        ("https://localhost", ""),
        ("https://10.0.0.5", ""),
        ("https://jirei.example.jp:8443", ""),
    ],
)
def test_only_an_address_that_readers_can_open_is_printed(
    session: Session, address: str, printed_as: str
) -> None:
    edition = make_edition(session)
    publisher = replace(PUBLISHER, web_url=public_address(address))

    url = collect.edition_content(session, edition.id, now=NOON, publisher=publisher).web_url

    assert url == printed_as.replace("/s/", f"/{edition.slug}/")
