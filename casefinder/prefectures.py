"""The 47 prefectures, and the words of the one that an installation belongs to: 道内, 県のサイト, 全県. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

NAMES: Mapping[str, str] = {
    "01": "北海道", "02": "青森県", "03": "岩手県", "04": "宮城県", "05": "秋田県", "06": "山形県", "07": "福島県",
    "08": "茨城県", "09": "栃木県", "10": "群馬県", "11": "埼玉県", "12": "千葉県", "13": "東京都", "14": "神奈川県",
    "15": "新潟県", "16": "富山県", "17": "石川県", "18": "福井県", "19": "山梨県", "20": "長野県", "21": "岐阜県",
    "22": "静岡県", "23": "愛知県", "24": "三重県", "25": "滋賀県", "26": "京都府", "27": "大阪府", "28": "兵庫県",
    "29": "奈良県", "30": "和歌山県", "31": "鳥取県", "32": "島根県", "33": "岡山県", "34": "広島県", "35": "山口県",
    "36": "徳島県", "37": "香川県", "38": "愛媛県", "39": "高知県", "40": "福岡県", "41": "佐賀県", "42": "長崎県",
    "43": "熊本県", "44": "大分県", "45": "宮崎県", "46": "鹿児島県", "47": "沖縄県",
}  # fmt: skip
KINDS: Mapping[str, str] = {
    "道": "全道",
    "都": "都内全域",
    "府": "府内全域",
    "県": "全県",
}  # and how its whole is called
TOWNS: Mapping[str, str] = {"都": "市区町村"}
REGION_WORDS: Mapping[str, str] = {"01": "振興局"}
REGION_WORD = "地域"
OLDEST = "01"  # installations from before there was a choice


@dataclass(frozen=True)
class Prefecture:
    """A prefecture with its words; each stands for its name in braces, as in `{within}自治体のみ`.

    Attributes:
        code: Two digits, the first of all its municipalities' codes.
        name: 北海道, 長野県.
        kind: 道, 都, 府 or 県; the prefecture as one says it: 県のサイト.
        within: What lies in it: 道内, 県内.
        whole: Where those act who act everywhere in it: 全道, 全県.
        region: What its parts are called: 振興局, 地域.
        towns: What its municipalities are together: 市町村, in Tokyo 市区町村.
    """

    code: str
    name: str
    kind: str
    within: str
    whole: str
    region: str
    towns: str = "市町村"

    @property
    def is_known(self) -> bool:
        """Whether it is one of the 47."""
        return NAMES.get(self.code) == self.name

    def filled(self, text: str) -> str:
        """Return a text with this prefecture's words in place of their names in braces."""
        if "{" not in text:
            return text
        for each in fields(self):
            text = text.replace(f"{{{each.name}}}", getattr(self, each.name))
        return text

    def of_code(self, code: str) -> str:
        """Return the name of the prefecture that a municipality's code belongs to; empty for an unknown one."""
        return self.name if code[:2] == self.code else NAMES.get(code[:2], "")


def prefecture(
    code: str, *, name: str = "", kind: str = "", within: str = "", region: str = ""
) -> Prefecture:
    """Return a prefecture with its words; what is not told is what is usual.

    Raises:
        ValueError: The code is none of the 47 and name or kind is not told, or there is no such kind.
    """
    name = name or NAMES.get(code, "")
    kind = kind or name[-1:]
    if not name or kind not in KINDS:
        raise ValueError("prefecture")
    region = region or (REGION_WORDS.get(code, REGION_WORD) if NAMES.get(code) == name else REGION_WORD)
    return Prefecture(code, name, kind, within or f"{kind}内", KINDS[kind], region, TOWNS.get(kind, "市町村"))


HOKKAIDO = prefecture(OLDEST)
