"""The page 「見本の郵便受け」: what the sample installation has sent. Exists only there."""

from pathlib import Path

from flask import abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.paging import asked_page
from casefinder.sample.mailbox import read_box, read_mail

bp = FaceBlueprint("sample_mailbox", __name__, face=Face.STAFF, url_prefix="/staff/sample-mailbox")
PAGE_SIZE = 30


def mail_folder() -> Path:
    """Return the folder of the sample mails, or answer 404 in a real installation."""
    settings = current_app.extensions["settings"]
    if not settings.sample:
        abort(404)
    return Path(settings.home) / "mail"


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """List the mails."""
    words = request.args.get("q", "")[:100]
    order = "oldest" if request.args.get("order") == "oldest" else "newest"
    mails = read_box(mail_folder(), words=words, newest_first=order == "newest")
    page = asked_page(len(mails), PAGE_SIZE)
    return render_template(
        "sample/mailbox.html",
        mails=mails[(page.number - 1) * PAGE_SIZE : page.number * PAGE_SIZE],
        words=words,
        order=order,
        page=page,
    )


@bp.get("/<name>")
@allow(Role.READER)
def mail(name: str) -> ResponseReturnValue:
    """Show one mail as it was sent."""
    path = mail_folder() / f"{name}.eml"
    if path.parent != mail_folder() or not path.is_file():
        abort(404)
    return render_template("sample/mail.html", mail=read_mail(path))
