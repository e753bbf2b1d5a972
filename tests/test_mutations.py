"""Every mutation still finds the guard that it takes away; whether tests notice is seen by `python -m tests.mutations`."""

import pytest
from jinja2 import Environment

from tests.mutations import MUTATIONS, CannotTry, Mutation
from tests.processes import ROOT


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutation_finds_its_place(mutation: Mutation) -> None:
    source = (ROOT / mutation.path).read_text(encoding="utf-8")

    broken = mutation.applied_to(source)

    assert broken != source
    if mutation.path.endswith(".py"):
        compile(broken, mutation.path, "exec")
    else:
        Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(broken)
    assert all((ROOT / test).exists() for test in mutation.tests)


def test_a_guard_that_has_moved_is_told() -> None:
    mutation = Mutation("m", "a.py", "if open:", "if True:", ())

    assert mutation.applied_to("if  open:\n  go()") == "if True:\n  go()"
    for source in ("if closed:", "if open: a\nif open: b"):
        with pytest.raises(CannotTry):
            mutation.applied_to(source)
