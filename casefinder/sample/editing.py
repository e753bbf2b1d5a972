"""How the sample's editors read, code and edit: through the same services as the desk and the case editor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from casefinder.analyse.coding import service as coding
from casefinder.analyse.suggestions import service as suggesting
from casefinder.analyse.suggestions.models import Suggestion
from casefinder.analyse.themes.models import Theme
from casefinder.answer.attachments.models import Attachment
from casefinder.edit.cases import queries as cases
from casefinder.edit.cases.content import ANSWER, ATTACHMENT, Origin
from casefinder.edit.cases.models import Case
from casefinder.edit.changes import service as changes
from casefinder.edit.changes.proving import editor
from casefinder.edit.decisions import approving, confirming, deciding
from casefinder.edit.decisions.errors import NotReady
from casefinder.edit.drafts import gathering
from casefinder.edit.drafts import service as drafts
from casefinder.edit.gate import queries as gate
from casefinder.edit.gate.rules import Verdict, Way
from casefinder.edit.layout.places import STATES
from casefinder.sample.browser import SampleFailed
from casefinder.sample.content import Sample

MIN_SHARED = 0.5
SAID_TO_ALL = "公開の回答（成果の数字）にも、同じ数が書かれている。"
CONFIRMED = "紙面のPDFを送り、「このとおりでよい」と返事をもらった。"
Cell = tuple[str, Origin]
Row = dict[str, Cell]


def code_response(
    session: Session, response_id: int, sample: Sample, *, account_id: int, now: datetime
) -> None:
    """Accept, reject and add so that what stands in the end is what two people agreed on."""
    themes = {theme.id: theme.key for theme in session.scalars(select(Theme))}
    rows = list(
        session.scalars(
            select(Suggestion)
            .where(Suggestion.response_id == response_id)
            .options(joinedload(Suggestion.source))
            .order_by(Suggestion.id)
        )
    )
    open_rows = {(row.source.key, themes[row.theme_id], row.start_char, row.end_char): row for row in rows}
    accepted: set[int] = set()
    for wanted in sample.codings:
        found = best_match(wanted, open_rows, accepted)
        if found is not None:
            suggesting.accept(session, found.id, account_id=account_id, now=now)
            accepted.add(found.id)
        else:
            coding.add_coding(
                session, response_id, wanted["item"], wanted["start"], wanted["end"], wanted["theme"],
                account_id=account_id, now=now,
            )  # fmt: skip
    for row in rows:
        if row.is_ticked and row.id not in accepted:
            suggesting.reject(session, row.id, account_id=account_id, now=now)


def best_match(
    wanted: Mapping[str, Any], rows: Mapping[tuple[str, str, int, int], Suggestion], taken: set[int]
) -> Suggestion | None:
    """Return the suggestion of the same theme that shares most with the wanted span, None below half."""
    best, share = None, MIN_SHARED
    for (item, theme, start, end), row in rows.items():
        if item != wanted["item"] or theme != wanted["theme"] or row.id in taken:
            continue
        common = min(end, wanted["end"]) - max(start, wanted["start"])
        whole = max(end, wanted["end"]) - min(start, wanted["start"])
        if common / whole >= share:
            best, share = row, common / whole
    return best


@dataclass
class CaseEditor:
    """One editor at one case."""

    session: Session
    case: Case
    sample: Sample
    account_id: int
    now: datetime

    def edit(self) -> None:
        """Put the editor's texts over the draft, then what the questionnaire does not ask."""
        for place, rows in self.places():
            changes.set_sentences(
                self.session, self.case.id, place,
                [{column: text for column, (text, _) in row.items()} for row in rows],
                [{column: origin for column, (_, origin) in row.items()} for row in rows],
                account_id=self.account_id, seen_revision=self.case.revision, now=self.now,
            )  # fmt: skip
        told = self.told
        changes.set_details(
            self.session, self.case.id, chapter=told["chapter"], trouble=told["trouble"],
            headcount=told["headcount"], months=told["months"], confirmed_on=date.fromisoformat(told["confirmed_on"]),
            illustration_id=self.picture_id(), account_id=self.account_id, seen_revision=self.case.revision,
            now=self.now,
        )  # fmt: skip

    @property
    def told(self) -> dict[str, Any]:
        """What the sample's editor says of this case."""
        if self.sample.case is None:
            raise SampleFailed(f"{self.sample.ref} has no case")
        return self.sample.case

    def picture_id(self) -> int | None:
        """Return the response's first picture."""
        return self.session.scalar(
            select(Attachment.id)
            .where(Attachment.response_id == self.case.response_id, Attachment.question_key == "K1")
            .where(Attachment.removed_at.is_(None))
            .order_by(Attachment.position)
            .limit(1)
        )

    @cached_property
    def row_ids(self) -> list[str]:
        """The ids of the rows of effects, as they were given when the answers were saved."""
        found = gathering.gather(self.session, self.case.response_id).sources
        return list(dict.fromkeys(each.row for each in found if each.item_key == "I1" and each.row))

    def places(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield each place with its rows; a cell is a text and where it comes from."""
        told = self.told
        yield "title", [{"text": (told["title"], editor("C1"))}]
        yield "lead", [{"text": (told["lead"], editor("C2", "C3"))}]
        yield "effect_card", [self.card("effect_card", "I1")]
        yield "cost_card", [self.card("cost_card", "C8")]
        yield "effort_card", [self.card("effort_card", "E2")]
        yield "background", [self.piece(piece) for piece in told["background"]]
        yield "steps", [self.step(step) for step in told["steps"]]
        yield "effects", [self.effect(effect) for effect in told["effects"]]
        yield "figure", [self.figure()]
        yield (
            "troubles",
            [
                {name: (row[name], editor(*row["from"])) for name in ("trouble", "response")}
                for row in told["troubles"]
            ],
        )
        yield "stopped", [self.piece(piece) for piece in told["stopped"]]
        yield "voice", [{**self.piece(told["voice"]), "who": (told["voice"]["who"], editor())}]
        yield (
            "conditions",
            [{"label": (row["label"], editor()), **self.piece(row)} for row in told["conditions"]],
        )
        yield "state", [self.state()]
        yield "notes", [{"text": (note, editor())} for note in told["notes"]]
        yield "keywords", [{"text": (word, editor())} for word in told["keywords"]]

    def is_open(self, item: str) -> bool:
        """Say whether the clerk gave this item to everyone (raised, or open by default)."""
        return item not in ("C8", "H2", "F5", "D4", "E4") or item in self.sample.audience

    def card(self, place: str, item: str) -> Row:
        """Return a card's cells."""
        basis = editor(item) if self.is_open(item) else editor()
        return {name: (text, basis) for name, text in self.told[place].items() if text}

    def piece(self, piece: Mapping[str, Any]) -> Row:
        """Return a running text: word for word from an answer, or the editor's own."""
        source = piece.get("from")
        if piece.get("verbatim"):
            return {"text": (piece["text"], Origin(ANSWER, question_key=source))}
        return {"text": (piece["text"], editor(*([source] if isinstance(source, str) else source or [])))}

    def step(self, step: Mapping[str, Any]) -> Row:
        """Return a step's cells."""
        source = step.get("from")
        basis = editor(*([source] if isinstance(source, str) else source or []))
        return {name: (step[name], basis) for name in ("when", "head", "text") if step.get(name)}

    def effect(self, effect: Mapping[str, Any]) -> Row:
        """Return an effect's cells; words that the clerk wrote stay the clerk's."""
        answered = self.sample.answers["I1"]
        row = answered[effect["row"]] if isinstance(answered, list) else {}
        cells: Row = {"certainty": (effect["certainty"], editor())}
        for name, column in (
            ("metric", "metric"),
            ("before", "before"),
            ("after", "after"),
            ("method", "source"),
        ):
            text = effect.get(name)
            if text:
                same = text in str(row.get(column, ""))
                stated = Origin(ANSWER, question_key=f"I1.{column}", row=self.row_ids[effect["row"]])
                origin = stated if same else editor("I1")
                cells[name] = (text, origin)
        cells["as_of"] = (effect["as_of"], editor("I1"))
        return cells

    def figure(self) -> Row:
        """Return the figure's cells."""
        told = self.told["figure"]
        kind = told["kind"] if self.picture_id() or told["kind"] == "bars" else "bars"
        number = next((n for n, e in enumerate(self.told["effects"], 1) if e["row"] == told["effect"]), 1)
        cells: Row = {
            "kind": (kind, Origin(ATTACHMENT) if kind == "illustration" else editor()),
            "finding": (told["finding"], editor("I1")),
            "effect": (str(number), editor("I1")),
        }
        for name in ("before_value", "after_value", "unit", "caption"):
            if told.get(name) not in (None, ""):
                cells[name] = (str(told[name]), editor("I1"))
        return cells

    def state(self) -> Row:
        """Return where it stands now."""
        text = self.told["state"]
        label = next((word for word in STATES if text.startswith(f"{word}。")), "継続")
        return {"label": (label, editor("C5")), "text": (text.removeprefix(f"{label}。"), editor())}


def edit_case(session: Session, response_id: int, sample: Sample, *, account_id: int, now: datetime) -> int:
    """Draft a case of a response and edit it; returns its id."""
    case = drafts.draft_case(session, response_id, account_id=account_id, now=now)
    CaseEditor(session, case, sample, account_id, now).edit()
    return case.id


def name_somebody(session: Session, response_id: int, *, account_id: int, now: datetime) -> int:
    """Draft a case and take over a sentence that names a person; returns its id. Nobody decides on it.

    Raises:
        SampleFailed: No public answer names somebody with 「氏」.
    """
    case = drafts.draft_case(session, response_id, account_id=account_id, now=now)
    for source in gathering.gather(session, response_id).sources:
        for start, end in source.spans() if source.is_publishable and source.is_typed else ():
            if "氏に" in source.text[start:end]:
                changes.take_over(
                    session, case.id, "notes", source.ref, start, end, account_id=account_id,
                    seen_revision=case.revision, now=now,
                )  # fmt: skip
                return case.id
    raise SampleFailed(f"nobody is named in response {response_id}")


def decide_finds(session: Session, case_id: int, *, account_id: int, now: datetime) -> None:
    """Decide on what a case says that is not public: what the clerk has said elsewhere to everyone may be printed.

    Raises:
        SampleFailed: It says something else that has to be decided.
    """
    content = cases.case_content(session, case_id)
    gathered = {content.response_id: gathering.gather(session, content.response_id)}
    for find in gate.passed(session, {case_id: content}, gathered)[case_id].in_the_way:
        if not find.is_open_too:
            raise SampleFailed(f"case {case_id} says what is not public: {find}")
        decision = deciding.Decision(Verdict.MAY_PRINT, SAID_TO_ALL)
        deciding.decide(session, case_id, find.key, decision, account_id=account_id, now=now)


def confirm_case(session: Session, case_id: int, sample: Sample, *, account_id: int, now: datetime) -> None:
    """Record that the organisation said yes to its page, as its clerk did on the day of confirmation."""
    case = session.get_one(Case, case_id)
    on = date.fromisoformat(sample.case["confirmed_on"]) if sample.case else now.date()
    said = confirming.NewConfirmation(f"{sample.answers['B2']} 担当者", on, Way.MAIL, CONFIRMED)
    confirming.confirm(session, case_id, said, account_id=account_id, seen_revision=case.revision, now=now)


def approve_case(session: Session, case_id: int, *, account_id: int, now: datetime) -> None:
    """Approve a case, or say what is still to be put right.

    Raises:
        SampleFailed: Something is to be put right.
    """
    try:
        approving.approve(session, case_id, account_id=account_id, now=now)
    except NotReady as error:
        points = "; ".join(f"{f.place} {f.row} {f.column}: {f.message} {f.values}" for f in error.findings)
        raise SampleFailed(f"case {case_id} is not ready: {points}") from error
