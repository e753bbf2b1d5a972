"""Persons, organisations and technologies; a name is a person even where no rank is given."""

import pytest

from casefinder.analyse.engine.entities import find_entities
from casefinder.analyse.engine.normal import normalise
from casefinder.analyse.engine.questions import canonical_question
from casefinder.analyse.engine.sentences import split_sentences
from casefinder.analyse.engine.tokens import tokenise


def found(text: str, label: str, question: str = "key_people") -> list[str]:
    sentences = [normalise(text[start:end], start) for start, end in split_sentences(text)]
    prepared = [(each, tokenise(each), canonical_question(question)) for each in sentences]
    return [text[each.start : each.end] for each in find_entities(prepared) if each.label == label]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("元漁師の戸川さんが一軒ずつ回った。", "戸川"),
        ("山田太郎係長が夜遅くまで調整した。", "山田"),
        ("佐々木教授に助言をいただいた。", "佐々木"),
        ("不在地主会世話人の佐藤氏が電話をかけた。", "佐藤"),
        ("𠮷田と鈴木が交代で当たった。", "鈴木"),
        ("当会の岩淵が一社ずつ電話した。", "岩淵"),
        ("𠮷田さんが中心になった。", "𠮷田"),
        ("係の𣘺本さんに助けられた。", "𣘺本"),
        ("𡈽屋さんの畑で試した。", "𡈽屋"),
        ("葛\U000e0100西さんに聞いた。", "葛\U000e0100西"),
        ("土屋𠮷男さんの店で始めた。", "土屋𠮷男"),
        ("髙𣘺さんが描いた。", "髙𣘺"),
    ],
)
@pytest.mark.parametrize("question", ["key_people", "effects", "J5"])
def test_names_are_persons_whatever_was_asked(text: str, name: str, question: str) -> None:
    assert any(name in person for person in found(text, "PERSON", question))


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("市長が自ら三日間使った。", "市長"),
        ("農産部の次長は反対の矢面に立った。", "農産部の次長"),
        ("ノースモバイル社の若い担当さんは毎朝付き合った。", "ノースモバイル社の若い担当さん"),
    ],
)
def test_a_part_played_is_a_person(text: str, person: str) -> None:
    assert found(text, "PERSON") == [person]


@pytest.mark.parametrize(
    "text", ["お客さんが増えた。", "課長会議を開いた。", "皆さんに感謝します。", "各課長に通知した。"]
)
def test_the_many_are_no_person(text: str) -> None:
    assert found(text, "PERSON") == []


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("株式会社ソラ計測が画像を処理する。", ["株式会社ソラ計測"]),
        ("（一社）みなとまちづくりが受託した。", ["（一社）みなとまちづくり"]),
        ("(一財)北の財団に相談した。", ["(一財)北の財団"]),
        ("ＮＰＯ法人ひだまりの会が運営する。", ["ＮＰＯ法人ひだまりの会"]),
        ("社会福祉法人あおぞら会が手を挙げた。", ["社会福祉法人あおぞら会"]),
        ("学校法人きた学園と連携した。", ["学校法人きた学園"]),
        ("株式会社 ミナモと契約した。", ["株式会社 ミナモ"]),
        ("㈲きた印刷に頼んだ。", ["㈲きた印刷"]),
        ("合資会社まるいちに頼んだ。", ["合資会社まるいち"]),
        ("農事組合法人みのりと組んだ。", ["農事組合法人みのり"]),
        ("きた漁業協同組合が買った。", ["きた漁業協同組合"]),
        ("生活協同組合コープみなみに頼んだ。", ["生活協同組合コープみなみ"]),
        ("JA道央の職員が来た。", ["JA道央"]),
        ("北辺土地改良区と北辺ふるさと公社が担う。", ["北辺土地改良区", "北辺ふるさと公社"]),
        ("Minamo Co., Ltd.と契約した。", ["Minamo Co., Ltd."]),
        ("𠮷田建設株式会社に頼んだ。", ["𠮷田建設株式会社"]),
        ("株式会社を設立した。", []),
        ("NPO法人化の準備をした。", []),
        ("一般社団法人設立の準備をした。", []),
        ("NPO活動に加わった。", []),
        ("道央ネットワークサービス㈱と協定を結んだ。", ["道央ネットワークサービス㈱"]),
        ("商工観光課にデジタル係を置く。", ["商工観光課", "デジタル係"]),
        ("総務課の企画グループが真ん中にいる。", ["総務課の企画グループ"]),
        ("税務課・建設課と週一回打ち合わせる。", ["税務課", "建設課"]),
        ("信頼関係ができ、会議室で一部を見せた。", []),
    ],
)
def test_organisations_by_rule(text: str, organisations: list[str]) -> None:
    assert found(text, "ORG", "organization") == organisations


def test_a_company_is_known_again_without_its_form() -> None:
    text = "株式会社ミナモデータに頼んだ。後日ミナモデータから連絡が来た。"

    assert found(text, "ORG", "organization") == ["株式会社ミナモデータ", "ミナモデータ"]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("ﾄﾞﾛｰﾝとローカル5Gを使う。", ["ﾄﾞﾛｰﾝ", "ローカル5G"]),
        ("ＡＩ－ＯＣＲは入れていない。", ["ＡＩ－ＯＣＲ"]),
        ("カメラマンがメイルを送った。", []),
        ("水温センサーと注文アプリをつないだ。", ["水温センサー", "注文アプリ"]),
    ],
)
def test_technologies_by_list_and_compound(text: str, things: list[str]) -> None:
    assert found(text, "TECH", "challenges") == things


def test_what_only_says_which_person_is_no_entity_of_its_own() -> None:
    text = "北辺大学の坂巻先生は畦に立った。"

    assert found(text, "PERSON") == ["北辺大学の坂巻先生"]
    assert found(text, "ORG") == []
