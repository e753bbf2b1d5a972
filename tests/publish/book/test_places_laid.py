"""What the press measures: characters of a line, the longest answers, and which place makes a page run over."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from casefinder.ask.questionnaires.printed_rules import PRINTED_CHARACTERS as MOST
from casefinder.edit.layout.places import BY_KEY
from casefinder.publish.book import fonts, one_case
from casefinder.publish.book.places_laid import PAGE_MM, SHARES, Laid, Pages, judged
from casefinder.publish.content import (
    BarPair,
    Card,
    CasePage,
    Condition,
    Effect,
    Fact,
    Figure,
    Organisation,
    Quantity,
    State,
    Step,
    Stopped,
    Trouble,
    Voice,
)

# A character of its own for each cell, so that its lines are found wherever they stand.
SIGNS = {
    ("title", "text"): "国", ("lead", "text"): "山", ("effect_card", "text"): "川", ("background", "text"): "田",
    ("steps", "head"): "町", ("facts", "value"): "村", ("figure", "finding"): "海", ("figure", "caption"): "空",
    ("effects", "metric"): "森", ("effects", "before"): "林", ("effects", "after"): "石", ("effects", "method"): "草",
    ("troubles", "trouble"): "花", ("troubles", "response"): "鳥", ("stopped", "head"): "魚", ("voice", "text"): "馬",
    ("voice", "who"): "牛", ("conditions", "label"): "犬", ("conditions", "text"): "猫", ("state", "text"): "虫",
    ("contact", "text"): "雨", ("notes", "text"): "雪", ("sources", "text"): "風",
}  # fmt: skip
NARROWER = {("figure", "finding"), ("figure", "caption")}  # beside a picture, which is no part of this case
SMALL = {("effects", "method")}  # a long one is set small


@pytest.fixture(scope="module")
def own_fonts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH"):
            patch.setenv(name, "")  # what is not there to be deleted would not be put back
        fonts.isolate(tmp_path_factory.mktemp("fonts"))
        yield


def said(place: str, column: str, times: int = 0) -> str:
    return SIGNS[place, column] * (
        times or max(BY_KEY[place].column(column).limit, 2 * BY_KEY[place].column(column).width)
    )


def case(**changes: Any) -> CasePage:
    """A case whose cells are as long as they may be, one row each."""
    page = CasePage(
        1, "a", "admin", said("title", "text"), said("lead", "text"), Organisation("霧立町", kind="町"),
        facts=(Fact("区分", said("facts", "value")),),
        effect_card=Card((Quantity("90", "分"),), said("effect_card", "text")),
        background=(said("background", "text"),),
        steps=(Step("2024-12", said("steps", "head"), ""),),
        figure=Figure("bars", said("figure", "finding", 40), said("figure", "caption", 120), pairs=(BarPair("時間", 1, 2),), unit="分"),
        effects=(
            Effect(said("effects", "metric", 28), said("effects", "before"), said("effects", "after"), "2025-12",
                   said("effects", "method"), "A"),
        ),
        troubles=(Trouble(said("troubles", "trouble"), said("troubles", "response")),),
        stopped=(Stopped(said("stopped", "head", 60)),),
        voice=Voice(said("voice", "text"), said("voice", "who")),
        conditions=(Condition(said("conditions", "label"), said("conditions", "text")),),
        state=State("継続", said("state", "text")),
        contact=(said("contact", "text"),), notes=(said("notes", "text"),), sources=(said("sources", "text"),),
    )  # fmt: skip
    return replace(page, **changes)


def characters_of_lines(page: CasePage) -> dict[tuple[str, str], int]:
    """The characters of each cell's fullest line."""
    found: dict[tuple[str, str], int] = {}
    for laid in one_case.laid_out(page, 1, Path("/nonexistent")).pages:
        for box in laid._page_box.descendants():
            for cell, sign in SIGNS.items() if type(box).__name__ == "TextBox" else ():
                if set(box.text.strip("「」")) == {sign}:
                    found[cell] = max(found.get(cell, 0), box.text.count(sign))
    return found


@pytest.mark.slow
def test_a_line_of_a_place_holds_as_many_characters_as_the_editor_counts(own_fonts: None) -> None:
    printed = characters_of_lines(case())

    assert set(printed) == set(SIGNS)
    for (place, column), characters in printed.items():
        counted = BY_KEY[place].column(column).width
        assert counted <= characters, (place, column)
        if (place, column) not in NARROWER:
            assert characters <= counted + 1, (place, column)


@pytest.mark.slow
def test_answers_as_long_as_the_questions_allow_are_printed_whole(own_fonts: None) -> None:
    longest = case(
        title="国" * MOST["title"], lead="山" * MOST["summary"], facts=(), background=("田" * 200,), stopped=(), notes=(), sources=(),
        figure=Figure("bars", "半分になった", "一年の時間", pairs=(BarPair("時間", 1, 2),), unit="分"),
        steps=(
            Step("2024-12", "町" * MOST["turning_points.event"], "町" * MOST["turning_points.result"]),
            Step("2025-01", "始めた", ""),
        ),
        effects=(
            Effect("森" * MOST["effect_rows.metric"], "林" * MOST["effect_rows.before"], "石" * MOST["effect_rows.after"],
                   "2025-12", "草" * MOST["effect_rows.source"], "A"),
            Effect("待ち時間", "40分", "15分", "2025-12", "記録", "A"),
        ),
        troubles=(Trouble("様式が課で違った", "三つの課でそろえた"),),
        voice=Voice("馬" * MOST["advice"], "牛" * MOST["department"]),
        conditions=(Condition("最小の形", "猫" * MOST["smallest_start"]),),
        contact=("雨" * MOST["contact"],),
    )  # fmt: skip

    assert one_case.measured(longest, 1, Path("/nonexistent"))["over"] == {"left": 0, "right": 0}


