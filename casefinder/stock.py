"""What every installation starts with: the register, the standard questionnaire, the codebook."""

from casefinder.analyse.themes import service as themes
from casefinder.ask.organisations import service as organisations
from casefinder.ask.questionnaires import service as questionnaires
from casefinder.clock import utc_now
from casefinder.db import transaction


def load_stock() -> None:
    """Load what is missing; what is there stays as it is."""
    now = utc_now()
    with transaction() as session:
        organisations.load_register(session, now=now)
        questionnaires.load_standard(session, now=now)
        themes.load_standard(session, now=now)
