"""What a case says that may not be printed: locked answers and their amounts, persons, telephone numbers, addresses."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from casefinder.edit.gate.amount_rules import amounts_in, is_same
from casefinder.edit.gate.contact_rules import contacts_in
from casefinder.edit.gate.likeness_rules import same_saying
from casefinder.edit.gate.locked_rules import Locked
from casefinder.edit.gate.name_rules import core, family_and_whole
from casefinder.edit.gate.piece_rules import Piece, is_bare_number
from casefinder.edit.gate.reading_rules import bare
from casefinder.errors import N_

_SPACE = r"[\s\u3000]*"
_WHOSE_WORDS = ("voice", "who")  # a post, as a rule the respondent's


class Kind(StrEnum):
    """What a find is."""

    ANSWER = "answer"
    AMOUNT = "amount"
    PERSON = "person"
    PHONE = "phone"
    MAIL = "mail"
    UNREAD = "unread"  # words of a respondent who does not want them read by a machine


KIND_LABELS: dict[Kind, str] = {
    Kind.ANSWER: N_("The same as an answer that is not public"),
    Kind.AMOUNT: N_("The same amount as one that is not public"),
    Kind.PERSON: N_("The name of a person"),
    Kind.PHONE: N_("A telephone number"),
    Kind.MAIL: N_("An e-mail address"),
    Kind.UNREAD: N_("No machine looked for names in words of the answers"),
}


@dataclass(frozen=True)
class Find:
    """One thing to decide: what was found, in which sentence, where, and what it was compared with.

    Attributes:
        kind: What it is.
        words: The words in question, as they stand in the sentence; empty when it is the whole sentence.
        sentence: The sentence, or the cell.
        place: Where it stands; `details` for the picture, `beside` for answers printed with the case.
        against: The locked answer's key, empty when none.
        other: What stands there.
        is_open_too: Whether an answer that everyone may read has the same words.
    """

    kind: Kind
    words: str
    sentence: str
    place: str
    row: int | None
    column: str
    against: str = ""
    other: str = ""
    is_open_too: bool = False

    @property
    def key(self) -> str:
        """What a decision is about, 32 hex digits: these words in this sentence at this place, whatever its row."""
        said = "\x1f".join((self.kind, self.place, self.column, self.against, self.words, self.sentence))
        return hashlib.sha256(said.encode("utf-8")).hexdigest()[:32]


@dataclass(frozen=True)
class Names:
    """Who may not be named: as asked for in the answers, as the engine found them there, and what it found in each text.

    `read` has the spans of names of every text that the engine has read, by `text_key`; a text that is not there was not.
    `may_read` says whether the respondent lets a machine read the words of the answers.
    """

    asked: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    read: frozenset[tuple[str, tuple[tuple[int, int], ...]]] = frozenset()
    may_read: bool = True

    @cached_property
    def by_text(self) -> Mapping[str, Sequence[Sequence[int]]]:
        """What was found, by `text_key`."""
        return dict(self.read)


def as_read(
    found: Mapping[str, Sequence[Sequence[int]]],
) -> frozenset[tuple[str, tuple[tuple[int, int], ...]]]:
    """Return what was found in texts as a value: text key with spans."""
    return frozenset((key, tuple((start, end) for start, end in spans)) for key, spans in found.items())


def names_in(spoken: Sequence[str], read: Mapping[str, Sequence[Sequence[int]]]) -> tuple[str, ...]:
    """Return the names in words that speak of persons, without 「さん」; words that were not read are waited for.

    Args:
        spoken: As the engine found them in the answers: 窓口の大場さん, 町長.
        read: Where it found names in them.
    """
    found: dict[str, None] = {}
    for words in spoken:
        for start, end in read.get(text_key(words), ()):
            if name := core(words[start:end]):
                found[name] = None
    return tuple(found)


def text_key(text: str) -> str:
    """Return the name under which a text that was read is kept, 32 hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def to_read(pieces: Sequence[Piece], *, may_read: bool) -> tuple[str, ...]:
    """Return the texts that the engine has to look through for names, each once; what a respondent typed if it may."""
    texts = (each.text for each in pieces if not each.is_number and (may_read or not each.is_answers))
    return tuple(dict.fromkeys(text for text in texts if bare(text) and not bare(text).isascii()))


