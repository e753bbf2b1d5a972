"""What the editor's page shows of a case: blocks, sources, findings, the small pages."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from casefinder.analyse.coding import queries as codings
from casefinder.ask.questionnaires.numbering import number_of
from casefinder.edit.cases import queries, stored
from casefinder.edit.cases.content import ANSWER, CaseContent, Origin, Sentence
from casefinder.edit.cases.models import Case
from casefinder.edit.cases.queries import is_in_edition
from casefinder.edit.cases.rules import CaseState, case_state
from casefinder.edit.checks import queries as checks
from casefinder.edit.checks.finding import Finding, Group
from casefinder.edit.checks.rules import findings
from casefinder.edit.drafts import gathering
from casefinder.edit.drafts.candidates import Candidate, candidates
from casefinder.edit.drafts.sources import Source
from casefinder.edit.drafts.tidied_rows import TidyCell, changes_of
from casefinder.edit.editor import history_queries as histories
from casefinder.edit.gate import queries as gate
from casefinder.edit.gate.rules import Passed, may_approve
from casefinder.edit.layout import miniature
from casefinder.edit.layout.fit import Fit, fit
from casefinder.edit.layout.places import BLOCKS, BY_KEY, PLACES, Column, Place, home_of
from casefinder.edit.layout.pressed import TooLong
from casefinder.errors import NotFoundError
from casefinder.staff.accounts.models import Account


@dataclass(frozen=True)
class Cell:
    """One cell: its column, its sentences, its text."""

    column: Column
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The cell's text."""
        return "".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True)
class Block:
    """A place with its rows, how full it is by count, what the press has against it, and what was found there."""

    place: Place
    rows: tuple[tuple[Cell, ...], ...]
    fit: Fit
    findings: tuple[Finding, ...]
    candidates: tuple[Candidate, ...] = ()
    too_long: TooLong | None = None

    @property
    def is_in_order(self) -> bool:
        """Whether something stands here and no check has anything against it."""
        return bool(self.rows) and not self.findings

    @property
    def form_rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows of the form: those there are, and an empty one while there is room."""
        blank = tuple(Cell(column, ()) for column in self.place.columns)
        return (*self.rows, blank) if len(self.rows) < self.place.rows else self.rows


@dataclass(frozen=True)
class SourceSentence:
    """A sentence of an answer that can be taken over."""

    text: str
    ref: str
    start: int
    end: int
    is_used: bool
    families: tuple[str, ...]


@dataclass(frozen=True)
class SourceGroup:
    """A field of an answer (or a cell of its table) with its sentences."""

    source: Source
    home: str
    sentences: tuple[SourceSentence, ...]


@dataclass(frozen=True)
class Picture:
    """A picture that can be chosen for the figure."""

    id: int
    name: str


@dataclass(frozen=True)
class CasePageView:
    """All that the editor's page shows."""

    case_id: int
    response_id: int
    organisation: str
    content: CaseContent
    state: CaseState
    is_in_edition: bool
    edited_at: datetime
    last_author: str
    approved_at: datetime | None
    approved_by: str
    submitted_at: datetime
    is_anonymous: bool
    blocks: tuple[tuple[Block, ...], ...]
    findings: tuple[Finding, ...]
    groups: tuple[SourceGroup, ...]
    boxes: Sequence[miniature.Box]
    pictures: tuple[Picture, ...]
    origins: dict[str, int]
    siblings: dict[int, str]  # the other cases of the same response: id → title
    numbers: dict[str, str]
    levels: Mapping[str, str]
    passed: Passed
    editors: dict[int, str]  # who may approve now: account id → name
    author_id: int | None  # who changed it last

    def level_of(self, key: str) -> str:
        """Return who may see the answer of a key."""
        return self.levels.get(key, "editors")

    def number_of(self, key: str) -> str:
        """Return what people see of the key of a question."""
        return number_of(self.numbers, key)

    def numbers_of(self, keys: Sequence[str]) -> list[str]:
        """Return the same of several, each number once."""
        return list(dict.fromkeys(self.number_of(key) for key in keys))

    def others(self, account_id: int) -> list[str]:
        """Return the names of those who may approve what this account changed last; empty when it is alone."""
        return [name for editor_id, name in self.editors.items() if editor_id != account_id]

    def may_approve(self, account_id: int) -> bool:
        """Say whether this account may approve the case as it stands."""
        return may_approve(account_id, self.author_id, self.editors)

    def found(self, group: str) -> list[Finding]:
        """Return the findings of a group."""
        return [each for each in self.findings if each.group is Group(group)]

    @property
    def untidy(self) -> list[TidyCell]:
        """The cells that are not in the notation of print."""
        return changes_of(self.content.places)

    @property
    def in_order(self) -> list[Block]:
        """The blocks that are filled and passed every check; an empty one has passed none."""
        return [block for group in self.blocks for block in group if block.is_in_order]

    @property
    def sentences(self) -> list[SourceSentence]:
        """All sentences that can be taken over."""
        return [s for group in self.groups if group.source.is_publishable for s in group.sentences]

    @property
    def unused(self) -> int:
        """How many of them are not in the case yet."""
        return sum(1 for sentence in self.sentences if not sentence.is_used)


