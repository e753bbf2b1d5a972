"""What the trail's actions are called on a page."""

from collections.abc import Mapping

from casefinder.errors import N_

ACTORS: Mapping[str, str] = {
    "account": N_("Staff"),
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
    "organisation": N_("Organisation"),
    "questionnaire": N_("Questionnaire"),
    "reading": N_("Machine reading"),
    "release": N_("Release"),
    "response": N_("Response"),
    "suggestion": N_("Suggestion"),
    "theme": N_("Theme"),
}
VERBS: Mapping[str, str] = {
    "accepted": N_("accepted"),
    "added": N_("added"),
    "approved": N_("approved"),
    "changed": N_("changed"),
    "closed": N_("closed"),
    "created": N_("created"),
    "deadline_cleared": N_("own deadline taken away"),
    "deadline_moved": N_("deadline moved"),
    "deadline_set": N_("own deadline set"),
    "disabled": N_("disabled"),
    "drafted": N_("drafted"),
    "edited": N_("edited"),
    "enabled": N_("enabled again"),
    "fact_removed": N_("fact removed"),
    "fact_set": N_("fact set"),
    "noted": N_("noted"),
    "opened": N_("opened"),
    "ordered": N_("order changed"),
    "password_changed": N_("password changed"),
    "password_reset": N_("first password given"),
    "published": N_("published"),
    "readdressed": N_("address corrected"),
    "rejected": N_("rejected"),
    "released": N_("released"),
    "removed": N_("removed"),
    "renewed": N_("link renewed"),
    "reopened": N_("reopened"),
    "requested": N_("requested"),
    "restored": N_("restored"),
    "resubmitted": N_("submitted again"),
    "retired": N_("retired"),
    "returned": N_("returned"),
    "revoked": N_("link stopped"),
    "role_changed": N_("role changed"),
    "sent": N_("sent"),
    "sent_again": N_("sent again"),
    "signed_in": N_("signed in"),
    "signed_out": N_("signed out"),
    "submitted": N_("submitted"),
    "taken_back": N_("taken back"),
    "texts_set": N_("texts changed"),
    "undone": N_("undone"),
    "withdrawn": N_("withdrawn"),
}


def noun_and_verb(action: str) -> tuple[str, str]:
    """Return the message ids of an action's two words; an unknown word stands for itself."""
    noun, _, verb = action.partition(".")
    return NOUNS.get(noun, noun), VERBS.get(verb, verb)
