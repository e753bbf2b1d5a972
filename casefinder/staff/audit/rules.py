"""What the trail's actions are called on a page."""

from collections.abc import Mapping

from casefinder.errors import N_

ACTORS: Mapping[str, str] = {
    "account": N_("Staff member"),
    "respondent": N_("Respondent"),
    "system": N_("System"),
}
NOUNS: Mapping[str, str] = {
    "account": N_("Account"),
    "attachment": N_("File"),
    "build": N_("Build"),
    "campaign": N_("Campaign"),
    "case": N_("Case"),
    "casebook": N_("Casebook"),
    "coding": N_("Coding"),
    "consent": N_("Consent"),
    "edition": N_("Edition"),
    "invitation": N_("Invitation"),
    "letter": N_("Letter"),
    "link": N_("Link"),
    "organisation": N_("Organisation"),
    "questionnaire": N_("Questionnaire"),
    "reading": N_("Machine reading"),
    "release": N_("Release"),
    "response": N_("Response"),
    "suggestion": N_("Suggestion"),
    "theme": N_("Theme"),
}
VERBS: Mapping[str, str] = {
    "accepted": N_("was accepted"),
    "added": N_("was added"),
    "approved": N_("was approved"),
    "changed": N_("was changed"),
    "closed": N_("was closed"),
    "created": N_("was created"),
    "deadline_cleared": N_("own deadline taken away"),
    "deadline_moved": N_("deadline moved"),
    "deadline_set": N_("own deadline set"),
    "disabled": N_("was disabled"),
    "discarded": N_("was discarded"),
    "drafted": N_("was drafted"),
    "edited": N_("was edited"),
    "enabled": N_("enabled again"),
    "fact_removed": N_("fact removed"),
    "fact_set": N_("fact set"),
    "made": N_("was made"),
    "noted": N_("was noted"),
    "opened": N_("was opened"),
    "ordered": N_("order changed"),
    "password_changed": N_("password changed"),
    "password_reset": N_("first password given"),
    "published": N_("was published"),
    "readdressed": N_("address corrected"),
    "rejected": N_("was rejected"),
    "released": N_("was released"),
    "removed": N_("was removed"),
    "renewed": N_("link renewed"),
    "reopened": N_("was reopened"),
    "requested": N_("was requested"),
    "restored": N_("was restored"),
    "resubmitted": N_("submitted again"),
    "retired": N_("was retired"),
    "returned": N_("was returned"),
    "revoked": N_("link stopped"),
    "role_changed": N_("role changed"),
    "sent": N_("was sent"),
    "sent_again": N_("sent again"),
    "sessions_ended": N_("sessions ended"),
    "signed_in": N_("signed in"),
    "signed_out": N_("signed out"),
    "submitted": N_("was submitted"),
    "taken_back": N_("taken back"),
    "taken_up": N_("taken up again"),
    "texts_set": N_("texts changed"),
    "undone": N_("was undone"),
    "withdrawn": N_("was withdrawn"),
}


def noun_and_verb(action: str) -> tuple[str, str]:
    """Return the message ids of an action's two words; an unknown word stands for itself."""
    noun, _, verb = action.partition(".")
    return NOUNS.get(noun, noun), VERBS.get(verb, verb)


DETAILS: Mapping[str, str] = {
    "added": N_("number added"),
    "book": N_("mark of the book"),
    "build": N_("build no."),
    "cases": N_("cases in order"),
    "choice": N_("choice"),
    "content": N_("mark of the content"),
    "content_hash": N_("mark of the content"),
    "edition": N_("edition no."),
    "generation": N_("link no."),
    "hash": N_("mark of the content"),
    "item": N_("item"),
    "scope": N_("opens"),
    "question": N_("question"),
    "response_id": N_("response no."),
    "restored": N_("state brought back"),
    "revision": N_("state no."),
    "role": N_("role"),
    "theme": N_("theme"),
    "what": N_("place"),
}
VALUES: Mapping[str, str] = {
    "administrator": N_("Administrator"),
    "anonymous": N_("Agreed, without the name"),
    "editor": N_("Editor"),
    "no": N_("Not agreed"),
    "publisher": N_("Publisher"),
    "reader": N_("Reader"),
    "yes": N_("Agreed"),
}
_HASH_SHOWN = 12
_HASH_CHARS = 64


def subject_word(kind: str) -> str:
    """Return the message id of what an entry is about; an unknown kind stands for itself."""
    return NOUNS.get(kind) or NOUNS.get(kind.partition("_")[0], kind)


def remark(key: str, value: object) -> tuple[str, str]:
    """Return a remark's name and value as message ids; a checksum is cut, a list is joined."""
    shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    if len(shown) == _HASH_CHARS and not set(shown) - set("0123456789abcdef"):
        shown = f"{shown[:_HASH_SHOWN]}…"
    return DETAILS.get(key, key), VALUES.get(shown, shown) if key in ("role", "choice") else shown
