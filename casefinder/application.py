"""How the application is put together."""

import logging
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from casefinder import clock, error_pages, faces, i18n, measure, rooms, templating
from casefinder.bell import HueyBell
from casefinder.config import Settings
from casefinder.db import Database
from casefinder.edit.checks.verdict_queries import Verdicts
from casefinder.files import DiskFileStore
from casefinder.hands import FileHands
from casefinder.logbook import FILE, Logbook
from casefinder.mail.postman import SmtpPostman
from casefinder.publish.builds.case_press import LastingCasePress


def build(settings: Settings, *, session_lifetime: timedelta) -> Flask:
    """Return the application of one installation with its real outside world."""
    app = Flask("casefinder", root_path=str(Path(__file__).parent))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-cf-form" if settings.secure_cookies else "cf-form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=session_lifetime,
        TRUSTED_HOSTS=list(_answered_hosts(settings)),
        MAX_CONTENT_LENGTH=6 * settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=measure.MAX_FORM_BYTES,
        MAX_FORM_PARTS=measure.MAX_FORM_PARTS,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    if settings.proxy_count:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[settings.proxy_count] * 4)  # type: ignore[method-assign]
    if settings.clock_file:
        clock.set_source(clock.FileClock(Path(settings.clock_file)))
    app.extensions["settings"] = settings
    app.extensions["database"] = Database(
        settings.database,
        bell=HueyBell(settings),
        logbook=Logbook(settings.home / FILE),
        hands=FileHands(settings.home),
    )
    app.extensions["files"] = DiskFileStore(settings.files_dir)
    app.extensions["waiting_files"] = DiskFileStore(settings.waiting_dir)
    app.extensions["postman"] = SmtpPostman(settings)
    app.extensions["case_press"] = LastingCasePress(
        app.extensions["database"], app.extensions["files"], settings.here
    )
    app.extensions["verdicts"] = Verdicts()
    app.request_class = measure.StorableRequest
    app.url_map.converters.update(
        int=measure.IdConverter,
        default=measure.NameConverter,
        string=measure.NameConverter,
        path=measure.FileConverter,
    )
    app.before_request(measure.limit_body)  # before the form token is read out of the form
    CSRFProtect(app)
    i18n.init_languages(app)
    templating.init_templates(app)
    error_pages.init_error_pages(app)
    app.before_request(faces.guard)
    app.before_request(refuse_foreign_origin)
    app.after_request(faces.add_headers)
    for blueprint in rooms.blueprints():
        app.register_blueprint(blueprint)
    rooms.load_jobs()
    rooms.subscribe()
    rooms.hang_gates(app)
    app.extensions["trail_words"] = rooms.trail_words()
    logging.getLogger("casefinder").setLevel(logging.INFO)
    return app


def _answered_hosts(settings: Settings) -> tuple[str, ...]:
    """Return the host names that are answered: those of the settings, and the one that every letter names."""
    own = urlsplit(settings.public_base_url).hostname
    return (*settings.trusted_hosts, own) if own else settings.trusted_hosts


def refuse_foreign_origin() -> tuple[str, int] | None:
    """Refuse a state-changing request that another site's page sent (beside the CSRF token)."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    if request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none") and _is_own_origin():
        return None
    return "cross-site request", 400


def _is_own_origin() -> bool:
    """Say whether the page that sent it is ours, or hides where it is: a letter's page names no origin (`null`)."""
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        return True
    settings: Settings = current_app.extensions["settings"]
    return urlsplit(origin).netloc in (request.host, urlsplit(settings.public_base_url).netloc)
