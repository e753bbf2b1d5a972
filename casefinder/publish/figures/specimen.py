"""The page specimen: two facing pages in small, nine places numbered."""

from casefinder.publish.figures import svg

PLACES = (
    ("番号と題名", "章の色と番号は、早見表・目次・索引で共通です。"),
    ("基本情報", "人口、職員数、財政力指数。自分の町と比べる所です。"),
    ("要点3つ", "効果、費用、人と時間。これだけで大づかみできます。"),
    ("手順", "いつ、何を、どの順でしたか。年月つきで書きました。"),
    ("変化の図", "前は白ぬき、後は塗り。絵や写真のこともあります。"),
    ("効果と確かさ", "だれが、いつ、どう測ったか。確かさはA・B・Cの3段です。"),
    ("つまずきと、やめたこと", "同じ所で止まらないための記録です。"),
    ("担当者の声と条件", "向く町、向かない町、いちばん小さな始め方。"),
    ("今の状況と連絡先", "続いているか。視察の可否と条件も、ここで分かります。"),
)
_GREY, _DARK = "#e6e6e6", "#999999"
_MARKS = (
    (12, 12),
    (12, 44),
    (80.6, 33.5),
    (80.6, 74),
    (160, 18),
    (160, 38),
    (160, 52),
    (160, 67.5),
    (160, 79.5),
)


def specimen() -> str:
    """Draw the specimen, 172 x 98 mm."""
    marks = [*_left(), *_right()]
    for i, (x, y) in enumerate(_MARKS, start=1):
        marks += [
            svg.circle(x, y, 2.7, fill=svg.INK),
            svg.text(x, y + 1.1, str(i), size_pt=8.5, fill=svg.WHITE, bold=True, anchor="middle"),
        ]
    title = (
        "事例1件の見開きの縮図。左ページに番号と題名、基本情報、要点3つ、手順。右ページに変化の図、効果の表、"
        "つまずき、やめたこと、担当者の声、条件、今の状況、連絡先がある。番号1から9は下の説明に対応する。"
    )
    return svg.figure(172, 101.2, title, marks, box="7 0 158 93")


def _line(x: float, y: float, width: float, height: float = 1.1, fill: str = _GREY) -> str:
    return svg.rect(x, y, width, height, fill=fill)


def _left() -> list[str]:
    marks = [
        svg.rect(16, 0, 70, 92, fill=svg.WHITE, stroke="#b3b3b3", line=0.25),
        _line(22, 6, 58, 0.5, svg.INK),
    ]
    marks.append(svg.text(22, 16.5, "12", size_pt=23, fill=svg.INK, bold=True))
    marks += [_line(38, 9, 22), _line(38, 12, 38, 2.4, _DARK), _line(38, 16, 28, 2.4, _DARK)]
    marks += [_line(38, 20.5, 40), _line(38, 23, 29)]
    marks += [_line(22, 30 + 3.4 * i, 12) for i in range(15)] + [_line(22, 81, 8.5)]
    for x, value in ((38, "−77"), (52.4, "286"), (66.8, "3")):
        marks += [svg.line(x, 30, x + 12, 30, stroke="#7f7f7f", width=0.25)]
        marks += [svg.text(x, 37, value, size_pt=13, fill=svg.INK, bold=True)]
        marks += [_line(x, 39, 11, 0.9), _line(x, 40.9, 11, 0.9), _line(x, 42.8, 7.9, 0.9)]
    marks += [_line(38, 48, 10, 1.4, _DARK)] + [_line(38, 51 + 2.3 * i, 42) for i in range(4)]
    marks += [_line(38, 60.2, 30), _line(38, 65, 10, 1.4, _DARK)]
    for i in range(5):
        marks += [svg.circle(39, 69.2 + 4 * i, 0.8, fill=svg.INK), _line(42, 68.6 + 4 * i, 36)]
    return marks


def _right() -> list[str]:
    marks = [
        svg.rect(86, 0, 70, 92, fill=svg.WHITE, stroke="#b3b3b3", line=0.25),
        _line(92, 6, 58, 0.5, svg.INK),
    ]
    marks.append(_line(92, 8.5, 34, 2.2, _DARK))
    for i, (before, after) in enumerate(((10, 3.2), (14, 4), (12.4, 3.2), (5, 1.4))):
        x = 94 + 14 * i
        marks += [svg.rect(x, 27 - before, 4, before, fill=svg.WHITE, stroke=svg.QUIET, line=0.25)]
        marks += [svg.rect(x + 5, 27 - after, 4, after, fill=svg.INK)]
    for i in range(4):
        y = 32 + 3.6 * i
        marks += [
            svg.line(92, y, 150, y, stroke="#cccccc", width=0.2),
            _line(92, y + 1, 18),
            _line(114, y + 1, 22),
        ]
        marks.append(svg.circle(147, y + 1.7, 1.1, fill=svg.INK))
    marks += (
        [_line(92, 49, 12, 1.4, _DARK)]
        + [_line(92, 52 + 2.4 * i, 31) for i in range(4)]
        + [_line(92, 61.6, 22)]
    )
    marks += (
        [_line(92, 65, 14, 1.4, _DARK)]
        + [_line(92, 68 + 2.4 * i, 31) for i in range(2)]
        + [_line(92, 72.8, 20)]
    )
    marks += [_line(127, 49, 0.6, 10, svg.INK)] + [_line(129.6, 50 + 2.3 * i, 20) for i in range(3)]
    marks += (
        [_line(129.6, 57, 14)] + [_line(127, 63 + 2.4 * i, 23) for i in range(4)] + [_line(127, 72.6, 16)]
    )
    for x in (92, 112, 132):
        marks += [_line(x, 77.5, 17), _line(x, 80, 17), _line(x, 82.5, 12)]
    return [
        *marks,
        _line(92, 86.5, 26, 0.7),
        _line(92, 88.5, 19, 0.7),
        _line(122, 86.5, 26, 0.7),
        _line(122, 88.5, 19, 0.7),
    ]
