"""What tests of every room share."""

import gc
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser

from tests.builders import databases
from tests.builders.chromium import chromium
from tests.builders.fixtures import installation, start_installation
from tests.builders.postgres import CONFIGURATION, HASTY, PostgresServer, run_postgres
from tests.builders.redis import RedisServer, run_redis

__all__ = ["installation", "start_installation"]

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="where installations keep data",
    )


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A second run, on PostgreSQL, leaves out what is about one engine, or was tried on both in the first.

    A server is slow to start.
    """
    if config.getoption("--on") == "postgres":
        items[:] = [
            item
            for item in items
            if item.get_closest_marker("embedded") is None and not _engines_of(item)
        ]
    for item in items:
        if "postgres" in _engines_of(item):
            item.add_marker("slow")


def _engines_of(item: pytest.Item) -> set[str]:
    """The engines that the test asks for by itself, whatever the others run on."""
    callspec = getattr(item, "callspec", None)
    values = callspec.params.values() if callspec else ()
    asked = [*getattr(item, "fixturenames", ()), *(v for v in values if isinstance(v, str))]
    return {"sqlite", "postgres"} & set(asked)


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: let no later collection of garbage walk through it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _on(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--on") == "postgres":
        databases.server = request.getfixturevalue("postgres")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server that the tests of this process share; each takes databases of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="postgres-") as folder,
        run_postgres(Path(folder), settings=CONFIGURATION + HASTY) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis that the tests of this process share: none stops it or changes it, each takes keys of its own."""
    with run_redis() as server:
        yield server


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis that the test may do anything to."""
    with run_redis() as server:
        yield server


@pytest.fixture(scope="module")
def driven() -> Iterator[Browser]:
    """A real browser. Not for the whole session: while it lives, no other test of the process has an event loop."""
    with chromium() as browser:
        yield browser
