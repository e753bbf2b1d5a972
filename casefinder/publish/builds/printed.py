"""A case as it is edited becomes the page that is printed; only what everyone may read comes here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from msgspec import UNSET

from casefinder.ask.organisations.places import Places
from casefinder.ask.organisations.rules import FACTS
from casefinder.ask.questionnaires.meanings import known
from casefinder.edit.cases.content import CaseContent
from casefinder.edit.drafts import quantities
from casefinder.edit.drafts.facts import RegisterFact
from casefinder.edit.drafts.sources import Source
from casefinder.edit.layout.tidying import quoted_inside
from casefinder.lettering import lettered
from casefinder.notations.amounts import Amount, read_amount
from casefinder.prefectures import Prefecture
from casefinder.publish.content import (
    UNNAMED,
    BarPair,
    Card,
    CasePage,
    Condition,
    Cost,
    Effect,
    Fact,
    Figure,
    Organisation,
    Quantity,
    State,
    Step,
    Stopped,
    Trouble,
    Voice,
)
from casefinder.publish.environment import year_month

KIND_LABELS = {
    "municipality": "{towns}",
    "company": "企業",
    "national_office": "国の機関",
    "department": "{kind}の機関",
    "association": "団体",
}
_BIG = frozenset(fact.printed for fact in FACTS)
_LICENCES = {"cc_by": "CC BY 4.0"}
MOST_FACTS = 9
_MARKS = (("万", Decimal(10_000)),)
PRINTED = (
    "fields", "tools.kinds", "tools.products", "title", "stage", "started", "cost.initial", "cost.yearly",
    "cost.funding",
)  # fmt: skip  # what is printed of the answers beside the edited text


@dataclass(frozen=True)
class Who:
    """Whose case it is, from the register."""

    name: str
    kana: str
    code: str
    kind: str
    subprefecture: str
    facts: Sequence[RegisterFact]
    is_anonymous: bool
    here: Prefecture
    places: Places


@dataclass(frozen=True)
class Given:
    """What the answers say beside the edited text; publishable answers only, by what they mean."""

    answers: Mapping[str, Source]

    @classmethod
    def of(cls, sources: Sequence[Source], keys: Collection[str]) -> "Given":
        """Keep what may be published; rows of tables are not needed here, and of several the first counts."""
        return cls(
            {
                s.means: s
                for s in reversed(sources)
                if s.means and s.row is None and s.is_publishable and s.key in keys
            }
        )

    def text(self, name: str) -> str:
        """Return the answer as shown, empty if there is none."""
        found = self._get(name)
        return lettered(found.text) if found else ""

    def choices(self, name: str) -> tuple[str, ...]:
        """Return the chosen labels."""
        found = self._get(name)
        return tuple(each for each in found.choices if each != "なし") if found else ()

    def thousand_yen(self, name: str) -> int | None:
        """Return an amount in thousand yen, None if unknown."""
        amount = quantities.thousand_yen(self.text(name)) if self._get(name) else None
        return None if amount is None else int(amount)

    def month(self, name: str) -> str:
        """Return a year and month as stored, YYYY-MM."""
        found = self._get(name)
        return str(found.raw) if found else ""

    def keys(self) -> set[str]:
        """Return the fields that are printed beside the edited text."""
        return {found.key for name in PRINTED if (found := self._get(name))}

    def _get(self, name: str) -> Source | None:
        return self.answers.get(known(name))


def organisation(who: Who) -> Organisation:
    """Return the organisation as printed; an unnamed one gives neither code nor place."""
    kind = who.here.filled(KIND_LABELS.get(who.kind, ""))
    if who.is_anonymous:
        return Organisation(UNNAMED, kind=kind, named=False)
    code = who.code if who.kind == "municipality" else ""
    place = (who.places.of_municipality(code) if code else "") or who.subprefecture
    area = next((each for each in who.places.areas if each.name == who.subprefecture), None)
    elsewhere = place if place in who.places.elsewhere else ""
    is_here = area is not None and not elsewhere
    return Organisation(
        lettered(who.name), lettered(who.kana), code, area.code if area and is_here else "", area.name if area and is_here else "", kind,
        elsewhere=elsewhere or UNSET, is_nowhere=place not in {*who.places.names, *who.places.elsewhere} or UNSET,
    )  # fmt: skip


def case_page(
    number: int, chapter: str, case: CaseContent, who: Who, given: Given, *, open_data: bool
) -> CasePage:
    """Return the page; `case` holds only what may be published."""
    details, cost = case.details, cost_of(given)
    return CasePage(
        number=number,
        slug=case.slug,
        chapter=chapter,
        title=case.text("title"),
        lead=case.text("lead"),
        organisation=organisation(who),
        fields=given.choices("fields"),
        technologies=given.choices("tools.kinds"),
        products=given.text("tools.products"),
        initiative=given.text("title"),
        stage=given.text("stage"),
        started=given.month("started"),
        population=_population(who),
        headcount=details.headcount,
        months=details.months,
        trouble_row=details.trouble or "",
        facts=facts(case, who),
        effect_card=_card(case, "effect_card"),
        cost_card=_card(case, "cost_card"),
        effort_card=_effort_card(case),
        background=tuple(row["text"] for row in case.table("background") if row.get("text")),
        steps=tuple(
            Step(r.get("when", ""), r.get("head", ""), r.get("text", "")) for r in case.table("steps")
        ),
        cost=cost,
        figure=figure(case),
        effects=effects(case),
        troubles=tuple(Trouble(r.get("trouble", ""), r.get("response", "")) for r in case.table("troubles")),
        stopped=tuple(_stopped(row) for row in case.table("stopped")),
        voice=_voice(case),
        conditions=tuple(Condition(r.get("label", ""), r.get("text", "")) for r in case.table("conditions")),
        state=_state(case),
        contact=tuple(row["text"] for row in case.table("contact") if row.get("text")),
        notes=tuple(row["text"] for row in case.table("notes") if row.get("text")),
        sources=tuple(row["text"] for row in case.table("sources") if row.get("text")),
        open_data=open_data,
    )


def cost_of(given: Given) -> Cost:
    """Return the costs as answered."""
    return Cost(
        given.thousand_yen("cost.initial"),
        given.thousand_yen("cost.yearly"),
        funding=given.choices("cost.funding"),
    )


def _population(who: Who) -> int | None:
    if who.is_anonymous:
        return None
    known = sorted((fact for fact in who.facts if fact.kind == "population"), key=lambda fact: fact.year)
    return int(known[-1].value) if known else None


def facts(case: CaseContent, who: Who) -> tuple[Fact, ...]:
    """Return the basic facts; the municipality's code follows if there is room."""
    found = [
        Fact(
            row.get("label", ""), year_month(row.get("value", "")), row.get("unit", ""), row.get("as_of", ""),
            big=row.get("label", "") in _BIG,
        )
        for row in case.table("facts")
    ]  # fmt: skip
    if who.code and who.kind == "municipality" and not who.is_anonymous and len(found) < MOST_FACTS:
        found.append(Fact("団体コード", who.code))
    return tuple(found[:MOST_FACTS])


