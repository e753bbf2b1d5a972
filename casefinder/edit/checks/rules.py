"""What is to be put right before print, what is to be looked at, and what is in order."""

from collections.abc import Callable, Iterable, Iterator

from casefinder.ask.questionnaires.pictures import PictureFault, picture_faults
from casefinder.edit.cases.content import ANSWER, CaseContent, is_publishable
from casefinder.edit.checks import words
from casefinder.edit.checks.circumstances import Circumstances
from casefinder.edit.checks.finding import Finding, Group
from casefinder.edit.drafts.quantities import decimal, is_bare_number
from casefinder.edit.layout.fit import fit, widow
from casefinder.edit.layout.places import CERTAINTIES, CHAPTERS, PLACES, TROUBLES, Place
from casefinder.errors import N_

MONTHS_FRESH = 12
SHORT_ALT_CHARS = 10
DETAILS = "details"
PICTURE_FAULTS = {
    PictureFault.NO_ALT: ("alt", N_("The picture has no alternative text")),
    PictureFault.FILE_NAME: ("alt", N_("The alternative text of the picture is a file's name")),
    PictureFault.LONG_ALT: ("alt", N_("The alternative text of the picture is very long")),
    PictureFault.NO_CREDIT: ("credit", N_("The picture does not say who took or made it")),
}
LABELS = frozenset({("facts", "value"), ("contact", "text"), ("voice", "who")})  # no running text


Check = Callable[[CaseContent, Circumstances], Iterator[Finding]]


def findings(content: CaseContent, known: Circumstances) -> tuple[Finding, ...]:
    """Return all findings: 直すもの first, then 確かめるもの, then 済 for each check that found nothing."""
    found: list[Finding] = []
    for check, done in CHECKS:
        own = list(check(content, known))
        found += own or [Finding(Group.DONE, check.__name__.removeprefix("_"), done)]
    order = list(Group)
    return tuple(sorted(found, key=lambda each: order.index(each.group)))


