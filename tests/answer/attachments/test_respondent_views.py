"""Files on the respondent's pages: added, described, removed, brought back, handed out."""

import io
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from casefinder.answer.answers.history import keep_history
from casefinder.answer.answers.queries import AnswerView, answers_of
from casefinder.answer.attachments import queries as attachments
from casefinder.answer.attachments.models import Attachment
from casefinder.answer.responses import queries
from casefinder.answer.responses.models import Response
from casefinder.answer.snapshots import service as snapshots
from casefinder.clock import utc_now
from tests.factories import files
from tests.factories.accounts import sign_in
from tests.factories.invitations import Link, enter, make_link


def upload(client: FlaskClient, link: Link, data: bytes, name: str = "写真.jpg", **more: object) -> object:
    file = FileStorage(io.BytesIO(data), name, content_type="application/octet-stream")
    boundary, body = encode_multipart({"K1.upload": file, "seen.K1": "0.", **more})
    content_type = f"multipart/form-data; boundary={boundary}"
    answer = client.post(f"/r/{link.ref}/s/K", data=body, content_type=content_type)
    files.read_files(client.application)
    return answer


def answer(app: Flask, link: Link, key: str = "K1") -> AnswerView | None:
    with app.extensions["database"].reading() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        return answers_of(session, response.id).get(key)


def rows(app: Flask) -> list[attachments.FileView]:
    with app.extensions["database"].reading() as session:
        ids = session.scalars(select(Attachment.id).order_by(Attachment.id))
        return [view for each in ids if (view := attachments.file_of(session, each))]


def entered(app: Flask, client: FlaskClient) -> Link:
    link = make_link(app)
    enter(client, link)
    return link


def test_a_picture_is_added_and_shown_with_its_fields(app: Flask, client: FlaskClient) -> None:
    link = entered(app, client)

    saved = upload(client, link, files.jpeg())

    assert saved.status_code == 303
    (row,) = rows(app)
    view = answer(app, link)
    assert view is not None
    assert view.value == {"files": [row.id]}
    page = client.get(f"/r/{link.ref}/s/K").get_data(as_text=True)
    assert "写真.jpg" in page
    assert f'src="/r/{link.ref}/files/{row.id}/small"' in page
    assert f'name="K1.{row.id}.description"' in page


def test_what_is_said_about_a_file_is_kept_and_asked_for_at_the_submit(
    app: Flask, client: FlaskClient
) -> None:
    link = entered(app, client)
    upload(client, link, files.jpeg())
    (row,) = rows(app)
    check = client.get(f"/r/{link.ref}/check").get_data(as_text=True)
    wanted = f'href="/r/{link.ref}/s/K?check=1#q-K1-{row.id}-'
    assert check.count(wanted) == 3, "description, credit and rights are missing"
    page = client.get(f"/r/{link.ref}/s/K?check=1").get_data(as_text=True)
    for part in ("description", "credit", "rights-1"):
        assert f'{wanted}{part}"' in check
        assert f'id="q-K1-{row.id}-{part}"' in page, "the link leads to the very input"

    name = f"K1.{row.id}"
    said = {
        "K1.id": str(row.id), f"{name}.description": "運転席の端末", f"{name}.credit": "白楡町",
        f"{name}.rights": "own", "seen.K1": str(answer(app, link).seen),
    }  # fmt: skip
    client.post(f"/r/{link.ref}/s/K", data=said)

    (row,) = rows(app)
    assert (row.description, row.credit, row.rights) == ("運転席の端末", "白楡町", "own")
    check = client.get(f"/r/{link.ref}/check").get_data(as_text=True)
    assert wanted not in check
    assert "運転席の端末" in check


