"""All tables in one place, for migrations and tests."""

from casefinder.analyse.coding import models as codings
from casefinder.analyse.search import models as search
from casefinder.analyse.suggestions import models as suggestions
from casefinder.analyse.themes import models as themes
from casefinder.answer.answers import models as answers
from casefinder.answer.attachments import models as attachments
from casefinder.answer.responses import models as responses
from casefinder.answer.returns import models as returns
from casefinder.answer.snapshots import models as snapshots
from casefinder.answer.texts import models as texts
from casefinder.ask.campaigns import models as campaigns
from casefinder.ask.invitations import models as invitations
from casefinder.ask.organisations import models as organisations
from casefinder.ask.questionnaires import models as questionnaires
from casefinder.db import Base
from casefinder.edit.casebooks import models as casebooks
from casefinder.edit.cases import models as cases
from casefinder.edit.gate import models as gates
from casefinder.mail import models as letters
from casefinder.publish.builds import models as builds
from casefinder.publish.releases import models as releases
from casefinder.staff.accounts import models as accounts
from casefinder.staff.audit import models as audit
from casefinder.staff.consent import models as consent

__all__ = [
    "Base", "accounts", "answers", "attachments", "audit", "builds", "campaigns", "casebooks", "cases", "codings",
    "consent", "gates", "invitations", "letters", "organisations", "questionnaires", "releases", "responses",
    "returns",    "search", "snapshots", "suggestions", "texts", "themes",
]  # fmt: skip
