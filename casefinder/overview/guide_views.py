"""The guide inside the product (使い方), for the staff; each page's foot leads to its chapter."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casefinder import guide
from casefinder.errors import NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow

BASE = "/staff/guide"
bp = FaceBlueprint("guide", __name__, face=Face.STAFF, url_prefix=BASE)


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """Show the contents, or the headings that hold what was typed."""
    typed = request.args.get("q", "").strip()[:100]
    return render_template(
        "overview/guide.html", page=guide.page(guide.START, BASE), typed=typed, base=BASE,
        found=guide.search(typed, base=BASE) if typed else None,
    )  # fmt: skip


@bp.get("/<name>")
@allow(Role.READER)
def chapter(name: str) -> ResponseReturnValue:
    """Show one chapter."""
    page = guide.page(name, BASE)
    if page is None:
        raise NotFoundError
    return render_template("overview/guide.html", page=page, typed="", base=BASE, found=None)


@bp.get("/pictures/<name>")
@allow(Role.READER)
def picture(name: str) -> Response:
    """Hand out a picture of the guide."""
    content = guide.picture(name)
    if content is None:
        raise NotFoundError
    return Response(content, mimetype="image/png")


@bp.app_context_processor
def links() -> dict[str, Any]:
    """Give every page the address of its chapter."""
    return {
        "guide_url": lambda: url_for("guide.chapter", name=guide.chapter_of(request.blueprint)),
        "respondent_guide_url": lambda: url_for(
            "guide_pages.chapter", name=guide.chapter_of(request.blueprint)
        ),
    }
