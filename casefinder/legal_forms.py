"""The legal forms that stand in Japanese names of firms and bodies."""

import re

COMPANY_FORMS = ("株式会社", "有限会社", "合同会社")
ABBREVIATED_FORMS = ("(株)", "(有)", "(同)")
BODY_FORMS = (
    "一般社団法人", "公益社団法人", "一般財団法人", "公益財団法人", "特定非営利活動法人", "社会福祉法人", "医療法人",
    "国立大学法人",
)  # fmt: skip
_ANY = "|".join((*COMPANY_FORMS, *BODY_FORMS))
_AT_AN_END = re.compile(rf"^(?:{_ANY})|(?:{_ANY})$")


def without_legal_form(name: str) -> str:
    """Return a name without the legal form before or behind it: 株式会社ミナモ is ミナモ."""
    return _AT_AN_END.sub("", name.strip()).strip()
