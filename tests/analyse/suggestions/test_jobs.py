import json
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casefinder import child, work
from casefinder.analyse.codebook import queries as codebook_queries
from casefinder.analyse.coding import queries as codings
from casefinder.analyse.suggestions import service
from casefinder.analyse.suggestions.models import Finding, Reading, Suggestion
from casefinder.analyse.suggestions.queries import present_training
from casefinder.analyse.themes import service as themes_service
from casefinder.analyse.themes.models import Theme
from casefinder.analyse.themes.rules import ThemeText
from casefinder.answer.responses.models import Response
from casefinder.answer.returns.service import return_response
from casefinder.answer.submitting import service as submitting
from casefinder.answer.texts.models import SourceText
from casefinder.ask.questionnaires.answers import GivenAnswer
from casefinder.prefectures import HOKKAIDO
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.accounts import make_account
from tests.factories.responses import STORY, complete_answers, make_response, save_answers
from tests.factories.suggestions import FakeReader

LATER = NOON + timedelta(hours=1)


def submit(app: Flask, **changes: object) -> int:
    with app.extensions["database"].transaction() as session:
        themes_service.load_standard(session, HOKKAIDO, now=NOON)
        answers = complete_answers(**changes)  # type: ignore[arg-type]
        return make_response(session, answers=answers, is_submitted=True, now=NOON).id


def resubmit(app: Flask, response_id: int, **changes: str) -> None:
    with app.extensions["database"].transaction() as session:
        account = make_account(session)
        return_response(session, response_id, "直して。", account_id=account.id, now=LATER)
        save_answers(
            session, response_id, {key: GivenAnswer({"": text}) for key, text in changes.items()}, now=LATER
        )
        response = session.get_one(Response, response_id)
        submitting.submit_response(
            session, response_id, seen=response.revision, now=LATER + timedelta(minutes=1)
        )


def read(app: Flask, reader: FakeReader) -> None:
    app.extensions["text_reader"] = reader
    (kind,) = [k for k in work.kinds() if k.name == "reading"]
    work.perform_due(app.extensions["database"], kind)


def keys_of(session: Session, model: type[Suggestion] | type[Finding]) -> list[str]:
    return sorted(session.scalars(select(SourceText.key).join(model, model.source_text_id == SourceText.id)))


def test_a_submit_asks_for_a_reading_of_the_long_answers_only(app: Flask) -> None:
    submit(app)
    reader = FakeReader()

    read(app, reader)

    (asked,) = reader.asked
    assert len(asked) == 8
    with app.extensions["database"].reading() as session:
        assert keys_of(session, Suggestion) == ["C3", "D1", "D3", "E2", "F3", "F4", "G2", "J1"]
        assert keys_of(session, Finding) == keys_of(session, Suggestion)
        reading = session.scalars(select(Reading)).one()
        assert (reading.done_at, reading.engine_version, reading.threshold) == (NOON, "test", 0.5)


def test_without_consent_the_reader_is_never_asked(app: Flask) -> None:
    submit(app, L4={"": "no"})
    reader = FakeReader()

    read(app, reader)

    assert reader.asked == []


def test_consent_withdrawn_before_its_turn_leaves_the_text_unread(app: Flask) -> None:
    response_id = submit(app)
    with app.extensions["database"].transaction() as session:
        consent.withdraw(session, response_id, "analysis", now=NOON)
    reader = FakeReader()

    read(app, reader)

    assert reader.asked == []
    with app.extensions["database"].reading() as session:
        assert session.scalars(select(Reading.done_at)).all() == [NOON]


def test_only_changed_answers_are_read_again(app: Flask) -> None:
    response_id = submit(app)
    reader = FakeReader()
    read(app, reader)
    with app.extensions["database"].transaction() as session:
        account_id = make_account(session).id
        ids = dict(iter(session.execute(select(SourceText.key, Suggestion.id).join(Suggestion))))
        service.accept(session, ids["E2"], account_id=account_id, now=NOON)
        service.accept(session, ids["F3"], account_id=account_id, now=NOON)

    resubmit(app, response_id, F3="書き直した苦労。人が足りない。")
    read(app, reader)

    assert [text.text for text in reader.asked[1]] == ["書き直した苦労。人が足りない。"]
    with app.extensions["database"].reading() as session:
        found = codings.accepted_codings(session, response_id)
        assert [c.question_key for c in found] == ["E2"], "the coding of the old text stays with it"
        rows = session.execute(
            select(Suggestion.decision, Suggestion.superseded_at)
            .join(SourceText)
            .where(SourceText.key == "F3")
            .order_by(Suggestion.id)
        ).all()
        assert [(decision, at is None) for decision, at in rows] == [("accepted", False), (None, True)]
        assert keys_of(session, Finding).count("F3") == 1


