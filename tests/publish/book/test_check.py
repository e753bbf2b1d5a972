"""What must not be printed stops before the layout, with the case and the reason."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from casefinder.publish.book import check, fonts
from casefinder.publish.content import CasePage, EditionContent, Quote, ThemeSummary
from casefinder.publish.environment import keep_together


def with_case(content: EditionContent, **changes) -> EditionContent:
    return replace(content, cases=(replace(content.cases[0], **changes), *content.cases[1:]))


def errors(content: EditionContent, assets: Path) -> list[str]:
    return [str(finding) for finding in check.check_content(content, assets) if finding.error]


def test_the_sample_has_no_error(content: EditionContent, assets: Path) -> None:
    assert errors(content, assets) == []


@pytest.mark.parametrize("character", ["😀", "𓀀", "\u200b", "\x07", "가"])
def test_a_character_outside_the_fonts_is_named_with_its_case(
    content: EditionContent, assets: Path, character: str
) -> None:
    found = errors(with_case(content, background=(f"うまく{character}いった",)), assets)

    assert len(found) == 1
    assert "事例01" in found[0]
    assert f"U+{ord(character):04X}" in found[0]


@pytest.mark.parametrize("text", ["髙﨑德𠮷濵", "㈱①㎡℃−", "ｶﾅ ＡＢＣ", "—…〜", "ㇰㇷ゚"])
def test_names_and_marks_of_japanese_texts_can_be_printed(text: str) -> None:
    assert fonts.unprintable(text) == ()


def figure_of(content: EditionContent, **changes) -> EditionContent:
    figure = content.cases[0].figure
    assert figure
    return with_case(content, figure=replace(figure, **changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"alt": " "}, "代替テキストがありません"),
        ({"alt": "IMG_0023.JPG"}, "ファイルの名前"),
        ({"credit": ""}, "つくった人"),
        ({"asset": "missing.jpg"}, "ファイルがありません"),
        ({"finding": ""}, "見出し"),
        ({"kind": "bars", "unit": ""}, "単位がありません"),
    ],
)
def test_a_figure_needs_what_makes_it_readable(
    content: EditionContent, assets: Path, changes: dict, words: str
) -> None:
    found = errors(figure_of(content, **changes), assets)

    assert len(found) == 1
    assert words in found[0]


def test_a_voice_without_a_speaker_and_an_effect_without_grade_are_errors(
    content: EditionContent, assets: Path
) -> None:
    case: CasePage = content.cases[0]
    assert case.voice
    broken = with_case(
        content, voice=replace(case.voice, who=""), effects=(replace(case.effects[0], certainty="高い"),)
    )

    found = errors(broken, assets)

    assert any("だれの声か" in text for text in found)
    assert any("確かさ" in text for text in found)


def test_cases_must_have_a_chapter_and_a_number_of_their_own(content: EditionContent, assets: Path) -> None:
    assert any("章" in text for text in errors(with_case(content, chapter="none"), assets))
    assert any("同じ番号" in text for text in errors(with_case(content, number=2), assets))


def test_a_quotation_from_a_case_that_is_not_there_is_an_error(content: EditionContent, assets: Path) -> None:
    summary = ThemeSummary("x", "話題", "課題", (1,), (Quote("文。", 99),))

    assert any("事例99" in text for text in errors(replace(content, theme_summaries=(summary,)), assets))


def test_an_old_state_or_a_missing_date_is_only_a_warning(content: EditionContent, assets: Path) -> None:
    found = check.check_content(with_case(content, state=None), assets)

    assert [finding.error for finding in found] == [False]


def test_number_and_unit_stay_together_and_markup_stays_text() -> None:
    assert (
        keep_together("約412件と<b>——")
        == '約<span class="n">412件</span>と&lt;b&gt;<span class="n">——</span>'
    )
