"""What an installation starts with: its prefecture's register, the standard questionnaire, the codebook; in its own words."""

from casefinder.analyse.themes import service as themes
from casefinder.ask.organisations import area_service as areas
from casefinder.ask.organisations import service as organisations
from casefinder.ask.organisations import shipped
from casefinder.ask.organisations.municipalities import Municipality, read_municipalities
from casefinder.ask.questionnaires import service as questionnaires
from casefinder.clock import utc_now
from casefinder.config import Settings
from casefinder.db import transaction
from casefinder.tables import read_table


def load_stock(settings: Settings) -> None:
    """Load what is missing; what is there stays as it is."""
    now, here = utc_now(), settings.here
    towns = municipalities_of(settings)
    with transaction() as session:
        areas.load_prefecture(session, here, shipped.areas(here.code) if here.is_known else ())
        organisations.load_register(session, towns, now=now)
        questionnaires.load_standard(session, here, now=now)
        themes.load_standard(session, here, now=now)


def municipalities_of(settings: Settings) -> tuple[Municipality, ...]:
    """Return the municipalities of the installation's prefecture: the office's own list, else those that ship.

    Raises:
        MunicipalitiesInvalid: The office's own list is not right.
    """
    if settings.municipalities_file.exists():
        return read_municipalities(read_table(settings.municipalities_file.read_bytes()))
    if not settings.here.is_known:
        return ()
    return tuple(town for town in shipped.municipalities() if town.code[:2] == settings.prefecture)
