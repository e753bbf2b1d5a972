"""Organisations: rules on runs of nouns first; the model's names are added where the rules say nothing."""

import re
from collections.abc import Iterator, Sequence

from casefinder.analyse.engine.legal_names import with_kita
from casefinder.analyse.engine.runs import Entity, Run, noun_runs
from casefinder.analyse.engine.tokens import Token
from casefinder.legal_forms import ABBREVIATED_FORMS, COMPANY_FORMS

_BODY = (
    "大学|高等専門学校|高専|高等学校|農業高校|高校|中学校|小学校|協議会|研究会|連合会|審議会|委員会|協会|学会|財団|機構|協同組合|組合|農協連|農協"
    "|漁協|生協|商工会|商工会議所|社協|医師会|薬剤師会|町内会連合会|団地会|銀行|信金|信用金庫|振興局|開発局|運輸局|通信局|森林管理署|病院|診療所|研究所"
    "|試験場|水試|農試|議会|こども園|幼稚園|新聞社|放送局|広告社|印刷所|道庁|県庁|公社|広域連合|土地改良区|同友会|診断士会|振興会|連盟|学園|青年会議所"
)
_TRADE = (
    "ハイヤー|タクシー|交通|運輸|バス|システムズ|システム|サービス|テレコム|電算|測器|工業|建設|商店|商会|水産|牧場|映像通信|データ|モバイル"
    "|設計事務所|物産|食品|保育所|道|センター"
)
_UNITS = frozenset(
    {
        "課", "室", "係", "班", "部", "局", "庁", "省", "署", "本部", "グループ", "チーム", "デスク",
    }
)  # fmt: skip
_PLACES = frozenset(["市", "町", "村"])
_COMPANY = re.compile("|".join(re.escape(form) for form in (*COMPANY_FORMS, *ABBREVIATED_FORMS)))
_FORMS = frozenset(ABBREVIATED_FORMS)
_NAMED = re.compile(rf"(?:{_BODY})$")
_TRADING = re.compile(rf"(?:{_TRADE})$")
_BY_ITSELF = frozenset(
    {
        "農協", "漁協", "社協", "町社協", "市社協", "村社協", "県社協", "道社協", "商工会", "商工会議所", "社会福祉協議会", "森林組合", "医師会", "薬剤師会",
        "歯科医師会", "運輸局", "総合通信局", "航空局", "道庁", "道教委", "警察", "消防", "道総研",
        "町議会", "市議会", "村議会", "国土交通省", "総務省", "経済産業省", "農林水産省", "厚生労働省",
        "文部科学省", "環境省", "観光庁", "デジタル庁", "林野庁", "気象庁", "水産庁", "財務省",
        "町内会連合会", "認定こども園", "こども園", "給食センター", "北海道警察",
        "法務担当", "行革担当", "財政担当", "教育委員会", "農業委員会", "観光協会",
    }
)  # fmt: skip
_GENERIC = frozenset(
    {
        "担当", "関係", "専門", "近隣", "外", "内", "該当", "所管", "主管", "現場", "執行", "地元", "民間",
        "公立", "私立", "先進", "会議", "休憩", "待合", "診察", "事務", "宿直", "職員", "応接", "温", "和",
        "寝", "地下", "サーバ", "サーバー", "執務", "相談", "研修", "打合", "コール", "受付", "出張",
        "物流", "配送", "文化", "研究", "推進", "図書", "送信", "基地", "テレビ", "ラジオ", "専属", "農村",
        "山間", "中心", "基準", "会計", "青年", "庁内", "郵便", "薬", "結", "総合", "倫理", "町立", "市立",
        "村立", "事業", "企業", "実行", "運営", "検討", "作業", "若手", "女性", "初期", "開発",
        "プロジェクト", "専任", "対策", "情報", "広報", "窓口", "老人", "スマート", "道路", "公共", "路線",
        "送迎", "福祉",
    }
)  # fmt: skip
_OPENINGS = frozenset(
    {
        "各", "全", "両", "当", "同", "他", "原", "隣", "自", "一", "大", "小", "本", "複数", "当会",
        "当社", "当市", "当町", "全国", "市内", "町内", "村内", "道内", "道外", "町村", "市町", "市町村",
        "団体", "そのまま", "知事", "市長", "町長", "村長", "工科",
    }
)  # fmt: skip
_SHORT_COMPANY = re.compile(r"^(?:[ァ-ヴー]{3,}|[A-Za-z]{3,})社$")


