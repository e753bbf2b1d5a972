"""What the journeys' clerks type: an organisation of the sample that never opened its letter, with what it would have said."""

from typing import Any

from casefinder.ask.questionnaires.document import Document, Field, Section
from casefinder.ask.questionnaires.standard import standard
from casefinder.sample.answering import code_or_text, fields_of
from casefinder.sample.content import UNOPENED, Sample, samples

CONSENTS = ("L1", "L3", "L4")


def questionnaire() -> Document:
    return standard("case_discovery")


def silent_sample() -> Sample:
    """Return the answers that no letter brought in, so that they stand nowhere in the released book."""
    return next(each for each in samples() if each.ref == UNOPENED[0])


def table_rows(section: Section, answers: dict[str, Any]) -> dict[str, int]:
    """Return how many rows each table of a section needs."""
    return {
        field.key: len(answers[field.key])
        for _, field in fields_of(section)
        if field.kind == "table" and isinstance(answers.get(field.key), list)
    }


def form_values(section: Section, answers: dict[str, Any]) -> dict[str, Any]:
    """Return what is typed into a section's page: name → text, or `=code` for a choice."""
    values: dict[str, Any] = {}
    for _, field in fields_of(section):
        given = answers.get(field.key)
        if given is None or field.kind == "file":
            continue
        if field.kind == "table":
            for number, row in enumerate(given):
                for column in field.columns:
                    if column.key in row:
                        values[f"{field.key}.{number}.{column.key}"] = _typed(column, row[column.key])
        elif isinstance(given, list):
            values[field.key] = [_typed(field, one) for one in given]
        else:
            values[field.key] = _typed(field, given)
    return values


def _typed(field: Field, value: Any) -> str:
    return ("=" if field.choices else "") + code_or_text(field, value)
