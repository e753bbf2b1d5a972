"""The one spelling of a case's content: kept as a revision, hashed for an approval, read back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from casefinder.edit.cases.content import CaseContent, Details, Illustration, Origin, Rows, Sentence


def plain(content: CaseContent) -> dict[str, Any]:
    """Return the content as JSON values, without its ids and revision."""
    places = {
        place: [
            {column: [_plain_sentence(each) for each in sentences] for column, sentences in row.items()}
            for row in rows
        ]
        for place, rows in content.places.items()
        if rows
    }
    details = {key: value for key, value in asdict(content.details).items() if value is not None}
    if content.details.confirmed_on:
        details["confirmed_on"] = content.details.confirmed_on.isoformat()
    return {"details": details, "places": places}


def _plain_sentence(sentence: Sentence) -> dict[str, Any]:
    said = vars(sentence.origin)  # asdict would copy every value; an edition has thousands of sentences
    origin = {
        key: value for key, value in said.items() if key != "stands" and value is not None and value != ()
    }
    return {"text": sentence.text, "origin": origin}


def canonical_json(content: CaseContent) -> str:
    """Return the one spelling of a case's content: what is kept as a revision, and hashed."""
    return json.dumps(plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(content: CaseContent) -> str:
    """Return the SHA-256 (64 hex digits) of all that would be printed, origins and picture included."""
    return hashlib.sha256(canonical_json(content).encode("utf-8")).hexdigest()


def places_from_json(text: str) -> dict[str, Rows]:
    """Return the places that `canonical_json` wrote."""
    return {
        place: tuple(
            {column: tuple(_sentence_from(each) for each in sentences) for column, sentences in row.items()}
            for row in rows
        )
        for place, rows in json.loads(text)["places"].items()
    }


def details_from_json(text: str) -> Details:
    """Return the details that `canonical_json` wrote."""
    found = dict(json.loads(text)["details"])
    if found.get("confirmed_on"):
        found["confirmed_on"] = date.fromisoformat(found["confirmed_on"])
    if found.get("illustration"):
        found["illustration"] = Illustration(**found["illustration"])
    return Details(**found)


def _sentence_from(each: Mapping[str, Any]) -> Sentence:
    origin = dict(each["origin"])
    origin["based_on"] = tuple(origin.get("based_on", ()))
    return Sentence(each["text"], Origin(**origin))