def organisations(tokens: Sequence[Token]) -> list[Entity]:
    """Return the organisations that a sentence names."""
    runs = (Run(tokens, with_kita(tokens, run.first), run.behind) for run in _organisation_runs(tokens))
    return [Entity(*run.span, "ORG") for run in runs]


def short_names(name: str) -> str | None:
    """Return the short form under which a company may come up again (株式会社ミナモ → ミナモ), if it has one."""
    short = _COMPANY.sub("", name).strip()
    return short if short != name and len(short) >= 3 else None


def _organisation_runs(tokens: Sequence[Token]) -> Iterator[Run]:
    widest: Run | None = None
    for run in noun_runs(tokens):
        found = _in_run(run)
        if found is None:
            continue
        if widest is not None and _belongs_to(widest, found):
            found = Run(tokens, widest.first, found.behind)
        elif widest is not None:
            yield widest
        widest = found
    if widest is not None:
        yield widest


def _belongs_to(larger: Run, smaller: Run) -> bool:
    """Tell whether two organisations are one: 総務課 の 企画グループ."""
    between = larger.tokens[larger.behind : smaller.first]
    return len(between) == 1 and between[0].surface == "の" and smaller.parts[-1].surface in _UNITS


def _in_run(run: Run) -> Run | None:
    company = _company_run(run)
    if company is not None:
        return company
    for behind in range(run.behind, run.first, -1):
        part = Run(run.tokens, run.first, behind)
        if _is_organisation(part, cut=behind < run.behind):
            return _without_opening(part)
    return None


def _company_run(run: Run) -> Run | None:
    """Return the run widened to brackets of a company's form, when it is a company."""
    tokens, first, behind = run.tokens, run.first, run.behind
    before = _form_before(tokens, first)
    if before is not None:
        return Run(tokens, before, behind)
    after = _form_behind(tokens, behind)
    if after is not None:
        return Run(tokens, first, after)
    for place in range(first, behind):
        if tokens[place].surface in {"ほか", "他", "など"}:
            behind = place
            break
    named = Run(tokens, first, behind) if behind > first else run
    if _COMPANY.search(named.surface) and not _COMPANY.fullmatch(named.surface):
        return named
    return run if _SHORT_COMPANY.match(run.surface) else None


def _form_before(tokens: Sequence[Token], first: int) -> int | None:
    """Return where a (株) right before a run begins."""
    for place in range(max(0, first - 3), first):
        if "".join(token.surface for token in tokens[place:first]) in _FORMS:
            return place
    return None


def _form_behind(tokens: Sequence[Token], behind: int) -> int | None:
    """Return the place after a (株) that stands right behind a run."""
    for place in range(behind + 1, min(len(tokens), behind + 3) + 1):
        if "".join(token.surface for token in tokens[behind:place]) in _FORMS:
            return place
    return None


def _is_organisation(run: Run, *, cut: bool) -> bool:
    surface, last = run.surface, run.parts[-1].surface
    if surface in _BY_ITSELF:
        return True
    stem = "".join(token.surface for token in run.parts[:-1])
    if stem in _GENERIC or run.parts[0].surface in _OPENINGS or len(stem) < 2 or _has_number(run):
        return False
    if last in _PLACES:
        return not cut and _is_place_name(run)
    if last in _UNITS:
        return not _is_title(run)
    if _TRADING.search(surface):
        return not cut and _has_proper_name(run)
    named = _NAMED.search(surface)
    return named is not None and named.start() > 0


def _has_proper_name(run: Run) -> bool:
    return any(token.subkind == "固有名詞" for token in run.parts[:-1])


def _has_number(run: Run) -> bool:
    return any(token.subkind == "数詞" for token in run.parts)


def _is_title(run: Run) -> bool:
    """Tell whether the unit's word is the beginning of somebody's rank (課 in 課長)."""
    following = run.tokens[run.behind].surface if run.behind < len(run.tokens) else ""
    return following.startswith("長") and not following.startswith("長年")


def _is_place_name(run: Run) -> bool:
    stem = run.parts[:-1]
    proper = any(token.subkind == "固有名詞" for token in stem)
    return proper or (len(stem) > 1 and all(token.kind == "名詞" for token in stem))


def _without_opening(run: Run) -> Run:
    first = run.first
    while first < run.behind - 2 and (
        run.tokens[first].surface in {"当", "各", "同", "市役所", "役場", "今", "現在", "東京", "札幌", "隣"}
        or run.tokens[first].subkind in {"数詞"}
    ):
        first += 1
    return Run(run.tokens, first, run.behind)
