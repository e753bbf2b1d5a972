from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casefinder.ask.organisations import area_service
from casefinder.ask.organisations.models import Organisation
from casefinder.config import Settings
from casefinder.db import Database
from casefinder.faces import Role
from casefinder.prefectures import prefecture
from tests.factories.accounts import sign_in
from tests.factories.organisations import make_organisation

COLLECTION = Path(__file__).with_name("collection")
URL = "/staff/organisations"
HEAD = "種別,コード,団体名,よみ,市町村の別,振興局,メール\n"
FORM = {
    "name": "白楡町", "kana": "シラニレチョウ", "kind": "municipality", "code": "０１９０１１",
    "municipality_type": "town", "subprefecture": "空知総合振興局", "email": "joho@example.jp",
}  # fmt: skip


def add(app: Flask, **values: object) -> int:
    with app.extensions["database"].transaction() as session:
        return make_organisation(session, **values).id  # type: ignore[arg-type]


def stored(app: Flask, organisation_id: int) -> Organisation:
    with app.extensions["database"].reading() as session:
        found: Organisation = session.get_one(Organisation, organisation_id)
        session.expunge(found)
        return found


def page(client: FlaskClient, path: str = "/", **query: str) -> str:
    answer = client.get(URL + path, query_string=query)
    assert answer.status_code == 200
    return answer.text


def upload(client: FlaskClient, content: str | bytes, name: str = "register.csv") -> str:
    sent = content if isinstance(content, bytes) else content.encode()
    answer = client.post(f"{URL}/read-in", data={"file": (BytesIO(sent), name)})
    return answer.text


def marks(preview: str) -> dict[str, str]:
    """The hidden fields of a preview."""
    return {
        name: preview.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("file", "seen")
    }


def test_nobody_enters_without_signing_in(client: FlaskClient) -> None:
    assert client.get(f"{URL}/").status_code in (302, 303, 401, 404)


def test_a_reader_may_look_and_not_change(client: FlaskClient, app: Flask) -> None:
    town = add(app)
    sign_in(client, app, role=Role.READER)

    assert "白楡町（見本）" in page(client)
    assert "登録内容を変える" not in page(client, f"/{town}")
    assert client.post(f"{URL}/{town}/retire").status_code == 403
    assert client.get(f"{URL}/new").status_code == 403


def test_the_list_is_searched_filtered_and_sorted(client: FlaskClient, app: Flask) -> None:
    add(app, name="白楡町", kana="しらにれちょう", code="019011", population=8120)
    add(app, name="青苔村", kana="あおごけむら", code="019020", subprefecture="上川総合振興局")
    add(app, name="北の会", kana="きたのかい", kind="association", subprefecture="全道")
    sign_in(client, app)

    assert "8,120" in page(client)
    for query, seen, unseen in (
        ({"q": "アオゴケ"}, "青苔村", "白楡町"),
        ({"q": "０１９０１"}, "白楡町", "青苔村"),
        ({"q": "楡"}, "白楡町", "青苔村"),
        ({"kind": "association"}, "北の会", "白楡町"),
        ({"subprefecture": "全道"}, "北の会", "青苔村"),
    ):
        text = page(client, **query)
        assert seen in text
        assert unseen not in text
    by_name = page(client, sort="name")
    assert by_name.index("青苔村") < by_name.index("北の会") < by_name.index("白楡町")
    by_code = page(client)
    assert by_code.index("白楡町") < by_code.index("青苔村") < by_code.index("北の会")


@pytest.mark.parametrize("words", ["%", "_", "無い町", "'"])
def test_a_search_without_a_hit_offers_the_way_back(client: FlaskClient, app: Flask, words: str) -> None:
    add(app)
    sign_in(client, app)

    text = page(client, q=words)

    assert "当てはまる団体がありません。" in text
    assert "すべての団体を見る" in text


def test_an_odd_query_is_no_error(client: FlaskClient, app: Flask) -> None:
    add(app)
    sign_in(client, app)

    assert "白楡町" in page(client, page="99", sort="id;drop", state="?")
    assert "白楡町" in page(client, page="-3")


