"""All files of the static edition, by path; nothing in them asks another host for anything."""

from pathlib import Path
from xml.sax.saxutils import escape

from casefinder.publish.book.fonts import STATIC
from casefinder.publish.content import EditionContent
from casefinder.publish.environment import environment
from casefinder.publish.site.pages import (
    AREAS,
    Page,
    address,
    anchor_of,
    area_anchor,
    lists_of,
    menu_of,
    pages,
)

_SUFFIXES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}


def site_files(content: EditionContent, assets: Path) -> dict[str, bytes]:
    """Return every file of the site, by path below its folder.

    Args:
        content: The frozen content.
        assets: Folder of the picture files, named by their ids.
    """
    pictures = {name: picture_name(name, (assets / name).read_bytes()) for name in content.assets()}
    files = {f"images/{pictures[name]}": (assets / name).read_bytes() for name in pictures}
    whole = list(pages(content))
    files |= {page.path: _page(content, page, pictures) for page in whole}
    files["assets/site.css"] = (STATIC / "site" / "site.css").read_bytes()
    files["assets/tokens.css"] = (STATIC / "tokens.css").read_bytes()
    files["assets/tokens-LICENSE.txt"] = (STATIC / "tokens-LICENSE.txt").read_bytes()
    if content.web_url:
        files["sitemap.xml"] = _sitemap(content, whole)
    return files


def picture_name(asset: str, data: bytes) -> str:
    """Return the file name of a picture: its id with the ending of its kind."""
    ending = next((suffix for magic, suffix in _SUFFIXES.items() if data.startswith(magic)), "")
    return asset if asset.endswith(ending) else asset + ending


def _page(content: EditionContent, page: Page, pictures: dict[str, str]) -> bytes:
    chapter_of = {
        case.number: chapter.number for chapter in content.chapters for case in content.cases_of(chapter)
    }
    template = environment().get_template(f"site/{page.template}")
    html = template.render(
        c=content,
        page=page,
        menu=menu_of(content),
        area_anchor=area_anchor,
        has_areas=AREAS in lists_of(content),
        chapter_of=chapter_of,
        anchor_of=anchor_of,
        picture_of=pictures.__getitem__,
        **page.values,
    )
    return html.encode()


def _sitemap(content: EditionContent, whole: list[Page]) -> bytes:
    day = content.issued_on.isoformat()
    rows = "".join(
        f"<url><loc>{escape(address(content, page.path))}</loc><lastmod>{day}</lastmod></url>"
        for page in whole
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>\n'
    ).encode()
