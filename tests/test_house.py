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
FORBIDDEN = {
    "rules": ("flask", "sqlalchemy", "casefinder.clock", "casefinder.db"),
    "models": ("flask",),
    "queries": ("flask",),
    "service": ("flask",),
    "jobs": (),
    "forms": ("sqlalchemy",),
}  # fmt: skip


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


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_door_allows(path: Path) -> None:
    dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    names = imported_names(path)

    own_step = step_of(dotted)
    if own_step:
        below = [n for n in names if (s := step_of(n)) and STEPS.index(s) > STEPS.index(own_step)]
        assert below == [], "a step may use the steps above it, never one below"
    door = path.stem
    banned = FORBIDDEN.get(door, ())
    assert [n for n in names if n.split(".")[0] in banned or n in banned] == []
    if "engine" in path.parts:
        assert [n for n in names if n.split(".")[0] in ("flask", "sqlalchemy")] == []


@pytest.mark.parametrize("path", [p for p in modules() if p.stem in ("service", "jobs")], ids=str)
def test_a_service_never_commits(path: Path) -> None:
    assert ".commit(" not in path.read_text(encoding="utf-8")


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
