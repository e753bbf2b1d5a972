"""What the finished files say is compared with what may not be printed, whoever wrote it."""

from decimal import Decimal

import pytest

from casefinder.edit.gate.amount_rules import MONEY, LockedAmount
from casefinder.edit.gate.find_rules import Find, Kind, Names
from casefinder.edit.gate.likeness_rules import all_of, locked_texts
from casefinder.edit.gate.locked_rules import Locked
from casefinder.publish.builds.file_find_rules import CaseLook, FileFind, Printed, file_finds
from casefinder.publish.builds.file_texts import FileText

SECRET = "財政課が最後まで反対し、議会でも二度否決された。"
OPEN = "窓口で聞き取り、申請書を書かずに済むようにした。"
LOCKED = Locked(
    texts=(
        *locked_texts("E4.text", SECRET),
        *locked_texts("M2", "見本の霧立町"),
        *locked_texts("B3.post", "企画政策課 情報推進係長", is_short=True),
    ),
    amounts=(LockedAmount(Decimal(38_500_000), MONEY, "C8.initial", "38,500千円"),),
    opens=all_of([OPEN]),
    contacts=frozenset({"0123456789"}),
    posts=frozenset({"B3.post"}),
)
LOOK = CaseLook(3, LOCKED, Names(asked=("佐藤 花子",), found=("大場",)))
PRINTED = Printed(frozenset({"0112223333", "dx@example.jp"}), ("見本の霧立町",))


def found(text: str, case: int | None = None, **more: object) -> tuple[FileFind, ...]:
    told = FileText("site/index.html", case, text, **more)  # type: ignore[arg-type]
    return file_finds((told,), (LOOK,), PRINTED)


def kinds(text: str, case: int | None = None, **more: object) -> list[Kind]:
    return [each.kind for each in found(text, case, **more)]


@pytest.mark.parametrize("case", [None, 3])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("はじめに。" + SECRET + "それでも続けた。", Kind.ANSWER),
        ("お話をうかがった佐藤花子さん", Kind.PERSON),
        ("大場さんに聞きました。", Kind.PERSON),
        ("電話は090-1234-5678へ", Kind.PHONE),
        ("joho@example.jp まで", Kind.MAIL),
    ],
)
def test_what_may_not_be_printed_is_found_in_every_file(case: int | None, text: str, kind: Kind) -> None:
    assert kinds(text, case) == [kind]


@pytest.mark.parametrize("case", [None, 3])
@pytest.mark.parametrize(
    "text",
    [
        OPEN,
        "見本の霧立町",
        "電話 011-222-3333　メール dx@example.jp",
        "電話 01-2345-6789",
        "事例 01 02 03 04 05 11 12",
        "https://creativecommons.org/licenses/by/4.0/deed.ja",
        "datapackage.json、case_indicators.csv",
        "企画政策課 情報推進係長",
    ],
)
def test_what_the_book_prints_by_right_is_not_found(case: int | None, text: str) -> None:
    assert found(text, case) == ()


@pytest.mark.parametrize("text", ["総額3,850万円", "38500千円", "3千8百50万円", "38,500,000"])
def test_a_locked_amount_is_found_on_the_pages_of_its_case_only(text: str) -> None:
    assert kinds(text, 3) == [Kind.AMOUNT]
    assert kinds(text, 4) == []
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "見本の霧立町では、3,850万円で始めました。",
        "見本の霧立町の取組です。はじめの費用は3千8百50万円でした。",
        "見本の霧立町（およそ3,900万円）",
    ],
)
@pytest.mark.parametrize("shape", ["whole", "running"])
def test_a_locked_amount_is_found_wherever_its_organisation_is_named_with_it(text: str, shape: str) -> None:
    look = CaseLook(3, LOCKED, Names(), whose="見本の霧立町")
    told = FileText("book.pdf p. 5", None, text, shape)  # type: ignore[arg-type]

    (find,) = file_finds((told,), (look,), PRINTED)

    assert (find.kind, find.case, find.against) == (Kind.AMOUNT, 3, "C8.initial")


@pytest.mark.parametrize(
    "text", ["見本の霧立町では、3,100万円で始めました。", "見本の白樺町では、3,850万円で始めました。"]
)
def test_another_amount_or_another_organisation_says_nobodys_secret(text: str) -> None:
    look = CaseLook(3, LOCKED, Names(), whose="見本の霧立町")

    assert file_finds((FileText("site/method.html", None, text),), (look,), PRINTED) == ()


def test_a_list_that_names_everybody_says_nobodys_secret() -> None:
    look = CaseLook(3, LOCKED, Names(), whose="見本の霧立町")
    text = "見本の霧立町 1,200万円 " + "見本の白樺町 " * 30 + "3,850万円"

    assert file_finds((FileText("book.pdf p. 63", None, text, "running"),), (look,), PRINTED) == ()


def test_a_page_of_running_text_puts_no_numbers_together() -> None:
    assert kinds("前 3,850万円後 12", 3, shape="running") == []
    assert kinds("3,850万円", 3, shape="line") == [Kind.AMOUNT]


def test_what_a_person_allowed_a_case_to_say_is_allowed_in_its_files() -> None:
    allowed = Find(Kind.AMOUNT, "3,850万円", "総額3,850万円をかけた。", "lead", 0, "text", "C8.initial")
    said = Find(Kind.ANSWER, "", SECRET, "lead", 0, "text", "E4.text")
    look = CaseLook(3, LOCKED, Names(), (allowed, said))
    texts = (FileText("book.pdf p. 14", 3, "総額3,850万円をかけた。"), FileText("book.pdf p. 14", 3, SECRET))

    assert file_finds(texts, (look,), PRINTED) == ()
    assert len(file_finds(texts, (LOOK,), PRINTED)) == 2


def test_a_case_that_was_left_out_has_no_pages_and_its_secrets_stay_secret() -> None:
    look = CaseLook(0, LOCKED, Names())

    found = file_finds((FileText("site/index.html", None, SECRET),), (look,), PRINTED)

    assert [each.kind for each in found] == [Kind.ANSWER]


def test_the_same_words_in_several_files_are_one_thing_to_decide() -> None:
    text = "電話は090-1234-5678へ"
    texts = (FileText("book.pdf p. 4", None, text, "running"), FileText("site/method.html", None, text))

    (find,) = file_finds(texts, (LOOK,), PRINTED)

    assert find.where == ("book.pdf p. 4", "site/method.html")
