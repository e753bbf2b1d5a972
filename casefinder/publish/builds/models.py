"""Builds: an edition compiled to a book, a site and data; the work row of the press."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casefinder.db import Base, Json
from casefinder.work import WorkMixin


class Build(WorkMixin, Base):
    """One request to compile an edition; its content is frozen when requested."""

    __tablename__ = "build"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    content_sha256: Mapped[str]  # the frozen content JSON, a stored file
    folder: Mapped[str | None]  # below the installation's builds folder, once done
    book_sha256: Mapped[str | None]
    pages: Mapped[int | None]
    lint: Mapped[list[Any]] = mapped_column(Json, default=list)  # findings of the meaning lint
    judgement: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict
    )  # what veraPDF said, or why it could not