def test_a_reading_stored_twice_is_stored_once(app: Flask) -> None:
    submit(app)
    read(app, FakeReader())
    with app.extensions["database"].transaction() as session:
        session.execute(update(Reading).values(done_at=None, leased_until_s=0.0))

    read(app, FakeReader())

    with app.extensions["database"].reading() as session:
        assert session.scalar(select(func.count()).select_from(Suggestion)) == 8
        assert session.scalars(select(Reading.failure)).all() == [None]


def test_a_poison_response_is_given_up_and_the_others_are_read(app: Flask) -> None:
    submit(app)
    reader = FakeReader()
    reader.failures = [child.ChildFailed("out of memory")]
    read(app, reader)
    second = submit(app)

    read(app, reader)

    with app.extensions["database"].reading() as session:
        rows = session.execute(select(Reading.response_id, Reading.failure).order_by(Reading.id)).all()
        assert "out of memory" in (rows[0][1] or "")
        assert rows[1] == (second, None)


def test_an_answer_that_breaks_its_promise_is_not_stored(app: Flask) -> None:
    submit(app)
    reader = FakeReader()
    reader._answer = lambda text: {"suggestions": [{"start": 0, "end": 9999, "reasons": []}]}  # type: ignore[assignment,method-assign,return-value]

    read(app, reader)

    with app.extensions["database"].reading() as session:
        reading = session.scalars(select(Reading)).one()
        assert reading.failed_at is not None
        assert reading.failure == "The engine's answer could not be used."
        assert keys_of(session, Suggestion) == []


def test_a_failed_reading_can_be_tried_again(app: Flask) -> None:
    response_id = submit(app)
    reader = FakeReader()
    reader._answer = lambda text: {"suggestions": [{"start": 0, "end": 9999, "reasons": []}]}  # type: ignore[assignment,method-assign,return-value]
    read(app, reader)
    with app.extensions["database"].transaction() as session:
        service.read_again(session, response_id, now=NOON)

    read(app, FakeReader())

    with app.extensions["database"].reading() as session:
        assert session.scalars(select(Reading)).one().failed_at is None
        assert len(keys_of(session, Suggestion)) == 8


def edit_cues(app: Flask, *cues: str) -> None:
    with app.extensions["database"].transaction() as session:
        theme = themes_service.theme_by_key(session, "ch_labor_shortage")
        text = ThemeText(theme.name, theme.definition, theme.include, theme.exclude, theme.note, cues)
        account_id = make_account(session).id
        themes_service.edit_theme(
            session, theme.key, text, seen_revision=theme.revision, account_id=account_id, now=NOON
        )


def test_a_reading_remembers_what_the_engine_had_learned_from(app: Flask) -> None:
    submit(app)
    reader = FakeReader()
    read(app, reader)

    with app.extensions["database"].reading() as session:
        present = present_training(session)
        assert session.scalars(select(Reading.training_hash)).all() == [present.hash]
    assert reader.trainings == [present]


def test_after_the_codebook_changed_the_next_reading_reads_all_with_it(app: Flask) -> None:
    response_id = submit(app)
    reader = FakeReader()
    read(app, reader)
    edit_cues(app, "若い衆")

    resubmit(app, response_id, F3="書き直した苦労。人が足りない。")
    read(app, reader)

    assert [text.question for text in reader.asked[1]] == [text.question for text in reader.asked[0]]
    themes = json.loads(reader.trainings[1].content)["themes"]
    assert next(row["cues"] for row in themes if row["key"] == "ch_labor_shortage") == ["若い衆"]
    with app.extensions["database"].reading() as session:
        assert len(keys_of(session, Suggestion)) == 8
        assert len(keys_of(session, Finding)) == 8


