"""Filling in a questionnaire from plain values with labels, as imports and the sample do: the form that would be posted."""

from collections.abc import Iterable, Mapping

from casefinder.ask.questionnaires.answers import ALTERNATIVE_TEXT
from casefinder.ask.questionnaires.document import Document, Field, Item
from casefinder.ask.questionnaires.kinds.base import FormValues
from casefinder.ask.questionnaires.rules import AUDIENCE_WORDS

_WITH_CHOICES = frozenset({"single_choice", "multiple_choice", "consent"})


def filled_form(
    document: Document,
    values: Mapping[str, object],
    *,
    audiences: Mapping[str, str] | None = None,
    spoken: Iterable[str] = (),
) -> FormValues:
    """Return the form values a person would post to give these answers.

    Args:
        document: The questionnaire.
        values: By field key (`C1`, `C5.stage`, `I1`): text or number, label or code of a choice, a list of them,
            a list of row objects; `{"alternative": label or code, "text": ...}` instead of a value.
        audiences: Item key → word (公開) or code (everyone).
        spoken: Item keys answered by 「口頭で答えたい」.

    Raises:
        KeyError: The questionnaire has no such field, choice, alternative or audience.
    """
    form = FormValues()
    fields = {field.key: (item, field) for item in document.items() for field in item.fields}
    for key, value in values.items():
        if isinstance(value, Mapping) and "alternative" in value:
            form.update(_alternative(document.item(key), value))
            continue
        form.update(_field_form(fields[key][1], key, value))
    for key, word in (audiences or {}).items():
        form[f"audience.{document.item(key).key}"] = [AUDIENCE_WORDS.get(word) or _known(word)]
    for key in spoken:
        form[f"spoken.{document.item(key).key}"] = ["yes"]
    return form


def _field_form(field: Field, name: str, value: object) -> dict[str, list[str]]:
    if field.kind == "table":
        rows = value if isinstance(value, list) else []
        columns = {column.key: column for column in field.columns}
        return {
            input_name: texts
            for place, row in enumerate(rows)
            for key, cell in row.items()
            for input_name, texts in _field_form(columns[key], f"{name}.{place}.{key}", cell).items()
        }
    typed = value if isinstance(value, list) else [value]
    texts = [_text(field, each) for each in typed if each is not None]
    return {name: texts} if texts else {}


def _text(field: Field, value: object) -> str:
    if field.kind in _WITH_CHOICES and value != "":
        return _choice_code(field, str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _choice_code(field: Field, word: str) -> str:
    for choice in field.choices:
        if word in (choice.code, choice.label):
            return choice.code
    raise KeyError(f"{field.key}: {word}")


def _alternative(item: Item, value: Mapping[str, object]) -> dict[str, list[str]]:
    for other in item.alternatives:
        if value["alternative"] in (other.code, other.label):
            form = {f"alternative.{item.key}": [other.code]}
            if text := value.get("text"):
                form[f"{ALTERNATIVE_TEXT}.{item.key}"] = [str(text)]
            return form
    raise KeyError(f"{item.key}: {value['alternative']}")


def _known(code: str) -> str:
    if code not in AUDIENCE_WORDS.values():
        raise KeyError(code)
    return code
