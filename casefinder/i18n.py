"""Languages: English message ids, Japanese by default; fragments per room are merged into one catalogue."""

import logging
import os
from functools import cached_property
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, current_app, request
from flask_babel import Babel, Domain

from casefinder.config import Settings
from casefinder.prefectures import Prefecture

log = logging.getLogger(__name__)

TRANSLATIONS = Path(__file__).parent / "translations"
LANGUAGES = ("ja", "en")
LANGUAGE_COOKIE = "cf-language"


def chosen_language() -> str:
    """Return the language the user chose (cookie set by POST), Japanese otherwise."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "ja") if request else "ja"
    return chosen if chosen in LANGUAGES else "ja"


class HereDomain(Domain):
    """The catalogues in the words of the installation's prefecture: `{region}` and the like are filled in."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[Prefecture, dict[Any, Any]] = {}

    def get_translations_cache(self, ctx: Any) -> dict[Any, Any]:
        """Return the catalogues kept for this installation's words."""
        return self._kept.setdefault(_here(), {})

    def get_translations(self) -> Any:
        """Return the catalogue of the present language."""
        found, here = super().get_translations(), _here()
        if getattr(found, "filled_for", None) != here and hasattr(found, "_catalog"):
            for message, text in found._catalog.items():
                found._catalog[message] = here.filled(text) if isinstance(text, str) else text
            found.filled_for = here
        return found


class HereBabel(Babel):
    """Flask-Babel with the installation's words."""

    @cached_property
    def domain_instance(self) -> Domain:
        """The catalogues of this application."""
        return HereDomain()


def _here() -> Prefecture:
    settings: Settings = current_app.extensions["settings"]
    return settings.here


def init_languages(app: Flask) -> None:
    """Set up Flask-Babel."""
    app.config["BABEL_DEFAULT_LOCALE"] = "ja"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Tokyo"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    keep_compiled()
    HereBabel(app, locale_selector=chosen_language)


def keep_compiled() -> None:
    """Compile the catalogues where they are missing or older than what they are made from.

    Without them every page would be English, and nothing would say why.
    """
    if not stale_languages():
        return
    try:
        compile_catalogues()
    except OSError as error:
        log.error("the translations cannot be compiled (%s): pages are in English", error.strerror)


def stale_languages() -> list[str]:
    """Return the languages whose compiled catalogue is missing, or older than a fragment."""
    return [language for language in LANGUAGES if _is_stale(language)]


def _is_stale(language: str) -> bool:
    made = TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo"
    newest = max((each.stat().st_mtime for each in (TRANSLATIONS / language).glob("*.po")), default=0.0)
    return not made.exists() or made.stat().st_mtime < newest


def merged_catalogue(language: str) -> Catalog:
    """Return all rooms' fragments of one language as one catalogue.

    Raises:
        ValueError: Two rooms translate the same message differently.
    """
    merged = Catalog(locale=language)
    for path in sorted((TRANSLATIONS / language).glob("*.po")):
        with path.open("rb") as file:
            fragment = read_po(file, locale=language)
        for message in fragment:
            if not message.id or not message.string:
                continue
            known = merged.get(message.id)
            if known and known.string != message.string:
                raise ValueError(f"{path.name}: {message.id!r} is also translated as {known.string!r}")
            merged.add(message.id, message.string, flags=message.flags)
    return merged


def compile_catalogues() -> None:
    """Write `<language>/LC_MESSAGES/messages.mo` for every language that has fragments."""
    for language in LANGUAGES:
        target = TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            write_mo(file, merged_catalogue(language))
        part.replace(target)


if __name__ == "__main__":
    compile_catalogues()
