"""Staff pages: the list of editions, making one, the composer, its texts and theme summaries."""

from datetime import timedelta
from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casefinder.analyse.themes.rules import family_of
from casefinder.ask.campaigns import queries as campaigns
from casefinder.clock import utc_now
from casefinder.config import Settings
from casefinder.db import reading, transaction
from casefinder.edit.casebooks import addable_queries, composing, front_matter, queries, rules, service
from casefinder.edit.casebooks.forms import (
    COLLECTION_PREFIX,
    EDITION_PREFIX,
    TEXT_NAMES,
    CasebookForm,
    EditionForm,
    OrderAsked,
    TextsForm,
    matter_of,
    themes_of,
)
from casefinder.edit.editor.forms import number
from casefinder.edit.layout.places import CHAPTERS
from casefinder.errors import CasefinderError
from casefinder.faces import Face, FaceBlueprint, Role, allow
from casefinder.paging import asked_page
from casefinder.prefectures import Prefecture
from casefinder.templating import say
from casefinder.tokyo import day_of

bp = FaceBlueprint("casebooks", __name__, face=Face.STAFF, url_prefix="/staff/casebooks")


@bp.get("/")
@allow(Role.READER)
def index() -> ResponseReturnValue:
    """List the editions."""
    words, state, sort = asked_list()
    with reading() as session:
        query = queries.editions(words=words, state=state, sort=sort)
        page = asked_page(queries.count(session, query), queries.PAGE_SIZE)
        rows = queries.page_of(session, query, page.number)
    return render_template(
        "edit/casebooks/index.html", rows=rows, page=page, words=words,
        state=state, sort=sort,
    )  # fmt: skip


def asked_list() -> tuple[str, str, str]:
    """Return the words, the state and the order that the address asks for."""
    given = request.args
    return given.get("q", "").strip()[:100], given.get("state", ""), given.get("sort", "issued")


def _offer(form: EditionForm) -> EditionForm:
    with reading() as session:
        books = [(each.id, each.title) for each in queries.casebooks(session)]
        form.offer(books, campaigns.titles(session))
    return form


@bp.get("/new")
@allow(Role.EDITOR)
def new() -> ResponseReturnValue:
    """Ask for a new edition, and for a collection if there is none yet."""
    form = _offer(EditionForm(prefix=EDITION_PREFIX))
    today = day_of(utc_now())
    form.fiscal_year.data = rules.fiscal_year_of(today)
    form.issued_on.data = today + timedelta(days=30)
    if form.casebook_id.choices:
        chosen = form.casebook_id.choices[0]
        with reading() as session:
            form.number.data = service.next_number(session, chosen.value)
        form.casebook_id.data, form.title.data = chosen.value, chosen.label
    return render_template(
        "edit/casebooks/new.html", form=form, collection=CasebookForm(prefix=COLLECTION_PREFIX)
    )


@bp.post("/collections")
@allow(Role.EDITOR)
def create_casebook() -> ResponseReturnValue:
    """Begin a collection."""
    collection = CasebookForm(prefix=COLLECTION_PREFIX)
    if collection.validate_on_submit():
        try:
            with transaction() as session:
                service.create_casebook(
                    session, collection.slug.data, collection.title.data, now=utc_now(), account_id=g.account.id
                )  # fmt: skip
        except CasefinderError as error:
            collection.slug.errors = [say(error)]
        else:
            flash(_("The casebook is there. Now make its first edition."), "ok")
            return redirect(url_for(".new"), code=303)
    form = _offer(EditionForm(formdata=None, prefix=EDITION_PREFIX))
    return render_template("edit/casebooks/new.html", form=form, collection=collection), 422