def to_fix(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what keeps a case from being approved."""
    return tuple(each for each in found if each.group is Group.FIX)


def _consent(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    if not known.may_print:
        yield Finding(Group.FIX, "consent", N_("The respondent does not agree to print"))
        return
    for place, row, column, sentence in content.sentences():
        if not is_publishable(sentence.origin, known.publishable):
            hidden = (key for key in sentence.origin.questions() if key not in known.publishable)
            keys = ", ".join(dict.fromkeys(known.number_of(key) for key in hidden))
            yield Finding(
                Group.FIX, "consent", N_("The answer to %(keys)s may not be published"), {"keys": keys},
                place, row, column,
            )  # fmt: skip


def _filled(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    for place in PLACES:
        rows = content.table(place.key)
        if not rows and place.required and not (place.key == "effects" and known.not_measured):
            yield Finding(Group.FIX, "empty", N_("Nothing is written here"), {}, place.key)
        for number, row in enumerate(rows):
            for column in place.columns:
                if column.required and not row.get(column.key):
                    yield Finding(
                        Group.FIX, "empty", N_("This part is empty"), {}, place.key, number, column.key
                    )


def _set(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    details = content.details
    for is_set, message in (
        (details.chapter in CHAPTERS, N_("The chapter is not chosen")),
        (details.trouble in TROUBLES, N_("The trouble for the finder is not chosen")),
        (details.headcount, N_("The number of people is not given")),
        (details.months, N_("The number of months is not given")),
        (details.confirmed_on, N_("The day of confirmation is not given")),
    ):
        if not is_set:
            yield Finding(Group.FIX, "unset", message, {}, DETAILS)


def _fits(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    for place in PLACES:
        rows = content.rows(place.key)
        if len(rows) > place.rows:
            values: dict[str, object] = {"over": len(rows) - place.rows}
            yield Finding(Group.FIX, "overflow", N_("%(over)s row(s) too many"), values, place.key)
        for over in fit(content, place.key).over:
            yield Finding(
                Group.FIX, "overflow", N_("Runs over by %(over)s characters"), {"over": over.characters},
                place.key, over.row, over.column,
            )  # fmt: skip


def _dated(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    for number, row in enumerate(content.table("effects")):
        at = ("effects", number)
        for column in ("before", "after"):
            if is_bare_number(row.get(column, "")):
                yield Finding(Group.FIX, "unit", N_("A number without its unit"), {}, *at, column)
        if not row.get("as_of"):
            yield Finding(Group.FIX, "date", N_("A number without its date"), {}, *at, "as_of")
        if row.get("certainty") not in CERTAINTIES:
            yield Finding(
                Group.FIX, "certainty", N_("Certainty A, B or C is not chosen"), {}, *at, "certainty"
            )
        if not row.get("method"):
            yield Finding(Group.CHECK, "method", N_("The method is not given"), {}, *at, "method")
    for key in ("effect_card", "cost_card"):
        for row in content.table(key):
            if decimal(row.get("value", "")) is not None and not row.get("unit"):
                yield Finding(Group.FIX, "unit", N_("A number without its unit"), {}, key, 0, "unit")


def _figure(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    rows = content.table("figure")
    if not rows:
        return
    row = rows[0]
    if not row.get("finding"):
        yield Finding(Group.FIX, "finding", N_("The figure has no finding as its heading"), {}, "figure")
    if row.get("kind") == "illustration":
        yield from _picture(content, known)
    else:
        values = [row.get("before_value", ""), row.get("after_value", "")]
        if any(decimal(value) is None for value in values):
            yield Finding(Group.FIX, "bars", N_("The bars need a number before and after"), {}, "figure")
        elif not row.get("unit"):
            yield Finding(Group.FIX, "unit", N_("A number without its unit"), {}, "figure", 0, "unit")


def _picture(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    picture = content.details.illustration
    if picture is None:
        yield Finding(Group.FIX, "picture", N_("No picture is chosen"), {}, DETAILS)
        return
    if picture.attachment_id not in known.shown_pictures:
        yield Finding(Group.FIX, "picture", N_("The picture may not be published"), {}, DETAILS)
    for fault in picture_faults(picture.alt, picture.credit):
        code, message = PICTURE_FAULTS[fault]
        yield Finding(Group.FIX if fault.stops else Group.CHECK, code, message, {}, DETAILS)
    if 0 < len(picture.alt.strip()) < SHORT_ALT_CHARS:
        values: dict[str, object] = {"length": len(picture.alt.strip())}
        message = N_("The alternative text is short (%(length)s characters)")
        yield Finding(Group.CHECK, "alt", message, values, DETAILS)
    if picture.rights in ("", "unknown"):
        yield Finding(Group.FIX, "rights", N_("The rights of the picture are not settled"), {}, DETAILS)


def _fresh(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    confirmed = content.details.confirmed_on
    if confirmed is None:
        return
    months = (known.today.year - confirmed.year) * 12 + known.today.month - confirmed.month
    if months > MONTHS_FRESH or (months == MONTHS_FRESH and known.today.day > confirmed.day):
        yield Finding(Group.CHECK, "stale", N_("Confirmed more than 12 months ago"), {}, DETAILS)


def _unchanged(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    for place, row, column, sentence in content.sentences():
        origin = sentence.origin
        if origin.kind != ANSWER or origin.start is None or origin.question_key is None:
            continue
        if known.has_statement and not (origin.stands and origin.stands.is_present):
            message = N_("The answer to %(key)s was corrected since")
            yield Finding(
                Group.CHECK,
                "corrected",
                message,
                {"key": known.number_of(origin.question_key)},
                place,
                row,
                column,
            )


def _lines(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    for place in PLACES:
        for row, column, text, width in _wrapped(place, content):
            if left := widow(text, width):
                message = N_("The last line holds %(left)s character(s) only")
                yield Finding(Group.CHECK, "widow", message, {"left": left}, place.key, row, column)


def _wrapped(place: Place, content: CaseContent) -> Iterator[tuple[int, str, str, int]]:
    """Yield the cells that run over several lines, with the width of a line."""
    if place.key == "background":
        text = "".join(row.get("text", "") for row in content.table(place.key))
        yield 0, "text", text, place.columns[0].width
        return
    if place.row_width:
        return
    for number, row in enumerate(content.table(place.key)):
        for column in place.columns:
            if column.lines > 1 and (place.key, column.key) not in LABELS:
                yield number, column.key, row.get(column.key, ""), column.width


def _persons(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    for place, row, column, text in _cells(content):
        for name in words.names_in(text, known.person_names):
            message = N_("The name of a person without consent: %(name)s")
            yield Finding(Group.FIX, "person", message, {"name": name}, place, row, column)
        for name in words.family_names_in(text, known.person_names):
            message = N_("Perhaps the name of a person: %(name)s")
            yield Finding(Group.CHECK, "person", message, {"name": name}, place, row, column)


def _unnamed(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    if not known.is_anonymous or not known.may_print:
        return
    for place, row, column, text in _cells(content):
        for name in known.organisation_names:
            if name in text:
                message = N_("The organisation is to stay unnamed: %(name)s")
                yield Finding(Group.FIX, "named", message, {"name": name}, place, row, column)
                break
    for place, row, column, sentence in content.sentences():
        if sentence.origin.kind == "register" and place == "facts":
            message = N_("A fact of the register may give the organisation away")
            yield Finding(Group.FIX, "named", message, {}, place, row, column)
            return


def _printable(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    if not known.charset:
        return
    for place, row, column, text in _cells(content):
        if outside := words.characters_outside(text, known.charset):
            message = N_("Not in the book's fonts: %(characters)s")
            yield Finding(Group.FIX, "font", message, {"characters": " ".join(outside)}, place, row, column)
    picture = content.details.illustration
    beside = "".join((*known.beside, *((picture.alt, picture.credit) if picture else ())))
    if outside := words.characters_outside(beside, known.charset):
        message = N_(
            "Not in the book's fonts, in the register, an answer or the words about the picture: %(characters)s"
        )
        yield Finding(Group.FIX, "font", message, {"characters": " ".join(outside)}, DETAILS)


def _spelled(content: CaseContent, known: Circumstances) -> Iterator[Finding]:
    for place, row, column, text in _cells(content):
        if wide := words.full_width_digits(text):
            message = N_("Full-width digits: %(found)s → %(better)s")
            values: dict[str, object] = {"found": wide, "better": words.narrow_digits(wide)}
            yield Finding(Group.CHECK, "digits", message, values, place, row, column)


def _cells(content: CaseContent) -> Iterator[tuple[str, int, str, str]]:
    for place in PLACES:
        for number, row in enumerate(content.table(place.key)):
            for column, text in row.items():
                yield place.key, number, column, text


CHECKS: tuple[tuple[Check, str], ...] = (
    (_consent, N_("Consent and publication level hold")),
    (_filled, N_("Every place is filled")),
    (_set, N_("Chapter, trouble, people and time are set")),
    (_fits, N_("Everything fits its place")),
    (_dated, N_("Numbers have unit, date and certainty")),
    (_figure, N_("The figure is complete")),
    (_persons, N_("No name of a person")),
    (_unnamed, N_("What stays unnamed is not named")),
    (_printable, N_("All characters are in the book's fonts")),
    (_fresh, N_("Confirmed within 12 months")),
    (_unchanged, N_("The answers are as they were taken over")),
    (_lines, N_("No last line of one or two characters")),
    (_spelled, N_("Digits are half-width")),
)
