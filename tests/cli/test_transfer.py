"""`sellergate export` and `import`: the demo marketplace moves to PostgreSQL, also when the move is killed half-way."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sellergate.storage.upkeep import migrate_database
from tests.builders.demo import seeded_database
from tests.cli.command import environment, run, run_json, run_ok
from tests.storage.test_transfer import content_of

pytestmark = pytest.mark.slow  # starts the real command again and again


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The demo marketplace, with 40,000 carriers more."""
    env = environment(tmp_path)
    seeded_database(tmp_path / "data.db")
    run_ok("migrate", env=env)
    with closing(sqlite3.connect(tmp_path / "data.db")) as connection, connection:
        connection.executemany(
            "INSERT INTO carriers VALUES (?, 0, ?, 0)", [(f"c{n}", "é" * 60) for n in range(40_000)]
        )
    return env


def test_an_import_that_was_killed_goes_on_and_nothing_is_lost(
    env: dict[str, str], tmp_path: Path, postgres: Any
) -> None:
    there = env | {"SELLERGATE_DATABASE_URL": postgres.new_database()}
    told = run("export", str(tmp_path / "moving"), env=env)
    assert told.returncode == 0, told.stderr
    assert "keep the folder as safe as the database" in told.stderr

    killed = 0
    for delay in (2.0, 2.5, 3.0):
        importing = subprocess.Popen(
            [sys.executable, "-m", "sellergate", "import", str(tmp_path / "moving")],
            env=there,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(delay)
        importing.send_signal(signal.SIGKILL)
        killed += importing.wait() == -signal.SIGKILL
    half = run("sellers", "list", env=there)
    done = run("import", str(tmp_path / "moving"), env=there)

    if killed == 3:  # on a machine that is fast enough, the last one may have finished
        assert half.returncode == 4
    assert done.returncode == 0 or killed < 3, done.stderr
    assert content_of(there["SELLERGATE_DATABASE_URL"]) == content_of(
        env["SELLERGATE_DATABASE_URL"]
    )
    here, moved = (run_json("audit", "verify", env=one) for one in (env, there))
    assert moved == here
    assert run_json("keys", "list", env=there) == run_json("keys", "list", env=env)


def test_an_import_asks_for_the_same_secret_key_first(env: dict[str, str], tmp_path: Path) -> None:
    run_ok("export", str(tmp_path / "moving"), env=env)
    there = env | {
        "SELLERGATE_DATABASE_URL": f"sqlite:///{tmp_path}/there.db",
        "SELLERGATE_SECRET_KEY": "another-horse-battery-staple-0123456789",
    }

    told = run("import", str(tmp_path / "moving"), env=there)

    assert told.returncode == 3
    assert not (tmp_path / "there.db").exists()


def test_what_cannot_be_imported_is_told_in_words(env: dict[str, str], tmp_path: Path) -> None:
    there = env | {"SELLERGATE_DATABASE_URL": f"sqlite:///{tmp_path}/there.db"}
    run_ok("export", str(tmp_path / "moving"), env=env)
    shutil.copytree(tmp_path / "moving", tmp_path / "older")
    manifest = tmp_path / "older" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"schema": "0', '"schema": "8'))

    taken = run("export", str(tmp_path / "moving"), env=env)
    older = run("import", str(tmp_path / "older"), env=there)
    nothing = run("import", str(tmp_path / "nowhere"), env=there)
    itself = run("import", str(tmp_path / "moving"), env=env)
    migrate_database(tmp_path / "there.db", "0001")
    old_target = run("import", str(tmp_path / "moving"), env=there)

    assert [one.returncode for one in (taken, older, nothing, itself, old_target)] == [
        1,
        1,
        1,
        1,
        4,
    ]
    assert "is not empty" in taken.stderr
    assert "Import it with the version that made it" in older.stderr
    assert "manifest.json is missing" in nothing.stderr
    assert "new, empty database" in itself.stderr
    assert "new, empty database" in old_target.stderr