@bp.post("/new")
@allow(Role.EDITOR)
def create() -> ResponseReturnValue:
    """Make an edition."""
    form = _offer(EditionForm(prefix=EDITION_PREFIX))
    collection = CasebookForm(formdata=None, prefix=COLLECTION_PREFIX)
    if not form.validate_on_submit():
        return render_template("edit/casebooks/new.html", form=form, collection=collection), 422
    try:
        with transaction() as session:
            edition_id = service.create_edition(
                session, form.values(), now=utc_now(), account_id=g.account.id, here=_here()
            ).id
    except CasefinderError as error:
        _beside_field(form, error)
        return render_template("edit/casebooks/new.html", form=form, collection=collection), 422
    flash(_("The edition is there. Put approved cases into it."), "ok")
    return redirect(url_for(".compose", edition_id=edition_id), code=303)


def _here() -> Prefecture:
    settings: Settings = current_app.extensions["settings"]
    return settings.here


def _beside_field(form: EditionForm, error: CasefinderError) -> None:
    field = form.number if isinstance(error, service.NumberTaken) else form.slug
    field.errors = [say(error)]


@bp.get("/<int:edition_id>")
@allow(Role.READER)
def compose(edition_id: int) -> ResponseReturnValue:
    """Show the composer: order, spreads, gates."""
    return _composer(edition_id)


def _composer(edition_id: int, *, problem: str = "") -> str:
    words = request.args.get("q", "").strip()[:100]
    with reading() as session:
        view = composing.composition(
            session, edition_id, now=utc_now(), verdicts=current_app.extensions["verdicts"]
        )
        query = addable_queries.addable(edition_id, words=words)
        page = asked_page(addable_queries.count(session, query), addable_queries.PAGE_SIZE)
        addable = addable_queries.page_of(session, query, page.number)
    return render_template(
        "edit/casebooks/compose.html", view=view, problem=problem, states=rules.GateState, words=words,
        page=page, addable=addable,
    )  # fmt: skip


@bp.post("/<int:edition_id>/order")
@allow(Role.EDITOR)
def order(edition_id: int) -> ResponseReturnValue:
    """Add, remove or move cases."""
    asked = OrderAsked(request.form)
    with reading() as session:
        placed = queries.placed(session, edition_id)
    try:
        with transaction() as session:
            service.set_order(
                session, edition_id, asked.order_from(placed), now=utc_now(), account_id=g.account.id,
                seen_revision=asked.seen,
            )  # fmt: skip
    except (service.StaleEdition, service.EditionFrozen, service.NotApproved) as error:
        return _composer(edition_id, problem=say(error)), error.status
    anchor = f"case-{asked.moved_id}" if asked.moved_id else None
    return redirect(url_for(".compose", edition_id=edition_id, _anchor=anchor), code=303)


@bp.post("/<int:edition_id>/next")
@allow(Role.EDITOR)
def begin_next(edition_id: int) -> ResponseReturnValue:
    """Begin the next edition from this one."""
    now = utc_now()
    with transaction() as session:
        made = service.next_edition(
            session, edition_id, now=now, issued_on=day_of(now) + timedelta(days=30), account_id=g.account.id
        ).id
    flash(
        _(
            "The next edition is there, with the texts, cases and order of this one. Look at cover and texts first."
        ),
        "ok",
    )
    return redirect(url_for(".compose", edition_id=made), code=303)


@bp.get("/<int:edition_id>/cover")
@allow(Role.EDITOR)
def cover(edition_id: int) -> ResponseReturnValue:
    """Show what stands on the cover and in the colophon."""
    with reading() as session:
        view = composing.edition_view(queries.edition_of(session, edition_id))
    form = EditionForm(
        prefix=EDITION_PREFIX, casebook_id=view.casebook_id, title=view.title, subtitle=view.subtitle,
        number=view.number, fiscal_year=view.fiscal_year, issued_on=view.issued_on,
        campaign_id=view.campaign_id or 0, slug=view.slug,
    )  # fmt: skip
    return render_template("edit/casebooks/cover.html", form=_offer(form), edition=view, seen=view.revision)


