"""The training file: what an installation's codebook teaches the engine, named by the SHA-256 of its bytes.

Written beside the database and never changed: a reading remembers the name, so that one can tell years later which
themes and cues made its proposals.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casefinder.analyse.engine.training import FORMAT


class TrainingChanged(RuntimeError):
    """The bytes of a training file are not those that its name promises."""


@dataclass(frozen=True)
class TrainingFile:
    """A training and its name; `hash` is the SHA-256 of `content` in hexadecimal digits."""

    hash: str
    content: bytes

    def put(self, folder: Path) -> Path:
        """Keep the file durably in a folder and return where it lies; a damaged one is written anew."""
        path = folder / f"{self.hash}.json"
        if path.exists() and path.read_bytes() == self.content:
            return path
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = folder / f"{self.hash}.{os.getpid()}.part"
        with part.open("wb") as file:
            file.write(self.content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        return path


def training_file(themes: Iterable[Mapping[str, Any]], examples: Iterable[Mapping[str, Any]]) -> TrainingFile:
    """Return a training; the same themes and examples in the same order always have the same name.

    Args:
        themes: `key`, `family`, `name`, `definition`, `include`, `cues`, `is_retired`, in the codebook's order.
        examples: `text`, `question`, `themes`, `refused`, `weight`, `complete`, in the order to be learned in.
    """
    document = {"format": FORMAT, "themes": list(themes), "examples": list(examples)}
    content = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return TrainingFile(hashlib.sha256(content).hexdigest(), content)


def load(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the name and the document of a training file.

    Raises:
        TrainingChanged: The bytes are not those of its name.
    """
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != path.stem:
        raise TrainingChanged(path.stem)
    document: dict[str, Any] = json.loads(content)
    return digest, document
