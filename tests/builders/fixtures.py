"""Installations for every test: tests/conftest.py offers them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.builders.installation import Installation, run_installation
from tests.builders.world import the_test_seller


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One for the tests of all folders that move no clock, change no limit and bring their own people. It has seller 700982."""
    with run_installation(tmp_path_factory.mktemp("installation")) as on:
        the_test_seller(on)
        yield on


@pytest.fixture
def start_installation(tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """Start one of the test's own, with settings and a clock of its own."""
    with ExitStack() as stack:
        yield lambda **choices: stack.enter_context(run_installation(tmp_path, **choices))
