"""The codebook: themes by family with what became of them; one theme; editing, adding, retiring."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.analyse.codebook import queries
from casefinder.analyse.codebook.forms import NewThemeForm, ThemeForm
from casefinder.analyse.codebook.queries import Counts, ThemeRow
from casefinder.analyse.themes import queries as themes
from casefinder.analyse.themes import service
from casefinder.analyse.themes.rules import FAMILIES, pieces
from casefinder.clock import utc_now
from casefinder.db import reading, transaction
from casefinder.errors import ConflictError, NotFoundError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.staff.consent.seeing_rules import PERSONAL, may_see

bp = FaceBlueprint("codebook", __name__, face=Face.STAFF, url_prefix="/staff/codebook")


def _families(rows: list[ThemeRow]) -> list[dict[str, object]]:
    return [
        {
            "family": family,
            "rows": own,
            "counts": sum((row.counts for row in own), Counts()),
        }
        for family in FAMILIES
        if (own := [row for row in rows if row.family == family])
    ]


def _list(words: str, with_retired: bool, sort: str) -> dict[str, object]:
    with reading() as session:
        counts = queries.counts(session)
        rows = queries.theme_rows(session, counts, words=words, with_retired=with_retired, sort=sort)
        every = queries.theme_rows(session, counts, with_retired=True)
    totals = _families([row for row in every if row.retired_at is None])
    retired = sum(row.retired_at is not None for row in every)
    query = {"q": words, "retired": "1" if with_retired else "", "sort": "" if sort == "codebook" else sort}
    return {
        "groups": _families(rows), "totals": totals, "words": words, "with_retired": with_retired, "sort": sort,
        "retired_number": retired, "query": {k: v for k, v in query.items() if v},
    }  # fmt: skip


def asked_list() -> tuple[str, bool, str]:
    """Return the words, whether themes out of use are shown, and the order that the address asks for."""
    sort = request.args.get("sort", "")
    return (
        request.args.get("q", "").strip()[:60], request.args.get("retired") == "1",
        sort if sort in queries.SORTS else "codebook",
    )  # fmt: skip


def _listed() -> dict[str, object]:
    return _list(*asked_list())


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """List the themes."""
    return render_template("analyse/codebook/index.html", theme=None, **_listed())


@bp.get("/<key>")
@allow(Role.READER)
def show(key: str) -> ResponseReturnValue:
    """Show one theme beside the list."""
    with reading() as session:
        theme = _theme(queries.theme_row(session, key))
        names = themes.names(session)
        values = {
            "theme": theme,
            "cue_rows": queries.cue_rows(session, key),
            "examples": queries.examples(session, key, with_internal=may_see(PERSONAL, g.account.role)),
        }
    texts = {name: list(pieces(getattr(theme, name), names)) for name in ("include", "exclude", "note")}
    return render_template("analyse/codebook/index.html", texts=texts, **values, **_listed())


@bp.route("/<key>/edit", methods=["GET", "POST"])
@allow(Role.EDITOR)
def edit(key: str) -> ResponseReturnValue:
    """Change the words of a theme."""
    with reading() as session:
        theme = _theme(queries.theme_row(session, key))
    form = ThemeForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                service.edit_theme(
                    session, key, form.to_text(), seen_revision=form.seen_revision(),
                    account_id=g.account.id, now=utc_now(),
                )  # fmt: skip
            flash(_("The theme is saved."), "ok")
            return redirect(url_for(".show", key=key), code=303)
        except ConflictError:
            return _edit_page(form, theme, status=409)
    if request.method == "GET":
        for name in ("name", "definition", "include", "exclude", "note"):
            form[name].data = getattr(theme, name)
        form.cues.data = "\n".join(theme.cues)
        form.seen.data = str(theme.revision)
    return _edit_page(form, None, key=key, name=theme.name)


def _edit_page(
    form: ThemeForm, changed: ThemeRow | None, *, key: str = "", name: str = "", status: int = 200
) -> ResponseReturnValue:
    """Show the form; when somebody else was first, with both texts, and the next save counts."""
    if changed is not None:
        key, name = changed.key, changed.name
        form.seen.data = str(changed.revision)
    page = render_template("analyse/codebook/edit.html", form=form, key=key, name=name, changed=changed)
    return page, status


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.EDITOR)
def new() -> ResponseReturnValue:
    """Add a theme."""
    form = NewThemeForm()
    form.offer_families(_)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                theme = service.add_theme(
                    session, form.family.data, form.word.data, form.to_text(), account_id=g.account.id,
                    now=utc_now(),
                )  # fmt: skip
                key = theme.key
            flash(_("The theme is added."), "ok")
            return redirect(url_for(".show", key=key), code=303)
        except (service.KeyInvalid, service.KeyTaken) as error:
            form.word.errors = [_(error.message)]
    return render_template("analyse/codebook/new.html", form=form)


@bp.post("/<key>/retire")
@allow(Role.EDITOR)
def retire(key: str) -> ResponseReturnValue:
    """Take a theme out of use; it can be undone."""
    with transaction() as session:
        service.retire_theme(session, key, account_id=g.account.id, now=utc_now())
    flash(_("The theme is out of use. Its codings stay."), "ok")
    return redirect(url_for(".show", key=key), code=303)


@bp.post("/<key>/restore")
@allow(Role.EDITOR)
def restore(key: str) -> ResponseReturnValue:
    """Take a theme into use again."""
    with transaction() as session:
        service.restore_theme(session, key, account_id=g.account.id, now=utc_now())
    flash(_("The theme is in use again."), "ok")
    return redirect(url_for(".show", key=key), code=303)


def _theme(row: ThemeRow | None) -> ThemeRow:
    if row is None:
        raise NotFoundError
    return row
