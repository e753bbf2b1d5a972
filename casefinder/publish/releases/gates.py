"""The gates of a release, asked now: the edition's, the build's, and whether both still agree."""

from datetime import datetime

from msgspec.structs import replace
from sqlalchemy.orm import Session

from casefinder.edit.casebooks import composing
from casefinder.edit.casebooks.composing import Told
from casefinder.edit.casebooks.rules import Gate
from casefinder.publish.book.readings import without_readings
from casefinder.publish.builds import collect, file_find_queries
from casefinder.publish.builds.models import Build
from casefinder.publish.builds.rules import judgement_state
from casefinder.publish.content import content_hash, from_json
from casefinder.publish.installation import Installation, Publisher
from casefinder.publish.releases import rules


def gates_of(session: Session, build: Build, *, now: datetime, place: Installation) -> list[Gate]:
    """Return everything that a release of this build has to pass, what is in the way first."""
    known = composing.told(session, build.edition_id)
    found = list(composing.composition(session, build.edition_id, now=now, known=known).gates)
    found += rules.build_gates(
        is_made=build.done_at is not None,
        is_current=is_current(session, build, now=now, publisher=place.publisher, known=known),
        judgement=judgement_state(build.judgement),
        missing=build.judgement.get("missing", ()),
        warnings=rules.count_warnings(build.lint),
        left_out=len(build.left_out),
    )
    searched = file_find_queries.search(session, build, place.builds, known, place.publisher)
    found.append(rules.search_gate(searched.texts, len(searched.finds), len(searched.undecided)))
    return rules.sorted_gates(found)


def is_current(
    session: Session, build: Build, *, now: datetime, publisher: Publisher, known: Told | None = None
) -> bool:
    """Say whether the edition would still print what the build holds; the day of making does not count."""
    frozen = without_readings(from_json(build.content))
    try:
        present = collect.edition_content(
            session, build.edition_id, now=now, publisher=publisher, known=known
        )
    except (collect.NothingToPrint, collect.NoCampaign, collect.NotConfirmed):
        return False
    return content_hash(replace(present, built_on=frozen.built_on)) == content_hash(frozen)