def test_long_lists_have_pages(client: FlaskClient, app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        for number in range(60):
            make_organisation(session, name=f"第{number}団体", kind="association")
    sign_in(client, app)

    assert "2 ページのうち 1 ページ" in page(client, kind="association")
    assert "第59団体" in page(client, page="2")


def test_an_organisation_is_added(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app)

    answer = client.post(f"{URL}/new", data=FORM)

    assert answer.status_code == 303
    shown = client.get(answer.location).text
    assert "019011" in shown
    assert "しらにれちょう" in shown
    assert "団体を加えました。" in shown


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"code": "019012"}, "検査数字が合いません"),
        ({"code": ""}, "6桁の団体コードが必要です"),
        ({"name": " "}, "団体名を入力してください。"),
        ({"email": "joho"}, "メールアドレスを"),
        ({"kind": "company", "code": "123"}, "法人番号は13桁です。"),
    ],
)
def test_a_wrong_entry_is_named_and_kept(
    client: FlaskClient, app: Flask, change: dict[str, str], says: str
) -> None:
    sign_in(client, app)

    answer = client.post(f"{URL}/new", data={**FORM, **change})

    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="シラニレチョウ"' in answer.text


def test_a_code_that_is_taken_is_named(client: FlaskClient, app: Flask) -> None:
    add(app, code="019011")
    sign_in(client, app)

    answer = client.post(f"{URL}/new", data=FORM)

    assert answer.status_code == 422
    assert "ほかの団体で使われています" in answer.text


def test_an_entry_is_changed(client: FlaskClient, app: Flask) -> None:
    town = add(app, code="019011")
    sign_in(client, app)

    assert 'value="019011"' in page(client, f"/{town}/edit")
    answer = client.post(f"{URL}/{town}/edit", data={**FORM, "name": "白楡市", "municipality_type": "city"})

    assert answer.status_code == 303
    assert (stored(app, town).name, stored(app, town).is_sample) == ("白楡市", True)
    assert client.post(f"{URL}/{town}/edit", data={**FORM, "code": "9"}).status_code == 422


def test_facts_are_written_and_removed(client: FlaskClient, app: Flask) -> None:
    town = add(app)
    sign_in(client, app)
    fact = {"kind": "population", "value": "8120", "year": "2025", "source": "住民基本台帳"}

    assert client.post(f"{URL}/{town}/facts", data=fact).status_code == 303
    assert "8,120人" in page(client, f"/{town}")
    wrong = client.post(f"{URL}/{town}/facts", data={**fact, "value": "-1", "year": "25"})
    assert wrong.status_code == 422
    assert "4桁の西暦" in wrong.text
    assert client.post(f"{URL}/{town}/facts", data={**fact, "value": "たくさん"}).status_code == 422
    assert client.post(f"{URL}/{town}/facts/1/remove").status_code == 303
    assert "8,120人" not in page(client, f"/{town}")


def test_retiring_hides_and_restoring_brings_back(client: FlaskClient, app: Flask) -> None:
    town = add(app)
    sign_in(client, app)

    client.post(f"{URL}/{town}/retire")
    assert "白楡町" not in page(client)
    assert "白楡町" in page(client, state="retired")
    assert "使う団体に戻す" in page(client, f"/{town}")
    client.post(f"{URL}/{town}/restore")
    assert "白楡町" in page(client)


@pytest.mark.parametrize("path", ["/999", "/999/edit"])
def test_an_unknown_organisation_is_not_found(client: FlaskClient, app: Flask, path: str) -> None:
    sign_in(client, app)

    assert client.get(URL + path).status_code == 404
    assert client.post(f"{URL}/999/retire").status_code == 404


def test_the_list_is_saved_and_read_in_again(client: FlaskClient, app: Flask) -> None:
    add(app, code="019011")
    sign_in(client, app)

    answer = client.get(f"{URL}/organisations.csv")
    again = upload(client, answer.text)

    assert answer.mimetype == "text/csv"
    assert answer.text.startswith("\ufeff種別,コード,団体名")
    assert "変わらない 1件" in again


def test_a_file_is_looked_at_before_it_is_taken_over(client: FlaskClient, app: Flask) -> None:
    town = add(app, code="019011")
    sign_in(client, app)
    text = (
        HEAD + "市町村,019011,白楡町,しらにれちょう,町,空知,new@example.jp\n"
        "団体,,北の会,きたのかい,,全道,\n市町村,019021,青苔村,あおごけむら,村,上川,\n"
    )

    preview = upload(client, text)

    assert "追加 1件、変更 1件、変わらない 0件、使えない 1件" in preview
    assert stored(app, town).email == "joho@example.jp"
    answer = client.post(f"{URL}/take-over", data=marks(preview))
    assert answer.status_code == 303
    assert "1件を追加し、1件を変更しました。" in client.get(answer.location).text
    assert stored(app, town).email == "new@example.jp"
    assert stored(app, town).is_sample


