"""How long the answers may be that the casebook prints as they are: one number for the form, the editor and the press.

What a respondent may write into such a field can be printed whole; the places of a case (`edit/layout/places.py`) take their limits
from here, the standard questionnaire says the same numbers, and a test lays the longest texts out.
"""

PRINTED_CHARACTERS: dict[str, int] = {
    "title": 40,
    "summary": 60,
    "turning_points.event": 80,
    "turning_points.result": 120,
    "effect_rows.metric": 30,
    "effect_rows.before": 20,
    "effect_rows.after": 20,
    "effect_rows.source": 60,
    "smallest_start": 80,
    "advice": 100,
    "department": 40,
    "contact": 60,
}
