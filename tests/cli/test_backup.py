"""`sellergate backup` and `restore`: whole copies while others write, and back."""

import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import environment, free_port, run, run_json, run_ok, running

pytestmark = pytest.mark.slow  # starts the real command again and again


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    env = environment(folder)
    run_ok("migrate", env=env)
    run_ok("sellers", "create", "--shop-name", "First", "--email", "a@n.example", env=env)
    return folder / "data.db"


@pytest.fixture
def env(made: Path, tmp_path: Path) -> dict[str, str]:
    shutil.copy(made, tmp_path / "data.db")
    return environment(tmp_path)


def shops(env: dict[str, str], database: Path | None = None) -> list[str]:
    if database is not None:
        env = env | {"SELLERGATE_DATABASE_URL": f"sqlite:///{database}"}
    return [seller["shop_name"] for seller in run_json("sellers", "list", env=env)]


def add_shop(env: dict[str, str], name: str) -> None:
    run_ok("sellers", "create", "--shop-name", name, "--email", "a@n.example", env=env)


def test_a_backup_brings_back_what_was_and_keeps_what_is(
    env: dict[str, str], tmp_path: Path
) -> None:
    run_ok("backup", str(tmp_path / "monday.db"), env=env)
    add_shop(env, "Second")
    again = run("backup", str(tmp_path / "monday.db"), env=env)

    told = run("restore", str(tmp_path / "monday.db"), env=env)

    assert (again.returncode, told.returncode) == (1, 0), told.stderr
    assert "exists already" in again.stderr
    assert sorted(shops(env)) == ["First", "Test seller"]
    [kept] = tmp_path.glob("data.db.before-restore-*")
    assert "Second" in shops(env, kept)
    assert str(kept) in told.stderr
    for path in (tmp_path / "monday.db", kept):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.glob(".*partial*")) == []