def test_a_file_is_removed_and_brought_back(app: Flask, client: FlaskClient) -> None:
    link = entered(app, client)
    upload(client, link, files.jpeg())
    (row,) = rows(app)

    removed = client.post(
        f"/r/{link.ref}/s/K",
        data={"K1.id": str(row.id), f"K1.{row.id}.remove": "yes", "seen.K1": str(answer(app, link).seen)},
    )
    page = client.get(removed.headers["Location"]).get_data(as_text=True)
    assert "「写真.jpg」を外しました" in page
    assert answer(app, link).value == {}

    client.post(
        f"/r/{link.ref}/s/K", data={"seen.K1": str(answer(app, link).seen), "restore": f"K1:{row.id}"}
    )
    assert answer(app, link).value == {"files": [row.id]}
    assert rows(app)[0].removed_at is None


def test_sec_10_refused_files_are_explained_and_the_rest_is_saved(app: Flask, client: FlaskClient) -> None:
    link = entered(app, client)
    for data, name, words in (
        (b"<svg onload=alert(1)>", "図.svg", "SVG かウェブページです"),
        (b"PK\x03\x04 [Content_Types].xml", "表.xlsx", "PDF で保存し直して"),
        (b"PK\x03\x04 a.txt", "資料.zip", "ZIP などにまとめたファイル"),
        (b"\xd0\xcf\x11\xe0", "表.xls", "古い形式の Office"),
        (b"\0\0\0\x18ftypheic", "IMG_1.HEIC", "HEIC"),
        (b"", "空.jpg", "中身が空です"),
        (files.jpeg() + b"x" * 5 * 1024 * 1024, "大.jpg", "5 MB を超えています"),
    ):
        saved = upload(client, link, data, name, **{"K2.note": "図のメモ", "seen.K2": "0."})

        page = saved.get_data(as_text=True)
        assert saved.status_code == 422, name
        assert words in page
        assert 'role="alert"' in page
    assert rows(app) == []
    assert answer(app, link, "K2").value["note"] == "図のメモ"


def test_no_more_files_than_the_question_takes(app: Flask, client: FlaskClient) -> None:
    link = entered(app, client)
    client.post(
        f"/r/{link.ref}/s/E",
        data={"E3.upload": (io.BytesIO(files.png()), "体制図.png")},
        content_type="multipart/form-data",
    )

    refused = client.post(
        f"/r/{link.ref}/s/E",
        data={"E3.upload": (io.BytesIO(files.jpeg()), "もう1枚.jpg")},
        content_type="multipart/form-data",
    )

    assert "1 件までです" in refused.get_data(as_text=True)
    assert [row.original_name for row in rows(app)] == ["体制図.png"]


def test_files_added_in_two_tabs_are_both_kept(app: Flask, client: FlaskClient) -> None:
    link = entered(app, client)
    upload(client, link, files.jpeg())

    upload(client, link, files.png(), "図.png")

    assert answer(app, link).value == {"files": [row.id for row in rows(app)]}
    assert [row.original_name for row in rows(app)] == ["写真.jpg", "図.png"]


def test_the_same_file_twice_is_kept_once(app: Flask, client: FlaskClient) -> None:
    link = entered(app, client)
    upload(client, link, files.jpeg())
    (row,) = rows(app)

    upload(client, link, files.jpeg(), **{"K1.id": str(row.id), "seen.K1": str(answer(app, link).seen)})

    assert [each.id for each in rows(app)] == [row.id]
    assert answer(app, link).value == {"files": [row.id]}


def test_sec_10_files_are_handed_out_as_downloads_that_run_nothing(app: Flask, client: FlaskClient) -> None:
    link = entered(app, client)
    upload(client, link, files.jpeg())
    (row,) = rows(app)

    for path in (f"/r/{link.ref}/files/{row.id}", f"/r/{link.ref}/files/{row.id}/small"):
        got = client.get(path)
        assert got.status_code == 200
        assert got.headers["Content-Type"] == "image/jpeg"
        disposition = got.headers["Content-Disposition"]
        assert disposition.startswith("attachment")
        assert f"filename*=UTF-8''{quote('写真.jpg')}" in disposition
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert got.headers["Cache-Control"] == "no-store"
        got.close()


