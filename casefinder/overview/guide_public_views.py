"""The chapters of the guide for whoever answers; they need no link and set no cookie."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from casefinder import guide
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Open, allow

BASE = "/guide"
bp = FaceBlueprint("guide_pages", __name__, face=Face.PUBLIC, url_prefix=BASE)


@bp.get("/")
@allow(Open.EVERYONE)
def index() -> ResponseReturnValue:
    """List the chapters, or the headings that hold what was typed."""
    typed = request.args.get("q", "").strip()[:100]
    pages = [
        page for name in guide.names() if guide.is_for_respondents(name) and (page := guide.page(name, BASE))
    ]
    return render_template(
        "overview/guide_public.html", page=None, pages=pages, typed=typed, base=BASE,
        found=guide.search(typed, base=BASE) if typed else None,
    )  # fmt: skip


@bp.get("/<name>")
@allow(Open.EVERYONE)
def chapter(name: str) -> ResponseReturnValue:
    """Show one chapter for respondents."""
    page = guide.page(name, BASE) if guide.is_for_respondents(name) else None
    if page is None:
        raise NotFoundError
    return render_template("overview/guide_public.html", page=page, pages=[], typed="", base=BASE, found=None)


@bp.get("/pictures/<name>")
@allow(Open.EVERYONE)
def picture(name: str) -> Response:
    """Hand out a picture of the guide."""
    content = guide.picture(name)
    if content is None:
        raise NotFoundError
    return Response(content, mimetype="image/png")
