"""Rules that the source itself keeps: nothing is run that was stored, nothing is loaded from elsewhere (SEC-15, SEC-29, SEC-32)."""

import ast
import re
from pathlib import Path

import pytest

import casefinder

PACKAGE = Path(casefinder.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
FORBIDDEN_CALLS = {
    "eval", "exec", "compile", "__import__", "yaml.load", "os.system", "os.popen", "render_template_string",
    "jinja2.Template", "populate_obj", "marshal.loads", "shelve.open", "subprocess.getoutput",
}  # fmt: skip
FORBIDDEN_MODULES = {"pickle", "cPickle", "dill", "shelve", "marshal", "yaml", "requests", "httpx", "urllib3"}
OUTSIDE = re.compile(
    r"(?:src|href|action|url|@import|fetch|import)\s*(?:=|\(|:)?\s*[\"'(]?\s*(?:https?:)?//[\w.-]+"
)
ALLOWED_LINKS = re.compile(r"https://creativecommons\.org/|http://www\.w3\.org/")


def name_of(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    return ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_sec_29_nothing_that_was_stored_is_ever_run(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]

    names = {name_of(call.func) for call in calls}
    assert {
        name for name in names if name in FORBIDDEN_CALLS or name.rpartition(".")[2] == "populate_obj"
    } == set()
    assert [call.lineno for call in calls for word in call.keywords if word.arg == "shell"] == []
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in ([ast.alias(node.module or "")] if isinstance(node, ast.ImportFrom) else node.names)
    }
    assert imported & FORBIDDEN_MODULES == set()


def test_sec_09_no_attribute_is_set_by_a_name_from_a_request() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in MODULES
        if path.stem.endswith("views") or path.stem == "forms"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and name_of(node.func) == "setattr"
    ]
    assert found == []


def shipped() -> list[Path]:
    """Return all that a browser or the press is given."""
    kinds = {".html", ".css", ".js", ".svg", ".txt"}
    return sorted(
        path
        for folder in ("templates", "static")
        for path in (PACKAGE / folder).rglob("*")
        if path.suffix in kinds
    )


def test_sec_32_no_page_loads_anything_from_elsewhere() -> None:
    files = shipped()
    assert len(files) > 50

    found = {
        f"{path.relative_to(PACKAGE)}: {match.group()}"
        for path in files
        for match in OUTSIDE.finditer(path.read_text(encoding="utf-8"))
        if not ALLOWED_LINKS.search(
            match.group() + path.read_text(encoding="utf-8")[match.end() : match.end() + 40]
        )
    }
    assert found == set()


def test_sec_15_markup_is_trusted_in_few_places() -> None:
    """Every `|safe` and `Markup(` is listed here, so that a new one is looked at."""
    templates = {
        str(path.relative_to(PACKAGE))
        for path in (PACKAGE / "templates").rglob("*.html")
        if re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text(encoding="utf-8"))
    }
    modules = {
        str(path.relative_to(PACKAGE)) for path in MODULES if "Markup(" in path.read_text(encoding="utf-8")
    }
    assert {name for name in templates if not name.startswith("templates/print/")} == set()
    assert modules == {"guide.py", "publish/environment.py"}
