"""What is denied is no figure; what may be read wrongly is never proposed as measured; sentences are cut where they end."""

import pytest

from casefinder.analyse.engine.figures import Figure, find_figures
from casefinder.analyse.engine.normal import normalise
from casefinder.analyse.engine.sentences import split_sentences
from casefinder.analyse.engine.tokens import tokenise


def figures(text: str) -> list[Figure]:
    copy = normalise(text)
    return find_figures(copy, tokenise(copy), text, is_effect=True, is_asked=True)


@pytest.mark.parametrize(
    "text",
    [
        "残業時間は10時間も減っていません。", "年間100時間の削減には至りませんでした。", "経費が200万円減ったわけではありません。",
        "来庁者が3割減ることはありませんでした。", "経費を年50万円削減するには至っていない。", "待ち時間が30分短くなったとは言えません。",
        "電話は月20件も減らなかった。", "件数を月5件減らすことができなかった。",
        "残業が10時間減ったとは言い切れない。", "残業が10時間減ったかどうかは分からない。", "残業が10時間減ったと言えるほどではない。",
        "紙を2割削減できず、前年並みだった。", "経費が30万円減ったとまでは断言できません。", "誤りが5件減ったか、まだ不明です。",
    ],
)  # fmt: skip
def test_what_is_denied_is_no_figure(text: str) -> None:
    assert [each["text"] for each in figures(text)] == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("印刷費は年30万円減った。", "A"), ("待ち時間が30分短くなり、苦情がない。", "A"), ("手待ちが2.5時間から40分に縮まった。", "A"),
        ("誤送信は月3件減り、もう起きていません。", "A"), ("印刷費が年30万円減ったことは間違いない。", "A"), ("もしくは電話で月5件減った。", "A"), ("登録は301件。", "A"),
    ],
)  # fmt: skip
def test_what_is_said_plainly_stays_measured(text: str, kept: str) -> None:
    assert [each["certainty"] for each in figures(text)] == [kept]


UNSURE = {
    "halves of a time": "1件5分20秒かかっていたものが1分10秒になりました。",
    "halves of two times": "会議の準備は2時間15分から40分に減りました。",
    "tenths and hundredths": "紙の使用量が7割5分減りました。",
    "ranges": "作業時間が30〜40分から5〜10分に短縮されました。",
    "a range": "年間100～120時間削減しました。",
    "a half that was not read": "相談件数120件から45件に減少しました。",
    "two years": "令和4年度の120件から令和5年度は340件に増えました。",
    "two short years": "R4：120件、R6：45件",
    "three years": "2022年度120件→2023年度340件→2024年度510件",
    "a sign": "時間外勤務　▲120時間/年",
    "another sign": "△15％",
    "a table": "転入処理\t40分\t10分",
    "a cost": "初期費用は500万円、年間の利用料は60万円です。",
    "money that was needed": "連携改修費が3,000万円必要です。",
    "money that came in": "交付金300万円を充て、総額約480万円で整備しました。",
    "how it was": "窓口の待ち時間は最長で95分に達していた。",
    "before": "導入前は40分",
    "instead": "効果額は年間200万円ではなく、20万円でした。",
    "before and after joined by が": "1件当たり15分が5分になった。",
    "it came back": "10件減ったが、すぐに元に戻った。",
    "only at first": "最初の月だけ20件減った。",
    "nobody": "一人もやめていない。",
    "last year in brackets": "参加者は前年80名",
    "of how many": "職員10人中8人が楽になったと答えた。",
    "of how many, said otherwise": "12課のうち9課で使っている。",
    "if": "仮に10件減れば、100万円の削減になる。",
    "if it spread": "もし全課に広げれば500時間減る。",
    "hearsay": "聞いたところでは30件ほど減ったそうだ。",
    "a voice": "「30分減った」という声があった。",
    "said but not checked": "10件は減ったと言われるが、確かめていない。",
    "not counted": "時間数は計っていないが、1日30分は浮いた。",
    "two or three": "2、3件減った。",
    "two or three in kanji": "二、三割減った。",
    "how it was, then a noun": "週2回だった会議がなくなった。",
    "how it was, at first": "もともと月40時間だった残業が、今は減った。",
    "minus in a word": "マイナス20％になった。",
    "minus as a sign": "前年比−20％となった。",
    "what was thought": "想定の100件に対し、まだ少ない。",
    "what was thought, behind": "100件を想定していたが、届かなかった。",
    "months one after the other": "2024年6月に30件、7月に45件、8月に60件と増えた。",
    "a denial further on": "10件減ったという実感を持つ課はない。",
    "felt": "おそらく年80時間ほど減ったと思われます。",
}


@pytest.mark.parametrize("kind", UNSURE)
def test_what_may_be_read_wrongly_is_never_proposed_as_measured(kind: str) -> None:
    found = figures(UNSURE[kind])

    assert found, "it is shown, for a person to look"
    assert "A" not in [each["certainty"] for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "最初の一歩は、係長一人の提案でした。",
        "第一歩として、隣の課が続いた。",
        "小さな一歩が大きな成果につながった。",
        "一人で抱えず、一台ずつ入れた。",
        "職員の残業が三分の一になりました。",
    ],
)
def test_a_first_step_and_a_fraction_in_words_are_no_figure(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (
            "利用は https://www.town.example.jp/dx/?id=12&year=2024 のとおり増えた。次です。",
            ["利用は https://www.town.example.jp/dx/?id=12&year=2024 のとおり増えた。", "次です。"],
        ),
        ("待ち時間が減りました．残業も減りました．", ["待ち時間が減りました．", "残業も減りました．"]),
        ("2．3倍に増えた。Ver．2を使う。", ["2．3倍に増えた。", "Ver．2を使う。"]),
        ("待ち時間が減った\u2028残業が減った\x0b以上です", ["待ち時間が減った", "残業が減った", "以上です"]),
        (
            "当課では、職員が紙の台帳をもとに\n一件ずつ電話で確認しており、繁忙期には\n残業が続いていました。",
            ["当課では、職員が紙の台帳をもとに\n一件ずつ電話で確認しており、繁忙期には\n残業が続いていました。"],
        ),
        ("・台帳が紙\n・電話が多い\nこのため職員は\n毎日残業していた。", ["・台帳が紙", "・電話が多い", "このため職員は\n毎日残業していた。"]),
        ("紙の台帳を\n・電話で確認", ["紙の台帳を", "・電話で確認"]),
        ("> 導入前は40分\n> 今は10分\nと伺いました。", ["> 導入前は40分", "> 今は10分", "と伺いました。"]),
    ],
    ids=["address", "wide full stop", "a number's point", "line marks", "wrapped by hand", "bullets", "bullet", "quoted"],
)  # fmt: skip
def test_a_sentence_ends_where_it_ends(text: str, cut: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == cut
