"""What the trail's own entries are called, and the pages and lists that they name."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

_SHOWN = {
    "overview.index": N_("Today"), "organisations.index": N_("Organisations"), "organisations.show": N_("Organisation"),
    "post.index": N_("Post"), "invitations.index": N_("Choose whom to ask"), "invitations.preview": N_("Look at recipients and letter"),
    "invitations.show": N_("Invitation"), "coding.read": N_("Reading desk"),
    "board.ask_again": N_("Board"), "board.show": N_("Board"), "board.missing": N_("Board"), "attachments.file": N_("Attachment"),
    "responses.index": N_("Responses"), "responses.show": N_("Response"), "organisations.export": N_("Organisations"),
    "organisations.export_workbook": N_("Organisations"), "organisation_facts.export": N_("Read in values"),
}  # fmt: skip
_SAVED = {
    "account_list.export": N_("Accounts"), "board.export": N_("Board"), "builds.export": N_("Books made"),
    "campaign_list.export": N_("Campaigns"), "casebooks.export": N_("Casebooks"), "cases.export": N_("Cases"),
    "codebook.export": N_("Codebook"), "coding.export": N_("Reading desk"), "coding.export_codings": N_("Codings"),
    "invitations.export": N_("Choose whom to ask"), "post.export": N_("Letters"), "questionnaires.export_list": N_("Questionnaires"),
    "releases.export": N_("Releases"), "responses.export": N_("Responses"), "responses.export_answers": N_("Answers"),
    "search.export": N_("Search"), "trail.export": N_("Audit trail"),
}  # fmt: skip
_FILTERS = {
    "q": N_("Words"), "state": N_("State"), "kind": N_("Kind"), "place": N_("Sub-prefecture"), "subprefecture": N_("Sub-prefecture"),
    "topic": N_("Field"), "field": N_("Field"), "campaign": N_("Campaign"), "wish": N_("By word of mouth"), "role": N_("Role"),
    "noun": N_("About"), "account": N_("Person"), "since": N_("From"), "until": N_("Until"), "chapter": N_("Chapter"),
    "asked": N_("Already asked"), "reach": N_("Mail address"), "pile": N_("Letters"), "trouble": N_("Not delivered"),
    "edition": N_("Edition"), "word": N_("The organisation's word"), "retired": N_("Out of use"),
}  # fmt: skip
PAGES = _SHOWN | {f"{name}_{form}": word for name, word in _SAVED.items() for form in ("csv", "xlsx")}
WORDS = (
    Words(
        "personal_data", N_("Personal data"), {"viewed": N_("was looked at")}, {"page": N_("page")}, {"page": PAGES},
    ),
    Words(
        "export", N_("Export"), {"made": N_("was saved as a file")},
        {"form": N_("form of the file"), "rows": N_("rows"), "narrowed_by": N_("narrowed down by")},
        {"narrowed_by": _FILTERS},
    ),
    Words("access", N_("Access"), {"refused": N_("was refused")}, {}),
)  # fmt: skip