def _card(case: CaseContent, place: str) -> Card | None:
    rows = case.table(place)
    if not rows:
        return None
    value = rows[0].get("value", "")
    quantities = (Quantity(value, rows[0].get("unit", "")),) if value else ()
    return Card(quantities, rows[0].get("text", ""))


def _effort_card(case: CaseContent) -> Card | None:
    details, own = case.details, _card(case, "effort_card")
    counted = ((details.headcount, "人"), (details.months, "か月"))
    quantities = tuple(Quantity(str(value), unit) for value, unit in counted if value)
    if own is None and not quantities:
        return None
    if own and own.quantities:
        return own
    return Card(quantities, own.text if own else "")


def figure(case: CaseContent) -> Figure | None:
    """Return the figure: the picture if one may be shown, else the bars if there are values."""
    rows = case.table("figure")
    if not rows:
        return None
    row, picture = rows[0], case.details.illustration
    pairs = _pairs(case, row)
    finding, caption = row.get("finding", ""), row.get("caption", "")
    if row.get("kind") == "illustration" and picture is not None:
        return Figure(
            "illustration", finding, caption, asset=picture.sha256, alt=lettered(picture.alt).strip(), credit=lettered(picture.credit).strip(),
            licence=_LICENCES.get(picture.rights, ""), open_licence=picture.rights in _LICENCES, pairs=pairs,
            unit=row.get("unit", "") if pairs else "",
        )  # fmt: skip
    return Figure("bars", finding, caption, pairs=pairs, unit=row.get("unit", "")) if pairs else None


def _pairs(case: CaseContent, row: Mapping[str, str]) -> tuple[BarPair, ...]:
    before, after = (quantities.decimal(row.get(name, "")) for name in ("before_value", "after_value"))
    if before is None or after is None or before < 0 or after < 0:
        return ()
    measured, at = case.table("effects"), row.get("effect", "")
    index = int(at) - 1 if at.isdigit() else -1
    label = measured[index].get("metric", "") if 0 <= index < len(measured) else ""
    return (BarPair(label, before, after),)


def effects(case: CaseContent) -> tuple[Effect, ...]:
    """Return the table of effects with the numbers that its texts hold."""
    found = []
    for row in case.table("effects"):
        before, after = row.get("before", ""), row.get("after", "")
        values = _values(before, after)
        found.append(
            Effect(
                row.get("metric", ""), before, after, row.get("as_of", ""), row.get("method", ""),
                row.get("certainty", ""), *values,
            )
        )  # fmt: skip
    return tuple(found)


def _values(before: str, after: str) -> tuple[Decimal | None, Decimal | None, str]:
    if pair := quantities.same_unit(before, after):
        return pair[0].number, pair[1].number, pair[1].unit
    if told := _same_measure(before, after):
        return told
    alone = quantities.quantity(after)
    if alone and alone.unit:
        return None, alone.number, alone.unit
    read = read_amount(after)
    return (None, read.number, read.unit) if isinstance(read, Amount) and read.unit else (None, None, "")


def _same_measure(before: str, after: str) -> tuple[Decimal, Decimal, str] | None:
    """Return two amounts of one measure that are written in different ways: 1.2億円 and 9,600万円."""
    one, other = read_amount(before), read_amount(after)
    if not isinstance(one, Amount) or not isinstance(other, Amount) or not one.unit or one.unit != other.unit:
        return None
    for mark, worth in _MARKS:
        if one.number % worth == 0 == other.number % worth:
            return one.number / worth, other.number / worth, f"{mark}{one.unit}"
    return one.number, other.number, one.unit


def _stopped(row: Mapping[str, str]) -> Stopped:
    head, text = row.get("head", ""), row.get("text", "")
    return Stopped(head, text) if head else Stopped(text)


def _voice(case: CaseContent) -> Voice | None:
    text, who = case.text("voice"), case.text("voice", "who")
    if not text or not who:
        return None
    inner = text[1:-1] if text.startswith("「") and text.endswith("」") and text.count("「") == 1 else text
    return Voice(quoted_inside(inner), who)


def _state(case: CaseContent) -> State | None:
    label = case.text("state", "label")
    return State(label, case.text("state"), case.details.confirmed_on) if label else None
