"""Pure decisions about releases: what a build has to pass, which of its files go out."""

from collections.abc import Mapping, Sequence
from typing import Any

from casefinder.edit.casebooks.rules import Gate, GateState
from casefinder.errors import N_
from casefinder.publish.builds.rules import JudgementState


def build_gates(
    *,
    is_made: bool,
    is_current: bool,
    judgement: JudgementState,
    missing: Sequence[str],
    warnings: int,
    left_out: int,
) -> list[Gate]:
    """Return what a build itself has to pass before it can be released."""
    judged = {
        JudgementState.PASSED: GateState.PASSED,
        JudgementState.FAILED: GateState.STOPS,
        JudgementState.NOT_JUDGED: GateState.LOOK,
    }[judgement]
    words = {
        JudgementState.PASSED: N_("veraPDF finds the book compliant with PDF/UA-1 and PDF/A-3a"),
        JudgementState.FAILED: N_("veraPDF finds the book not compliant"),
        JudgementState.NOT_JUDGED: N_("veraPDF did not judge the book; missing here: %(missing)s"),
    }[judgement]
    values: dict[str, object] = {"missing": ", ".join(missing) or "―"}
    return [
        Gate("made", _stops(not is_made), N_("The book is made")),
        Gate("current", _stops(not is_current), N_("Nothing has changed since the book was made")),
        Gate("judged", judged, words, values if judgement is JudgementState.NOT_JUDGED else {}),
        Gate("left_out", _look(left_out), N_("Cases left out: %(count)s"), {"count": left_out}),
        Gate("warnings", _look(warnings), N_("Warnings of the lint: %(count)s"), {"count": warnings}),
    ]


def search_gate(texts: int, found: int, undecided: int) -> Gate:
    """Return whether the finished files say what may not be printed.

    Args:
        texts: How many texts of the files were searched; 0 when nobody could read them.
        found: How many things were found.
        undecided: On how many of them nobody has decided.
    """
    if not texts:
        words = N_("The words of the finished files were not searched. Make the book again.")
        return Gate("searched", GateState.STOPS, words)
    if undecided:
        words = N_("Words in the finished files to decide: %(count)s")
        return Gate("searched", GateState.STOPS, words, {"count": undecided})
    if found:
        words = N_("The finished files were searched; what was found may stand: %(count)s")
        return Gate("searched", GateState.LOOK, words, {"count": found})
    return Gate("searched", GateState.PASSED, N_("The finished files say nothing that may not be printed"))


def _stops(is_in_the_way: bool) -> GateState:
    return GateState.STOPS if is_in_the_way else GateState.PASSED


def _look(number: int) -> GateState:
    return GateState.LOOK if number else GateState.PASSED


def sorted_gates(gates: Sequence[Gate]) -> list[Gate]:
    """Return the gates, those in the way first."""
    order = (GateState.STOPS, GateState.LOOK, GateState.PASSED)
    return sorted(gates, key=lambda gate: order.index(gate.state))


def may_release(gates: Sequence[Gate]) -> bool:
    """Say whether nothing is in the way."""
    return not any(gate.state is GateState.STOPS for gate in gates)


def count_warnings(lint: Sequence[Mapping[str, Any]]) -> int:
    """Return how many findings are only warnings."""
    return sum(1 for finding in lint if not finding.get("error"))
