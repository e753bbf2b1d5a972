"""What the finished files say that may not be printed, whoever wrote it: the same as is asked of each case, of all files."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from casefinder.analyse.engine.sentences import split_sentences
from casefinder.edit.gate.amount_rules import LockedAmount, amounts_in, is_same
from casefinder.edit.gate.contact_rules import contacts_in
from casefinder.edit.gate.find_rules import Find, Kind, Names, finds
from casefinder.edit.gate.likeness_rules import LockedText
from casefinder.edit.gate.locked_rules import Locked
from casefinder.edit.gate.name_rules import family_and_whole
from casefinder.edit.gate.piece_rules import BESIDE, Piece
from casefinder.edit.gate.reading_rules import bare
from casefinder.publish.builds.file_texts import FileText

RUN = 14  # so many characters in a row are no chance
_CASE_NUMBERS = re.compile(r"[0-9]{2}(?: [0-9]{2})+")  # a list of cases: 01 05 12
_WEB = re.compile(r"https?://[!-~]+")
_LONGEST = 160  # letters of a sentence; what is longer is a page of a list
_SENTENCE = 9  # what is shorter than this is no secret's mark where nothing says whose it is


@dataclass(frozen=True)
class CaseLook:
    """With what the pages of a printed case are compared, and what a person allowed it to say."""

    number: int
    locked: Locked
    names: Names
    allowed: tuple[Find, ...] = ()
    whose: str = ""  # what the organisation is called


@dataclass(frozen=True)
class FileFind:
    """One thing that files say: the words in a sentence, where they stand, whose answer it is like.

    Attributes:
        kind: What it is.
        words: The words in question; empty when it is the whole sentence.
        sentence: The sentence, line or cell.
        where: The places, the first of each file.
        case: The case whose answers or persons it is about, None when it is about nobody's.
        against: The locked answer's key, empty when none.
        other: What stands there.
    """

    kind: Kind
    words: str
    sentence: str
    where: tuple[str, ...]
    case: int | None
    against: str = ""
    other: str = ""

    @property
    def key(self) -> str:
        """What a decision is about, 32 hex digits: these words in this sentence, in whatever file."""
        said = "\x1f".join((self.kind, str(self.case or ""), self.against, self.words, bare(self.sentence)))
        return hashlib.sha256(said.encode("utf-8")).hexdigest()[:32]


@dataclass(frozen=True)
class Printed:
    """What may stand in every file: the publisher's telephone and address, and the names and titles of the book."""

    contacts: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def file_finds(
    texts: tuple[FileText, ...], looks: tuple[CaseLook, ...], printed: Printed
) -> tuple[FileFind, ...]:
    """Return what the files say that nobody has allowed, each once, in their order.

    On the pages of a case all is compared with what its organisation locked, sentence by sentence and amount by amount.
    What stands beside the cases is compared with the sentences that any organisation locked, word for word, and with the
    names of persons; an amount says there somebody's secret only where the organisation is named with it.

    Args:
        texts: What the files say.
        looks: Of each printed case what may not be printed.
        printed: What may stand anywhere.
    """
    by_number = {look.number: look for look in looks if look.number}
    beside = _Beside(looks, printed)
    found: dict[str, FileFind] = {}
    known: dict[tuple[int | None, str, str], tuple[FileFind, ...]] = {}
    for text in texts:
        look = by_number.get(text.case or 0)
        asked = (text.case, text.text, text.shape)
        if asked not in known:
            known[asked] = tuple(_of_case(text, look, beside) if look else beside.finds_of(text))
        for each in known[asked]:
            _note(found, each, text.where)
    return tuple(found.values())


def _note(found: dict[str, FileFind], each: FileFind, where: str) -> None:
    before = found.get(each.key)
    places = (*before.where, where) if before else (where,)
    known = tuple(dict.fromkeys(places))
    found[each.key] = FileFind(
        each.kind, each.words, each.sentence, known, each.case, each.against, each.other
    )


def _sentences(text: FileText) -> list[str]:
    """Return a text's sentences, without addresses of the web: they are no words."""
    words = _WEB.sub("", text.text)
    return [words[start:end] for start, end in split_sentences(words)] or [words]


def _of_case(text: FileText, look: CaseLook, beside: "_Beside") -> Iterator[FileFind]:
    is_line = text.shape == "line"
    pieces = tuple(
        Piece(BESIDE, None, "text", each, is_answers=True, is_number=is_line) for each in _sentences(text)
    )
    names = Names(look.names.asked, look.names.found)
    for each in finds(pieces, look.locked, names):
        if each.kind is Kind.AMOUNT and text.shape == "running":
            continue
        if _is_meant(each, look) and not (_is_allowed(each, look.allowed) or beside.prints(each)):
            yield FileFind(each.kind, each.words, each.sentence, (), look.number, each.against, each.other)


def _is_meant(find: Find, look: CaseLook) -> bool:
    """Say whether a find counts in a file: not a post (it stands below words that are quoted), not numbers of cases."""
    if find.kind is Kind.ANSWER:
        return find.against not in look.locked.posts
    return find.kind is not Kind.PHONE or not _CASE_NUMBERS.fullmatch(find.words)


