"""What a case says is compared with what may not be printed, whatever it comes from and wherever it stands."""

from dataclasses import replace

import pytest

from casefinder.edit.cases.content import CaseContent, Details, Illustration, Origin, Sentence
from casefinder.edit.gate.amount_rules import MONEY, LockedAmount
from casefinder.edit.gate.find_rules import Find, Kind, Names, as_read, finds, text_key, to_read, unread
from casefinder.edit.gate.likeness_rules import all_of, locked_texts
from casefinder.edit.gate.locked_rules import Locked
from casefinder.edit.gate.piece_rules import pieces_of
from casefinder.edit.layout.places import PLACES

SECRET = "財政課が最後まで反対し、議会でも二度否決された。町長が説得して回った。"
LOCKED = Locked(
    texts=(*locked_texts("E4.text", SECRET), *locked_texts("H1.post", "企画政策課情報推進係", is_short=True)),
    amounts=(LockedAmount(38_500_000, MONEY, "C8.initial", "38,500千円"),),  # type: ignore[arg-type]
    opens=all_of(
        ["窓口で聞き取り、申請書を書かずに済むようにした。", "霧立町", "総務課情報係（電話 01234-5-6789）"]
    ),
    contacts=frozenset({"0123456789"}),
)
CELLS = [
    (place.key, column.key)
    for place in PLACES
    for column in place.columns
    if (place.key, column.key) not in {("figure", "kind"), ("figure", "effect"), ("effects", "certainty")}
]


def own(text: str) -> Sentence:
    return Sentence(text, Origin("editor", author_id=7))


def case(place: str = "lead", column: str = "text", text: str = "", **more: str) -> CaseContent:
    cells = {name: (own(words),) for name, words in {column: text, **more}.items() if words}
    return CaseContent(1, "case-1", 1, 1, Details(), {place: (cells,)})


def found(content: CaseContent, names: Names | None = None, beside: tuple[str, ...] = ()) -> list[Find]:
    pieces = pieces_of(content, beside)
    return list(finds(pieces, LOCKED, names or Names()))


def read(text: str, *persons: str) -> Names:
    spans = [(text.index(each), text.index(each) + len(each)) for each in persons]
    return Names(read=as_read({text_key(text): spans}))


@pytest.mark.parametrize(("place", "column"), CELLS)
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("配信を含めて3,850万円かかった", Kind.AMOUNT),
        ("財政課が最後まで反対し、議会でも二度否決された", Kind.ANSWER),
        ("詳しくは090-1234-5678へ", Kind.PHONE),
        ("詳しくはjoho@example.jpへ", Kind.MAIL),
        ("始めたのは佐藤さん", Kind.PERSON),
    ],
)
def test_every_cell_of_every_place_is_looked_at(place: str, column: str, text: str, kind: Kind) -> None:
    names = read(text, "佐藤さん") if kind is Kind.PERSON else Names()

    (find,) = found(case(place, column, text), names)

    assert (find.kind, find.place, find.column) == (kind, place, column)


@pytest.mark.parametrize("where", ["alt", "credit"])
@pytest.mark.parametrize(
    "text", ["撮影：090-1234-5678", "3,850万円の機械", "財政課が最後まで反対し、議会でも二度否決された"]
)
def test_the_words_of_the_picture_are_looked_at(where: str, text: str) -> None:
    picture = replace(Illustration(5, "a" * 64, "窓口の絵である", "見本の町", "own"), **{where: text})
    content = CaseContent(1, "case-1", 1, 1, Details(illustration=picture), {})

    (find,) = found(content)

    assert (find.place, find.column) == ("details", where)


def test_answers_that_are_printed_beside_the_case_are_looked_at() -> None:
    (find,) = found(case(), beside=("書かない窓口（090-1234-5678）",))

    assert (find.kind, find.place) == (Kind.PHONE, "beside")


@pytest.mark.parametrize(
    "text",
    [
        "財政課は最後まで反対し、議会では二度否決されている。", "最後まで反対したのは財政課で、議会でも二度否決された。",
        "財政課が最後まで反対し", "町長が説得してまわった。", "財政課が最後まで\n反対し議会でも二度否決された", "財政課が最後まで反対し､議会でも二度否決された",
        "財\u200b政課が最後まで反対し、議会でも二度否決された。", "なお、財政課が最後まで反対し、議会でも二度否決されたという。",
    ],
)  # fmt: skip
def test_a_locked_sentence_is_found_slightly_changed(text: str) -> None:
    assert [find.against for find in found(case(text=text))] == ["E4.text"]


def test_a_short_locked_answer_is_found_as_a_whole() -> None:
    assert [find.against for find in found(case(text="企画政策課情報推進係が始めた。"))] == ["H1.post"]


@pytest.mark.parametrize(
    "text",
    ["窓口で聞き取り、申請書を書かずに済むようにした。", "議会に説明した。", "財政課と相談し、三年目に本格導入した。", "町長に報告した。", "霧立町の窓口"],
)  # fmt: skip
def test_what_everyone_may_read_and_what_only_speaks_of_alike_is_no_find(text: str) -> None:
    assert found(case(text=text)) == []