def test_sec_04_files_of_others_are_neither_shown_nor_taken_over(app: Flask, client: FlaskClient) -> None:
    mine, theirs = entered(app, client), make_link(app)
    other = app.test_client()
    enter(other, theirs)
    upload(other, theirs, files.jpeg())
    (row,) = rows(app)

    assert client.get(f"/r/{mine.ref}/files/{row.id}").status_code == 404
    client.post(
        f"/r/{mine.ref}/s/K",
        data={"K1.id": str(row.id), f"K1.{row.id}.description": "私のもの", "seen.K1": "0."},
    )
    client.post(f"/r/{mine.ref}/s/K", data={"restore": f"K1:{row.id}"})
    client.post(f"/r/{mine.ref}/a/K1", json={"form": {"K1.id": [str(row.id)]}, "seen": "0."})

    assert answer(app, mine) is None
    (row,) = rows(app)
    assert (row.description, row.removed_at) == ("", None)


def test_a_submitted_response_takes_no_files(app: Flask, client: FlaskClient) -> None:
    link = entered(app, client)
    with app.extensions["database"].transaction() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        found = session.get_one(Response, response.id)
        found.receipt_number, found.submitted_at = "K7RF-4WPH", found.started_at

    assert upload(client, link, files.jpeg()).status_code == 409
    assert rows(app) == []


def freeze(app: Flask, link: Link) -> None:
    """What was written so far is sent."""
    with app.extensions["database"].transaction() as session:
        response = queries.response_of(session, link.invitation_id)
        assert response is not None
        keep_history(session, response.id, "submit", now=utc_now())
        snapshots.take(session, response, "approval", {}, wording_hash="", now=utc_now())


def test_the_staff_do_not_open_a_file_that_was_not_sent(app: Flask, client: FlaskClient) -> None:
    link = entered(app, client)
    upload(client, link, files.jpeg())
    (row,) = rows(app)
    staff = app.test_client()
    sign_in(staff, app)

    assert staff.get(f"/staff/attachments/{row.id}").status_code == 404
    assert staff.get(f"/staff/attachments/{row.id}/small").status_code == 404


def test_the_staff_open_files_with_an_account_only(app: Flask, client: FlaskClient) -> None:
    link = entered(app, client)
    upload(client, link, files.jpeg())
    (row,) = rows(app)
    freeze(app, link)
    staff = app.test_client()

    assert staff.get(f"/staff/attachments/{row.id}").status_code in (302, 303, 404)
    sign_in(staff, app)
    for path in (f"/staff/attachments/{row.id}", f"/staff/attachments/{row.id}/small"):
        got = staff.get(path)
        assert got.status_code == 200
        got.close()
    assert staff.get("/staff/attachments/987").status_code == 404


def test_without_script_saving_a_new_picture_leads_to_its_description(
    app: Flask, client: FlaskClient
) -> None:
    link = entered(app, client)

    saved = upload(client, link, files.jpeg(), save="next")

    assert saved.headers["Location"].endswith("/s/K#item-K1")
    described = client.post(f"/r/{link.ref}/s/K", data={"save": "next"})
    assert described.headers["Location"].endswith("/s/L")


def test_what_is_missing_names_the_picture(app: Flask, client: FlaskClient) -> None:
    link = entered(app, client)
    upload(client, link, files.jpeg(), "端末の写真.jpg")

    for path in ("s/K?check=1", "check"):
        page = client.get(f"/r/{link.ref}/{path}").get_data(as_text=True)
        assert "写真（端末の写真.jpg）：何が写っているか" in page


def test_a_file_whose_bytes_are_gone_says_so_in_words(app: Flask, client: FlaskClient) -> None:
    link = entered(app, client)
    upload(client, link, files.jpeg())
    (row,) = rows(app)
    freeze(app, link)
    app.extensions["files"].path(row.sha256).unlink()
    staff = app.test_client()
    sign_in(staff, app)

    for answer in (client.get(f"/r/{link.ref}/files/{row.id}"), staff.get(f"/staff/attachments/{row.id}")):
        assert answer.status_code == 503
        assert "控えから戻します" in answer.get_data(as_text=True)
