"""Names that only the model finds: run where the words look like names, because it is slow."""

from collections.abc import Sequence

from casefinder.analyse.engine.ginza import language
from casefinder.analyse.engine.normal import NormalText
from casefinder.analyse.engine.runs import Entity
from casefinder.analyse.engine.tokens import Token

_LABELS = {
    "Person": "PERSON",
    "Company": "ORG",
    "Company_Group": "ORG",
    "Corporation_Other": "ORG",
    "Organization_Other": "ORG",
    "Government": "ORG",
    "Public_Institution": "ORG",
    "School": "ORG",
    "Research_Institute": "ORG",
    "Political_Organization_Other": "ORG",
    "International_Organization": "ORG",
}
_NOT_NAMES = frozenset(
    {
        "市", "町", "村", "道", "国", "役場", "会社", "大学", "当社", "当市", "当町", "自治体", "市町村",
        "弊社", "本校", "川上", "川下",
    }
)  # fmt: skip
_BATCH = 16
_MODEL_LIMIT = 8_000


def _is_name(text: str) -> bool:
    return text not in _NOT_NAMES and text[-1] not in "市町村区道県"


def may_hold_names(tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence has a word that could be a person's name."""
    return any(token.detail == "人名" for token in tokens)


def model_names(sentences: Sequence[NormalText]) -> list[list[Entity]]:
    """Return what the model names in each sentence; every sentence is read by itself."""
    documents = language().pipe((text.normal[:_MODEL_LIMIT] for text in sentences), batch_size=_BATCH)
    return [
        [
            Entity(*text.to_given(entity.start_char, entity.end_char), _LABELS[entity.label_])
            for entity in document.ents
            if entity.label_ in _LABELS and len(entity.text) > 1 and _is_name(entity.text)
        ]
        for text, document in zip(sentences, documents, strict=True)
    ]
