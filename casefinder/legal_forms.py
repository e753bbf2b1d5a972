"""The legal forms that stand in Japanese names of firms and bodies."""

import re

COMPANY_FORMS = ("株式会社", "有限会社", "合同会社", "合資会社", "合名会社")
ABBREVIATED_FORMS = ("(株)", "(有)", "(同)")
BODY_FORMS = (
    "一般社団法人", "公益社団法人", "一般財団法人", "公益財団法人", "特定非営利活動法人", "社会福祉法人", "医療法人",
    "国立大学法人", "学校法人", "農事組合法人", "独立行政法人", "国立研究開発法人",
)  # fmt: skip
_SPELT_OUT = {
    "(株)": "株式会社", "(有)": "有限会社", "(同)": "合同会社", "(一社)": "一般社団法人", "(公社)": "公益社団法人",
    "(一財)": "一般財団法人", "(公財)": "公益財団法人", "(特非)": "特定非営利活動法人", "(社福)": "社会福祉法人",
    "(学)": "学校法人", "(独)": "独立行政法人", "(国研)": "国立研究開発法人", "(農)": "農事組合法人", "(資)": "合資会社",
    "(名)": "合名会社", "(福)": "社会福祉法人", "(医)": "医療法人", "(大)": "国立大学法人", "NPO法人": "特定非営利活動法人",
}  # fmt: skip
_ANY = "|".join((*COMPANY_FORMS, *BODY_FORMS))
_AT_AN_END = re.compile(rf"^(?:{_ANY})|(?:{_ANY})$")


def spelt_out(name: str) -> str:
    """Return a name, in one width, with its legal form in full: (株)ミナモ is 株式会社ミナモ."""
    for short, full in _SPELT_OUT.items():
        name = name.replace(short, full)
    return name


def without_legal_form(name: str) -> str:
    """Return a name without the legal form before or behind it: 株式会社ミナモ is ミナモ."""
    return _AT_AN_END.sub("", name.strip()).strip()
