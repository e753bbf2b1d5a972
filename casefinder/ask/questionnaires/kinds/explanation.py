"""Words without a question. Value: none."""

from casefinder.ask.questionnaires.kinds.prefilled import Prefilled


class Explanation(Prefilled):
    """Shows the field's wording."""

    name = "explanation"
    template = "components/kinds/explanation.html"
