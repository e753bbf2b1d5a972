"""A whole fictional edition for the tests of book, site and data: 16 cases, five chapters, every page type."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace

from casefinder.publish.content import (
    UNNAMED,
    AreaFigures,
    BarPair,
    CampaignFigures,
    Card,
    CasePage,
    Chapter,
    Condition,
    Contact,
    Cost,
    CostPart,
    EditionContent,
    Effect,
    Fact,
    Figure,
    HistoryEntry,
    IndexTerm,
    Organisation,
    Quantity,
    Quote,
    Saying,
    Section,
    Spot,
    State,
    Step,
    Stopped,
    ThemeMark,
    ThemeSummary,
    Trouble,
    Voice,
)
from tests.factories.organisations import IN_HOKKAIDO

PICTURES = Path(__file__).resolve().parents[2] / "casefinder" / "sample" / "illustrations"
CHAPTERS = (
    Chapter(
        "admin",
        1,
        "窓口と手続",
        (
            "窓口の列、鳴りやまない電話、",
            "同じことを三度書く申請書。",
            "来なくてよい日、書かなくてよい紙をふやす。",
        ),
        (
            "どの町も、最初に「数えて」いる。用件の数、待つ分、書く欄の数。",
            "紙をやめる日を先に決めた町ほど、二重の手間が早く消えた。",
        ),
    ),
    Chapter(
        "health",
        2,
        "医療・福祉・子育て",
        ("診療所までの40キロ、", "訪問のたびに書く記録。", "人の手を、人に向けるために。"),
        (
            "使う人に先に見せた。高齢の利用者は、画面より声かけで慣れた。",
            "記録の形をそろえてから、機械を入れた。",
        ),
    ),
    Chapter(
        "industry",
        3,
        "農林水産・商工・観光",
        ("朝4時からの操縦席、", "船の上の濡れた帳面。", "勘をなくさず、記録を残す。"),
        ("熟練の人が最初の使い手になると、広がりが早い。", "更新の費用を、はじめの年に話し合っている。"),
    ),
    Chapter(
        "snow",
        4,
        "交通・雪・防災",
        (
            "雪の朝の電話、停電の夜の名簿、",
            "地面の下の漏水。",
            "見えないものを、少しの道具で見えるようにする。",
        ),
        (
            "寒さと停電で、道具は止まる。止まったときの手順を先に決めた。",
            "予想は外れる。済んだことだけを見せた町の電話が減った。",
        ),
    ),
    Chapter(
        "learning",
        5,
        "学び・働き方・情報発信",
        ("1人の担当、2年での異動、", "届かない知らせ。", "人が替わっても残るしくみをつくる。"),
        ("2人以上が操作できる形にした所が続いている。", "小さく始めて、1季で見直した。"),
    ),
)
# number, chapter, title, org, kana, code, area, kind, population, fields, technology, trouble row, initial, yearly, people, months, grade, state
ROWS = (
    (1, "admin", "書かない窓口を3つの課でそろえる", "大樺市", "おおかばし", "019011", "01300", "市町村", 61_270, ("行政手続・内部事務",), "クラウド・業務システム", "人手", 12_400, 2_160, 6, 14, "A", "拡大"),
    (2, "admin", "役場に来なくてよい日を週2日つくる", "樹影村", "こかげむら", "019020", "01450", "市町村", 2_604, ("行政手続・内部事務",), "オンライン会議・配信", "人手", 380, 120, 2, 5, "B", "継続"),
    (3, "admin", "電話の用件を数えて、減らす", "潮路市", "しおじし", "019038", "01330", "市町村", 30_840, ("行政手続・内部事務",), "RPA・自動化", "知識", 840, 96, 3, 6, "A", "拡大"),
    (4, "health", "見守りの訪問記録を1つにまとめる", "霧笛市", "むてきし", "019046", "01660", "市町村", 58_120, ("医療介護健康",), "データ連携・公開", "合意形成", 7_600, 980, 5, 12, "B", "継続"),
    (5, "health", "診療所と役場の送迎を組み合わせる", "岬灯村", "みさきともしむら", "019054", "01510", "市町村", 2_913, ("医療介護健康", "交通・物流"), "アプリ・SNS", "寒さ・雪・距離", 4_100, 640, 4, 10, "A", "縮小"),
    (6, "health", "学校からの連絡を1つの道にする", "白畝町", "しらうねちょう", "019062", "01630", "市町村", 4_702, ("子育て", "教育"), "アプリ・SNS", "住民の利用", 960, 132, 2, 4, "C", "継続"),
    (7, "industry", "漁の記録を紙から船の上へ", "銀波漁業協同組合", "ぎんぱぎょぎょうきょうどうくみあい", "", "01330", "団体", None, ("林業・水産",), "センサー・IoT", "通信・機器", 9_800, 1_100, 4, 16, "B", "縮小"),
    (8, "industry", "農地の確認を衛星写真で半日にする", "東畑町", "ひがしはたちょう", "019071", "01630", "市町村", 5_870, ("農業",), "衛星測位・地図", "人手", 5_200, 700, 3, 11, "B", "継続"),
    (9, "industry", "観光の人出を測り、測るのをやめる", "流瀬町", "ながせちょう", "019089", "01540", "市町村", 4_420, ("観光",), "AI・画像認識", "財源", 3_400, 900, 2, 8, "C", "終了"),
    (10, "industry", "商店街の紙の券を電子にかえる", "株式会社北辺カード", "ほくへんかーど", "", "", "企業", None, ("地域ビジネス・商店街",), "キャッシュレス・地域通貨", "住民の利用", None, None, 5, 9, "B", "拡大"),
    (11, "snow", "除雪車のいまを町民に見せる", "雪灯町", "ゆきあかりちょう", "019917", "01420", "市町村", 4_812, ("除排雪・インフラ",), "衛星測位・地図", "寒さ・雪・距離", 2_860, 640, 3, 8, "A", "継続"),
    (12, "snow", "避難所の受付を停電でも1分にする", "麦丘町", "むぎおかちょう", "019925", "01450", "市町村", 12_430, ("防災",), "アプリ・SNS", "通信・機器", 1_180, 220, 4, 16, "A", "拡大"),
    (13, "snow", "漏水を音で見つける", "風待町", "かぜまちちょう", "019933", "01360", "市町村", 3_980, ("除排雪・インフラ",), "センサー・IoT", "財源", 4_500, 380, 2, 10, "A", "継続"),
    (14, "learning", "会議録づくりを3日から半日へ", "空路市", "そらじし", "019941", "01300", "市町村", 88_300, ("働き方",), "AI・画像認識", "規則", 720, 480, 4, 3, "A", "拡大"),
    (15, "learning", "4町村で情報担当を1人もつ", "山鼓村", "やまつづみむら", "019950", "01390", "市町村", 2_180, ("働き方", "行政手続・内部事務"), "クラウド・業務システム", "人手", 460, 5_200, 5, 12, "B", "拡大"),
    (16, "learning", "職員がつくる小さな道具を育てる", UNNAMED, "", "", "01420", "市町村", None, ("働き方",), "RPA・自動化", "知識", 240, 0, 8, 6, "C", "縮小"),
)  # fmt: skip
AREA_NAMES = {"01420": "空知総合振興局", "01300": "石狩振興局", "01390": "後志総合振興局", "01330": "渡島総合振興局", "01360": "檜山振興局", "01450": "上川総合振興局", "01510": "宗谷総合振興局", "01540": "オホーツク総合振興局", "01630": "十勝総合振興局", "01660": "釧路総合振興局"}  # fmt: skip
THEMES = {
    "人手": ("ch_labor_shortage", "人手不足"),
    "知識": ("ch_skills", "知識・技能の不足"),
    "財源": ("ch_budget", "財源の不足"),
    "合意形成": ("ch_consensus", "合意形成のむずかしさ"),
    "住民の利用": ("ch_user_divide", "使う人の慣れ"),
    "規則": ("ch_rules", "規則・個人情報"),
    "通信・機器": ("ch_network", "通信・機器の限界"),
    "寒さ・雪・距離": ("ch_climate", "寒さ・雪・距離"),
}


def sample_content() -> EditionContent:
    """Return the fictional edition."""
    cases = tuple(_case(row) for row in ROWS)
    return EditionContent(
        slug="mihon-2026-1",
        title="地域DX事例集",
        title_prefix="北海道",
        subtitle=("うまくいったこと、つまずいたこと、", "いまも続いていること。"),
        edition_label="第1版",
        fiscal_year=2026,
        publisher="見本道 総合政策部 地域DX推進課",
        publisher_short="見本道",
        contact=Contact("見本道 総合政策部 地域DX推進課", "000-000-0000", "casebook@example.jp"),
        built_on=date(2026, 9, 4),
        issued_on=date(2026, 9, 18),
        statement=(
            "この本は、道内の人たちが自分で書き、",
            "自分で確かめた取組の記録です。",
            "費用も、失敗も、やめたことも載せました。",
        ),
        about="2026年5月から7月に行った調査と聞き取りをもとに、道内の取組をまとめました。数値の時点は、とくに断りのないかぎり2026年3月31日です。本書は組版の見本であり、団体・人物・数値はすべて架空です。",
        foreword=Section("となりの町の三年間を、机の上で読めるように。", FOREWORD),
        foreword_signature="見本道 総合政策部 地域DX推進課",
        method=METHOD,
        campaign=_campaign(cases),
        chapters=tuple(_with_sayings(chapter, cases) for chapter in CHAPTERS),
        cases=cases,
        theme_summaries=_summaries(cases),
        index_terms=_terms(),
        history=(HistoryEntry("第1版", date(2026, 9, 18)),),
        web_url="https://casebook.example.jp/2026/",
        running_note="見本（団体・人物・数値はすべて架空）",
    )


FOREWORD = (
    "この事例集は、道内の市町村、企業、団体が、自分たちの取組について書いた回答をもとにつくりました。うまくいった話だけを集めた本ではありません。つまずいたこと、やめたこと、いまの状況も、同じ大きさで載せています。",
    "「先進事例」を読んでも、自分の町の役には立たない。そう言われることがあります。人口も、職員の数も、予算もちがうからです。そこで、困りごと、人口、費用、人数のどこからでも引けるようにしました。あなたの町に近い事例が、1つは見つかるはずです。",
    "数字には、いつ、だれが、どう測ったかを添えました。測っていないものは、そう書いてあります。分からないことを分からないと書いてくださった、すべての回答者に感謝します。",
)
METHOD = (
    Section("だれに聞いたか", ("道内の179市町村と、企業・団体あわせて219団体に案内し、152団体から回答を得ました。",)),
    Section("いつ聞いたか", ("2026年5月11日から7月10日まで。追加の聞き取りは6月に行いました。",)),
    Section("何を聞いたか", ("取組の概要、背景、つまずき、体制、転機、かかわった人、効果、費用など54の項目です。質問票はウェブ版で読めます。",)),
    Section("どう選んだか", ("公開の同意があり、前と後のどちらかの値が分かるものを候補とし、分野と地域がかたよらないように選びました。",)),
    Section("どう編集したか", ("回答の文をもとに、見開き2ページに整えました。どの文がどの回答から来たかは、すべて記録しています。「担当者の声」と「横断のまとめ」の文は、回答のままです。",)),
    Section("機械による分析", ("回答の文を話題ごとに分けるとき、プログラムの提案を参考にしました。載せたのは、編集者が1つずつ読んで認めたものだけです。",)),
)  # fmt: skip


def _case(row: tuple) -> CasePage:
    (number, chapter, title, org, kana, code, area, kind, population, fields, technology, trouble, initial, yearly, people, months, grade, state) = row  # fmt: skip
    before, after = 300 + 37 * number, 60 + 11 * number
    named = org != UNNAMED
    case = CasePage(
        number=number,
        slug=f"case-{number:02d}",
        chapter=chapter,
        title=title,
        lead=f"{fields[0]}の手間を、{months}か月で半分より少なくした。始める前に{before}件を数え、止まったときの手順も先に決めておいた。",
        organisation=Organisation(org, kana, code if named else "", area, AREA_NAMES.get(area, ""), kind, named),
        fields=fields,
        technologies=(technology,),
        products="見本マップ、見本クラウド" if number % 3 == 0 else "",
        stage="本格運用" if state != "終了" else "終了",
        started="2024-04",
        population=population,
        headcount=people,
        months=months,
        trouble_row=trouble,
        facts=_facts(code if named else "", population, technology, number),
        effect_card=Card((Quantity(f"−{100 - 100 * after // before}", "%"),), f"問い合わせの件数。{before}件から{after}件へ。記録簿を同じ方法で数えた。"),
        cost_card=None if initial is None else Card((Quantity(f"{initial // 10:,}", "万円"),), f"初期費用。ほかに年{(yearly or 0) // 10}万円。道の補助と一般財源で半分ずつ。"),
        effort_card=Card((Quantity(str(people), "人"), Quantity(str(months), "か月")), "担当課と総務課。全員が兼務で、合わせて週9時間ほど。"),
        background=(
            f"{org if named else 'この町'}では、毎年同じ時期に同じ用件が重なり、係の人が順に受話器をとっていた。そのあいだ、現場の確認も書類の整理も止まっていた。{before}件という数を見て、減らせるものから減らすことにした。",
            "しくみはすでにあったが、役場の中だけで見えていた。使う人に見えないことが、手間の元になっていた。",
        ),
        steps=(
            Step("2024-04", "用件の中身を数えた", f"{before}件を読み、7割が同じ内容と分かった。"),
            Step("2024-06", "関係する5者と話した", "見せる範囲を決め、文書にした。"),
            Step("2024-08", "道具を選んだ", "3つを−30℃に置き、2つを外した。"),
            Step("2024-10", "画面をつくった", "済んだことを、色と線の太さで示した。"),
            Step("2024-12", "公開した", "広報紙と町内会で知らせた。"),
            Step("2025-04", "1季目をふりかえった", "予想をやめ、済んだことだけにした。"),
        ),
        cost=Cost(initial, yearly, (CostPart("端末", initial - initial // 2), CostPart("画面", initial // 2)) if initial and number % 2 else (), "通信と保守", ("道補助", "一般財源") if initial else ("企業負担",)),
        figure=_figure(number, before, after),
        effects=_effects(number, before, after, grade),
        troubles=(
            Trouble("端末が凍り、記録が止まった。2024年12月", "運転席の内側に移した。止まると「停止中」と出る。"),
            Trouble("「監視される」という声が、現場から出た。", "残す範囲と消す日を文書で約束し、画面を先に見せた。"),
            Trouble("高齢の世帯には届かなかった。", "町内会長21人に見方を伝え、答え方をそろえた。"),
        ),
        stopped=(Stopped("到着時刻の予想。", "外れると電話が増え、1か月でやめた。"), Stopped("通知アプリ。", "登録が42人にとどまり、2025年3月に終えた。")),
        voice=None if number == 9 else Voice("見せたら文句が増えると思っていました。逆でした。『うちの前は3時ごろ通ったね』と、話が具体的になったんです。", "担当課 係長（2026年6月12日 本人が承認）"),
        conditions=(Condition("向く町", "委託先が10社以下で、順番が決まっている町"), Condition("向かない町", "国道・道道が多く、町の車が少ない町"), Condition("最小の形", "端末1台と無料の地図で2週間")),
        state=State(state, "端末2台を交換した。年間の費用は変わらない。", date(2026, 7, 1)),
        related=tuple(n for n in (number - 2, number + 3, number + 5) if 0 < n <= len(ROWS)),
        contact=((f"{org} 担当課", "電話 0000-00-0000", "視察：6〜9月の火・木、年6件まで。") if named else ("道の地域DX推進課が取り次ぎます。", "電話 000-000-0000")),
        notes=("件数は12月から3月の合計。",),
        sources=("質問票（2026年5月21日）、聞き取り（2026年6月3日）", f"公表資料：{org}「令和7年度の記録」" if named else "公表資料なし"),
        themes=(ThemeMark(THEMES[trouble][0], THEMES[trouble][1], "課題"), ThemeMark("or_cross", "課をまたぐ体制", "推進体制"), ThemeMark("ef_time", "時間の短縮", "効果")),
        open_data=number != 10,
    )  # fmt: skip
    return replace(case, related=case.related[:3])


def _facts(code: str, population: int | None, technology: str, number: int) -> tuple[Fact, ...]:
    facts = []
    if population:
        facts = [
            Fact("人口", f"{population:,}", "人", "2026-03", True),
            Fact("職員数", f"{max(population // 65, 40):,}", "人", "", True),
            Fact("高齢化率", f"{30 + number * 0.9:.1f}", "%", "", True),
            Fact("財政力指数", f"0.{15 + number}", "", "", True),
        ]
    else:
        facts = [Fact("従業員・職員", f"{20 + number * 4}", "人", "2026-03", True)]
    facts.append(Fact("段階", "本格運用"))
    if code:
        facts.append(Fact("団体コード", code))
    return (*facts, Fact("担当", "総務課 情報係"), Fact("使った仕組み", technology))


def _figure(number: int, before: int, after: int) -> Figure | None:
    if number % 3 == 1:
        pictures = sorted(path.name for path in PICTURES.glob("*.jpg"))
        return Figure(
            "illustration",
            "係の3人が、現場に出られるようになった",
            "使いはじめた朝のようす。端末は運転席の内側に置いた。",
            asset=pictures[number % len(pictures)],
            alt="雪の朝、作業の車の前で2人の職員が端末の画面を見ながら話している絵。",
            credit="見本の絵",
            licence="CC BY 4.0",
            open_licence=number != 7,
            pairs=(BarPair("問い合わせ（件）", Decimal(before), Decimal(after)),),
            unit="件",
            before_label="2023年度",
            after_label="2025年度",
        )
    if number == 9:
        return None
    if number % 3 == 2:
        return Figure(
            "bars", "件数は4分の1ほどに減った", "問い合わせの件数（件）。前後とも同じ方法で数えた。", pairs=(BarPair("問い合わせ", Decimal(before), Decimal(after)),), unit="件", before_label="2023年度", after_label="2025年度"
        )  # fmt: skip
    shares = (Decimal("0.24"), Decimal("0.35"), Decimal("0.29"), Decimal("0.12"))
    pairs = tuple(
        BarPair(
            f"{month}月",
            (Decimal(before) * s).quantize(Decimal(1)),
            (Decimal(after) * s).quantize(Decimal(1)),
        )
        for month, s in zip((12, 1, 2, 3), shares, strict=True)
    )
    return Figure("bars", "どの月も4分の1ほどに減った", "問い合わせの件数（件）。累計の降雪量は前が786cm、後が812cmで、雪が少なかったためではない。", pairs=pairs, unit="件", before_label="2023年度", after_label="2025年度")  # fmt: skip


def _effects(number: int, before: int, after: int, grade: str) -> tuple[Effect, ...]:
    return (
        Effect("問い合わせ（12〜3月）", f"{before}件", f"{after}件", "2026-03", "記録簿の全件", grade, Decimal(before), Decimal(after), "件"),
        Effect("答える時間（週）", "11.5時間", "3.0時間", "2026-02", "2週間の計測から推計", "B", Decimal("11.5"), Decimal("3.0"), "時間"),
        Effect("指示するまでの時間", "40分", "15分", "2026-03", "業務日報の平均", "A", Decimal(40), Decimal(15), "分"),
        Effect("委託先の安心感", "記録なし", f"{number % 3 + 6}人／9人", "2026-06", "説明しやすいと答えた人", "C"),
    )  # fmt: skip


def _campaign(cases: tuple[CasePage, ...]) -> CampaignFigures:
    areas = []
    for i, area in enumerate(IN_HOKKAIDO.areas):
        printed = sum(1 for case in cases if case.organisation.area_code == area.code)
        towns = len(area.municipalities)
        invited = towns + i % 4
        areas.append(AreaFigures(area.code, area.name, towns, invited, max(printed, invited - 2 - i % 5), printed, Spot(area.short_name, area.column, area.row, area.depth)))  # fmt: skip
    areas.append(
        AreaFigures("", "全道", 0, 4, 3, sum(1 for case in cases if not case.organisation.area_code))
    )
    invited, answered = sum(a.invited for a in areas), sum(a.answered for a in areas)
    return CampaignFigures(
        "2026年度 事例調査", date(2026, 5, 11), date(2026, 7, 10), invited, answered, 61, tuple(areas)
    )


def _summaries(cases: tuple[CasePage, ...]) -> tuple[ThemeSummary, ...]:
    made = []
    for row, (key, label) in THEMES.items():
        numbers = tuple(case.number for case in cases if case.trouble_row == row)
        quotes = tuple(Quote(_sentence(row, n), n) for n in numbers[:2])
        made.append(ThemeSummary(key, label, "課題", numbers, quotes))
    more = (
        (
            "推進体制",
            "or_cross",
            "課をまたぐ体制",
            "総務課、建設課、福祉課から1人ずつが、毎週月曜の朝に15分だけ集まる。",
        ),
        (
            "推進体制",
            "or_single",
            "1人の担当が進めた",
            "担当は1人で、ほかの仕事と掛け持ちのまま、週に6時間ほどをあてた。",
        ),
        (
            "転機",
            "tp_disaster",
            "災害がきっかけになった",
            "大雨の夜に名簿が濡れて読めなくなったことが、考えを変えるきっかけだった。",
        ),
        ("転機", "tp_transfer", "人が替わった", "隣の町から来た係長が、数えるところから始めようと言った。"),
        (
            "キーパーソン",
            "kp_staff",
            "担当職員の粘り",
            "係の1人が、夜の待機のあいだに道の色分けを全部ぬり直した。",
        ),
        ("効果", "ef_time", "時間の短縮", "1件に40分かかっていた指示が、15分で出せるようになった。"),
        ("効果", "ef_mood", "職員の負担の軽減", "雪の朝に電話を恐れなくなった、と係の3人とも話している。"),
    )
    for i, (family, key, label, sentence) in enumerate(more):
        numbers = tuple(case.number for case in cases if (case.number + i) % 3)
        made.append(ThemeSummary(key, label, family, numbers, (Quote(sentence, numbers[0]), Quote(f"うちの場合も、{sentence}", numbers[-1]))))  # fmt: skip
    return tuple(made)


def _with_sayings(chapter: Chapter, cases: tuple[CasePage, ...]) -> Chapter:
    own = [case for case in cases if case.chapter == chapter.key]
    return replace(chapter, sayings=tuple(Saying(_sentence(c.trouble_row, c.number), c.number, c.trouble_row) for c in own))  # fmt: skip


def _sentence(row: str, number: int) -> str:
    return f"{row}の壁は、始めてから{number + 2}か月目にいちばん高く感じられ、担当の2人だけでは越えられなかった。"


def _terms() -> tuple[IndexTerm, ...]:
    words = (
        ("問い合わせ", "といあわせ", (1, 3, 11)), ("除雪", "じょせつ", (11,)), ("避難所", "ひなんじょ", (12,)), ("漏水", "ろうすい", (13,)),
        ("端末", "たんまつ", (7, 11, 12)), ("町内会", "ちょうないかい", (2, 11)), ("衛星写真", "えいせいしゃしん", (8,)), ("会議録", "かいぎろく", (14,)),
        ("送迎", "そうげい", (5,)), ("観光", "かんこう", (9,)), ("窓口", "まどぐち", (1,)), ("学校", "がっこう", (6,)), ("通知アプリ", "つうちあぷり", (1, 2, 3)),
        ("視察", "しさつ", (1, 4, 11)), ("広報紙", "こうほうし", (2, 6)), ("農地", "のうち", (8,)), ("見守り", "みまもり", (4,)), ("RPA", "あーるぴーえー", (3,)),
        ("わ", "わ", (1,)), ("予想", "よそう", (11, 12)), ("AI", "えーあい", (9, 14)), ("診療所", "しんりょうじょ", (5,)), ("名簿", "めいぼ", (12,)), ("ラベル", "らべる", (16,)),
    )  # fmt: skip
    terms = [IndexTerm(term, reading, cases) for term, reading, cases in words]
    return (*terms, IndexTerm("電話", "でんわ", see="問い合わせ"))


def write_assets(content: EditionContent, folder: Path) -> Path:
    """Copy the pictures the content names into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in content.assets():
        shutil.copyfile(PICTURES / name, folder / name)
    return folder
