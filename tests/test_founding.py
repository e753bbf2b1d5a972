"""A new installation: `init` for each of the 47, for a made-up prefecture, and what it refuses."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefinder.__main__ import main
from casefinder.ask.organisations import area_service, queries, service, shipped
from casefinder.ask.organisations.errors import OtherPrefecture
from casefinder.ask.organisations.models import AreaRow, Organisation
from casefinder.ask.organisations.municipalities import MunicipalitiesInvalid
from casefinder.config import Settings, SettingsError, load
from casefinder.founding import found
from casefinder.prefectures import HOKKAIDO, NAMES, prefecture
from casefinder.stock import municipalities_of
from tests.conftest import NOON

HEAD = "コード,団体名,よみ,市町村の別\n"
NORTH = HEAD + "990019,甲市,コウシ,市\n990027,乙町,おつちょう,町\n990035,丙村,へいむら,\n"


def towns_of(code: str, home: Path) -> int:
    return len(municipalities_of(found(home / code, prefecture=code)))


def own_list(tmp_path: Path, text: str = NORTH) -> Path:
    path = tmp_path / "towns.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_of_the_47_gets_its_own_municipalities(tmp_path: Path) -> None:
    expected = Counter(town.code[:2] for town in shipped.municipalities())

    counts = {code: towns_of(code, tmp_path) for code in NAMES}

    assert counts == expected
    assert sum(counts.values()) == 1741
    assert (counts["01"], counts["13"], counts["20"], counts["27"], counts["47"]) == (179, 62, 77, 43, 41)


@pytest.mark.parametrize("code", ["01", "13", "20", "26"])
def test_a_register_is_filled_with_its_prefecture_alone(session: Session, code: str) -> None:
    here = prefecture(code)
    settings = Settings(home=Path(), secret_key="", link_key="", prefecture=code)

    area_service.load_prefecture(session, here, shipped.areas(code))
    added = service.load_register(session, municipalities_of(settings), now=NOON)

    codes = session.scalars(select(Organisation.code)).all()
    assert added == len(codes)
    assert {each[:2] for each in codes if each} == {code}
    assert queries.places(session).whole == here.whole
    assert len(queries.places(session).areas) == (14 if code == "01" else 0)
    assert set(session.scalars(select(Organisation.subprefecture))) == (
        {area.name for area in shipped.areas("01")} if code == "01" else {""}
    )


@pytest.mark.parametrize("code", ["", "0", "48", "ab", "1", "020"])
def test_nobody_gets_an_installation_without_a_prefecture(tmp_path: Path, code: str) -> None:
    with pytest.raises(SettingsError, match="--prefecture NN"):
        found(tmp_path / "new", prefecture=code)

    assert not (tmp_path / "new").exists()


def test_the_prefecture_itself_issues_until_somebody_says_more(tmp_path: Path) -> None:
    assert found(tmp_path / "a", prefecture="20").issuer == "長野県"
    assert found(tmp_path / "b", prefecture="20", issuer="長野県 企画振興部").issuer == "長野県 企画振興部"


def test_a_made_up_prefecture_has_its_own_list_name_and_word(tmp_path: Path) -> None:
    settings = found(
        tmp_path / "new", municipalities=own_list(tmp_path), name="北県", kind="県", region_word="圏域"
    )

    here = settings.here
    assert (here.name, here.code, here.within, here.region, settings.issuer) == (
        "北県",
        "99",
        "県内",
        "圏域",
        "北県",
    )
    assert [(town.code, town.name, town.kana, town.type.value) for town in municipalities_of(settings)] == [
        ("990019", "甲市", "こうし", "city"), ("990027", "乙町", "おつちょう", "town"), ("990035", "丙村", "へいむら", "village"),
    ]  # fmt: skip


def test_a_made_up_prefecture_with_known_digits_gets_nothing_of_the_known_one(tmp_path: Path) -> None:
    path = own_list(tmp_path, HEAD + "019011,甲市,こうし,市\n")

    settings = found(tmp_path / "new", municipalities=path, name="北県")

    assert [town.name for town in municipalities_of(settings)] == ["甲市"]
    settings.municipalities_file.unlink()
    assert municipalities_of(settings) == ()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("990018,甲市,こうし,市", "line 2: 990018 is no code"), ("990019,,こうし,市", "line 2: name or reading"),
        ("990019,甲市,,市", "line 2: name or reading"), ("990019,甲郡,こうぐん,", "line 2: 郡 is neither"),
        ("990019,甲市,こうし,市\n990019,乙市,おつし,市", "line 3: the code 990019 is there twice"),
        ("990019,甲市,こうし,市\n011002,札幌市,さっぽろし,市", "line 3: the code 011002 begins otherwise"), ("", "the list has no line"),
    ],
)  # fmt: skip
def test_a_wrong_line_of_an_own_list_is_named_and_nothing_is_written(
    tmp_path: Path, lines: str, said: str
) -> None:
    with pytest.raises(MunicipalitiesInvalid) as caught:
        found(tmp_path / "new", municipalities=own_list(tmp_path, HEAD + lines + "\n"), name="北県")

    assert caught.value.lines[0].startswith(said)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("name", "kind"), [("", ""), ("北国", ""), ("", "県")])
def test_an_own_list_needs_a_name_and_a_kind(tmp_path: Path, name: str, kind: str) -> None:
    with pytest.raises(SettingsError, match="--name"):
        found(tmp_path / "new", municipalities=own_list(tmp_path), name=name, kind=kind)


def test_an_installation_keeps_its_prefecture(tmp_path: Path) -> None:
    before = found(tmp_path / "home", prefecture="20")

    assert found(tmp_path / "home") == before
    assert found(tmp_path / "home", prefecture="20") == before
    with pytest.raises(SettingsError, match="長野県's installation already"):
        found(tmp_path / "home", prefecture="21")


def test_a_register_keeps_its_prefecture_whatever_the_settings_say(session: Session) -> None:
    area_service.load_prefecture(session, prefecture("20"), ())

    with pytest.raises(OtherPrefecture):
        area_service.load_prefecture(session, prefecture("21"), ())
    assert area_service.load_prefecture(session, prefecture("20"), ()) is False


def test_a_register_from_before_is_hokkaidos(session: Session) -> None:
    session.add(
        Organisation(
            kind="municipality", code="011002", name="札幌市", kana="さっぽろし", municipality_type="city", subprefecture="石狩振興局",
            created_at=NOON,
        )
    )  # fmt: skip
    session.flush()

    assert queries.places(session).whole == "全道"
    with pytest.raises(OtherPrefecture):
        area_service.load_prefecture(session, prefecture("20"), ())
    assert area_service.load_prefecture(session, HOKKAIDO, shipped.areas("01")) is True
    assert session.scalar(select(func.count()).select_from(AreaRow)) == 15


def test_settings_with_an_unknown_prefecture_are_refused_in_words(tmp_path: Path) -> None:
    settings = found(tmp_path, prefecture="20")
    path = settings.home / "casefinder.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"20"', '"99"'), encoding="utf-8")

    with pytest.raises(SettingsError, match="prefecture_name and prefecture_kind"):
        load(tmp_path)


def test_words_of_the_settings_come_first() -> None:
    settings = Settings(home=Path(), secret_key="", link_key="", prefecture="20")

    told = replace(settings, prefecture_phrase="信州", region_word="圏域")

    assert (told.here.within, told.here.region) == ("信州", "圏域")


def test_init_says_in_one_line_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--dir", str(tmp_path / "new"), "init"]) == 1

    assert "--prefecture NN" in capsys.readouterr().err
