"""Cues are found in their inflected forms, and a denied cue is told apart."""

import pytest

from casefinder.analyse.engine.cues import CueFinder, CueHit
from casefinder.analyse.engine.shipped import standard_themes
from casefinder.analyse.engine.tokens import words_of


@pytest.fixture(scope="module")
def finder() -> CueFinder:
    return CueFinder(standard_themes())


def hits(finder: CueFinder, text: str) -> list[CueHit]:
    return finder.find(words_of(text))


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("職員からは強い反発があった。", "ch_resistance"),
        ("当初は業者に丸投げしていた。", "ch_vendor"),
        ("現場に何度も足を運んだ。", "tp_dialogue"),
        ("作業時間が減った。", "ef_time"),
        ("ﾃﾞｼﾞﾀﾙﾃﾞﾊﾞｲﾄﾞが課題だ。", "ch_user_divide"),
        ("導入しても使われない。", "ch_resistance"),
    ],
)
def test_a_cue_is_found(finder: CueFinder, text: str, theme: str) -> None:
    assert any(hit.theme == theme and not hit.denied for hit in hits(finder, text))


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("議員からの反発は無し", "ch_resistance"),
        ("職員からの反発はなかった。", "ch_resistance"),
        ("大きな反発は見られませんでした。", "ch_resistance"),
        ("既存システムとの連携は行っていない。", "ch_legacy_process"),
        ("補助金は使わず、単費で賄った。", "tp_funding"),
    ],
)
def test_a_denied_cue_is_told_apart(finder: CueFinder, text: str, theme: str) -> None:
    found = [hit for hit in hits(finder, text) if hit.theme == theme]

    assert found
    assert all(hit.denied for hit in found)


def test_a_denial_in_the_next_clause_does_not_count(finder: CueFinder) -> None:
    found = hits(finder, "議会から強い反発があり、会議は半年まとまらなかった。")

    assert any(hit.cue == "反発" and not hit.denied for hit in found)


def test_a_hit_knows_its_place(finder: CueFinder) -> None:
    text = "𠮷野では縦割りが壁だった。"
    (hit,) = [hit for hit in hits(finder, text) if hit.theme == "ch_silo"]

    assert text[hit.start : hit.end] == "縦割り"
