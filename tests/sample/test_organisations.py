"""The sample organisations are complete, invented, and bear codes that no real town has."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import casefinder
from casefinder.ask.organisations import shipped
from casefinder.ask.organisations.rules import is_local_government_code
from tests.factories.organisations import IN_HOKKAIDO

PACKAGE = Path(casefinder.__file__).parent
ORGANISATIONS = json.loads((PACKAGE / "sample" / "organisations.json").read_text("utf-8"))
PLACES = set(IN_HOKKAIDO.names)


def test_codes_are_right_and_no_real_town_has_them() -> None:
    real = {word for town in shipped.municipalities() for word in (town.code, town.name)}
    codes = [row["code"] for row in ORGANISATIONS if row["kind"] == "municipality"]

    assert len(codes) == len(set(codes)) == 18
    for code in codes:
        assert re.fullmatch(r"019\d{3}", code)
        assert is_local_government_code(code)
        assert code not in real
    assert real.isdisjoint(row["name"] for row in ORGANISATIONS)


@pytest.mark.parametrize("row", ORGANISATIONS, ids=lambda row: row["ref"])
def test_an_organisation_is_complete(row: dict[str, Any]) -> None:
    facts = {fact["kind"]: fact for fact in row["facts"]}

    assert row["kind"] in ("municipality", "company", "national_office", "department", "association")
    assert ("code" in row) == (row.get("municipality_type") in ("city", "town", "village"))
    assert ("code" in row) == (row["kind"] == "municipality")
    assert row["subprefecture"] in PLACES
    assert row["email"].endswith("@example.jp")
    assert re.fullmatch(r"[ぁ-んー ]+", row["kana"])
    assert "見本" not in row["name"]
    assert facts
    if row["kind"] == "municipality":
        assert set(facts) == {"population", "staff", "ageing_rate", "fiscal_index"}
    assert all(fact["source"] == "見本の値" and fact["year"] in (2024, 2025) for fact in facts.values())
