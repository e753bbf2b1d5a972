"""The rules of the house, kept by a machine: doors, policies, templates, settings, languages."""

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from flask import Flask

from casefinder import i18n
from casefinder.config import Settings
from casefinder.faces import face_of, policy_of

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "casefinder"
STEPS = (
    "staff",
    "ask",
    "answer",
    "interview",
    "analyse",
    "edit",
    "publish",
    "match",
    "programme",
    "overview",
    "upkeep",
    "sample",
)
ROOMS = {
    "staff": ("audit", "accounts", "consent", "trail"),
    "ask": ("questionnaires", "organisations", "campaigns", "invitations"),
    "answer": (
        "responses",
        "answers",
        "attachments",
        "snapshots",
        "texts",
        "returns",
        "entry",
        "answering",
        "submitting",
        "board",
        "reading",
    ),
    "analyse": ("engine", "themes", "coding", "suggestions", "codebook", "desk", "search"),
    "edit": ("layout", "cases", "drafts", "gate", "checks", "changes", "decisions", "editor", "casebooks"),
    "publish": ("figures", "data", "book", "site", "builds", "releases"),
    "overview": (),
    "upkeep": (),
    "sample": (),
}  # a room may use those before it, in its step; files that lie beside the rooms are used by all of them
PURE = ("flask", "flask_babel", "sqlalchemy", "casefinder.clock", "casefinder.db")
LONGEST_LINE = 160
FORBIDDEN = {
    "pure": PURE,
    "models": ("flask", "flask_babel", "casefinder.clock"),
    "reads": ("flask", "casefinder.clock"),
    "writes": ("flask", "casefinder.clock"),
    "forms": ("sqlalchemy", "casefinder.db", "casefinder.clock"),
    "views": (),
    "edge": (),
}  # fmt: skip
NAMES = (
    ("pure", r"rules|.*_rules|trail_words|errors|__init__"),
    ("models", r"models"),
    ("reads", r"queries|.*_queries"),
    ("writes", r"service|.*_service"),
    ("forms", r"forms|.*_forms"),
    ("views", r"views|.*_views"),
    ("edge", r"jobs|cli|gate|letters|__main__"),
)
FOLDERS = {
    "analyse/engine": "pure", "ask/questionnaires/kinds": "pure", "publish/figures": "pure", "publish/data": "pure",
    "publish/book": "pure", "publish/site": "pure", "sample": "edge",
}  # fmt: skip  # all files of these are held by one door
NAMED = {
    "analyse/coding": {"reads": "fields texts"},
    "analyse/desk": {"reads": "findings page queue sentences"},
    "analyse/search": {"pure": "content words", "reads": "index"},
    "analyse/suggestions": {"pure": "reader reader_child training", "writes": "doubts storing tallies"},
    "answer/answering": {
        "pure": "sent",
        "edge": "answer_files correcting going_on handed_on opened saving saving_one section_page showing task_list undoing uploads",
    },
    "answer/answers": {"writes": "amending history storing"},
    "answer/attachments": {
        "pure": "glance intake pdf pictures reencode second_reader",
        "edge": "handing_out",
    },
    "answer/entry": {"pure": "typed", "edge": "error_page"},
    "answer/reading": {"pure": "answer_sheets", "reads": "page shown"},
    "answer/responses": {"writes": "rows"},
    "answer/snapshots": {"reads": "conditions"},
    "answer/returns": {"reads": "named", "writes": "messages"},
    "answer/submitting": {"reads": "consents", "writes": "receipts", "edge": "checking"},
    "ask/invitations": {"edge": "preview"},
    "ask/organisations": {
        "pure": "area_exchange columns comparing entries exchange fact_exchange municipalities places shipped"
    },
    "ask/questionnaires": {
        "pure": "answers asking cells document filling lengths meanings numbering pictures problems reading seeing_table sense"
    },
    "edit/casebooks": {"pure": "front_matter", "reads": "composing"},
    "edit/cases": {"pure": "canonical content showing standing", "reads": "stored", "writes": "storing"},
    "edit/changes": {"pure": "adding proving rewording", "reads": "details", "writes": "changing"},
    "edit/checks": {"pure": "cells circumstances finding naming words"},
    "edit/decisions": {"writes": "approving confirming deciding discarding"},
    "edit/drafts": {
        "pure": "candidates drafting facts quantities scaffold sources tidied_rows",
        "reads": "gathering",
    },
    "edit/editor": {"reads": "page found", "edge": "rendering"},
    "edit/gate": {"writes": "storing"},
    "edit/layout": {"pure": "fit fonts miniature places pressed tidying"},
    "publish": {"pure": "casepage content environment finder frozen_json installation"},
    "publish/builds": {
        "pure": "book_texts counting file_kinds file_texts pressing printed related resting terms texts_child",
        "reads": "basis campaign collect front lone themes",
        "edge": "case_press",
    },
    "publish/releases": {"pure": "freezing wholeness", "reads": "gates"},
    "staff/accounts": {"pure": "browsers passwords", "writes": "administration second_factor throttle"},
    "staff/trail": {"edge": "watching"},
    "upkeep": {
        "pure": "copying manifest",
        "writes": "reapplying",
        "reads": "verifying",
        "edge": "backup postgresql_copy restore sqlite_copy",
    },
}  # files whose name says what they hold and not their door: it is said here


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imported_names(path: Path) -> list[str]:
    """All modules that a file imports, wherever in the file the import stands."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names


def step_of(dotted: str) -> str | None:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "casefinder" and parts[1] in STEPS else None


def room_of(dotted: str) -> str | None:
    """The room of a module, `ask/campaigns`; None beside the rooms."""
    step = step_of(dotted)
    parts = dotted.split(".")
    if step is None or len(parts) < 3 or not (PACKAGE / step / parts[2]).is_dir():
        return None
    return f"{step}/{parts[2]}"


def door_of(path: Path) -> str | None:
    """The door of a file in a step; None when nobody has said it."""
    place = path.relative_to(PACKAGE)
    for folder, door in FOLDERS.items():
        if place.is_relative_to(folder):
            return door
    named = NAMED.get(place.parent.as_posix(), {})
    listed = [door for door, stems in named.items() if path.stem in stems.split()]
    return (
        listed[0] if listed else next((door for door, shape in NAMES if re.fullmatch(shape, path.stem)), None)
    )


def door_named(dotted: str) -> str | None:
    """The door of a module by its dotted name; None for a name inside a module, and beside the steps."""
    path = ROOT.joinpath(*dotted.split(".")).with_suffix(".py")
    return door_of(path) if path.exists() and step_of(dotted) else None


def in_steps() -> list[Path]:
    """All files of the steps that hold something."""
    return [p for p in modules() if p.relative_to(PACKAGE).parts[0] in STEPS and p.stat().st_size]


def dotted_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_uses_no_step_below_its_own(path: Path) -> None:
    own_step = step_of(dotted_name(path))
    if own_step:
        found = [(n, s) for n in imported_names(path) if (s := step_of(n))]
        below = [n for n, s in found if STEPS.index(s) > STEPS.index(own_step)]
        assert below == [], "a step may use the steps above it, never one below"


@pytest.mark.parametrize("path", in_steps(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_file_is_held_by_its_door(path: Path) -> None:
    door = door_of(path)
    assert door is not None, "call it after its door, or say in NAMED which rules hold it"

    names, text = imported_names(path), path.read_text(encoding="utf-8")
    banned = FORBIDDEN[door]
    assert [n for n in names if n.split(".")[0] in banned or n in banned] == []
    if door == "pure":
        doors_in = [n for n in names if re.search(r"\.(\w+_)?(queries|service|models|views)(\.|$)", n)]
        assert [n for n in doors_in if n.startswith("casefinder.")] == [], "rules know no tables"
    if door in ("reads", "writes"):
        assert ".commit(" not in text, "the edge commits"
    if door == "reads":
        assert [n for n in names if n.startswith("casefinder.") and door_named(n) == "writes"] == [], (
            "who only reads calls no verb"
        )
        assert not re.search(r"session\.(add|add_all|delete|flush)\(", text), "queries only read"
    if door == "views":
        from_sqlalchemy = [n for n in names if n.startswith("sqlalchemy")]
        assert set(from_sqlalchemy) <= {"sqlalchemy.orm", "sqlalchemy.orm.Session"}, (
            "a view has no SQL of its own"
        )
        assert (
            re.findall(r"session\.(?:get|get_one|scalars?|execute|add|add_all|delete|refresh)\(", text) == []
        )


def test_no_file_is_named_that_is_gone_or_has_its_doors_name() -> None:
    for room, doors in NAMED.items():
        for stem in " ".join(doors.values()).split():
            assert (PACKAGE / room / f"{stem}.py").exists(), f"{room}/{stem}"


def test_every_room_has_its_place_in_the_order() -> None:
    for step in STEPS:
        if (PACKAGE / step).is_dir():
            folders = {p.parent.name for p in (PACKAGE / step).glob("*/__init__.py")}
            assert folders == set(ROOMS[step]), step


def test_no_room_uses_one_behind_it() -> None:
    order = [f"{step}/{room}" for step in STEPS for room in ROOMS.get(step, ())]
    against = {
        (own, other)
        for path in in_steps()
        if (own := room_of(dotted_name(path)))
        for name in imported_names(path)
        if (other := room_of(name)) and other != own and order.index(other) > order.index(own)
    }

    assert against == set()


@pytest.mark.parametrize("step", [s for s in STEPS if ROOMS.get(s)])
def test_what_lies_beside_the_rooms_uses_none_of_them(step: str) -> None:
    shared = [p for p in (PACKAGE / step).glob("*.py") if p.stem != "cli"]

    used = [
        (p.stem, n)
        for p in shared
        for n in imported_names(p)
        if (r := room_of(n)) and r.startswith(f"{step}/")
    ]
    assert used == []


def test_only_the_clock_reads_the_clock() -> None:
    readers = [
        str(p.relative_to(PACKAGE))
        for p in modules()
        if re.search(
            r"datetime\.now\(|datetime\.utcnow\(|date\.today\(|time\.time\(", p.read_text(encoding="utf-8")
        )
    ]
    assert readers == ["clock.py"]


def test_every_route_has_a_face_and_a_policy(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}

    assert endpoints
    open_ones = [e for e in sorted(endpoints) if face_of(app, e) is None or policy_of(app, e) is None]
    assert open_ones == []


def test_every_template_parses_and_is_free_of_inline_style_and_script(app: Flask) -> None:
    names = [n for n in app.jinja_env.list_templates() if n.endswith(".html")]
    assert names
    for name in names:
        source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, name)  # type: ignore[union-attr]
        app.jinja_env.parse(source)
        if not name.startswith(("print/", "publish/site/")):
            assert not re.search(
                r"\sstyle=\"|<style|<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)|\son\w+=\"", source
            ), name
        assert "|safe" not in source or name.startswith(("print/", "publish/")), name


def test_no_line_of_a_template_is_longer_than_160_characters() -> None:
    long_ones = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in sorted((PACKAGE / "templates").rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert long_ones == []


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [f.name for f in fields(Settings) if f"`{f.name}`" not in text] == []


KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "N_": None}
METHODS = [
    ("**.py", "python"),
    ("templates/print/**", "ignore"),
    ("templates/mail/**", "ignore"),
    ("templates/**.html", "jinja2"),
]


def extracted_messages() -> set[str]:
    found = set()
    for _, _, message, _, _ in extract_from_dir(
        str(PACKAGE),
        method_map=METHODS,
        keywords=KEYWORDS,
        options_map={"templates/**.html": {"trimmed": "true"}},
    ):
        found.add(message[0] if isinstance(message, tuple) else message)
    return found - {""}


def test_every_message_is_translated_into_japanese() -> None:
    catalogue = i18n.merged_catalogue("ja")

    missing = sorted(m for m in extracted_messages() if not (catalogue.get(m) and catalogue.get(m).string))
    assert missing == []


def test_no_translation_is_left_over() -> None:
    used = extracted_messages()
    ids = {m.id[0] if isinstance(m.id, tuple) else m.id for m in i18n.merged_catalogue("ja") if m.id}

    assert sorted(ids - used) == []


def test_a_translation_keeps_the_named_values() -> None:
    def values(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)", text))

    wrong = []
    for message in i18n.merged_catalogue("ja"):
        if message.id and isinstance(message.id, str) and values(message.id) != values(str(message.string)):
            wrong.append(message.id)
    assert wrong == []


STANDARD_KEY = re.compile(r"[A-M][1-9][0-9]?(\.[a-z_]+)?")
NO_QUESTIONS = {("publish/book/lint.py", "H1"), ("publish/book/lint.py", "H2"), ("analyse/cli.py", "F1")}


def texts_in(path: Path) -> set[str]:
    """All string constants of a module, docstrings included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_no_module_leans_on_a_key_of_the_standard_questionnaire() -> None:
    found = {
        (str(path.relative_to(PACKAGE)), text)
        for path in modules()
        if "sample" not in path.relative_to(PACKAGE).parts
        for text in texts_in(path)
        if STANDARD_KEY.fullmatch(text)
    }

    assert found - NO_QUESTIONS == set(), "ask the questionnaire for what is meant"


@pytest.mark.parametrize("folder", ["templates", "static/js"])
def test_no_page_leans_on_a_key_of_the_standard_questionnaire(folder: str) -> None:
    quoted = re.compile(r"""["']([A-M][1-9][0-9]?)["']""")
    found = {
        (str(path.relative_to(PACKAGE)), match)
        for path in (PACKAGE / folder).rglob("*.*")
        if path.suffix in (".html", ".txt", ".js", ".css")
        for match in quoted.findall(path.read_text(encoding="utf-8"))
    }

    assert {(name, text) for name, text in found if text != "F8"} == set()  # a key of the keyboard
