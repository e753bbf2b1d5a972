"""axe-core looks at the static edition in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from casefinder.publish.content import EditionContent
from casefinder.publish.data.files import data_files
from casefinder.publish.site.files import site_files

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def folder(content: EditionContent, assets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("edition")
    for part, files in (("site", site_files(content, assets)), ("data", data_files(content))):
        for name, data in files.items():
            path = made / part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_and_nothing_leaves_the_folder(folder: Path, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in sorted(folder.rglob("*.html")):
        if path.parent.name == "cases" and path.name not in ("01.html", "02.html", "09.html", "16.html"):
            continue
        page.goto(path.as_uri())
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path.name}: {found.generate_report()}"
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, path.name
    page.close()
    assert asked
    assert not [address for address in asked if not address.startswith(("file:", "data:"))]
