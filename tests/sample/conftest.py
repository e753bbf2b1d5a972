"""The built sample, shared with the journeys, and a second fresh build of it."""

from pathlib import Path

import pytest

from tests.journeys.demo import Demo, begin_twin, demo_of


@pytest.fixture(scope="session")
def demo(request: pytest.FixtureRequest) -> Demo:
    return demo_of(request)


@pytest.fixture(scope="session")
def twin_book(demo: Demo) -> Path:
    """The folder of the casebook that a second build left, under other circumstances than the first."""
    demo.twin = demo.twin or begin_twin(demo.folder)
    return demo.twin.wait() / "casebook"
