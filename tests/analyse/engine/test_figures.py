"""Effect figures are typed: value, unit, before and after, direction, period, status, certainty, metric."""

from typing import Any

import pytest

from casefinder.analyse.engine.figures import Figure, find_figures
from casefinder.analyse.engine.normal import normalise
from casefinder.analyse.engine.tokens import tokenise


def figures(text: str, *, is_effect: bool = True, is_asked: bool = True) -> list[Figure]:
    copy = normalise(text)
    return find_figures(copy, tokenise(copy), text, is_effect=is_effect, is_asked=is_asked)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "決裁日数は平均4.2日から1.1日に短縮した。",
            {
                "metric": "決裁日数",
                "before": 4.2,
                "after": 1.1,
                "value": 1.1,
                "unit": "日",
                "direction": "down",
            },
        ),
        (
            "コンバインの手待ちが1日2.5時間から40分に縮まった。",
            {"metric": "コンバインの手待ち", "before": 150, "after": 40, "unit": "分", "period": "1日"},
        ),
        (
            "踏査日数\u3000延べ４０日→１２日",
            {"before": 40, "after": 12, "metric": "踏査日数", "direction": "down"},
        ),
        ("利用は1日9件から134件に増加した。", {"before": 9, "after": 134, "direction": "up"}),
        (
            "コピー用紙は年38箱減。",
            {"value": 38, "unit": "箱", "direction": "down", "period": "年", "before": None},
        ),
        (
            "発注の電話を週20本からゼロにした。",
            {"before": 20, "after": 0, "unit": "本", "direction": "down", "period": "週"},
        ),
        ("6か月間1件も発生せず。", {"value": 0, "unit": "件", "period": "6か月間"}),
        ("治療費は年間三百万円ぐらい減っている。", {"value": 3_000_000, "unit": "円", "direction": "down"}),
        (
            "単価は前年比で約1.5倍です。",
            {"value": 1.5, "unit": "倍", "direction": "up", "period": "前年比で"},
        ),
        ("防除が十五分だったのが三分になった。", {"before": 15, "after": 3, "metric": "防除"}),
        (
            "乗車は月平均４１０人（２０２４年度）。",
            {"value": 410, "unit": "人", "direction": None, "metric": "乗車"},
        ),
    ],
)
def test_a_figure_is_typed(text: str, expected: dict[str, Any]) -> None:
    (found,) = figures(text)

    assert {key: found[key] for key in expected} == expected  # type: ignore[literal-required]
    assert text[found["start"] : found["end"]] == found["text"]


@pytest.mark.parametrize(
    ("text", "status", "certainty"),
    [
        ("印刷費は年30万円減った。", "actual", "A"),
        ("印刷費は年30万円減った（当会試算）。", "actual", "B"),
        ("印刷費は年30万円減る見込み。", "expected", "B"),
        ("印刷費を年30万円減らすのが目標。", "target", "B"),
        ("印刷費は年30万円減ったと聞いています。", "actual", "C"),
    ],
)
def test_a_figure_says_how_sure_it_is(text: str, status: str, certainty: str) -> None:
    (found,) = figures(text)

    assert (found["status"], found["certainty"]) == (status, certainty)


def test_several_figures_in_one_sentence() -> None:
    assert [one["value"] for one in figures("コピー用紙は年38箱減、複合機も9台から5台に減。")] == [38, 5]


def test_the_each_of_a_rate_is_no_figure() -> None:
    (found,) = figures("10a当たりの資材代は約1,400円減となった。")

    assert found["value"] == 1400
    assert found["metric"] == "資材代"


def test_plain_amounts_count_only_where_an_effect_is_told() -> None:
    text = "登録は301件。"

    assert len(figures(text)) == 1
    assert figures(text, is_effect=False) == []
    assert figures("管理する町道は約640km。", is_effect=False, is_asked=False) == []


def test_a_list_number_is_no_figure() -> None:
    assert [one["value"] for one in figures("④本社の電話が年14件→5件")] == [5]