def test_a_register_that_changed_since_is_shown_again(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app)
    text = HEAD + "市町村,019011,白楡町,しらにれちょう,町,空知,joho@example.jp\n"
    preview = upload(client, text)
    add(app, code="019011", name="先に入れた町")

    answer = client.post(f"{URL}/take-over", data=marks(preview))

    assert answer.status_code == 409
    assert "この間に、団体の一覧が変わりました。" in answer.text
    assert "先に入れた町" in answer.text


def test_2_600_firms_are_taken_over_from_the_file_on_the_server(
    client: FlaskClient, app: Flask, settings: Settings
) -> None:
    # Not watched for how long it writes: PostgreSQL's driver takes half a million calls for so many rows, and locks nobody out.
    app.extensions["database"] = unwatched = Database(settings.database_url)
    sign_in(client, app)
    text = HEAD + "".join(
        f'企業,,"会社{n}\r\n（本店）",かいしゃ,,石狩,joho{n}@example.jp\r\n' for n in range(2600)
    )

    answer = client.post(f"{URL}/take-over", data=marks(upload(client, text)))

    assert "2600件を追加し、0件を変更しました。" in client.get(answer.location).text
    unwatched.engine.dispose()


def test_a_line_break_in_a_cell_is_taken_over(client: FlaskClient, app: Flask) -> None:
    town = add(app, code="011002", name="札幌市")
    sign_in(client, app)
    content = (COLLECTION / "32_newline_in_changed_cell.csv").read_bytes()

    answer = client.post(f"{URL}/take-over", data=marks(upload(client, content)))

    assert "0件を追加し、1件を変更しました。" in client.get(answer.location).text
    assert stored(app, town).name == "札幌市（本庁）"


def test_a_file_is_taken_over_once_and_by_whoever_sent_it(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app)
    mine = marks(upload(client, HEAD + "団体,,北の会,きたのかい,,全道,\n"))
    assert client.post(f"{URL}/take-over", data=mine).location.endswith(f"{URL}/")

    again = client.post(f"{URL}/take-over", data=mine)
    made_up = client.post(f"{URL}/take-over", data={**mine, "file": "made-up"})

    assert again.location.endswith("/read-in")
    assert made_up.location.endswith("/read-in")
    assert "もう一度ファイルを選んでください。" in client.get(made_up.location).text


def test_columns_that_are_not_read_are_named(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app)

    preview = upload(client, "種別,団体名,よみ,電話番号,備考\n団体,北の会,きたのかい,011-000-0000,なし\n")

    assert "次の列は読み込みません：電話番号、備考" in preview


def test_a_workbook_is_saved_and_read_in_again(client: FlaskClient, app: Flask) -> None:
    add(app, code="011002")
    sign_in(client, app)

    answer = client.get(f"{URL}/organisations.xlsx")

    assert answer.data.startswith(b"PK")
    assert "変わらない 1件" in upload(client, answer.data, "organisations.xlsx")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "ファイルが空です。"),
        (b"a,b\n", "「団体名」の列がありません。"),
        (b"\x81\xff\xfe", "文字が読み取れません"),
        (b"PK\x03\x04", "このExcelファイルは開けません。"),
        (b"\xd0\xcf\x11\xe0", "古い形式のExcel"),
    ],
)
def test_a_file_that_is_no_register_is_named(
    client: FlaskClient, app: Flask, content: bytes, says: str
) -> None:
    sign_in(client, app)

    answer = client.post(f"{URL}/read-in", data={"file": (BytesIO(content), "x.csv")})

    assert answer.status_code == 422
    assert says in answer.text


def test_no_file_is_named_too(client: FlaskClient, app: Flask) -> None:
    sign_in(client, app)

    assert "ファイルを選んでください。" in client.post(f"{URL}/read-in", data={}).text


def test_nobody_is_asked_for_an_area_where_there_are_none(client: FlaskClient, app: Flask) -> None:
    with app.extensions["database"].transaction() as session:
        area_service.load_prefecture(session, prefecture("20"), ())
    add(app, subprefecture="")
    sign_in(client, app)

    assert 'id="subprefecture"' not in page(client)
    form = page(client, "/new")
    assert "指定しない" in form
    assert "全県" in form
    assert "振興局</option>" not in form
    assert "北海道" not in form
