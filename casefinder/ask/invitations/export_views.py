"""Staff: whom one can ask as a file, with filter."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefinder.ask.invitations import staff_queries
from casefinder.ask.invitations.views import asked_filters, bp, campaign_or_404
from casefinder.ask.organisations.rules import KIND_LABELS, OrganisationKind
from casefinder.db import reading
from casefinder.exporting import files, in_batches, list_answer
from casefinder.faces import Role, allow
from casefinder.tables.packing import Row, Sheet
from casefinder.templating import say


@files(bp, "/organisations")
@allow(Role.EDITOR)
def export(campaign_id: int, form: str) -> ResponseReturnValue:
    """Hand out the list of whom one can ask, as it is narrowed down."""
    found = staff_queries.choices(campaign_id, **asked_filters())
    with reading() as session:
        campaign = campaign_or_404(session, campaign_id)
        count, slug = staff_queries.count(session, found), campaign.slug
    head = (_("Organisation"), _("Kind"), _("Sub-prefecture"), _("Mail address"), _("State"))

    def read(session: Session, size: int, at: int) -> Sequence[Row]:
        return [
            (each.name, say(KIND_LABELS[OrganisationKind(each.kind)]), each.subprefecture, each.email or "",
             _("Asked") if each.invitation_id else "")
            for each in staff_queries.batch(session, found, size, at)
        ]  # fmt: skip

    rows = ((0, row) for row in in_batches(read, count))
    return list_answer(
        form, f"{slug}-{_('Organisations')}", [Sheet(_("Organisations"), head)], rows, count=count,
        subject_kind="campaign", subject_id=campaign_id,
    )  # fmt: skip