@bp.post("/<int:edition_id>/cover")
@allow(Role.EDITOR)
def set_cover(edition_id: int) -> ResponseReturnValue:
    """Change what stands on the cover and in the colophon."""
    form = _offer(EditionForm(prefix=EDITION_PREFIX))
    with reading() as session:
        view = composing.edition_view(queries.edition_of(session, edition_id))
    page: dict[str, Any] = {"form": form, "edition": view, "seen": number(request.form.get("seen"))}
    if not form.validate_on_submit():
        return render_template("edit/casebooks/cover.html", **page), 422
    try:
        with transaction() as session:
            service.change_edition(
                session, edition_id, form.values(), now=utc_now(), account_id=g.account.id,
                seen_revision=page["seen"],
            )  # fmt: skip
    except (service.StaleEdition, service.EditionFrozen) as error:
        return render_template("edit/casebooks/cover.html", **page, problem=say(error)), error.status
    except CasefinderError as error:
        _beside_field(form, error)
        return render_template("edit/casebooks/cover.html", **page), 422
    flash(_("Saved."), "ok")
    return redirect(url_for(".compose", edition_id=edition_id), code=303)


@bp.get("/<int:edition_id>/texts")
@allow(Role.EDITOR)
def texts(edition_id: int) -> ResponseReturnValue:
    """Show the texts beside the cases."""
    with reading() as session:
        edition = queries.edition_of(session, edition_id)
        view, matter = composing.edition_view(edition), queries.front_matter_of(edition)
    form = TextsForm(**{name: getattr(matter, name) for name in TEXT_NAMES}, is_confirmed=matter.is_confirmed)
    return _texts_page(view, form, matter, view.revision)


def _texts_page(
    view: composing.EditionView, form: TextsForm, matter: front_matter.FrontMatter, seen: int, problem: str = ""
) -> str:  # fmt: skip
    return render_template(
        "edit/casebooks/texts.html", edition=view, form=form, matter=matter, chapters=CHAPTERS, seen=seen,
        problem=problem, defaults=front_matter.default(_here()),
    )  # fmt: skip


@bp.post("/<int:edition_id>/texts")
@allow(Role.EDITOR)
def set_texts(edition_id: int) -> ResponseReturnValue:
    """Save the texts beside the cases."""
    form, seen = TextsForm(), number(request.form.get("seen"))
    with reading() as session:
        edition = queries.edition_of(session, edition_id)
        view, before = composing.edition_view(edition), queries.front_matter_of(edition)
    matter = matter_of(form, request.form, before)
    if not form.validate_on_submit():
        return _texts_page(view, form, matter, seen), 422
    try:
        with transaction() as session:
            service.set_front_matter(
                session, edition_id, matter, now=utc_now(), account_id=g.account.id, seen_revision=seen,
                is_confirmed=bool(form.is_confirmed.data),
            )  # fmt: skip
    except (service.StaleEdition, service.EditionFrozen) as error:
        return _texts_page(view, form, matter, view.revision, say(error)), error.status
    flash(_("The texts are saved."), "ok")
    return redirect(url_for(".compose", edition_id=edition_id), code=303)


@bp.get("/<int:edition_id>/themes")
@allow(Role.EDITOR)
def themes(edition_id: int) -> ResponseReturnValue:
    """Show which themes have sentences that can be printed."""
    with reading() as session:
        view = composing.edition_view(queries.edition_of(session, edition_id))
        choices = composing.theme_choices(session, edition_id)
        numbers = {each.case_id: each.number for each in queries.numbered_cases(session, edition_id)}
    return render_template(
        "edit/casebooks/themes.html", edition=view, choices=choices, numbers=numbers, family_of=family_of
    )


@bp.post("/<int:edition_id>/themes")
@allow(Role.EDITOR)
def set_themes(edition_id: int) -> ResponseReturnValue:
    """Choose the themes whose summary is printed, and their sentences."""
    with reading() as session:
        offered = {
            choice.key: [quote.coding_id for quote in choice.quotes]
            for choice in composing.theme_choices(session, edition_id)
        }
    with transaction() as session:
        service.set_front_matter(
            session, edition_id, themes_of(request.form, offered), now=utc_now(),
            account_id=g.account.id, seen_revision=number(request.form.get("seen")),
        )  # fmt: skip
    flash(_("The summaries by theme are set."), "ok")
    return redirect(url_for(".compose", edition_id=edition_id), code=303)
