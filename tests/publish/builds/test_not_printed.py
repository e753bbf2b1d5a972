"""What an edition keeps back though its case is approved: each guard alone."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from casefinder.answer.answers.models import AnswerRevision
from casefinder.answer.attachments import service as attaching
from casefinder.answer.attachments.intake import ReceivedFile, StoredFile
from casefinder.answer.responses.models import Response
from casefinder.answer.returns import service as returns
from casefinder.answer.submitting.service import submit_response
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.ask.questionnaires.kinds.file import FileDetails
from casefinder.edit.casebooks import service as casebooks
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.decisions.errors import NotReady
from casefinder.publish.builds import collect
from casefinder.publish.content import EditionContent, to_json
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.builds import PUBLISHER, make_edition
from tests.factories.cases import approve_case, case_answers, finish_case, make_case, make_told_response
from tests.factories.codings import make_coding
from tests.factories.responses import save_answers

SHA256 = "a" * 64
THEME = "ch_labor_shortage"


def approved(session: Session, response: Response, *, picture: int | None = None) -> Case:
    account_id = make_account(session).id
    case = make_case(session, account_id=account_id, response=response)
    finish_case(session, case, account_id)
    if picture is not None:
        details = {"chapter": "admin", "trouble": "人手", "headcount": 3, "months": 8}
        changes.set_details(
            session, case.id, **details, confirmed_on=case.confirmed_on, illustration_id=picture,
            account_id=account_id, seen_revision=case.revision, now=NOON,
        )  # fmt: skip
        changes.set_sentences(
            session, case.id, "figure", [{"kind": "illustration", "finding": "窓口が一つになった"}],
            account_id=account_id, seen_revision=case.revision, now=NOON,
        )  # fmt: skip
    return approve_case(session, case, account_id)


def printed(session: Session, *approved: Case, themes: tuple[str, ...] = ()) -> EditionContent:
    edition = make_edition(session, cases=list(approved))
    casebooks.set_front_matter(session, edition.id, {"themes": list(themes)})
    return collect.edition_content(session, edition.id, now=NOON, publisher=PUBLISHER)


def with_picture(session: Session, level: str) -> tuple[Response, int]:
    response = make_told_response(session)
    give_back(session, response)
    received = ReceivedFile("写真.jpg", "image/jpeg", "c" * 64, 100)
    picture = attaching.add_file(session, response.id, "K1", received, now=NOON)
    attaching.note_read(session, picture, StoredFile(SHA256, "b" * 64, 100, 800, 600), now=NOON)
    said = FileDetails("書かない窓口に並ぶ人たち", "霧立町", "own")
    attaching.describe_files(session, response.id, {picture: said})
    set_level(session, response, picture, level)
    return response, picture


def give_back(session: Session, response: Response) -> None:
    editor = make_account(session).id
    returns.return_response(session, response.id, "写真を見直してください。", account_id=editor, now=NOON)


def set_level(session: Session, response: Response, picture: int, level: str) -> None:
    save_answers(session, response.id, {"K1": GivenAnswer({"": [picture]}, level)}, now=NOON)
    submit_response(session, response.id, seen=response.revision, now=NOON)


def test_a_picture_at_public_level_is_printed(session: Session) -> None:
    response, picture = with_picture(session, "everyone")

    assert printed(session, approved(session, response, picture=picture)).assets() == (SHA256,)


@pytest.mark.parametrize("level", ["editors", "municipalities", "firms"])
def test_a_picture_whose_level_was_narrowed_is_not_printed(session: Session, level: str) -> None:
    response, picture = with_picture(session, "everyone")
    case = approved(session, response, picture=picture)
    give_back(session, response)
    set_level(session, response, picture, level)

    content = printed(session, case)

    assert len(content.cases) == 1
    assert content.assets() == ()
    assert SHA256 not in to_json(content)


def told(session: Session, words: str, **answers: object) -> Response:
    """A submitted response with these words in an answer that everyone may read, accepted for a theme."""
    response = make_told_response(session, answers=case_answers(G2={"": words}, **answers))
    make_coding(session, response=response, question_key="G2", words=words, theme_key=THEME)
    return response


PLAIN = "係長が自分で窓口に立ち、様式の順をその場で決めた。"


def test_a_sentence_that_names_nobody_is_quoted(session: Session) -> None:
    content = printed(session, approved(session, told(session, PLAIN)), themes=(THEME,))

    assert [quote.text for theme in content.theme_summaries for quote in theme.quotes] == [PLAIN]
    assert [each.text for chapter in content.chapters for each in chapter.sayings] == [PLAIN]


@pytest.mark.parametrize("spelling", ["霧島 澄江", "霧島澄江", "霧島　澄江"])
def test_a_quotation_with_a_persons_name_is_not_printed(session: Session, spelling: str) -> None:
    words = PLAIN.replace("係長が", f"係長の{spelling}さんが")
    content = printed(session, approved(session, told(session, words)), themes=(THEME,))

    assert [quote for theme in content.theme_summaries for quote in theme.quotes] == []
    assert [each for chapter in content.chapters for each in chapter.sayings] == []
    assert "澄江" not in to_json(content)


def test_a_quotation_with_the_name_of_an_unnamed_organisation_is_not_printed(session: Session) -> None:
    words = PLAIN.replace("係長が", "霧立町の係長が")
    case = approved(session, told(session, words, L1={"": "anonymous"}))

    content = printed(session, case, themes=(THEME,))

    assert [quote for theme in content.theme_summaries for quote in theme.quotes] == []
    assert [each for chapter in content.chapters for each in chapter.sayings] == []


@pytest.mark.parametrize(
    "answers", [{"C1": {"": "書かない窓口😀"}}, {"C7": {"kinds": [], "products": "まどぐち😀"}}]
)
def test_a_character_that_no_font_has_keeps_a_case_from_approval_wherever_the_book_prints_it(
    session: Session, answers: dict
) -> None:
    plain = case_answers(C7={"kinds": [], "products": "まどぐち"})
    response = make_told_response(session, answers=plain)
    for key, value in answers.items():  # submitted before the form asked the rule
        of_it = (AnswerRevision.response_id == response.id, AnswerRevision.question_key == key)
        session.execute(update(AnswerRevision).where(*of_it).values(value=value))
    with pytest.raises(NotReady) as caught:
        approved(session, response)

    assert "font" in {finding.code for finding in caught.value.findings}


def test_so_does_one_in_the_name_of_the_organisation(session: Session) -> None:
    with pytest.raises(NotReady) as caught:
        approved(session, make_told_response(session, name="霧立😀町"))

    assert [finding.code for finding in caught.value.findings] == ["font"]
