"""A new installation: which prefecture it is for, and its settings."""

from pathlib import Path

from casefinder import config
from casefinder.config import MUNICIPALITIES_FILE, SETTINGS_FILE, Settings, SettingsError
from casefinder.prefectures import KINDS, NAMES

WHICH = (
    "Say which prefecture it is for: --prefecture NN, two digits from 01 (北海道) to 47 (沖縄県);"
    " or --municipalities FILE --name NAME --kind 県 with a list of your own."
)


def found(
    home: Path, *, prefecture: str = "", municipalities: Path | None = None, name: str = "", kind: str = "",
    region_word: str = "", issuer: str = "",
) -> Settings:  # fmt: skip
    """Write the settings and secrets of a new installation; those of one that is there stay as they are.

    Args:
        home: Its folder.
        prefecture: Two digits of one of the 47.
        municipalities: An own list of municipalities instead; it is copied beside the settings.
        name: With it: what the prefecture is called.
        kind: With it: 道, 都, 府 or 県, unless the name ends so.
        region_word: What the parts of the prefecture are called, if not as usual.
        issuer: The division that asks and publishes; the prefecture until somebody says more.

    Raises:
        SettingsError: Nobody said which prefecture, there is none with those digits, or the installation is another's.
        MunicipalitiesInvalid: Some lines of the list are not right.
    """
    told: dict[str, object] = {}
    if prefecture and municipalities:
        raise SettingsError("Give either --prefecture or --municipalities.")
    if prefecture:
        told = _known(prefecture)
    elif municipalities:
        told = _own(municipalities, name, kind)
    if (home / SETTINGS_FILE).exists():
        return _as_it_is(home, told)
    if not told:
        raise SettingsError(WHICH)
    if region_word:
        told["region_word"] = region_word
    told["issuer"] = issuer or told.get("prefecture_name") or NAMES[str(told["prefecture"])]
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if municipalities:
        (home / MUNICIPALITIES_FILE).write_bytes(municipalities.read_bytes())
    return config.initialise(home, **told)


def _known(prefecture: str) -> dict[str, object]:
    if prefecture not in NAMES:
        raise SettingsError(f"There is no prefecture {prefecture!r}. {WHICH}")
    return {"prefecture": prefecture}


def _own(path: Path, name: str, kind: str) -> dict[str, object]:
    from casefinder.ask.organisations.cli import read_file
    from casefinder.ask.organisations.municipalities import read_municipalities
    from casefinder.tables import read_table

    kind = kind or name[-1:]
    if not name or kind not in KINDS:
        raise SettingsError(
            "With --municipalities give --name, what the prefecture is called, and --kind 道, 都, 府 or 県."
        )
    towns = read_municipalities(read_table(read_file(path)))
    return {"prefecture": towns[0].code[:2], "prefecture_name": name, "prefecture_kind": kind}


def _as_it_is(home: Path, told: dict[str, object]) -> Settings:
    settings = config.load(home)
    if told and (settings.prefecture, settings.prefecture_name) != (
        told["prefecture"],
        told.get("prefecture_name", ""),
    ):
        raise SettingsError(
            f"{home} is {settings.here.name}'s installation already. A register does not change its prefecture: take another --dir."
        )
    return config.initialise(home)
