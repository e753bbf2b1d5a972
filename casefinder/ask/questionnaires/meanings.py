"""What a question may mean: the one list of meanings that the later steps ask for.

A field carries its meaning (`means`), so does the column of a table; an item carries one when its fields mean
something together. Whoever needs the title, the effects or a consent asks the questionnaire for the meaning and never
for a key. A questionnaire may leave any of them out: what asks for it then finds nothing, and nothing is invented.
"""

from dataclasses import dataclass

ITEM = "item"  # stands for an item of several fields, where the others are kinds of fields
_TEXT = frozenset({"short_text", "long_text"})
_CHOICE = frozenset({"single_choice", "multiple_choice"})
_AMOUNT = frozenset({"number", "short_text"})
_MONTH = frozenset({"year_month"})
_TABLE = frozenset({"table"})
_FILE = frozenset({"file"})
_CONSENT = frozenset({"consent"})
_WHOLE = frozenset({ITEM})


@dataclass(frozen=True)
class Meaning:
    """One meaning.

    Attributes:
        name: What `means` says.
        says: What the question asks for and where the answer is used.
        kinds: Kinds of fields that may carry it; `ITEM` for an item of several fields.
        table: Of a column, the meaning of its table.
        several: Whether several questions may carry it; where one is needed, the first counts.
    """

    name: str
    says: str
    kinds: frozenset[str]
    table: str = ""
    several: bool = False


def _columns(table: str, *columns: tuple[str, str, frozenset[str]]) -> tuple[Meaning, ...]:
    return tuple(Meaning(f"{table}.{name}", says, kinds, table) for name, says, kinds in columns)