def test_the_contact_that_readers_are_given_is_no_find() -> None:
    assert found(case("contact", text="総務課情報係（電話 01234-5-6789）")) == []


@pytest.mark.parametrize(
    ("place", "cells"),
    [
        ("cost_card", {"value": "3,850", "unit": "万円", "text": "配信を含む"}),
        ("figure", {"before_value": "38.5", "unit": "百万円", "finding": "減った"}),
        ("figure", {"after_value": "3850", "unit": "万円", "finding": "減った"}),
        ("effects", {"metric": "費用（千円）", "after": "38,500", "method": "決算"}),
        ("facts", {"label": "費用（百万円）", "value": "38.5"}),
    ],
)
def test_a_number_is_read_with_the_unit_that_stands_beside_it(place: str, cells: dict[str, str]) -> None:
    row = {name: (own(words),) for name, words in cells.items()}

    kinds = [find.kind for find in found(CaseContent(1, "case-1", 1, 1, Details(), {place: (row,)}))]

    assert kinds == [Kind.AMOUNT]


def test_a_fact_of_the_register_is_no_amount_of_the_answers() -> None:
    cells = {
        "label": (Sentence("面積", Origin("register")),),
        "value": (Sentence("38,500", Origin("register")),),
    }

    assert found(CaseContent(1, "case-1", 1, 1, Details(), {"facts": (cells,)})) == []


@pytest.mark.parametrize("asked", ["中井", "中井 太郎", "中 井"])
@pytest.mark.parametrize("engine", ["中井氏", "中井", ""])
def test_a_name_that_is_asked_for_and_found_by_the_engine_is_one_find_in_a_block(
    asked: str, engine: str
) -> None:
    text = "読込みは中井氏に来てもらった。"
    spoken = read(text, engine) if engine else Names()
    names = Names(asked=(asked,), found=("中井",), read=spoken.read)

    (find,) = found(case("notes", "text", text), names)

    assert find.kind is Kind.PERSON
    assert "中井" in find.words


def test_a_name_is_marked_as_the_text_spaces_it() -> None:
    (find,) = found(case("notes", "text", "測ったのは霧島　澄江です。"), Names(asked=("霧島 澄江",)))

    assert find.words == "霧島　澄江"


def test_names_are_found_by_family_name_and_as_the_answers_speak_of_them() -> None:
    names = Names(asked=("霧島 澄江",), found=("大場",))

    assert [find.words for find in found(case(text="霧島係長と窓口の大場が始めた。"), names)] == [
        "霧島",
        "大場",
    ]


def test_a_name_in_the_credit_is_to_be_decided() -> None:
    picture = Illustration(5, "a" * 64, "窓口の絵である", "撮影 霧島澄江", "own")
    content = CaseContent(1, "case-1", 1, 1, Details(illustration=picture), {})

    assert [find.words for find in found(content, Names(asked=("霧島 澄江",)))] == ["霧島澄江"]


def test_one_name_is_one_find_however_it_was_found() -> None:
    text = "窓口の大場さんが測った。"
    names = Names(found=("大場",), read=read(text, "大場さん").read)

    assert [find.words for find in found(case(text=text), names)] == ["大場さん"]


def test_a_find_is_another_one_in_another_sentence_or_place_but_not_in_another_row() -> None:
    one, two = found(case(text="090-1234-5678へ"))[0], found(case(text="090-1234-5678まで"))[0]
    elsewhere = found(case("notes", text="090-1234-5678へ"))[0]

    assert len({one.key, two.key, elsewhere.key}) == 3
    assert replace(one, row=3).key == one.key


def test_what_was_not_looked_through_is_counted_and_numbers_need_no_looking() -> None:
    pieces = pieces_of(case(text="窓口を変えた。紙をやめた。", value="2026-02"), ())
    first, second = to_read(pieces, may_read=True)

    assert unread(pieces, Names()) == 2
    assert unread(pieces, Names(read=as_read({text_key(first): []}))) == 1
    assert unread(pieces, Names(read=as_read({text_key(first): [], text_key(second): []}))) == 0


def test_without_consent_to_analysis_typed_words_are_read_by_a_person_and_no_machine() -> None:
    typed = Sentence("大場が測った。", Origin("answer", "F3", None, 1, 0, 7))
    content = CaseContent(1, "case-1", 1, 1, Details(), {"lead": ({"text": (typed, own("紙をやめた。"))},)})
    pieces = pieces_of(content, ())
    names = Names(may_read=False, read=as_read({text_key("大場が測った。"): [(0, 2)]}))

    assert to_read(pieces, may_read=False) == ("紙をやめた。",)
    assert [(find.kind, find.sentence) for find in finds(pieces, LOCKED, names)] == [
        (Kind.UNREAD, "大場が測った。")
    ]