def _is_allowed(find: Find, allowed: Sequence[Find]) -> bool:
    """Say whether a person allowed a case to say this: the same words, and of an answer the same sentence."""
    flat = bare(find.sentence)
    for each in allowed:
        if each.kind is not find.kind or each.against != find.against:
            continue
        if each.words and bare(each.words) == bare(find.words):
            return True
        told = bare(each.sentence)
        if not each.words and (told in flat or flat in told):
            return True
    return False


def _without_posts(look: CaseLook) -> Iterator[LockedText]:
    return (each for each in look.locked.texts if each.key not in look.locked.posts)


def _amounts_of(look: CaseLook, sentence: str) -> Iterator[FileFind]:
    for told in amounts_in(sentence):
        words = sentence[told.start : told.end]
        locked = next((each for each in look.locked.amounts if is_same(told, each)), None)
        if locked and not look.locked.opens.hold(bare(words)) and not _is_allowed_amount(words, locked, look):
            yield FileFind(Kind.AMOUNT, words, sentence, (), look.number, locked.key, locked.shown)


def _is_allowed_amount(words: str, locked: LockedAmount, look: CaseLook) -> bool:
    return any(
        each.kind is Kind.AMOUNT and each.against == locked.key and bare(each.words) == bare(words)
        for each in look.allowed
    )


class _Beside:
    """What stands beside the cases: nobody's page, so compared with what every case may not print."""

    def __init__(self, looks: Sequence[CaseLook], printed: Printed) -> None:
        self.looks = looks
        self.contacts = printed.contacts.union(*(look.locked.contacts for look in looks))
        self.names = "\n".join(bare(name) for name in printed.names)

    def prints(self, find: Find) -> bool:
        """Say whether the book prints anywhere what was found: a title or name of it, or whom its readers may call."""
        if find.kind is Kind.ANSWER:
            return bare(find.other) in self.names
        return any(each.value in self.contacts for each in contacts_in(find.words))

    @cached_property
    def opens(self) -> str:
        """What everyone may read, of all."""
        return "\n".join((self.names, *(look.locked.opens.bare for look in self.looks)))

    @cached_property
    def runs(self) -> dict[str, tuple[int, str, str]]:
        """Each run of characters of a locked sentence → whose it is, of which answer, the sentence."""
        found: dict[str, tuple[int, str, str]] = {}
        for look in self.looks:
            for text in _without_posts(look):
                flat = text.bare
                for at in range(len(flat) - RUN + 1) if text.is_sentence else ():
                    found.setdefault(flat[at : at + RUN], (look.number, text.key, text.text))
        return {run: whose for run, whose in found.items() if run not in self.opens}

    @cached_property
    def short(self) -> dict[str, tuple[int, str, str]]:
        """Locked sentences that are shorter than a run."""
        told = (
            (text.bare, (look.number, text.key, text.text))
            for look in self.looks
            for text in _without_posts(look)
        )
        return {
            flat: whose for flat, whose in told if _SENTENCE <= len(flat) < RUN and flat not in self.opens
        }

    @cached_property
    def persons(self) -> dict[str, tuple[int, str]]:
        """Names of persons who may not be named → of which case, the name as asked for or found."""
        told: dict[str, tuple[int, str]] = {}
        for look in self.looks:
            whole = (family_and_whole(name)[0] for name in look.names.asked)
            for name in (*whole, *look.names.found):
                told.setdefault(bare(name), (look.number, name))
        return {flat: whose for flat, whose in told.items() if flat and flat not in self.opens}

    def finds_of(self, text: FileText) -> Iterator[FileFind]:
        """Yield what one text says."""
        if text.shape == "line":  # its words come again in a sentence
            return
        before = ""
        for sentence in _sentences(text):
            yield from self._answers(sentence)
            yield from self._persons(sentence)
            yield from self._contacts(sentence)
            yield from self._amounts(sentence, before)
            before = sentence

    def _answers(self, sentence: str) -> Iterator[FileFind]:
        flat = bare(sentence)
        whose = next((self.short[each] for each in self.short if each in flat), None)
        runs = (self.runs.get(flat[at : at + RUN]) for at in range(len(flat) - RUN + 1))
        whose = whose or next((each for each in runs if each), None)
        if whose:
            yield FileFind(Kind.ANSWER, "", sentence, (), whose[0], whose[1], whose[2])

    def _amounts(self, sentence: str, before: str) -> Iterator[FileFind]:
        """Yield the amounts of an organisation that this sentence or the one before names; a list names all of them."""
        if max(len(sentence), len(before)) > _LONGEST:
            return
        said = bare(before + sentence)
        for look in self.looks:
            if look.whose and bare(look.whose) in said:
                yield from _amounts_of(look, sentence)

    def _persons(self, sentence: str) -> Iterator[FileFind]:
        flat = bare(sentence)
        for name, (number, words) in self.persons.items():
            if name in flat:
                yield FileFind(Kind.PERSON, words, sentence, (), number)

    def _contacts(self, sentence: str) -> Iterator[FileFind]:
        for each in contacts_in(sentence):
            words = sentence[each.start : each.end]
            if each.value not in self.contacts and not _CASE_NUMBERS.fullmatch(words):
                yield FileFind(Kind(each.kind), words, sentence, (), None)
