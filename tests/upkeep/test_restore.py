"""What a restore brings back, and what it must not: letters already sent, ended links and consents, old sessions."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casefinder import config, occupancy, work
from casefinder.ask.invitations import link_service
from casefinder.ask.invitations import service as invitations
from casefinder.ask.invitations.errors import LinkNotFound
from casefinder.config import SettingsError
from casefinder.faces import Role
from casefinder.logbook import FILE
from casefinder.mail import outbox
from casefinder.mail.models import Letter, MailHold
from casefinder.staff.accounts import administration
from casefinder.staff.accounts import service as accounts
from casefinder.staff.accounts.models import Account, AccountSession
from casefinder.staff.audit.models import AuditEntry
from casefinder.staff.consent import service as consents
from casefinder.upkeep import backup, restore
from tests.factories.accounts import PASSWORD
from tests.factories.invitations import make_link
from tests.mail.certificates import Office
from tests.mail.conftest import office  # noqa: F401 - a fixture
from tests.upkeep.conftest import LATER, House


def send_letters(house: House) -> None:
    kind = next(each for each in work.kinds() if each.name == "letter")
    with house.app.app_context():
        work.perform_due(house.database, kind)


def let_go(house: House) -> None:
    with house.database.transaction() as session:
        outbox.let_go(session)


def opens(house: House, token: str) -> bool:
    with house.database.reading() as session:
        try:
            return link_service.find_by_token(session, token, now=LATER) is not None
        except LinkNotFound:
            return False


def test_what_was_stored_before_the_backup_is_there_again(house: House) -> None:
    folder = house.back_up()
    make_link(house.app, name="二町")
    for path in (house.home / "files").rglob("*"):
        if path.is_file():
            path.unlink()

    house.restore(folder)
    house.open()

    assert opens(house, house.link.token)
    assert [p.read_bytes() for p in (house.home / "files").rglob("*") if p.is_file()] == [b"a file"]
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Letter)) == 1


def test_what_was_there_is_set_aside_and_not_deleted(house: House) -> None:
    folder = house.back_up()
    (house.home / "files" / "new").write_bytes(b"came later")

    done = house.restore(folder)

    assert done.aside is not None
    assert (done.aside / "files" / "new").read_bytes() == b"came later"
    assert (done.aside / "casefinder.toml").exists()


def test_a_letter_sent_after_the_backup_is_not_sent_again(house: House) -> None:
    folder = house.back_up()
    send_letters(house)
    assert len(house.sent) == 1

    house.restore(folder)
    house.open()
    let_go(house)
    send_letters(house)

    assert len(house.sent) == 1


def test_no_letter_leaves_after_a_restore_until_a_person_says_so(house: House) -> None:
    folder = house.back_up()

    house.restore(folder)
    house.open()
    send_letters(house)
    assert house.sent == []

    let_go(house)
    send_letters(house)
    assert len(house.sent) == 1


def test_the_hold_says_what_is_known(house: House) -> None:
    folder = house.back_up()
    send_letters(house)

    done = house.restore(folder)
    house.open()

    with house.database.reading() as session:
        hold = session.scalars(select(MailHold)).one()
    assert hold.known_until == done.known_until is not None


def test_a_link_revoked_after_the_backup_stays_revoked(house: House) -> None:
    folder = house.back_up()
    with house.database.transaction() as session:
        invitations.revoke(session, house.link.invitation_id, now=LATER)

    house.restore(folder)
    house.open()

    assert not opens(house, house.link.token)


def test_of_a_link_renewed_after_the_backup_the_newest_opens_and_no_other(house: House) -> None:
    folder = house.back_up()
    newest = house.renew()

    house.restore(folder)
    house.open()

    assert opens(house, newest)
    assert not opens(house, house.link.token)


def test_a_link_made_after_a_restore_is_none_that_went_to_somebody_else(house: House) -> None:
    folder = house.back_up()
    lost = make_link(house.app, name="二町")

    house.restore(folder)
    house.open()
    made = make_link(house.app, name="三町")

    assert made.id == lost.id or house.database.engine.dialect.name != "sqlite"
    assert made.token != lost.token
    assert not opens(house, lost.token)


def test_a_consent_withdrawn_after_the_backup_stays_withdrawn(house: House) -> None:
    folder = house.back_up()
    with house.database.transaction() as session:
        consents.withdraw(session, house.response_id, "casebook", now=LATER)

    house.restore(folder)
    house.open()

    with house.database.reading() as session:
        assert consents.standing(session, house.response_id) == {}


def test_sessions_of_before_open_nothing(house: House) -> None:
    with house.database.transaction() as session:
        accounts.sign_in(session, house.account_id, lasts=timedelta(hours=12), now=LATER)
    folder = house.back_up()

    house.restore(folder)
    house.open()

    with house.database.reading() as session:
        assert session.scalar(select(AccountSession.ended_at)) is not None


def test_an_account_that_was_disabled_or_lowered_since_stays_so(house: House) -> None:
    with house.database.transaction() as session:
        other = accounts.create_account(
            session, email="other@example.jp", name="別 見本", role=Role.PUBLISHER, now=LATER
        ).account_id
    folder = house.back_up()
    with house.database.transaction() as session:
        administration.disable_account(session, house.account_id, by=None, now=LATER)
        administration.change_role(session, other, Role.READER, by=other, now=LATER)

    house.restore(folder)
    house.open()

    with house.database.reading() as session:
        assert session.get_one(Account, house.account_id).disabled_at is not None
        assert session.get_one(Account, other).role == "reader"


def test_a_password_that_was_changed_since_opens_nothing(house: House) -> None:
    folder = house.back_up()
    with house.database.transaction() as session:
        administration.reset_password(session, house.account_id, by=None, now=LATER)

    house.restore(folder)
    house.open()

    with house.database.reading() as session:
        email = session.get_one(Account, house.account_id).email
        with pytest.raises(accounts.WrongSignIn):
            accounts.check_password(session, email, PASSWORD, now=LATER)


def test_a_backup_knows_itself_what_was_ended_before_it(house: House) -> None:
    token = house.renew()
    folder = house.back_up()

    done = house.restore(folder)
    house.open()

    assert done.reapplied == {}
    assert opens(house, token)


def test_without_the_last_logbook_the_hold_says_that_nothing_is_known(house: House) -> None:
    folder = house.back_up()
    send_letters(house)
    (house.home / FILE).unlink()

    done = house.restore(folder)

    assert done.known_until is None


def test_a_logbook_that_tells_nothing_new_says_that_nothing_happened(house: House) -> None:
    house.renew()
    folder = house.back_up()

    done = house.restore(folder)

    assert done.known_until is not None


def test_a_restore_stands_in_the_trail_which_is_still_closed(house: House) -> None:
    folder = house.back_up()

    house.restore(folder)
    house.open()

    with house.database.reading() as session:
        assert session.scalar(select(AuditEntry.id).where(AuditEntry.action == "installation.restored"))
    with pytest.raises(Exception, match="append-only"), house.database.transaction() as session:
        session.execute(AuditEntry.__table__.delete())


def test_a_restore_that_was_cut_short_keeps_the_doors_shut_and_can_be_done_again(house: House) -> None:
    folder = house.back_up()
    send_letters(house)
    first = house.home / "set-aside-19990101-000000"
    first.mkdir()
    (house.home / FILE).rename(first / FILE)
    (house.home / occupancy.UNFINISHED).touch()

    with pytest.raises(SettingsError, match="restore"):
        config.load(house.home)
    house.restore(folder, replacing=True)
    house.open()
    let_go(house)
    send_letters(house)

    assert len(house.sent) == 1


def test_an_empty_folder_takes_a_backup_without_being_asked_twice(house: House, tmp_path: Path) -> None:
    if house.database.engine.dialect.name != "sqlite":
        return
    folder = house.back_up()

    done = restore.restore(
        folder, tmp_path / "other", secrets=backup.secrets_beside(folder), later=house.home / FILE, now=LATER
    )

    assert done.aside is None
    assert config.load(tmp_path / "other").database.endswith("other/casefinder.db")


def test_a_backup_whose_settings_name_a_place_of_another_machine_finds_its_own(
    house: House, tmp_path: Path
) -> None:
    """A database of SQLite that lay outside, or in a folder of another name, lies in the new folder from now on."""
    if house.database.engine.dialect.name != "sqlite":
        return
    assert "database_url" in (house.home / "casefinder.toml").read_text()
    folder = house.back_up()

    restore.restore(folder, tmp_path / "other", secrets=backup.secrets_beside(folder), now=LATER)

    settings = config.load(tmp_path / "other")
    assert settings.database == f"sqlite:///{tmp_path / 'other' / 'casefinder.db'}"
    assert "database_url" not in (tmp_path / "other" / "casefinder.toml").read_text()


def test_the_authority_of_the_mail_server_goes_with_the_backup(
    house: House,
    office: Office,  # noqa: F811
) -> None:
    (house.home / "certificates").mkdir()
    (house.home / "certificates" / "ca.pem").write_bytes(office.ca_file.read_bytes())
    with (house.home / "casefinder.toml").open("a") as file:
        file.write('smtp_tls = true\nsmtp_ca_file = "certificates/ca.pem"\n')
    house.open()
    folder = house.back_up()
    (house.home / "certificates" / "ca.pem").write_text("another one")

    done = house.restore(folder)

    assert config.load(house.home).smtp_ca_path == house.home / "certificates" / "ca.pem"
    assert (house.home / "certificates" / "ca.pem").read_bytes() == office.ca_file.read_bytes()
    assert done.aside is not None
    assert (done.aside / "certificates" / "ca.pem").read_text() == "another one"
