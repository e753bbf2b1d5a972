"""What the trail's own entries are called."""

from casefinder.errors import N_
from casefinder.staff.audit.rules import Words

WORDS = (
    Words(
        "personal_data", N_("Personal data"), {"viewed": N_("was looked at")}, {"page": N_("page")},
    ),
    Words(
        "export", N_("Export"), {"made": N_("was saved as a file")},
        {"form": N_("form of the file"), "rows": N_("rows"), "narrowed_by": N_("narrowed down by")},
    ),
    Words("access", N_("Access"), {"refused": N_("was refused")}, {}),
)  # fmt: skip
