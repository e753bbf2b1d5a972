"""Technologies: terms of the shipped list wherever they stand, and compounds that end in a device or service."""

import re
from collections.abc import Iterator
from functools import cache

from casefinder.analyse.engine.normal import NormalText, normalise
from casefinder.analyse.engine.runs import Entity, Run, noun_runs
from casefinder.analyse.engine.shipped import technology_terms
from casefinder.analyse.engine.tokens import Token

_NOT_THINGS = frozenset(
    "BPR 業務棚卸し 内製化 ペーパーレス CIO補佐官 地域活性化起業人 地域おこし協力隊 地域情報化アドバイザー DX推進員 デジタル推進委員"
    " DX ICT GX KPI EBPM 実証実験 社会実装 横展開 伴走支援 費用対効果 リスキリング スタートアップ テレワーク ワーケーション"
    " デジタイゼーション デジタライゼーション サテライトオフィス フリーアドレス オープンイノベーション 自治体DX推進計画"
    " デジタル田園都市国家構想 窓口BPRアドバイザー デジタルデバイド対策 GovTech シビックテック 情報セキュリティ サイバー攻撃 観光DX"
    " LGWAN 三層分離 Society\u30005.0 GIGAスクール構想 基幹業務システム標準化 需要予測 データ利活用 ワークフロー マイナンバー"
    " スマートシティ スマート農業 スマート林業 多言語対応 位置情報 ダッシュボード 相乗り 環境制御 勤怠管理 プロンプト 中継輸送 貨客混載 i-Construction".replace(
        "\u3000", "_"
    ).split()
)
_COMMON_THINGS = (
    "スマホ ガラケー パソコン PC ノートパソコン アプリ カメラ Webカメラ チャット エクセル Excel 表計算ソフト ホームページ ブログ LINE ライン公式"
    " フォーム サーバ サーバー ホストコンピュータ 光回線 自治体クラウド 無線LAN 有線LAN 庁内LAN USB CD-ROM CAD 受信機 戸別受信機 基準局 補正信号"
    " 補正配信 衛星測位 ハーベスタ ハーベスター レーザ航測 航空レーザ 3次元測量 3次元データ 3D地図 電子決済 カード決済 キャッシュレス"
    " ノーコードツール バスロケ ウェブ会議 オンライン会議 ビデオ会議 テレビ会議 Microsoft\u3000365 Teams Zoom 自動音声 自動制御 混雑表示 予約画面"
    " 電子黒板 グループウェア データ基盤 健康データ基盤 GPS端末 携帯端末 ICタグ バーコード 二次元コード デジタル地図"
    " タブレット端末 スマートグラス 自動運転車 自動運転バス ロボット 産業用ロボット 公式アカウント 地域通貨 デジタル通貨"
).replace("\u3000", "_")
_HEADS = (
    "アプリ|端末|センサー|センサ|カメラ|ロボット|ソフト|ソフトウェア|クラウド|サーバー?|タブレット|GIS|GPS|LAN|アカウント"
    "|チャットボット|ツール|搾乳機|受信機|装置|トラクター|プラットフォーム|地図|台帳システム|予約システム|管理システム|支援システム|マップ"
)
_COMPOUND = re.compile(rf"^(?:[^\W_]|[-・ー.])+?(?:{_HEADS})$")
_ALONE = re.compile(r"^(?:ツール|装置|地図|マップ|ソフト|アカウント|端末|プラットフォーム)$")
_LATIN = re.compile(r"[A-Za-z0-9]")


def technologies(text: NormalText, tokens: list[Token]) -> list[Entity]:
    """Return the technologies that a sentence names."""
    found = [Entity(*text.to_given(*match.span()), "TECH") for match in _terms(text.normal)]
    found += [Entity(*run.span, "TECH") for run in _device_runs(tokens)]
    return found


@cache
def _term_pattern() -> re.Pattern[str]:
    names: set[str] = {name.replace("_", " ") for name in _COMMON_THINGS.split()}
    for term in technology_terms():
        if term["canonical"].replace(" ", "_") in _NOT_THINGS:
            continue
        unsure = set(term.get("ambiguous_variants", ()))
        names.update(
            name for name in [term["canonical"], *term["variants"]] if name not in unsure | _NOT_THINGS
        )
    normal = sorted({normalise(name).normal for name in names}, key=lambda name: (-len(name), name))
    return re.compile("|".join(re.escape(name) for name in normal), re.IGNORECASE)


def _terms(normal: str) -> Iterator[re.Match[str]]:
    for match in _term_pattern().finditer(normal):
        start, end = match.span()
        cut_before = start > 0 and _same_script(normal[start - 1], normal[start])
        cut_after = end < len(normal) and _same_script(normal[end], normal[end - 1])
        if not cut_before and not cut_after:
            yield match


def _same_script(one: str, other: str) -> bool:
    """Tell whether two neighbouring characters belong to one Latin or one kana word."""
    if _LATIN.match(one) and _LATIN.match(other):
        return True
    return all("ァ" <= character <= "ー" for character in (one, other))


def _device_runs(tokens: list[Token]) -> Iterator[Run]:
    for run in noun_runs(tokens):
        while run.first < run.behind - 1 and _opens_nothing(run.parts[0]):
            run = Run(run.tokens, run.first + 1, run.behind)
        if _COMPOUND.match(run.surface) and not _ALONE.match(run.surface):
            yield run


def _opens_nothing(token: Token) -> bool:
    """Tell whether a run is better begun behind this word: numbers, times, "our", "every"."""
    return (
        token.subkind in {"数詞", "助数詞可能"}
        or token.kind == "接頭辞"
        or token.surface in {"今回", "当時", "現在"}
    )
