"""The built sample, shared with the journeys."""

import pytest

from tests.journeys.demo import Demo, demo_of


@pytest.fixture(scope="session")
def demo(request: pytest.FixtureRequest) -> Demo:
    return demo_of(request)
