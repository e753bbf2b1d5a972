"""A whole installation in a folder, on both databases, with something in it that a restore might undo."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from casefinder import config, create_app
from casefinder.ask.invitations import service as invitations
from casefinder.ask.invitations.models import Invitation
from casefinder.config import Settings
from casefinder.db import Database, SilentBell
from casefinder.staff.consent import service as consents
from casefinder.staff.consent.rules import Said
from casefinder.upkeep import backup, restore
from casefinder.upkeep.restore import Restored
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.invitations import Link, make_link
from tests.factories.responses import make_response
from tests.fakes import FakePostman
from tests.faults.conftest import (  # noqa: F401 - fixtures
    stocked_postgresql,
    stocked_sqlite,
    stocked_url,
)

LATER = NOON + timedelta(hours=2)


@dataclass
class House:
    """One installation and what the tests do to it."""

    home: Path
    backups: Path
    app: Flask
    link: Link = field(init=False)
    response_id: int = field(init=False)
    account_id: int = field(init=False)

    @property
    def settings(self) -> Settings:
        found: Settings = self.app.extensions["settings"]
        return found

    @property
    def database(self) -> Database:
        found: Database = self.app.extensions["database"]
        return found

    @property
    def sent(self) -> list[str]:
        """To whom letters went."""
        return [str(message["To"]) for message in self.app.extensions["postman"].sent]

    def fill(self) -> None:
        """An invitation whose letter waits, a consent, an account, a file."""
        self.link = make_link(self.app, name="一町")
        with self.database.transaction() as session:
            invitation = session.get_one(Invitation, self.link.invitation_id)
            response = make_response(session, invitation=invitation)
            consents.note_consents(
                session, response.id, {"casebook": Said("L1", "yes")}, wording_hash="h", now=NOON
            )
            self.response_id, self.account_id = response.id, make_account(session).id
        self.app.extensions["files"].put(b"a file")

    def back_up(self, name: str = "b1") -> Path:
        return backup.make(self.settings, self.backups / name, now=NOON).folder

    def restore(self, folder: Path, **values: object) -> Restored:
        """Put a backup in place, as on a machine where nothing runs."""
        self.database.engine.dispose()
        chosen = {"secrets": backup.secrets_beside(folder), "replacing": True, "now": LATER, **values}
        return restore.restore(folder, self.home, **chosen)  # type: ignore[arg-type]

    def open(self) -> None:
        """Start anew on what lies in the folder."""
        postman = self.app.extensions.get("postman")
        self.database.engine.dispose()
        self.app = create_app(config.load(self.home))
        self.app.config["TESTING"] = True
        self.database.bell = SilentBell()
        self.app.extensions["postman"] = postman if isinstance(postman, FakePostman) else FakePostman()

    def renew(self) -> str:
        """Give the invitation a new link; returns its token."""
        from casefinder.ask.invitations import link_service

        with self.database.transaction() as session:
            invitations.renew(session, self.link.invitation_id, link_key=self.settings.link_key, now=LATER)
        with self.database.reading() as session:
            link = session.get_one(Invitation, self.link.invitation_id).main_link
            return link_service.token_of(self.settings.link_key, link)


@pytest.fixture
def house(tmp_path: Path, stocked_url: str) -> Iterator[House]:  # noqa: F811 - the fixture of that name
    (tmp_path / "backups").mkdir()
    home = tmp_path if stocked_url.startswith("sqlite") else tmp_path / "home"
    built = House(home, tmp_path / "backups", create_app(config.initialise(home, database_url=stocked_url)))
    built.open()
    with built.app.app_context():
        built.fill()
        yield built
    built.database.engine.dispose()
