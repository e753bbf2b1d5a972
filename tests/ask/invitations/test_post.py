"""The post: what keeps letters is seen at the first failure, with the server's words and what to do; and sent at once."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from casefinder import clock, work
from casefinder.ask.invitations import post_queries
from casefinder.ask.invitations.post_queries import Pile
from casefinder.faces import Role
from casefinder.mail import outbox
from casefinder.mail.models import Letter, MailStop
from casefinder.mail.troubles import NotTaken, Trouble, Verdict
from casefinder.staff.audit.models import AuditEntry
from tests.conftest import NOON
from tests.factories.accounts import sign_in
from tests.factories.invitations import make_link

CLOSED = NotTaken(Verdict(Trouble.UNREACHABLE, "Connection refused"))
LATER = NotTaken(Verdict(Trouble.LATER, "450 4.2.0 greylisted"))
UNKNOWN = NotTaken(Verdict(Trouble.ADDRESS, "550 5.1.1 k***@town.example.jp: User unknown"))
PASSWORD = NotTaken(Verdict(Trouble.SIGN_IN, "535 5.7.8 credentials invalid"))


def try_letters(app: Flask, *refusals: Exception) -> None:
    app.extensions["postman"].refusals += refusals
    kind = next(each for each in work.kinds() if each.name == "letter")
    work.perform_due(app.extensions["database"], kind)


def state(app: Flask, at: datetime = NOON) -> post_queries.State:
    with app.extensions["database"].reading() as session:
        return post_queries.state(session, at)


def letter_ids(app: Flask) -> list[int]:
    with app.extensions["database"].reading() as session:
        return list(session.scalars(select(Letter.id).order_by(Letter.id)))


def actions(app: Flask) -> list[str]:
    with app.extensions["database"].reading() as session:
        about = AuditEntry.subject_kind == "letter", AuditEntry.action != "personal_data.viewed"
        return list(session.scalars(select(AuditEntry.action).where(*about)))


@pytest.fixture
def editor(app: Flask, client: FlaskClient) -> FlaskClient:
    sign_in(client, app, Role.EDITOR)
    return client


@pytest.fixture
def administrator(app: Flask, client: FlaskClient) -> FlaskClient:
    sign_in(client, app, Role.ADMINISTRATOR)
    return client


def test_our_own_fault_is_seen_at_its_first_moment_on_today_and_at_the_post(
    app: Flask, editor: FlaskClient
) -> None:
    for name in ("一町", "二町"):
        make_link(app, name=name)
    try_letters(app, CLOSED)

    for address in ("/staff/", "/staff/post/"):
        page = editor.get(address).text
        assert "メールサーバーにつながりません" in page, address
        assert "Connection refused" in page, address
        assert 'action="/staff/post/now"' in page, address
    assert "2通が待っています" in editor.get("/staff/").text
    assert "smtp_host と smtp_port が正しいか" in editor.get("/staff/post/").text


def test_the_campaigns_board_and_the_invitation_say_that_no_letter_leaves(
    app: Flask, editor: FlaskClient
) -> None:
    link = make_link(app)
    try_letters(app, CLOSED)

    for address in ("/staff/campaigns/1", f"/staff/campaigns/1/invitations/{link.invitation_id}"):
        assert "いまはメールを送れません：メールサーバーにつながりません" in editor.get(address).text, address
    try_letters(app)
    with app.extensions["database"].transaction() as session:
        session.execute(update(MailStop).values(next_try_s=0.0))
        session.execute(update(Letter).values(due_s=0.0))
    try_letters(app)
    assert "いまはメールを送れません" not in editor.get("/staff/campaigns/1").text


def test_a_letter_that_was_put_off_is_seen_with_the_words_and_can_be_sent_now(
    app: Flask, editor: FlaskClient
) -> None:
    link = make_link(app, name="一町")
    try_letters(app, LATER)
    (letter_id,) = letter_ids(app)

    for address in ("/staff/", "/staff/post/", f"/staff/campaigns/1/invitations/{link.invitation_id}"):
        page = editor.get(address).text
        assert "相手のサーバーが、あとで送るように言っています" in page, address
        assert "450 4.2.0 greylisted" in page, address
        assert f'action="/staff/post/{letter_id}/now"' in page, address

    answer = editor.post(f"/staff/post/{letter_id}/now", data={"next": "/staff/"})
    try_letters(app)

    assert (answer.status_code, answer.location) == (303, "/staff/")
    assert state(app).sent == 1
    assert "まだ届いていないメール" not in editor.get("/staff/").text
    assert actions(app) == ["letter.sent_again"]


def test_a_refused_letter_is_seen_with_the_words_and_what_to_do(app: Flask, editor: FlaskClient) -> None:
    link = make_link(app, name="一町")
    try_letters(app, UNKNOWN)

    for address in ("/staff/", "/staff/post/", f"/staff/campaigns/1/invitations/{link.invitation_id}"):
        page = editor.get(address).text
        assert "宛先がないか、メールを受け取れません" in page, address
        assert "550 5.1.1 k***@town.example.jp: User unknown" in page, address
    assert "宛先を直して送り直すか、電話で確かめてください" in editor.get("/staff/post/?pile=failed").text


def test_all_that_wait_are_sent_at_one_press(app: Flask, editor: FlaskClient) -> None:
    for name in ("一町", "二町"):
        make_link(app, name=name)
    try_letters(app, CLOSED)

    assert editor.post("/staff/post/now").status_code == 303
    try_letters(app)

    assert (state(app).sent, state(app).waiting, state(app).stop) == (2, 0, None)
    assert actions(app) == ["letter.hurried"]


def test_asking_while_no_letter_leaves_says_so(app: Flask, editor: FlaskClient) -> None:
    make_link(app)
    try_letters(app, CLOSED)

    editor.post("/staff/campaigns/1/invitations/send", data={"ids": ""})

    assert "団体にお願いしましたが、いまはメールを送れません" in editor.get("/staff/campaigns/1").text


def test_letters_that_nobody_sends_are_seen_after_ten_minutes(app: Flask, client: FlaskClient) -> None:
    make_link(app)
    assert state(app, NOON + timedelta(minutes=9)).idle_since is None
    assert state(app, NOON + timedelta(minutes=11)).idle_since == NOON

    clock.set_source(lambda: NOON + timedelta(minutes=11))
    sign_in(client, app, Role.EDITOR)

    for address in ("/staff/", "/staff/post/"):
        assert "待っているメールを、だれも送っていません" in client.get(address).text, address


def test_a_long_line_is_no_idle_worker(app: Flask) -> None:
    for name in ("一町", "二町"):
        make_link(app, name=name)
    with app.extensions["database"].transaction() as session:
        first = session.scalars(select(Letter).order_by(Letter.id)).first()
        assert first is not None
        first.done_at = first.tried_at = NOON + timedelta(minutes=20)

    assert state(app, NOON + timedelta(minutes=25)).idle_since is None


def test_what_failed_before_it_was_mended_lies_in_no_pile_that_asks_for_work(app: Flask) -> None:
    link = make_link(app)
    try_letters(app, UNKNOWN)
    assert state(app).failed == 1

    with app.extensions["database"].transaction() as session:
        (old,) = session.scalars(select(Letter)).all()
        again = Letter(
            kind=old.kind, letter_class=old.letter_class, invitation_id=link.invitation_id, context={},
            message_id="new", queued_at=NOON, requested_at=NOON, progress={},
        )  # fmt: skip
        session.add(again)

    assert (state(app).failed, state(app).waiting) == (0, 1)


@pytest.mark.parametrize("pile", [*Pile, "nonsense"])
def test_each_pile_counts_what_it_shows(app: Flask, editor: FlaskClient, pile: str) -> None:
    for name in ("一町", "二町", "三町"):
        make_link(app, name=name)
    try_letters(app, UNKNOWN, LATER)

    page = editor.get(f"/staff/post/?pile={pile}").text

    shown = {Pile.FAILED: "一町", Pile.WAITING: "二町", Pile.SENT: "三町"}.get(
        Pile(pile) if pile in list(Pile) else Pile.WAITING
    )
    assert [name for name in ("一町", "二町", "三町") if name in page] == [shown]
    assert (state(app).failed, state(app).waiting, state(app).sent, state(app).put_off) == (1, 1, 1, 1)


def test_a_test_letter_says_what_the_server_said(app: Flask, administrator: FlaskClient) -> None:
    page = administrator.post("/staff/post/try", data={"email": "Admin＠town.example.jp"})

    (sent,) = app.extensions["postman"].sent
    assert page.status_code == 200
    assert "admin@town.example.jp への試しのメールを受け取りました" in page.text
    assert "2.0.0 ok" in page.text
    assert sent["To"] == "admin@town.example.jp"
    assert "【試し】" in sent["Subject"]
    assert "同じ道で届きます" in sent.get_content()
    assert letter_ids(app) == []
    assert actions(app) == ["letter.tested"]


def test_a_test_letter_that_is_taken_lets_the_others_leave(app: Flask, administrator: FlaskClient) -> None:
    make_link(app)
    try_letters(app, PASSWORD)
    with app.extensions["database"].transaction() as session:
        session.execute(update(Letter).values(due_s=0.0))

    administrator.post("/staff/post/try", data={"email": "admin@town.example.jp"})
    try_letters(app)

    assert (state(app).stop, state(app).sent) == (None, 1)


def test_a_test_letter_that_meets_our_own_fault_shows_it_to_all(
    app: Flask, administrator: FlaskClient
) -> None:
    app.extensions["postman"].refusals.append(PASSWORD)

    page = administrator.post("/staff/post/try", data={"email": "admin@town.example.jp"}).text

    assert "試しのメールを渡せませんでした：メールサーバーが、利用者名とパスワードを受け付けません" in page
    assert "535 5.7.8 credentials invalid" in page
    assert "mail password" in page
    assert "535 5.7.8 credentials invalid" in administrator.get("/staff/").text


def test_a_test_letter_to_a_wrong_address_stops_nobody(app: Flask, administrator: FlaskClient) -> None:
    app.extensions["postman"].refusals.append(UNKNOWN)

    page = administrator.post("/staff/post/try", data={"email": "nobody@town.example.jp"}).text

    assert "宛先がないか" in page
    assert state(app).stop is None


@pytest.mark.parametrize("address", ["", "admin", "a@b.jp, c@d.jp", "管理@例え.jp"])
def test_a_test_letter_needs_one_address(app: Flask, administrator: FlaskClient, address: str) -> None:
    answer = administrator.post("/staff/post/try", data={"email": address})

    assert answer.status_code == 422
    assert app.extensions["postman"].sent == []


def test_only_administrators_see_the_servers_settings_and_try_it(app: Flask, client: FlaskClient) -> None:
    sign_in(client, app, Role.EDITOR)
    assert "試しのメール" not in client.get("/staff/post/").text
    assert client.post("/staff/post/try", data={"email": "a@b.jp"}).status_code == 403
    sign_in(client, app, Role.READER)
    assert client.get("/staff/post/").status_code == 403
    assert client.post("/staff/post/now").status_code == 403
    assert "郵便を見る" not in client.get("/staff/").text


def test_sending_what_is_not_there_is_no_page(editor: FlaskClient) -> None:
    assert editor.post("/staff/post/99/now").status_code == 404


def test_a_real_installation_with_the_sample_sender_is_told(app: Flask, administrator: FlaskClient) -> None:
    assert "差出人が見本のアドレスのままです" in administrator.get("/staff/post/").text


def test_a_letter_about_no_invitation_lies_in_its_pile_too(app: Flask, editor: FlaskClient) -> None:
    with app.extensions["database"].transaction() as session:
        session.add(
            Letter(
                kind="staff/notice", letter_class="notice", context={}, message_id="own", queued_at=NOON,
                requested_at=NOON, progress={}, failed_at=NOON, trouble="address", failure="550 5.1.1 no",
            )
        )  # fmt: skip

    assert state(app).failed == 1
    assert "550 5.1.1 no" in editor.get("/staff/post/?pile=failed").text


def test_a_letter_that_is_sent_now_names_no_later_hour(app: Flask, editor: FlaskClient) -> None:
    make_link(app)
    try_letters(app, LATER)
    assert "次は" in editor.get("/staff/post/").text

    editor.post("/staff/post/now")

    page = editor.get("/staff/post/").text
    assert "次は" not in page
    assert "から順番を待っています" in page


@pytest.fixture
def held(app: Flask) -> int:
    """A letter that waits in a database that came out of a backup."""
    make_link(app, name="一町")
    with app.extensions["database"].transaction() as session:
        outbox.hold(session, backup_at=NOON - timedelta(hours=5), known_until=None, now=NOON)
    return letter_ids(app)[0]


def test_after_a_restore_no_letter_leaves_whatever_is_pressed(
    app: Flask, held: int, editor: FlaskClient
) -> None:
    editor.post("/staff/post/now")
    editor.post(f"/staff/post/{held}/now")
    try_letters(app)

    assert app.extensions["postman"].sent == []


def test_that_letters_are_held_is_said_on_today_and_at_the_post(
    app: Flask, held: int, editor: FlaskClient
) -> None:
    for address in ("/staff/", "/staff/post/"):
        assert "メールを止めています：バックアップから戻したため" in editor.get(address).text, address


def test_a_publisher_lets_them_go_and_the_trail_says_so(app: Flask, held: int, client: FlaskClient) -> None:
    sign_in(client, app, Role.PUBLISHER)

    client.post("/staff/post/release")
    try_letters(app)

    assert len(app.extensions["postman"].sent) == 1
    assert "letter.let_go" in actions(app)


def test_an_editor_does_not_let_them_go(app: Flask, held: int, editor: FlaskClient) -> None:
    assert editor.post("/staff/post/release").status_code == 403
    try_letters(app)

    assert app.extensions["postman"].sent == []


def test_what_arrived_before_is_taken_out_and_is_not_sent_afterwards(
    app: Flask, held: int, editor: FlaskClient
) -> None:
    editor.post(f"/staff/post/{held}/aside")
    with app.extensions["database"].transaction() as session:
        outbox.let_go(session)
    try_letters(app)

    assert app.extensions["postman"].sent == []
    assert "letter.put_aside" in actions(app)


def test_without_a_restore_no_letter_is_taken_out(app: Flask, editor: FlaskClient) -> None:
    make_link(app)

    assert editor.post(f"/staff/post/{letter_ids(app)[0]}/aside").status_code == 409
