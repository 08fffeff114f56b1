"""The demo marketplace, and an installation with one of every situation."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.builders.demo import run_demo
from tests.builders.installation import Installation, MovableClock, run_installation
from tests.builders.issuer import forged_issuer
from tests.security.situations import World

MID_WINDOW = datetime(2026, 3, 2, 12, 37, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with run_demo(tmp_path_factory.mktemp("demo")) as on:
        yield on


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("situations")
    clock = MovableClock(MID_WINDOW)
    with (
        forged_issuer(clock=clock) as sso,
        run_installation(
            folder, clock=clock, tokens_per_hour=500, trusted_issuers=(sso.listed(),)
        ) as on,
    ):
        yield World(on, sso)