_ALL: tuple[Meaning, ...] = (
    # Whether and how it is answered.
    Meaning("nothing_to_report", "Whether there is anything to tell; one of its choices says no and ends the questionnaire.", frozenset({"single_choice"})),
    Meaning("answering_way", "Whether the recipient answers here, in a workbook or in an interview.", _CHOICE),
    Meaning("spoken_wish", "Whether and when the recipient can be interviewed, as a whole.", _WHOLE),
    Meaning("spoken_wish.choice", "Whether the recipient can be interviewed, and how.", _CHOICE),
    Meaning("spoken_wish.when", "When an interview would suit.", _TEXT),
    Meaning("recommendations", "Good initiatives of others, one a row; never published.", _TABLE),
    *_columns(
        "recommendations",
        ("organisation", "Whose initiative it is.", _TEXT),
        ("initiative", "What it is.", _TEXT),
        ("reason", "How the recipient came to know of it.", _TEXT),
    ),
    # Who answers.
    Meaning("organisation", "What the register knows of the organisation; shown, not asked.", frozenset({"prefilled"})),
    Meaning("department", "The section in charge: a basic fact, whose voice it is, and the contact for want of one.", _TEXT),
    Meaning("respondent", "Who filled the form in, as a whole: for questions only, never printed.", _WHOLE),
    Meaning("respondent.post", "Section and post of the person who filled the form in.", _TEXT),
    Meaning("respondent.name", "Name of the person who filled the form in; never printed, and looked for in what is.", _TEXT),
    Meaning("respondent.phone", "Telephone number of that person.", frozenset({"telephone", "short_text"})),
    Meaning("respondent.email", "Mail address of that person.", frozenset({"email", "short_text"})),
    Meaning("partners", "Organisations and firms that took part, one a row.", _TABLE),
    *_columns(
        "partners",
        ("name", "Which organisation or firm.", _TEXT | {"organisation"}),
        ("kind", "What kind of organisation it is.", _CHOICE),
        ("role", "What it did.", _TEXT),
    ),
    Meaning("contact", "Whom readers may ask; printed as it is.", _TEXT),
    # The initiative at a glance.
    Meaning("title", "What the initiative is called; lists name the response by it.", _TEXT),
    Meaning("summary", "The initiative in one sentence: the lead of the case.", _TEXT),
    Meaning("story", "What is done, for whom and how: the background for want of a trouble.", _TEXT),
    Meaning("fields", "Fields of work (分野): lists and search are narrowed by them, books sorted by them.", _CHOICE),
    Meaning("stage", "How far it has come, from idea to ended: where it stands now.", frozenset({"single_choice"})),
    Meaning("started", "Since which month it is in use: a basic fact, and the first step.", _MONTH),
    Meaning("scale", "How large it is, as a whole.", _WHOLE),
    Meaning("scale.amount", "How many people, households, kilometres.", _AMOUNT),
    Meaning("scale.note", "What is counted.", _TEXT),
    Meaning("tools", "What technology it uses, as a whole.", _WHOLE),
    Meaning("tools.kinds", "Kinds of technology.", _CHOICE),
    Meaning("tools.products", "Names of products and services.", _TEXT),
    Meaning("cost", "What it costs and who pays, as a whole.", _WHOLE),
    Meaning("cost.initial", "What it cost to begin with, in thousand yen: the card of the cost.", _AMOUNT),
    Meaning("cost.yearly", "What it costs each year, in thousand yen.", _AMOUNT),
    Meaning("cost.funding", "Where the money comes from.", _CHOICE),
    # Why it was begun.
    Meaning("background", "What the trouble was before: who had it, where, how much.", _TEXT, several=True),
    Meaning("trouble_figures", "The trouble in figures, one a row.", _TABLE),
    *_columns(
        "trouble_figures",
        ("metric", "What is measured.", _TEXT),
        ("value", "The figure with its unit.", _TEXT | {"number"}),
        ("as_of", "As of which month.", _MONTH),
        ("source", "Where the figure comes from.", _TEXT),
    ),
    Meaning("trigger", "What set it off.", _TEXT),
    Meaning("rejected", "What was thought of and not chosen.", _TEXT),
    # Who carried it.
    Meaning("setup_shape", "The shape of the set-up, as a choice: a basic fact, and the card of people and time.", _CHOICE),
    Meaning("setup", "Who decided, who did it, who helped.", _TEXT),
    Meaning("setup_chart", "A drawing of the set-up.", _FILE),
    Meaning("leaders", "How mayor, heads and assembly were involved, as a whole.", _WHOLE),
    Meaning("leaders.degree", "How far mayor, heads and assembly were involved.", _CHOICE),
    Meaning("leaders.text", "How they were involved, in words.", _TEXT),
    Meaning("residents", "How residents and users were involved, as a whole.", _WHOLE),
    Meaning("residents.kinds", "In which ways residents and users were involved.", _CHOICE),
    Meaning("residents.text", "How they were involved, in words.", _TEXT),
    Meaning("outside_help", "Help from outside.", _CHOICE),
    Meaning("handover", "What keeps it going when the person in charge is moved.", _TEXT),
    # What was hard, what turned it.
    Meaning("trouble_scenes", "At which steps there was trouble.", _CHOICE),
    Meaning("trouble_kinds", "What kind of trouble it was.", _CHOICE),
    Meaning("trouble", "What was hardest: the left side of trouble and response.", _TEXT, several=True),
    Meaning("way_out", "How it was overcome: the right side of trouble and response.", _TEXT, several=True),
    Meaning("failure", "What did not work, and what one would do today: given up or not reached.", _TEXT, several=True),
    Meaning("turning_points", "Events that turned the tide, one a row: the steps.", _TABLE),
    *_columns(
        "turning_points",
        ("when", "In which month.", _MONTH),
        ("event", "What happened.", _TEXT),
        ("result", "What came of it.", _TEXT),
    ),
    Meaning("turning_point", "The one thing that made it work.", _TEXT),
    Meaning("sustaining", "How it is kept going: money, people, contracts.", _TEXT),
    Meaning("key_persons", "Key persons, one a row.", _TABLE),
    *_columns(
        "key_persons",
        ("standing", "Mayor, officer, resident, firm.", _CHOICE),
        ("post", "Section and post.", _TEXT),
        ("name", "Name; never printed without consent, and looked for in what is.", _TEXT),
        ("role", "What the person did.", _TEXT),
    ),
    Meaning("key_person", "What only this person could do, and what others could as well.", _TEXT),
    # What came of it.
    Meaning("effect_rows", "Effects in figures, one a row: the table, the card and the figure of a case.", _TABLE),
    *_columns(
        "effect_rows",
        ("metric", "What is measured.", _TEXT),
        ("before", "The figure before, with its unit.", _TEXT),
        ("after", "The figure after, with its unit.", _TEXT),
        ("as_of", "As of which month.", _MONTH),
        ("source", "How it was measured, and by whom.", _TEXT),
    ),
    Meaning("effect_story", "What changed beyond figures; voices.", _TEXT, several=True),
    Meaning("side_effects", "What nobody had expected, good or bad.", _TEXT),
    # For those who imitate it.
    Meaning("conditions", "What others need, and what to beware of.", _TEXT, several=True),
    Meaning("smallest_start", "The smallest scale that one can begin with.", _TEXT),
    Meaning("advice", "A word to those who begin: the voice of the person in charge.", _TEXT),
    Meaning("visits", "Whether visitors and questions are welcome.", _CHOICE),
    Meaning("plans", "What comes next.", _TEXT),
    Meaning("wishes", "What is asked of prefecture and state; never published.", _TEXT),
    # Pictures and material.
    Meaning("picture", "Photographs; one of them may become the figure of the case.", _FILE, several=True),
    Meaning("material", "Material and addresses, as a whole.", _WHOLE),
    Meaning("material.files", "Files to read.", _FILE),
    Meaning("material.urls", "Addresses: a source of the case.", _TEXT),
    Meaning("material.note", "What the material is.", _TEXT),
    # What may be done with it.
    Meaning("consent.casebook", "Consent to casebook and site: yes, anonymous, no.", _CONSENT),
    Meaning("consent.open_data", "Consent to open data: yes, no.", _CONSENT),
    Meaning("consent.analysis", "Consent to text analysis: yes, no.", _CONSENT),
    Meaning("proof_address", "Who gets the proof of the pages.", _TEXT | {"email"}),
    Meaning("approval", "The approval of the recipient's own house (決裁), as a whole.", _WHOLE),
    Meaning("approval.status", "Whether the house has approved; one choice may hold the response back.", _CHOICE),
    Meaning("approval.decided_on", "When it approved.", frozenset({"date"})),
    Meaning("approval.number", "The number of the document.", _TEXT),
)  # fmt: skip

MEANINGS: dict[str, Meaning] = {meaning.name: meaning for meaning in _ALL}


def known(name: str) -> str:
    """Return the name of a meaning as it is, to catch a slip where it is asked for.

    Raises:
        KeyError: There is no such meaning.
    """
    return MEANINGS[name].name


def is_whole(name: str) -> bool:
    """Say whether a meaning is one that an item of several fields carries as a whole."""
    return name in MEANINGS and ITEM in MEANINGS[name].kinds


def enclosing(name: str) -> str:
    """Return the meaning that stands around one (`cost` around `cost.initial`); the same when there is none."""
    around = name.rpartition(".")[0]
    return around if around in MEANINGS else name