def read_page(session: Session, case_id: int, *, now: datetime) -> CasePageView:
    """Return what the editor's page shows.

    Raises:
        NotFoundError: There is no such case.
    """
    case = session.get(Case, case_id)
    if case is None:
        raise NotFoundError
    content = stored.content_of(session, case)
    gathered = gathering.gather(session, case.response_id)
    passed = gate.passed(session, {case_id: content}, {case.response_id: gathered})[case_id]
    found = findings(content, checks.circumstances(gathered, now=now, passed=passed))
    editors, author_id = gate.approvers(session), gate.last_author_id(session, case_id)
    fits = {place.key: fit(content, place.key) for place in PLACES}
    too_long = {each.place: each for each in passed.pressed.too_long} if passed.pressed else {}
    approver = session.get(Account, case.approved_by) if case.approved_by else None
    return CasePageView(
        case_id=case.id,
        response_id=case.response_id,
        organisation=gathered.organisation.display_name,
        content=content,
        state=case_state(
            exists=True, approved_hash=case.approved_hash, is_discarded=case.discarded_at is not None
        ),
        is_in_edition=is_in_edition(session, case_id),
        edited_at=case.edited_at,
        last_author=histories.last_author(session, case_id),
        approved_at=case.approved_at,
        approved_by=approver.name if approver else "",
        submitted_at=gathered.submitted_at,
        is_anonymous=gathered.is_anonymous,
        blocks=tuple(
            tuple(
                replace(_block(content, key, fits[key], found, gathered.sources), too_long=too_long.get(key))
                for key in keys
            )
            for keys in BLOCKS
        ),
        findings=found,
        groups=tuple(_groups(session, case.response_id, gathered.sources, content)),
        boxes=miniature.boxes(fits, too_long),
        pictures=tuple(
            Picture(each.id, each.description or each.original_name) for each in gathered.pictures
        ),
        origins=_origin_counts(content),
        numbers=gathered.numbers,
        levels=gathered.statement.levels if gathered.statement else {},
        siblings=queries.siblings(session, case),
        passed=passed,
        editors=editors,
        author_id=author_id,
    )


def _block(
    content: CaseContent, key: str, own_fit: Fit, found: Sequence[Finding], sources: Sequence[Source]
) -> Block:
    place = BY_KEY[key]
    rows = tuple(
        tuple(Cell(column, row.get(column.key, ())) for column in place.columns) for row in content.rows(key)
    )
    own = tuple(each for each in found if each.place == key and each.group is not Group.DONE)
    offered = candidates(key, content.rows(key), sources, _use_in(content))
    return Block(place, rows, own_fit, own, offered)


def _groups(
    session: Session, response_id: int, found: Sequence[Source], content: CaseContent
) -> list[SourceGroup]:
    is_used = _use_in(content)
    accepted = codings.accepted_codings(session, response_id)
    groups = []
    for source in found:
        if source.is_of_respondent or (source.row is not None and not source.is_typed):
            continue
        sentences = []
        for start, end in source.spans():
            on_it = [
                c.family for c in accepted if c.question_key == source.key and c.start < end and start < c.end
            ]
            families = tuple(dict.fromkeys(on_it)) if source.row is None else ()
            used = is_used(source, start, end)
            sentences.append(SourceSentence(source.text[start:end], source.ref, start, end, used, families))
        groups.append(SourceGroup(source, home_of(source.about), tuple(sentences)))
    return groups


def _use_in(content: CaseContent) -> Callable[[Source, int, int], bool]:
    """Return what says whether a span of an answer stands in a case."""
    own = [sentence.origin for *_, sentence in content.sentences() if sentence.origin.kind == ANSWER]
    return lambda source, start, end: any(_uses(origin, source, start, end) for origin in own)


def _uses(origin: Origin, source: Source, start: int, end: int) -> bool:
    if (origin.question_key, origin.row) != (source.key, source.row):
        return False
    if origin.start is None:
        return True
    stands = origin.stands
    return stands is not None and stands.is_present and stands.start < end and start < stands.end


def _origin_counts(content: CaseContent) -> dict[str, int]:
    return dict(Counter(sentence.origin.kind for *_, sentence in content.sentences()))
