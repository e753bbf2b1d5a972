"""Consent to a wording. Value: the choice's code; the ledger keeps the wording's version. Empty means no."""

from casefinder.ask.questionnaires.kinds.single_choice import SingleChoice


class Consent(SingleChoice):
    """Radio buttons under the full wording; never chosen beforehand."""

    name = "consent"
    template = "components/kinds/consent.html"
