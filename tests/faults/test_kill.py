"""Kill -9 while eight clients write: what was acknowledged is there, and nothing is half there."""

from pathlib import Path

import pytest

from tests.builders.process import ServerProcess, run_process
from tests.faults.aftermath import Aftermath, assert_nothing_is_lost, survive

pytestmark = pytest.mark.slow


def kill_again_and_again(server: ServerProcess) -> Aftermath:
    return survive(server, kill=server.kill, restart=server.start)


def test_a_killed_node_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    with run_process(tmp_path, SELLERGATE_LOG_LEVEL="warning") as server:
        aftermath = kill_again_and_again(server)

        assert_nothing_is_lost(aftermath)
        assert [writer.outages for writer in aftermath.writers] == [0] * len(aftermath.writers)
        server.command("audit", "verify")
        if server.settings.database_path:
            assert aftermath.rows("PRAGMA integrity_check") == [("ok",)]
            assert aftermath.rows("PRAGMA foreign_key_check") == []
