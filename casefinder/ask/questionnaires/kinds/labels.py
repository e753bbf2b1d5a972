"""What the kinds are called on staff pages."""

from casefinder.errors import N_

KIND_LABELS: dict[str, str] = {
    "short_text": N_("Short text"),
    "long_text": N_("Long text"),
    "number": N_("Number"),
    "year_month": N_("Year and month"),
    "date": N_("Date"),
    "single_choice": N_("One answer"),
    "multiple_choice": N_("Several answers"),
    "yes_no": N_("Yes or no"),
    "table": N_("Table"),
    "file": N_("Files"),
    "organisation": N_("Organisation"),
    "telephone": N_("Telephone number"),
    "email": N_("E-mail address"),
    "prefilled": N_("Known facts"),
    "consent": N_("Consent"),
    "explanation": N_("Explanation"),
}
