"""Persons, organisations and technologies of one answer."""

from collections.abc import Sequence

from casefinder.analyse.engine.legal_names import legal_names
from casefinder.analyse.engine.names import may_hold_names, model_names
from casefinder.analyse.engine.normal import NormalText
from casefinder.analyse.engine.organisations import organisations, short_names
from casefinder.analyse.engine.people import people
from casefinder.analyse.engine.runs import Entity, without_overlaps
from casefinder.analyse.engine.technologies import technologies
from casefinder.analyse.engine.tokens import Token

Prepared = tuple[NormalText, list[Token], str | None]
"""A sentence in normal characters, its words, and the gold name of its question."""


def find_entities(sentences: Sequence[Prepared]) -> list[Entity]:
    """Return what the sentences of one answer name, in the order of the text.

    Rules come first; what the model adds never overlaps them.
    """
    found: list[Entity] = []
    unsure: list[NormalText] = []
    for text, tokens, question in sentences:
        found += technologies(text, tokens)
        found += organisations(tokens)
        found += legal_names(tokens)
        found += people(tokens, question)
        if may_hold_names(tokens):
            unsure.append(text)
    found += _short_forms(sentences, found)
    for entity in (each for names in model_names(unsure) for each in names):
        if not any(other.start < entity.end and entity.start < other.end for other in found):
            found.append(entity)
    persons = [entity for entity in found if entity.label == "PERSON"]
    organisations_found = [
        entity for entity in found if entity.label == "ORG" and not _inside(entity, persons)
    ]
    things = [
        entity
        for entity in found
        if entity.label == "TECH" and not _inside(entity, persons + organisations_found)
    ]
    return without_overlaps(persons + organisations_found + things)


def _inside(entity: Entity, others: Sequence[Entity]) -> bool:
    """Tell whether an entity only says which other one is meant (北辺大学 in 北辺大学の先生)."""
    return any(other.start <= entity.start and entity.end <= other.end for other in others)


def _short_forms(sentences: Sequence[Prepared], found: Sequence[Entity]) -> list[Entity]:
    """Return later mentions of companies by the name without its legal form."""
    texts = [text for text, _, _ in sentences]
    names = {short for entity in found if entity.label == "ORG" for short in [_short(texts, entity)] if short}
    again = []
    for text in texts:
        for name in sorted(names):
            at = text.normal.find(name)
            while at >= 0:
                again.append(Entity(*text.to_given(at, at + len(name)), "ORG"))
                at = text.normal.find(name, at + len(name))
    return again


def _short(texts: Sequence[NormalText], entity: Entity) -> str | None:
    for text in texts:
        if text.starts and text.starts[0] <= entity.start and entity.end <= text.ends[-1]:
            letters = [
                letter
                for letter, start in zip(text.normal, text.starts, strict=True)
                if entity.start <= start < entity.end
            ]
            return short_names("".join(letters))
    return None
