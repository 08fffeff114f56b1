"""One installation for the whole matrix, its clock standing still in the middle of every window."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.builders.installation import MovableClock, run_installation
from tests.builders.issuer import forged_issuer
from tests.security.situations import World

NOON_AND_A_HALF = datetime(2026, 3, 2, 12, 30, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("security")
    clock = MovableClock(NOON_AND_A_HALF)
    with (
        forged_issuer(clock=clock) as sso,
        run_installation(folder, clock=clock, trusted_issuers=(sso.listed(),)) as on,
    ):
        yield World(on, sso)
