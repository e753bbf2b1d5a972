"""The rooms that have doors to the web, to work, or to the command line, in the order of the steps."""

from importlib import import_module

from flask import Blueprint, Flask

from casefinder import events, work
from casefinder.faces import Face, set_error_page, set_gate
from casefinder.mail import service as mail
from casefinder.staff.audit.rules import Vocabulary

VIEWS = (
    "casefinder.staff.accounts.views",
    "casefinder.staff.accounts.admin_views",
    "casefinder.staff.accounts.export_views",
    "casefinder.staff.accounts.factor_views",
    "casefinder.staff.trail.views",
    "casefinder.ask.organisations.views",
    "casefinder.ask.organisations.fact_views",
    "casefinder.ask.questionnaires.views",
    "casefinder.ask.questionnaires.export_views",
    "casefinder.ask.campaigns.views",
    "casefinder.ask.invitations.campaign_list_views",
    "casefinder.ask.invitations.views",
    "casefinder.ask.invitations.export_views",
    "casefinder.ask.invitations.post_views",
    "casefinder.ask.invitations.post_export_views",
    "casefinder.answer.attachments.respondent_views",
    "casefinder.answer.entry.respondent_views",
    "casefinder.answer.answering.respondent_views",
    "casefinder.answer.submitting.respondent_views",
    "casefinder.answer.board.views",
    "casefinder.answer.board.export_views",
    "casefinder.answer.board.chosen_views",
    "casefinder.answer.reading.views",
    "casefinder.answer.reading.export_views",
    "casefinder.answer.reading.file_views",
    "casefinder.analyse.codebook.views",
    "casefinder.analyse.codebook.export_views",
    "casefinder.analyse.desk.views",
    "casefinder.analyse.desk.act_views",
    "casefinder.analyse.desk.export_views",
    "casefinder.analyse.search.views",
    "casefinder.analyse.search.export_views",
    "casefinder.edit.editor.views",
    "casefinder.edit.editor.export_views",
    "casefinder.edit.editor.change_views",
    "casefinder.edit.editor.decision_views",
    "casefinder.edit.editor.gate_views",
    "casefinder.edit.casebooks.views",
    "casefinder.edit.casebooks.export_views",
    "casefinder.publish.builds.views",
    "casefinder.publish.builds.export_views",
    "casefinder.publish.builds.file_find_views",
    "casefinder.publish.builds.fit_views",
    "casefinder.publish.releases.views",
    "casefinder.publish.releases.export_views",
    "casefinder.publish.releases.stopping_views",
    "casefinder.publish.releases.public_views",
    "casefinder.overview.views",
    "casefinder.upkeep.views",
    "casefinder.overview.find_views",
    "casefinder.overview.guide_views",
    "casefinder.overview.guide_public_views",
    "casefinder.sample.views",
)

JOBS = (
    "casefinder.mail.jobs",
    "casefinder.answer.attachments.jobs",
    "casefinder.analyse.suggestions.jobs",
    "casefinder.analyse.search.jobs",
    "casefinder.edit.gate.jobs",
    "casefinder.publish.builds.jobs",
    "casefinder.publish.releases.jobs",
)

LETTERS = (
    "casefinder.ask.invitations.letters",
    "casefinder.answer.returns.letters",
    "casefinder.answer.submitting.letters",
    "casefinder.publish.releases.letters",
)


# Event → what a room does about it, in the same transaction; in the order of the steps.
SUBSCRIPTIONS = (
    ("Submitted", "casefinder.answer.texts.service", "follow_statement"),
    ("TakenBack", "casefinder.answer.texts.service", "follow_statement"),
    ("TextsChanged", "casefinder.analyse.suggestions.service", "follow_texts"),
    ("TextsChanged", "casefinder.analyse.coding.service", "follow_texts"),
    ("TextsChanged", "casefinder.edit.cases.service", "follow_texts"),
    ("Submitted", "casefinder.analyse.suggestions.jobs", "follow_statement"),
    ("TakenBack", "casefinder.analyse.suggestions.jobs", "follow_statement"),
    ("Submitted", "casefinder.analyse.search.jobs", "said_anew"),
    ("TakenBack", "casefinder.analyse.search.jobs", "said_anew"),
    ("Returned", "casefinder.analyse.search.jobs", "said_anew"),
    ("ConsentWithdrawn", "casefinder.analyse.search.jobs", "said_anew"),
    ("ConsentRestored", "casefinder.analyse.search.jobs", "said_anew"),
    ("CaseWritten", "casefinder.edit.gate.jobs", "follow_case"),
    ("Submitted", "casefinder.edit.gate.jobs", "follow_statement"),
    ("ResponseRead", "casefinder.edit.gate.jobs", "follow_statement"),
    *(
        (event, "casefinder.publish.releases.checking_service", "follow")
        for event in ("Submitted", "TakenBack", "ConsentWithdrawn", "ConsentRestored")
    ),
)


TRAIL = (
    "casefinder.staff.accounts.trail_words",
    "casefinder.staff.trail.trail_words",
    "casefinder.staff.consent.trail_words",
    "casefinder.ask.organisations.trail_words",
    "casefinder.ask.questionnaires.trail_words",
    "casefinder.ask.campaigns.trail_words",
    "casefinder.ask.invitations.trail_words",
    "casefinder.answer.responses.trail_words",
    "casefinder.answer.attachments.trail_words",
    "casefinder.analyse.themes.trail_words",
    "casefinder.analyse.coding.trail_words",
    "casefinder.analyse.suggestions.trail_words",
    "casefinder.edit.cases.trail_words",
    "casefinder.edit.casebooks.trail_words",
    "casefinder.publish.builds.trail_words",
    "casefinder.publish.releases.trail_words",
    "casefinder.upkeep.trail_words",
)


def trail_words() -> Vocabulary:
    """Return what the actions of all rooms are called in the trail."""
    return Vocabulary(words for name in TRAIL for words in import_module(name).WORDS)


def blueprints() -> list[Blueprint]:
    """Return every room's blueprints (`bp` of each views file); a room's second file may share that of the first."""
    return list(dict.fromkeys(import_module(name).bp for name in VIEWS))


def load_jobs() -> None:
    """Make every kind of work and of letter known (`KINDS` of each letters file: kind → who writes it)."""
    for name in JOBS:
        work.register(import_module(name).WORK)
    for name in LETTERS:
        for kind, builder in import_module(name).KINDS.items():
            mail.register(kind, builder)


def subscribe() -> None:
    """Let rooms act on what happens in others."""
    for event, module, act in SUBSCRIPTIONS:
        events.subscribe(getattr(events, event), getattr(import_module(module), act))


def hang_gates(app: Flask) -> None:
    """Let accounts guard the staff face and invitations the respondent face, whose errors the room of entry shows."""
    from casefinder.answer.entry.error_page import error_page
    from casefinder.ask.invitations.gate import gate as respondent_gate
    from casefinder.staff.accounts.gate import gate as staff_gate

    set_gate(app, Face.STAFF, staff_gate)
    set_gate(app, Face.RESPONDENT, respondent_gate)
    set_error_page(app, Face.RESPONDENT, error_page)
