"""What keeps a book from going out, what freezes, and what a withdrawal does."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from casefinder.edit.casebooks import service as casebooks
from casefinder.publish.builds.models import Build
from casefinder.publish.builds.rules import is_public
from casefinder.publish.releases import freezing, queries, service
from casefinder.staff.consent import service as consent
from tests.conftest import NOON
from tests.factories.builds import make_edition, make_made_build, make_release


def made(session: Session, tmp_path: Path) -> Build:
    return make_made_build(session, make_edition(session), tmp_path / "builds", now=NOON)


def test_a_release_freezes_files_and_edition(session: Session, tmp_path: Path) -> None:
    build = made(session, tmp_path)

    found = make_release(session, build, tmp_path, now=NOON)

    folder = tmp_path / "releases" / found.slug
    assert found.slug == build.edition.slug
    assert {"book.pdf", "site/index.html", "data/cases.csv", "judgement.json", freezing.SUMS} <= set(
        found.checksums
    )
    assert not {"content.json", "lint.json"} & set(found.checksums)
    assert (folder / "book.pdf").read_bytes() == (
        tmp_path / "builds" / str(build.id) / "book.pdf"
    ).read_bytes()
    with pytest.raises(casebooks.EditionFrozen):
        casebooks.set_order(session, build.edition_id, [], now=NOON)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda session, build: setattr(build, "done_at", None) or setattr(build, "folder", None),
        lambda session, build: setattr(
            build, "judgement", {"verdicts": [{"flavour": "ua1"}], "passed": False}
        ),
        lambda session, build: casebooks.set_front_matter(session, build.edition_id, {"about": "ちがう文。"}),
        lambda session, build: casebooks.set_front_matter(session, build.edition_id, {"foreword": " "}),
        lambda session, build: consent.withdraw(
            session, int(next(iter(build.consents))), "casebook", now=NOON
        ),
    ],
)
def test_what_is_in_the_way_keeps_the_book_in(session: Session, tmp_path: Path, spoil) -> None:
    build = made(session, tmp_path)
    spoil(session, build)
    session.flush()

    with pytest.raises(service.GatesClosed):
        make_release(session, build, tmp_path, now=NOON)

    assert not (tmp_path / "releases").exists()


def test_a_book_that_was_not_judged_may_go_out_and_says_so(session: Session, tmp_path: Path) -> None:
    build = made(session, tmp_path)
    build.judgement = {"verdicts": [], "missing": ["a Java runtime"], "passed": False}
    session.flush()

    found = make_release(session, build, tmp_path, now=NOON)

    assert queries.release_view(session, found.id, now=NOON).judgement["missing"] == ["a Java runtime"]


def test_the_zip_depends_on_the_files_alone(tmp_path: Path, session: Session) -> None:
    build = made(session, tmp_path)
    source = tmp_path / "builds" / str(build.id)

    one = freezing.freeze_files(source, tmp_path / "one", "x.zip")
    other = freezing.freeze_files(source, tmp_path / "other", "x.zip")

    assert one == other
    assert (tmp_path / "one" / "x.zip").read_bytes() == (tmp_path / "other" / "x.zip").read_bytes()


def test_files_of_a_build_that_stay_inside() -> None:
    assert is_public("site/cases/01.html")
    assert not is_public("content.json")
    assert not is_public("lint.json")
    assert not is_public("texts.json")
