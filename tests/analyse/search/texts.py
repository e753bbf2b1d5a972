"""Texts as people type them: every width, kana, 異体字, marks, dashes, figures, gaps."""

import re

from hypothesis import strategies as st

CLUSTERS = (
    "人", "手", "不", "足", "窓", "口", "町", "髙", "高", "﨑", "崎", "𠮷", "吉", "葛\U000e0100", "葛", "か", "が", "か\u3099",
    "カ", "ガ", "ｶﾞ", "ｶ", "サ", "ｻ", "バ", "ー", "ｰ", "‐", "-", "―", "－", "〜", "a", "A", "Ａ", "i", "1", "１", "5", "①",
    "㍿", ".", ",", "、", "。", "「", "」", " ", "　", "\n", "%", "％", "&", "'", '"', "(", "*", ":", "🦀", "\u200b", "ヶ", "ッ",
)  # fmt: skip


def clusters(text: str) -> list[str]:
    """Return a text cut into characters with the marks that belong to them."""
    return re.findall(
        r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef]*", text, re.DOTALL
    )


def typed_texts(max_size: int = 24) -> st.SearchStrategy[str]:
    """Texts of such characters."""
    return st.lists(st.sampled_from(CLUSTERS), max_size=max_size).map("".join)
