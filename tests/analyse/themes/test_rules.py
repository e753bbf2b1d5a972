from casefinder.analyse.themes.rules import FAMILIES, acceptance, cues_of, family_of, is_low, pieces


def test_a_family_is_known_by_key_and_by_name() -> None:
    assert family_of("ch_budget").name == "課題"
    assert family_of("効果").code == "ef"
    assert len({family.badge for family in FAMILIES}) == 5


def test_cues_are_lines_without_repeats() -> None:
    assert cues_of("丸投げ\n\n 仕様書 \n丸投げ") == ("丸投げ", "仕様書")


def test_a_share_needs_decisions() -> None:
    assert acceptance(0, 0) is None
    assert acceptance(3, 1) == 0.75


def test_few_decisions_never_count_as_low() -> None:
    assert not is_low(0, 4)
    assert is_low(3, 9)
    assert not is_low(9, 1)


def test_keys_of_themes_become_names() -> None:
    found = list(pieces("不足は ch_skill へ。or_xx も。", {"ch_skill": "知識"}))

    assert [(p.text, p.theme_key) for p in found] == [
        ("不足は ", None), ("知識", "ch_skill"), (" へ。or_xx も。", None),
    ]  # fmt: skip
