"""Questions say what they mean: stored versions of the standard questionnaire get the meanings of the shipped one.

A version is named by the hash of its content, so the hash changes with it; consents name it and follow. The trail keeps
what it said when it was written. Versions with other questions are left as they are.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

import casefinder.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Document = dict[str, Any]

# Key of the field or column → kind and meaning, as the standard questionnaire had them; and of whole items.
FIELDS: dict[str, tuple[str, str]] = {
    "A1": ("single_choice", "nothing_to_report"), "A2": ("single_choice", "answering_way"),
    "B1": ("prefilled", "organisation"), "B2": ("short_text", "department"),
    "B3.post": ("short_text", "respondent.post"), "B3.name": ("short_text", "respondent.name"),
    "B3.phone": ("telephone", "respondent.phone"), "B3.email": ("email", "respondent.email"),
    "B4": ("table", "partners"), "B4.name": ("short_text", "partners.name"), "B4.kind": ("single_choice", "partners.kind"),
    "B4.role": ("short_text", "partners.role"), "B5": ("short_text", "contact"),
    "C1": ("short_text", "title"), "C2": ("short_text", "summary"), "C3": ("long_text", "story"),
    "C4": ("multiple_choice", "fields"), "C5.stage": ("single_choice", "stage"), "C5.started": ("year_month", "started"),
    "C6.amount": ("number", "scale.amount"), "C6.note": ("short_text", "scale.note"),
    "C7.kinds": ("multiple_choice", "tools.kinds"), "C7.products": ("short_text", "tools.products"),
    "C8.initial": ("number", "cost.initial"), "C8.yearly": ("number", "cost.yearly"), "C8.funding": ("multiple_choice", "cost.funding"),
    "D1": ("long_text", "background"), "D2": ("table", "trouble_figures"), "D2.metric": ("short_text", "trouble_figures.metric"),
    "D2.value": ("short_text", "trouble_figures.value"), "D2.as_of": ("year_month", "trouble_figures.as_of"),
    "D2.source": ("short_text", "trouble_figures.source"), "D3": ("long_text", "trigger"), "D4": ("long_text", "rejected"),
    "E1": ("single_choice", "setup_shape"), "E2": ("long_text", "setup"), "E3": ("file", "setup_chart"),
    "E4.degree": ("single_choice", "leaders.degree"), "E4.text": ("long_text", "leaders.text"),
    "E5.kinds": ("multiple_choice", "residents.kinds"), "E5.text": ("long_text", "residents.text"),
    "E6": ("multiple_choice", "outside_help"), "E7": ("long_text", "handover"),
    "F1": ("multiple_choice", "trouble_scenes"), "F2": ("multiple_choice", "trouble_kinds"), "F3": ("long_text", "trouble"),
    "F4": ("long_text", "way_out"), "F5": ("long_text", "failure"),
    "G1": ("table", "turning_points"), "G1.when": ("year_month", "turning_points.when"), "G1.event": ("short_text", "turning_points.event"),
    "G1.result": ("short_text", "turning_points.result"), "G2": ("long_text", "turning_point"), "G3": ("long_text", "sustaining"),
    "H1": ("table", "key_persons"), "H1.standing": ("single_choice", "key_persons.standing"), "H1.post": ("short_text", "key_persons.post"),
    "H1.name": ("short_text", "key_persons.name"), "H1.role": ("short_text", "key_persons.role"), "H2": ("long_text", "key_person"),
    "I1": ("table", "effect_rows"), "I1.metric": ("short_text", "effect_rows.metric"), "I1.before": ("short_text", "effect_rows.before"),
    "I1.after": ("short_text", "effect_rows.after"), "I1.as_of": ("year_month", "effect_rows.as_of"), "I1.source": ("short_text", "effect_rows.source"),
    "I2": ("long_text", "effect_story"), "I3": ("long_text", "side_effects"),
    "J1": ("long_text", "conditions"), "J2": ("short_text", "smallest_start"), "J3": ("short_text", "advice"),
    "J4": ("single_choice", "visits"), "J5": ("long_text", "plans"), "J6": ("long_text", "wishes"),
    "K1": ("file", "picture"), "K2.files": ("file", "material.files"), "K2.urls": ("short_text", "material.urls"),
    "K2.note": ("short_text", "material.note"),
    "L1": ("consent", "consent.casebook"), "L2": ("short_text", "proof_address"), "L3": ("consent", "consent.open_data"),
    "L4": ("consent", "consent.analysis"), "L5.status": ("single_choice", "approval.status"),
    "L5.decided_on": ("date", "approval.decided_on"), "L5.number": ("short_text", "approval.number"),
    "M1.choice": ("single_choice", "spoken_wish.choice"), "M1.when": ("short_text", "spoken_wish.when"),
    "M2": ("table", "recommendations"), "M2.organisation": ("short_text", "recommendations.organisation"),
    "M2.initiative": ("short_text", "recommendations.initiative"), "M2.reason": ("short_text", "recommendations.reason"),
}  # fmt: skip
ITEMS = {
    "B3": "respondent", "C6": "scale", "C7": "tools", "C8": "cost", "E4": "leaders", "E5": "residents", "K2": "material",
    "L5": "approval", "M1": "spoken_wish",
}  # fmt: skip

version = sa.table(
    "questionnaire_version", sa.column("id", sa.Integer()), sa.column("content_hash", sa.String()),
    sa.column("document", casefinder.db.Json),
)  # fmt: skip
campaign = sa.table("campaign", sa.column("version_id", sa.Integer()))
response = sa.table("response", sa.column("version_id", sa.Integer()))
consent = sa.table("consent", sa.column("wording_hash", sa.String()))


def upgrade() -> None:
    """Give meanings to the versions that ask what the standard questionnaire asks."""
    _rewrite(lambda document: _with_meanings(document) if _is_standard(document) else document)


def downgrade() -> None:
    """Take all meanings away; the hashes are again those of before."""
    _rewrite(_without_meanings)


def _rewrite(changed: Callable[[Document], Document]) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(version).order_by(version.c.id)).all()
    kept = {row.content_hash: row.id for row in rows}
    for row in rows:
        document = changed(row.document)
        if document == row.document:
            continue
        digest = hash_of(document)
        connection.execute(
            consent.update().where(consent.c.wording_hash == row.content_hash).values(wording_hash=digest)
        )
        if digest in kept:  # the same questions, published with meanings and without
            _replace(row.id, kept[digest])
            continue
        kept[digest] = row.id
        connection.execute(
            version.update().where(version.c.id == row.id).values(document=document, content_hash=digest)
        )


def _replace(gone: int, kept: int) -> None:
    connection = op.get_bind()
    for table in (campaign, response):
        connection.execute(table.update().where(table.c.version_id == gone).values(version_id=kept))
    connection.execute(version.delete().where(version.c.id == gone))


def hash_of(document: Document) -> str:
    """Return the SHA-256 of a document's canonical JSON."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _parts(document: Document) -> Iterator[tuple[str, Document]]:
    """Yield key and part of every field and column."""
    for item in _items(document):
        for field in item["fields"]:
            yield field["key"], field
            yield from ((f"{field['key']}.{column['key']}", column) for column in field.get("columns", ()))


def _items(document: Document) -> Iterator[Document]:
    for section in document["sections"]:
        yield from section["items"]


def _is_standard(document: Document) -> bool:
    """Say whether a version asks all that the standard questionnaire asks, under the same keys, and nothing is meant yet."""
    parts = dict(_parts(document))
    if any("means" in part for part in (*parts.values(), *_items(document))):
        return False
    return all(key in parts and parts[key]["kind"] == kind for key, (kind, _) in FIELDS.items())


def _with_meanings(document: Document) -> Document:
    told: Document = json.loads(json.dumps(document))
    for key, part in _parts(told):
        if key in FIELDS:
            part["means"] = FIELDS[key][1]
    for item in _items(told):
        if item["key"] in ITEMS:
            item["means"] = ITEMS[item["key"]]
    return told


def _without_meanings(document: Document) -> Document:
    bare: Document = json.loads(json.dumps(document))
    for part in (*(part for _, part in _parts(bare)), *_items(bare)):
        part.pop("means", None)
    return bare
