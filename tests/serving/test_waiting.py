"""A start waits for its database server, says so, and gives up in time."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.postgres import PostgresServer, run_postgres
from tests.cli.command import environment, free_port, run, run_ok, wait_until_healthy

pytestmark = pytest.mark.slow  # real processes


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A server that this module may stop."""
    with (
        tempfile.TemporaryDirectory(prefix="postgres-") as folder,
        run_postgres(Path(folder)) as on,
    ):
        yield on


def test_a_database_server_that_starts_later_is_waited_for(
    own_postgres: PostgresServer, tmp_path: Path
) -> None:
    port = free_port()
    env = environment(
        tmp_path,
        SELLERGATE_DATABASE_URL=own_postgres.new_database(),
        SELLERGATE_PORT=str(port),
        SELLERGATE_WORKERS="2",
    )
    run_ok("migrate", env=env)
    own_postgres.stop()

    with (tmp_path / "err").open("w") as err:
        server = subprocess.Popen(
            [sys.executable, "-m", "sellergate", "serve"], env=env, stderr=err
        )
    try:
        time.sleep(3)
        early = server.poll()
        own_postgres.start()
        wait_until_healthy(f"http://127.0.0.1:{port}", server, tmp_path / "err")
    finally:
        server.terminate()
        code = server.wait(30)
    lines = [json.loads(line) for line in (tmp_path / "err").read_text().splitlines()]

    waits = [line for line in lines if line["event"] == "waiting for the database"]
    assert early is None
    assert len(waits) >= 2
    assert waits[0]["seconds_left"] > waits[-1]["seconds_left"]
    assert code == 0


def test_a_database_server_that_does_not_come_ends_the_start_with_its_address(
    tmp_path: Path,
) -> None:
    env = environment(
        tmp_path,
        SELLERGATE_DATABASE_URL=f"postgresql://someone:secret-word@127.0.0.1:{free_port()}/sellers",
        SELLERGATE_START_WAIT_SECONDS="1",
    )

    refused = run("serve", env=env)

    assert refused.returncode == 4
    assert "It was tried for 1 seconds." in refused.stderr
    assert "SELLERGATE_DATABASE_URL" in refused.stderr
    assert "secret-word" not in refused.stderr


def test_a_schema_that_is_not_ours_is_refused_at_once(
    own_postgres: PostgresServer, tmp_path: Path
) -> None:
    env = environment(tmp_path, SELLERGATE_DATABASE_URL=own_postgres.new_database())
    empty = run("serve", env=env)
    run_ok("migrate", env=env)
    name = env["SELLERGATE_DATABASE_URL"].rpartition("/")[2]

    own_postgres.run("UPDATE alembic_version SET version_num = '0001'", name)
    older = run("serve", env=env)
    own_postgres.run("UPDATE alembic_version SET version_num = '9999'", name)
    newer = run("serve", env=env)

    assert [done.returncode for done in (empty, older, newer)] == [4, 4, 4]
    assert "Run `sellergate migrate` first" in empty.stderr
    assert "of an older version" in older.stderr
    assert "of a newer version" in newer.stderr
