"""今回は該当なし: the answer that ends a questionnaire at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from casefinder.ask.questionnaires.answers import Given
from casefinder.ask.questionnaires.document import Document


@dataclass(frozen=True)
class Ending:
    """The choice that ends a questionnaire at once: 今回は該当なし."""

    item_key: str
    entry: str
    code: str

    @property
    def value(self) -> dict[str, object]:
        """The value of the answer that says so."""
        return {self.entry: self.code}


def ending_of(document: Document) -> Ending | None:
    """Return the choice that says there is nothing to tell, None when the questionnaire does not ask."""
    asked = document.meant("nothing_to_report")
    if asked is None:
        return None
    code = next(choice.code for choice in asked.field.choices if choice.ends)
    return Ending(asked.item.key, asked.field.entry, code)


def is_ended(document: Document, answers: Mapping[str, Given]) -> bool:
    """Say whether 今回は該当なし was chosen."""
    ending = ending_of(document)
    given = answers.get(ending.item_key) if ending else None
    return bool(ending and given and given.value.get(ending.entry) == ending.code)
