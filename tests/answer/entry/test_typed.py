"""Whatever was sent and not stored is shown again, whatever it looks like."""

from casefinder.answer.entry.typed import Sent, sent_pieces

TEXT = "打ったばかりの長い文。"


def texts(form: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(piece.label, piece.text) for piece in sent_pieces(form) if not piece.is_choice]


def test_all_texts_are_shown_again_and_nothing_that_the_page_itself_sends() -> None:
    form = {
        "csrf_token": ["x" * 40],
        "seen.D1": ["3.ab12"],
        "number.D1": ["D1"],
        "save": ["next"],
        "mark": ["later"],
        "D1": [TEXT],
        "G1.0.event": ["一件目"],
        "G1.0.id": ["1f2e3d4c"],
        "C8.initial": ["300"],
        "alternative_text.I1": ["見込み"],
        "K1.id": ["7"],
        "remove_row": ["G1.0"],
        "undo": ["G1:3"],
        "D3": [" "],
    }
    assert texts(form) == [("D1", TEXT), ("G1（1）", "一件目"), ("C8", "300"), ("I1", "見込み")]


def test_a_word_in_small_letters_is_a_text() -> None:
    assert texts({"C7.products": ["excel"], "H1.0.post": ["cio"]}) == [("C7", "excel"), ("H1（1）", "cio")]


def test_a_name_that_nobody_knows_keeps_its_text() -> None:
    assert texts({"old_question": [TEXT], "seen.x": [TEXT], "save": [TEXT], "": [TEXT], "K1.id": [TEXT]}) == [
        ("old_question", TEXT), ("seen.x", TEXT), ("save", TEXT), ("", TEXT), ("K1", TEXT),
    ]  # fmt: skip


def test_of_two_texts_of_one_name_both_are_shown() -> None:
    assert texts({"D1": ["一つめ", "二つめ"]}) == [("D1", "一つめ"), ("D1", "二つめ")]


def test_texts_are_shown_again_under_the_words_that_the_page_sent_along() -> None:
    form = {
        "number.snow_calls": ["D1"],
        "label:snow_calls": ["\t電話の数"],
        "snow_calls": [TEXT],
        "number.other": ["<b>"],
        "other": [TEXT],
        "number.who": ["B3"],
        "label:who": ["\t記入した人"],
        "label:who.post": ["\t所属・職"],
        "who.post": ["係長"],
        "label:turns.event": ["\t出来事"],
        "turns.1.event": ["二件目"],
    }

    assert texts(form) == [
        ("D1　電話の数", TEXT), ("number.other", "<b>"), ("other", TEXT), ("B3　記入した人（所属・職）", "係長"), ("turns（2 出来事）", "二件目"),
    ]  # fmt: skip


def test_what_was_chosen_is_shown_in_the_words_that_were_chosen() -> None:
    form = {
        "number.stage": ["C5"],
        "label:stage": ["\t段階\ntrial\t実証\nidea\t構想"],
        "stage": ["trial", "gone"],
        "label:people.standing": ["\t立場\nmayor\t首長"],
        "people.0.standing": ["mayor"],
        "audience.stage": ["editors"],
        "spoken.stage": ["yes"],
        "K1.7.rights": ["own"],
    }

    assert sent_pieces(form) == [
        Sent("C5　段階", "実証", is_choice=True),
        Sent("C5　段階", "gone"),
        Sent("people（1 立場）", "首長", is_choice=True),
        Sent("C5　段階", "Editors only", is_choice=True, is_ours=True),
        Sent("C5　段階", "I prefer to tell you", is_choice=True, is_ours=True),
        Sent("K1（7）", "We made it ourselves", is_choice=True, is_ours=True),
    ]
