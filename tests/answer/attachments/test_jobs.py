"""A file is read by the worker: meanwhile the page says so, nobody gets it, nothing is submitted, and what was sent is gone."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casefinder import work
from casefinder.answer.attachments import intake
from casefinder.answer.attachments.models import Attachment, FileReading
from tests.factories import files
from tests.factories.invitations import Link, enter, make_link

WAITS = "を処理中です"


@pytest.fixture
def link(app: Flask, client: FlaskClient) -> Link:
    made = make_link(app)
    enter(client, made)
    return made


def send(client: FlaskClient, link: Link, data: bytes, name: str = "写真.jpg") -> None:
    upload = {"K1.upload": (io.BytesIO(data), name), "seen.K1": "0."}
    assert client.post(f"/r/{link.ref}/s/K", data=upload).status_code == 303


def row(app: Flask) -> Attachment:
    with app.extensions["database"].reading() as session:
        return session.scalars(select(Attachment)).one()


def waiting(app: Flask) -> list[bytes]:
    folder = app.extensions["settings"].waiting_dir
    return [p.read_bytes() for p in folder.rglob("*") if p.is_file()]


def page(client: FlaskClient, link: Link, query: str = "") -> str:
    return client.get(f"/r/{link.ref}/s/K{query}").get_data(as_text=True)


def test_fi_19_a_request_reads_no_picture(
    app: Flask, client: FlaskClient, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> str:
        raise AssertionError("no heavy work in a request")

    monkeypatch.setattr(intake.child, "run", never)

    send(client, link, files.jpeg())

    assert WAITS in page(client, link)


def test_until_it_is_read_nobody_gets_it(app: Flask, client: FlaskClient, link: Link) -> None:
    send(client, link, files.jpeg())
    address = f"/r/{link.ref}/files/{row(app).id}"

    assert client.get(address).status_code == 404
    assert client.get(f"{address}/small").status_code == 404
    assert client.get(f"{address}/state").json == {"waits": True}
    assert address + "/small" not in page(client, link)


def test_afterwards_the_picture_is_shown_and_what_was_sent_is_gone(
    app: Flask, client: FlaskClient, link: Link
) -> None:
    send(client, link, files.jpeg())
    assert any(secret in waiting(app)[0] for secret in files.SECRETS)

    files.read_files(app)

    assert waiting(app) == []
    assert client.get(f"/r/{link.ref}/files/{row(app).id}/state").json == {"waits": False}
    assert f'src="/r/{link.ref}/files/{row(app).id}/small"' in page(client, link)
    assert client.get(f"/r/{link.ref}/files/{row(app).id}", buffered=True).status_code == 200
    assert WAITS not in page(client, link)


def test_while_a_file_is_read_one_goes_on_to_the_next_section(
    app: Flask, client: FlaskClient, link: Link
) -> None:
    send(client, link, files.jpeg())
    shown = page(client, link)
    file_id = row(app).id
    said = {
        "K1.id": str(file_id), f"K1.{file_id}.description": "端末", f"K1.{file_id}.credit": "見本町",
        f"K1.{file_id}.rights": "own", "seen.K1": _seen(shown), "save": "next", "mark": "finished",
    }  # fmt: skip

    answer = client.post(f"/r/{link.ref}/s/K", data=said)

    assert answer.headers["Location"] == f"/r/{link.ref}/s/L"


def test_while_a_file_is_read_nothing_is_submitted(app: Flask, client: FlaskClient, link: Link) -> None:
    send(client, link, files.jpeg())

    assert WAITS in client.get(f"/r/{link.ref}/check").text

    files.read_files(app)
    assert WAITS not in client.get(f"/r/{link.ref}/check").text


def test_a_file_that_cannot_be_read_says_why_until_it_is_removed(
    app: Flask, client: FlaskClient, link: Link
) -> None:
    send(client, link, files.jpeg()[:300])
    files.read_files(app)
    assert waiting(app) == []

    shown = page(client, link)

    assert "写真.jpg」を読み取れませんでした" in shown or "写真.jpg」は途中で切れています" in shown
    assert client.get(f"/r/{link.ref}/files/{row(app).id}").status_code == 404
    with app.extensions["database"].reading() as session:
        seen = session.scalars(select(Attachment.id)).one()
    client.post(
        f"/r/{link.ref}/s/K", data={"K1.id": str(seen), f"K1.{seen}.remove": "yes", "seen.K1": _seen(shown)}
    )
    assert "読み取れません" not in client.get(f"/r/{link.ref}/check").text


def _seen(shown: str) -> str:
    return shown.partition('name="seen.K1" value="')[2].partition('"')[0]


def test_two_who_sent_the_same_bytes_both_get_their_file(app: Flask, client: FlaskClient, link: Link) -> None:
    other_client, other = app.test_client(), make_link(app)
    enter(other_client, other)
    send(client, link, files.jpeg())
    send(other_client, other, files.jpeg())

    files.read_files(app)

    with app.extensions["database"].reading() as session:
        ready = session.scalars(select(Attachment.ready_at)).all()
    assert len(ready) == 2
    assert all(ready)
    assert waiting(app) == []


def test_a_file_whose_reading_fails_again_and_again_is_told(
    app: Flask, client: FlaskClient, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> str:
        raise MemoryError

    monkeypatch.setattr(intake.child, "run", fails)
    send(client, link, files.jpeg())
    kind = next(each for each in work.kinds() if each.name == "file")
    for _ in range(kind.max_attempts):
        with app.extensions["database"].transaction() as session:
            session.query(FileReading).update({"due_s": 0.0, "leased_until_s": 0.0})
        files.read_files(app)

    assert "写真.jpg」を読み取れませんでした" in page(client, link)


def test_sec_04_the_state_of_anothers_file_is_not_told(app: Flask, client: FlaskClient, link: Link) -> None:
    other_client, other = app.test_client(), make_link(app)
    enter(other_client, other)
    send(other_client, other, files.jpeg())

    assert client.get(f"/r/{link.ref}/files/{row(app).id}/state").status_code == 404