# What is too much of each place alone, everything else being short.
TOO_MUCH: dict[str, dict[str, Any]] = {
    "title": {"title": "長い題" * 200},
    "lead": {"lead": "長い要約。" * 200},
    "effect_card": {"effect_card": Card((), "長い説明。" * 160)},
    "cost_card": {"cost_card": Card((), "長い説明。" * 160)},
    "effort_card": {"effort_card": Card((), "長い説明。" * 160)},
    "background": {"background": ("長い背景。" * 250,)},
    "steps": {"steps": tuple(Step("2024-12", "進めた", "長い手順。" * 30) for _ in range(6))},
    "facts": {"facts": tuple(Fact("区分", "長い値" * 20) for _ in range(9))},
    "figure": {"figure": Figure("bars", "長い見出し" * 80, "", pairs=(BarPair("時間", 1, 2),), unit="分")},
    "effects": {"effects": tuple(Effect("指標" * 20, "1分", "2分", "2025-12", "記録" * 80, "A") for _ in range(4))},
    "troubles": {"troubles": tuple(Trouble("つまずき" * 30, "対応") for _ in range(3))},
    "stopped": {"stopped": (Stopped("やめた" * 500),)},
    "voice": {"voice": Voice("長い声。" * 120, "担当者")},
    "conditions": {"conditions": (Condition("向く町", "長い条件。" * 250),)},
    "state": {"state": State("継続", "長い状況。" * 250)},
    "contact": {"contact": ("長い窓口。" * 250,)},
    "notes": {"notes": ("長い注。" * 400,)},
    "sources": {"sources": ("長い出典。" * 400,)},
}  # fmt: skip
SHORT = CasePage(
    1, "a", "admin", "短い題", "短い要約。", Organisation("霧立町", kind="町"), background=("短い背景。",),
    effects=(Effect("待ち時間", "40分", "15分", "2025-12", "記録", "A"),), notes=("短い注。",), sources=("質問票",),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("place", TOO_MUCH)
def test_the_place_that_makes_a_page_run_over_is_named_and_no_other(place: str, own_fonts: None) -> None:
    found = one_case.measured(replace(SHORT, **TOO_MUCH[place]), 1, Path("/nonexistent"))

    assert found["over"][BY_KEY[place].page] > 0
    assert [each[0] for each in found["too_long"]] == [place]
    assert found["too_long"][0][1] > 0


@pytest.mark.slow
def test_losing_the_lines_that_are_told_makes_it_fit(own_fonts: None) -> None:
    line = BY_KEY["background"].columns[0].width
    long = replace(SHORT, background=("あ" * line * 40,))
    found = one_case.measured(long, 1, Path("/nonexistent"))
    lines = found["too_long"][0][1]

    shorter = replace(SHORT, background=("あ" * line * (40 - lines),))
    not_enough = replace(SHORT, background=("あ" * line * (41 - lines),))

    assert one_case.measured(shorter, 1, Path("/nonexistent"))["over"]["left"] == 0
    assert one_case.measured(not_enough, 1, Path("/nonexistent"))["over"]["left"] > 0


@pytest.mark.slow
def test_a_big_number_that_sticks_out_of_its_card_is_told_by_its_characters(own_fonts: None) -> None:
    wide = replace(SHORT, effect_card=Card((Quantity("123,456,789,012", "平方キロ"),), "広さ"))

    found = one_case.measured(wide, 1, Path("/nonexistent"))

    assert found["over"] == {"left": 0, "right": 0}
    assert [(place, lines, characters > 0) for place, lines, characters in found["too_long"]] == [
        ("effect_card", 0, True)
    ]


def test_a_place_beside_a_longer_one_is_not_named() -> None:
    pages = Pages(
        {"left": 100.0, "right": PAGE_MM + 10},
        {"notes": Laid(200, 40), "sources": Laid(200, 25), "figure": Laid(27, 20), "related": Laid(150, 10)},
    )

    assert judged(pages)["too_long"] == [("notes", 3, 0)]


def test_where_no_place_is_beyond_its_share_the_nearest_one_is_named() -> None:
    pages = Pages(
        {"left": PAGE_MM + 4, "right": 100.0},
        {"background": Laid(129, 40), "steps": Laid(170, 20), "cost": Laid(200, 70)},
    )

    assert judged(pages)["too_long"] == [("background", 1, 0)]


def test_every_printed_place_has_its_share() -> None:
    assert set(SHARES) == {key for key, place in BY_KEY.items() if place.page in ("left", "right")}