def test_read_anew_replaces_what_is_undecided_and_keeps_what_is_decided(app: Flask) -> None:
    response_id = submit(app)
    read(app, FakeReader())
    with app.extensions["database"].transaction() as session:
        account_id = make_account(session).id
        ids = dict(iter(session.execute(select(SourceText.key, Suggestion.id).join(Suggestion))))
        service.accept(session, ids["E2"], account_id=account_id, now=NOON)
        service.reject(session, ids["F3"], account_id=account_id, now=NOON)
    edit_cues(app, "若い衆")

    with app.extensions["database"].transaction() as session:
        service.read_again(session, response_id, now=LATER)
    read(app, FakeReader(theme="ch_budget"))

    with app.extensions["database"].reading() as session:
        rows = session.execute(
            select(SourceText.key, Theme.key, Suggestion.decision)
            .select_from(Suggestion)
            .join(SourceText)
            .join(Theme)
        ).all()
        old = {key: decision for key, theme, decision in rows if theme == "ch_labor_shortage"}
        new = {key for key, theme, _ in rows if theme == "ch_budget"}
        assert old == {"E2": "accepted", "F3": "rejected"}
        assert new == set(ids)
        assert [c.question_key for c in codings.accepted_codings(session, response_id)] == ["E2"]
        first, second = session.scalars(select(Reading).order_by(Reading.id)).all()
        assert first.training_hash != second.training_hash == present_training(session).hash


def test_what_was_accepted_and_undone_can_be_read_anew(app: Flask) -> None:
    response_id = submit(app)
    read(app, FakeReader())
    with app.extensions["database"].transaction() as session:
        account_id = make_account(session).id
        suggestion_id = session.scalars(select(Suggestion.id)).first()
        assert suggestion_id is not None
        service.accept(session, suggestion_id, account_id=account_id, now=NOON)
        service.undo_decision(session, suggestion_id, account_id=account_id, now=NOON)
    edit_cues(app, "若い衆")
    with app.extensions["database"].transaction() as session:
        service.read_again(session, response_id, now=LATER)

    read(app, FakeReader())

    with app.extensions["database"].reading() as session:
        assert session.scalars(select(Reading.failure)).all() == [None, None]
        assert len(keys_of(session, Suggestion)) == 8


def test_a_decision_moves_along_with_its_sentence_and_is_not_asked_for_again(app: Flask) -> None:
    response_id = submit(app)
    read(app, FakeReader())
    with app.extensions["database"].transaction() as session:
        account_id = make_account(session).id
        ids = dict(iter(session.execute(select(SourceText.key, Suggestion.id).join(Suggestion))))
        service.reject(session, ids["F3"], account_id=account_id, now=NOON)

    resubmit(app, response_id, F3=STORY + "加えた文。")
    read(app, FakeReader())

    with app.extensions["database"].reading() as session:
        row = session.get_one(Suggestion, ids["F3"])
        assert (row.decision, row.superseded_at, row.source.text) == ("rejected", None, STORY + "加えた文。")
        copy = session.scalars(select(Suggestion).where(Suggestion.moved_to_id == row.id)).one()
        assert (copy.decision, copy.source.text) == ("rejected", STORY)
        assert copy.superseded_at is not None
        shown = codebook_queries.theme_row(session, "ch_labor_shortage")
        assert shown is not None
        assert shown.counts.rejected == 1


def test_read_anew_asks_once_and_only_when_the_codebook_changed(app: Flask) -> None:
    response_id = submit(app)
    read(app, FakeReader())

    def ask() -> int:
        with app.extensions["database"].transaction() as session:
            service.read_again(session, response_id, now=LATER)
            return session.scalar(select(func.count()).select_from(Reading)) or 0

    assert ask() == 1
    edit_cues(app, "若い衆")
    assert [ask(), ask()] == [2, 2]


def test_a_worker_that_lost_its_lease_stores_nothing(app: Flask) -> None:
    submit(app)

    class Slow(FakeReader):
        def read(self, *args, **kwargs):  # type: ignore[no-untyped-def]
            with app.extensions["database"].transaction() as session:
                session.execute(update(Reading).values(attempts=Reading.attempts + 1))
            return super().read(*args, **kwargs)

    read(app, Slow())

    with app.extensions["database"].reading() as session:
        assert keys_of(session, Suggestion) == []
        assert session.scalars(select(Reading.done_at)).all() == [None]