def test_documents_are_copied_once_and_come_back(env: dict[str, str], tmp_path: Path) -> None:
    served = tmp_path / "documents"
    kept = tmp_path / "backups" / "documents"
    (tmp_path / "backups").mkdir()
    for name, content in (("ab/abc", b"first"), ("ab/ab0.partial", b"half"), ("cd/cde", b"second")):
        (served / name).parent.mkdir(parents=True, exist_ok=True)
        (served / name).write_bytes(content)

    first = run("backup", str(tmp_path / "backups" / "monday.db"), env=env)
    written = (kept / "ab" / "abc").stat().st_mtime_ns
    (served / "cd" / "cdf").write_bytes(b"third")
    second = run("backup", str(tmp_path / "backups" / "tuesday.db"), env=env)

    assert "2 of them new" in first.stderr
    assert "1 of them new" in second.stderr
    assert (kept / "ab" / "abc").stat().st_mtime_ns == written
    assert sorted(p.name for p in kept.glob("*/*")) == ["abc", "cde", "cdf"]
    assert stat.S_IMODE((kept / "ab" / "abc").stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700

    shutil.rmtree(served / "cd")
    told = run("restore", str(tmp_path / "backups" / "tuesday.db"), env=env)

    assert "2 documents that were missing are back" in told.stderr
    assert (served / "cd" / "cde").read_bytes() == b"second"
    assert (served / "cd" / "cdf").read_bytes() == b"third"


WRITER = """
import sqlite3, sys, itertools
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
connection.execute("PRAGMA journal_mode=WAL")
for number in itertools.count():
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO carriers VALUES (?, 0, ?, 0)", (f"a{number}", "x" * 60))
    connection.execute("INSERT INTO carriers VALUES (?, 0, ?, 0)", (f"b{number}", "x" * 60))
    connection.execute("COMMIT")
    print(number, flush=True)
"""


def test_a_backup_made_under_load_is_of_one_instant_and_holds_what_was_acknowledged(
    env: dict[str, str], tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "data.db")) as connection, connection:
        connection.executemany(
            "INSERT INTO carriers VALUES (?, 0, ?, 0)",
            [(f"c{n}", "x" * 60) for n in range(100_000)],
        )
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "data.db")], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    acknowledged = -1
    reading = threading.Event()

    def follow() -> None:
        nonlocal acknowledged
        assert writer.stdout is not None
        for line in writer.stdout:
            acknowledged = int(line)
            reading.set()

    reader = threading.Thread(target=follow)
    reader.start()
    assert reading.wait(20)
    counts = []
    try:
        for number in range(3):
            before = acknowledged
            run_ok("backup", str(tmp_path / f"{number}.db"), env=env)
            counts.append((before, acknowledged))
    finally:
        writer.kill()
        writer.wait()
        reader.join()
        writer.stdout.close()

    for number, (before, after) in enumerate(counts):
        with closing(sqlite3.connect(tmp_path / f"{number}.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = {code for (code,) in connection.execute("SELECT code FROM carriers")}
        firsts = {int(code[1:]) for code in rows if code[0] == "a"}
        assert firsts == {int(code[1:]) for code in rows if code[0] == "b"}, "half a transaction"
        assert firsts == set(range(len(firsts))), "a hole"
        assert before < len(firsts), "something acknowledged is missing"
        assert after > before, "the writer waited"
        copy = env | {"SELLERGATE_DATABASE_URL": f"sqlite:///{tmp_path}/{number}.db"}
        run_ok("audit", "verify", env=copy)


def test_a_restore_waits_for_nobody_and_refuses_while_a_server_runs(
    env: dict[str, str], tmp_path: Path
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env |= {"SELLERGATE_PORT": str(port), "SELLERGATE_PUBLIC_URL": url}
    run_ok("backup", str(tmp_path / "monday.db"), env=env)

    with running("serve", url=url, env=env, cwd=tmp_path):
        online = run("backup", str(tmp_path / "online.db"), env=env)
        refused = run("restore", str(tmp_path / "monday.db"), env=env)
    done = run("restore", str(tmp_path / "monday.db"), env=env)

    assert online.returncode == 0
    assert refused.returncode == 1
    assert "is in use. Stop the server" in refused.stderr
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("data.db.before-restore-*"))) == 1


def test_a_backup_moves_to_a_machine_without_a_database(
    env: dict[str, str], tmp_path: Path
) -> None:
    run_ok("backup", str(tmp_path / "monday.db"), env=env)
    (tmp_path / "elsewhere").mkdir()
    there = environment(tmp_path / "elsewhere")

    run_ok("restore", str(tmp_path / "monday.db"), env=there)

    assert sorted(shops(there)) == sorted(shops(env))


def test_a_damaged_database_is_replaced_and_kept(env: dict[str, str], tmp_path: Path) -> None:
    run_ok("backup", str(tmp_path / "monday.db"), env=env)
    (tmp_path / "data.db").write_bytes(b"\0not a database" * 4000)

    told = run("restore", str(tmp_path / "monday.db"), env=env)

    assert told.returncode == 0, told.stderr
    assert "First" in shops(env)
    [kept] = tmp_path.glob("data.db.before-restore-*")
    assert kept.read_bytes().startswith(b"\0not a database")


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)


SPOILED: dict[str, Any] = {
    "damaged": spoil,
    "no database": lambda path: path.write_text("hello"),
    "empty": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("how", SPOILED)
def test_what_is_no_backup_changes_nothing(env: dict[str, str], tmp_path: Path, how: str) -> None:
    run_ok("backup", str(tmp_path / "monday.db"), env=env)
    SPOILED[how](tmp_path / "monday.db")
    before = (tmp_path / "data.db").read_bytes()

    told = run("restore", str(tmp_path / "monday.db"), env=env)

    assert told.returncode in (1, 4), told.stderr
    assert "Traceback" not in told.stderr
    assert (tmp_path / "data.db").read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("data.db*")) == ["data.db"]


def test_a_backup_of_another_secret_key_is_not_restored(
    env: dict[str, str], tmp_path: Path
) -> None:
    run_ok("backup", str(tmp_path / "monday.db"), env=env)

    told = run(
        "restore",
        str(tmp_path / "monday.db"),
        env=env | {"SELLERGATE_SECRET_KEY": "another-horse-battery-staple-0123456789"},
    )

    assert told.returncode == 3
    assert list(tmp_path.glob("data.db.before-restore-*")) == []
