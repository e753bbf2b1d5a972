"""The 47 prefectures and their words."""

import pytest

from casefinder.prefectures import HOKKAIDO, NAMES, prefecture


def test_there_are_47_each_of_a_kind() -> None:
    kinds = [prefecture(code).kind for code in NAMES]

    assert len(NAMES) == 47
    assert {kind: kinds.count(kind) for kind in kinds} == {"道": 1, "都": 1, "府": 2, "県": 43}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("01", ("北海道", "道", "道内", "全道", "振興局")), ("13", ("東京都", "都", "都内", "都内全域", "地域")),
        ("26", ("京都府", "府", "府内", "府内全域", "地域")), ("20", ("長野県", "県", "県内", "全県", "地域")),
    ],
)  # fmt: skip
def test_each_kind_has_its_words(code: str, words: tuple[str, ...]) -> None:
    found = prefecture(code)

    assert (found.name, found.kind, found.within, found.whole, found.region) == words


def test_words_take_the_place_of_their_names_in_braces() -> None:
    nagano = prefecture("20", region="圏域")

    assert (
        nagano.filled("{within}自治体のみ、{kind}のサイト、{region}、{name}、{whole}")
        == "県内自治体のみ、県のサイト、圏域、長野県、全県"
    )
    assert nagano.filled("{time} に%(count)s件") == "{time} に%(count)s件"


def test_a_made_up_prefecture_says_its_name_and_kind() -> None:
    north = prefecture("99", name="北県")

    assert (north.kind, north.within, north.region, north.is_known) == ("県", "県内", "地域", False)
    assert prefecture("01", name="北県").region == "地域"
    with pytest.raises(ValueError, match="prefecture"):
        prefecture("99")
    with pytest.raises(ValueError, match="prefecture"):
        prefecture("99", name="北国")


def test_a_code_tells_its_prefecture() -> None:
    assert HOKKAIDO.of_code("202011") == "長野県"
    assert HOKKAIDO.of_code("011002") == "北海道"
    assert prefecture("99", name="北県").of_code("990019") == "北県"
    assert HOKKAIDO.of_code("990019") == ""
