"""What the trail's entries are called on a page: each room tells the words of its own actions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from casefinder.errors import N_

ACTORS: Mapping[str, str] = {
    "account": N_("Staff member"),
    "respondent": N_("Respondent"),
    "system": N_("System"),
}
VALUES: Mapping[str, str] = {
    "administrator": N_("Administrator"),
    "amount": N_("amount of money"),
    "anonymous": N_("Agreed, without the name"),
    "answer": N_("answer that is not public"),
    "editor": N_("Editor"),
    "letter": N_("in writing"),
    "mail": N_("by e-mail"),
    "may_print": N_("may be printed"),
    "meeting": N_("in a meeting"),
    "no": N_("Not agreed"),
    "other": N_("in another way"),
    "person": N_("person"),
    "phone": N_("by telephone"),
    "proof": N_("on the proof's page"),
    "publisher": N_("Publisher"),
    "reader": N_("Reader"),
    "to_fix": N_("to be mended"),
    "unread": N_("not looked through"),
    "yes": N_("Agreed"),
}
_VALUED = ("role", "choice", "way", "verdict", "kind")
_HASH_SHOWN = 12
_HASH_CHARS = 64


@dataclass(frozen=True)
class Words:
    """The words of one noun of the trail: `campaign` with `campaign.opened`; all values are message ids."""

    noun: str
    label: str
    verbs: Mapping[str, str]
    details: Mapping[str, str] = field(default_factory=dict)  # what stands beside the remarks
    values: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # of a remark, what its values are called


class Vocabulary:
    """All rooms' words together; what no room has a word for stands for itself."""

    def __init__(self, words: Iterable[Words]) -> None:
        self._words = {each.noun: each for each in words}
        self._details = {key: name for each in self._words.values() for key, name in each.details.items()}
        self._values = {key: names for each in self._words.values() for key, names in each.values.items()}

    @property
    def nouns(self) -> dict[str, str]:
        """Noun → message id, in the order of the alphabet."""
        return {noun: self._words[noun].label for noun in sorted(self._words)}

    def knows(self, action: str) -> bool:
        """Say whether a room has words for an action."""
        noun, _, verb = action.partition(".")
        return noun in self._words and verb in self._words[noun].verbs

    def noun_and_verb(self, action: str) -> tuple[str, str]:
        """Return the message ids of an action's two words."""
        noun, _, verb = action.partition(".")
        words = self._words.get(noun)
        return (words.label, words.verbs.get(verb, verb)) if words else (noun, verb)

    def actions_named(self, words: str, say: Callable[[str], str]) -> list[str]:
        """Return the actions whose two words, as a page says them, hold what was typed.

        Args:
            words: What was typed.
            say: Turns a message id into the reader's words.
        """
        sought = words.casefold()
        return [
            f"{each.noun}.{verb}"
            for each in self._words.values()
            for verb, word in each.verbs.items()
            if sought in f"{say(each.label)}：{say(word)}".casefold()
        ]

    def subject_word(self, kind: str) -> str:
        """Return the message id of what an entry is about; a table's name begins with its noun."""
        words = self._words.get(kind) or self._words.get(kind.partition("_")[0])
        return words.label if words else kind

    def remark(self, key: str, value: object, say: Callable[[str], str] = str) -> tuple[str, str]:
        """Return a remark's name and value as message ids; a checksum is cut, a list is joined.

        Args:
            key: Of the remark.
            value: What stands there.
            say: Turns a message id into the reader's words; only the parts of a list are put into them here.
        """
        if isinstance(value, list | tuple):
            words = self._values.get(key, {})
            told = (say(words[each]) if each in words else str(each) for each in value)
            return self._details.get(key, key), ("、" if words else ", ").join(told)
        shown = str(value)
        if len(shown) == _HASH_CHARS and not set(shown) - set("0123456789abcdef"):
            shown = f"{shown[:_HASH_SHOWN]}…"
        known = VALUES if key in _VALUED else self._values.get(key, {})
        return self._details.get(key, key), known.get(shown, shown)
