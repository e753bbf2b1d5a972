"""One rule says what has to be said of a picture; the form, the editor's check and the press all ask it."""

from datetime import date

import pytest

from casefinder.ask.questionnaires.document import Field
from casefinder.ask.questionnaires.kinds.file import FileDetails, detail_problems
from casefinder.ask.questionnaires.pictures import LONGEST_ALT_CHARS, PictureFault, picture_faults
from casefinder.edit.cases.content import EDITOR, CaseContent, Details, Illustration, Origin, Sentence
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.finding import Group
from casefinder.edit.checks.rules import findings

NO_ALT, FILE_NAME, LONG_ALT, NO_CREDIT = PictureFault
FIELD = Field("K1", "file", limit=60, means="picture")
GOOD = ("除雪車の運転席から見た夜の国道", "霧立町")


@pytest.mark.parametrize(
    ("alt", "credit", "faults"),
    [
        (*GOOD, ()),
        (" ", "霧立町", (NO_ALT,)),
        ("除雪車の写真_2024.jpg", "霧立町", (FILE_NAME,)),
        ("IMG_0023", "霧立町", (FILE_NAME,)),
        ("窓" * (LONGEST_ALT_CHARS + 1), "霧立町", (LONG_ALT,)),
        ("窓口に並ぶ人たち", "　", (NO_CREDIT,)),
        ("", "", (NO_ALT, NO_CREDIT)),
    ],
)
def test_what_is_wrong_with_the_words_about_a_picture(
    alt: str, credit: str, faults: tuple[PictureFault, ...]
) -> None:
    assert picture_faults(alt, credit) == faults


WORDS = [GOOD, (" ", "霧立町"), ("写真.jpg", "霧立町"), ("窓口に並ぶ人たち", " "), ("", "")]


def to_fix(alt: str, credit: str) -> list[str]:
    """What the editor has to put right before a case with such a picture is approved."""
    picture = Illustration(5, "a" * 64, alt, credit, "own")
    row = {name: (Sentence(text, Origin(EDITOR, author_id=1)),) for name, text in (("kind", "illustration"), ("finding", "減った"))}  # fmt: skip
    content = CaseContent(1, "case", 1, 1, Details(illustration=picture), {"figure": (row,)})
    known = Circumstances(today=date(2026, 6, 10), shown_pictures=frozenset({5}))
    return [f.code for f in findings(content, known) if f.group is Group.FIX and f.code in ("alt", "credit")]


@pytest.mark.parametrize(("alt", "credit"), WORDS)
def test_the_form_and_the_editors_check_refuse_what_the_press_would_refuse(alt: str, credit: str) -> None:
    stops = [fault for fault in picture_faults(alt, credit) if fault.stops]

    asked = detail_problems(FIELD, "K1", {7: FileDetails(alt, credit, "own")})

    assert len(asked) == len(stops)
    assert len(to_fix(alt, credit)) == len(stops)


def test_each_problem_of_the_form_stands_beside_its_input() -> None:
    problems = detail_problems(FIELD, "K1", {7: FileDetails("写真.jpg", "", "own")})

    assert [problem.name for problem in problems] == ["K1.7.description", "K1.7.credit"]


def test_a_long_description_is_no_obstacle_to_print() -> None:
    assert not LONG_ALT.stops
    assert all(fault.stops for fault in PictureFault if fault is not LONG_ALT)


def test_of_a_file_that_is_never_printed_only_a_description_is_asked() -> None:
    material = Field("K2", "file", limit=60, means="material.files")

    named, silent = FileDetails("要綱.pdf", "", "own"), FileDetails("", "", "own")

    assert detail_problems(material, "K2", {7: named}) == []
    assert [each.name for each in detail_problems(material, "K2", {7: silent})] == ["K2.7.description"]
