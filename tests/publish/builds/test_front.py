"""What a book says of its making: what the programme knows, and what an editor wrote and confirmed."""

import pytest
from sqlalchemy.orm import Session

from casefinder.answer.board import queries as board
from casefinder.edit.casebooks import front_matter
from casefinder.edit.casebooks import service as casebooks
from casefinder.publish.builds import collect, service
from casefinder.publish.content import EditionContent
from tests.conftest import NOON
from tests.factories.builds import PUBLISHER, make_edition
from tests.factories.cases import make_approved_case


def content_of(session: Session, edition_id: int) -> EditionContent:
    return collect.edition_content(session, edition_id, now=NOON, publisher=PUBLISHER)


def words(content: EditionContent) -> str:
    return "".join(text for section in content.method for text in section.paragraphs)


def test_an_edition_begins_without_a_word_on_how_it_was_made() -> None:
    begun = front_matter.default()

    assert (begun.method, begun.selection) == ("", "")
    assert not begun.is_confirmed


@pytest.mark.parametrize("missing", ["method", "selection"])
def test_no_book_is_made_before_somebody_wrote_how(session: Session, missing: str) -> None:
    edition = make_edition(session)
    casebooks.set_front_matter(session, edition.id, {missing: " "}, now=NOON, is_confirmed=True)

    with pytest.raises(collect.NotConfirmed):
        service.gather(session, edition.id, now=NOON, publisher=PUBLISHER)


@pytest.mark.parametrize(
    "text", ["statement", "about", "foreword", "foreword_signature", "method", "selection"]
)
def test_a_text_that_changed_since_has_to_be_confirmed_again(session: Session, text: str) -> None:
    edition = make_edition(session)
    assert content_of(session, edition.id)

    casebooks.set_front_matter(session, edition.id, {text: "ちがう文。"}, now=NOON)
    with pytest.raises(collect.NotConfirmed):
        content_of(session, edition.id)

    casebooks.set_front_matter(session, edition.id, {}, now=NOON, is_confirmed=True)
    assert content_of(session, edition.id)


def test_themes_and_quotes_need_no_confirmation(session: Session) -> None:
    edition = make_edition(session)

    casebooks.set_front_matter(session, edition.id, {"themes": ["ch_budget"]}, now=NOON)

    assert content_of(session, edition.id)


def test_what_the_programme_knows_stands_beside_what_the_editors_wrote(session: Session) -> None:
    case = make_approved_case(session)
    edition = make_edition(session, cases=[case])

    content = content_of(session, edition.id)

    assert "掲載に同意のあった団体は1です。この本には1の事例を載せました。" in words(content)
    assert f"質問票の設問は{content.campaign.questions}あります。" in words(content)
    assert content.campaign.questions > 50
    assert "編集者が読みました。" in words(content)


def test_the_history_names_the_editions_that_went_out_before(session: Session) -> None:
    edition = make_edition(session)
    casebooks.freeze(session, edition.id, now=NOON)
    later = casebooks.next_edition(session, edition.id, now=NOON, issued_on=edition.issued_on)
    casebooks.set_front_matter(session, later.id, {}, now=NOON, is_confirmed=True)

    assert [entry.label for entry in content_of(session, later.id).history] == ["第1版", "第2版"]


def test_book_and_board_count_the_same(session: Session) -> None:
    case = make_approved_case(session)
    edition = make_edition(session, cases=[case])
    from casefinder.answer.responses.models import Response
    from casefinder.answer.returns.service import return_response

    response = session.get_one(Response, case.response_id)
    campaign = response.invitation.campaign
    return_response(session, response.id, "見てください。", account_id=case.approved_by, now=NOON)

    figures, tally = content_of(session, edition.id).campaign, board.tally(session, campaign)

    assert (figures.invited, figures.answered) == (tally.invited, tally.answered) == (1, 1)
    assert sum(area.answered for area in figures.areas) == tally.answered
    assert figures.candidates == 1