def unread(pieces: Sequence[Piece], names: Names) -> int:
    """Return how many texts the engine has still to look through."""
    return sum(1 for text in to_read(pieces, may_read=names.may_read) if text_key(text) not in names.by_text)


@lru_cache(maxsize=2048)
def finds(pieces: tuple[Piece, ...], locked: Locked, names: Names) -> tuple[Find, ...]:
    """Return all that is to be decided, in the order of the pages; the same words in the same sentence once."""
    found: dict[str, Find] = {}
    united = {_cell(piece) for piece in pieces if piece.is_number}
    for piece in pieces:
        is_read_with_unit = not piece.is_number and _cell(piece) in united and is_bare_number(piece.text)
        for each in () if is_read_with_unit else _of(piece, locked, names):
            found.setdefault(each.key, each)
    if not names.may_read and (words := _unread_words(pieces)):
        last = Find(Kind.UNREAD, "", words, "", None, "")
        found[last.key] = last
    return tuple(found.values())


def _of(piece: Piece, locked: Locked, names: Names) -> Iterator[Find]:
    if not piece.is_registers:
        yield from _amounts(piece, locked)
    if piece.is_number:
        return
    if not piece.is_registers:
        yield from _answers(piece, locked)
    yield from _contacts(piece, locked)
    yield from _persons(piece, names)


def _cell(piece: Piece) -> tuple[str, int | None, str]:
    return piece.place, piece.row, piece.column


def _at(
    piece: Piece, kind: Kind, words: str, *, against: str = "", other: str = "", is_open_too: bool = False
) -> Find:
    return Find(kind, words, piece.text, piece.place, piece.row, piece.column, against, other, is_open_too)


def _answers(piece: Piece, locked: Locked) -> Iterator[Find]:
    texts = locked.texts
    if (piece.place, piece.column) == _WHOSE_WORDS:
        texts = tuple(each for each in texts if each.key not in locked.posts)
    if said := same_saying(piece.text, texts, locked.opens):
        yield _at(piece, Kind.ANSWER, "", against=said.key, other=said.text)


def _amounts(piece: Piece, locked: Locked) -> Iterator[Find]:
    for told in amounts_in(piece.text):
        words = piece.text[told.start : told.end]
        for amount in locked.amounts:
            if is_same(told, amount):
                is_open = locked.opens.hold(bare(words))
                yield _at(
                    piece, Kind.AMOUNT, words, against=amount.key, other=amount.shown, is_open_too=is_open
                )
                break


def _contacts(piece: Piece, locked: Locked) -> Iterator[Find]:
    for each in contacts_in(piece.text):
        if each.value not in locked.contacts:
            yield _at(piece, Kind(each.kind), piece.text[each.start : each.end])


def _persons(piece: Piece, names: Names) -> Iterator[Find]:
    flat, words = bare(piece.text), dict.fromkeys(_read(piece, names))
    for name in names.asked:
        whole, family = family_and_whole(name)
        if whole and bare(whole) in flat:
            words = {each: None for each in words if bare(each) not in bare(whole)}
            if not _is_covered(whole, words):
                words[_as_it_stands(whole, piece.text)] = None
        elif family and bare(family) in flat and not _is_covered(family, words):
            words[family] = None
    for name in names.found:
        if bare(name) in flat and not _is_covered(name, words):
            words[name] = None
    for each in words:
        yield _at(piece, Kind.PERSON, each)


def _read(piece: Piece, names: Names) -> Iterator[str]:
    if piece.is_answers and not names.may_read:
        return
    for start, end in names.by_text.get(text_key(piece.text), ()):
        yield piece.text[start:end]


def _as_it_stands(name: str, text: str) -> str:
    """Return a name as a text spaces it, so that it can be marked there."""
    found = re.search(_SPACE.join(map(re.escape, name)), text)
    return found[0] if found else name


def _is_covered(name: str, words: Mapping[str, None]) -> bool:
    return any(bare(name) in bare(each) for each in words)


def _unread_words(pieces: Sequence[Piece]) -> str:
    own = (each.text for each in pieces if each.is_answers and not each.is_number and bare(each.text))
    return "\n".join(dict.fromkeys(own))
