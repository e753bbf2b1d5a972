"""Names of persons: what is left of 「情報係の佐藤さん」 when everything but the name is taken away."""

import re
from functools import lru_cache

_SPACES = re.compile(r"[\s\u3000]+")
_REMARK = re.compile(r"[（(].*?[）)]")
_HONORIFIC = re.compile(r"(?:さん|さま|様|氏|くん|君|ちゃん|先生|殿)+$")
_RANK = re.compile(
    r"(?:副?(?:市長|町長|村長|知事|会長|組合長|理事長|院長|区長|社長|所長|館長|園長|校長|学長|店長|座長|委員長)|教育長|専務|常務|理事|監事|局長|室長|部長|次長"
    r"|課長補佐|課長|係長|主幹|参事|主査|主任|主事|班長|補佐|補佐官|教授|准教授|助教|講師|議員|職員|担当|代表|隊員|協力隊員?|保健師|看護師|医師|技師)+$"
)
_WHOSE = re.compile(r"^.*の(?=.)")
MIN_CHARS = 2


@lru_cache(maxsize=1024)
def family_and_whole(name: str) -> tuple[str, str]:
    """Return a name as given without spaces and remarks, and its family name; empty when too short to tell."""
    parts = [part for part in _SPACES.split(_HONORIFIC.sub("", _REMARK.sub("", name.strip()))) if part]
    whole, family = "".join(parts), parts[0] if len(parts) > 1 else ""
    return (whole if len(whole) >= MIN_CHARS else "", family if len(family) >= MIN_CHARS else "")


def core(words: str) -> str:
    """Return the name in words that speak of a person, empty when only a post or role is left."""
    told = _WHOSE.sub("", _REMARK.sub("", _SPACES.sub("", words)))
    name = _RANK.sub("", _HONORIFIC.sub("", told))
    return name if len(name) >= MIN_CHARS else ""
