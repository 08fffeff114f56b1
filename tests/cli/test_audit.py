"""`sellergate audit`, as an operator runs it."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import environment, run, run_json, run_ok

pytestmark = pytest.mark.slow  # starts the real command again and again

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """An installation in which a seller was suspended and resumed."""
    env = environment(tmp_path)
    run_ok("migrate", env=env)
    seller: Any = run_json(
        "sellers", "create", "--shop-name", "N", "--email", "a@n.example", env=env
    )
    run_ok("sellers", "suspend", str(seller["seller_id"]), env=env)
    run_ok("sellers", "resume", str(seller["seller_id"]), env=env)
    return env


def test_the_trail_is_listed_and_verified_and_a_kept_hash_is_found_again(
    env: dict[str, str],
) -> None:
    listed = run_json("audit", "list", env=env)
    first_page = run("audit", "list", "--limit", "1", env=env)
    verified = run_json("audit", "verify", env=env)
    again = run("audit", "verify", "--expect", verified["hash"], env=env)

    assert [event["event"] for event in listed[:2]] == ["seller:resumed", "seller:suspended"]
    assert first_page.stderr == f"There are more: --before {listed[0]['id']}\n"
    assert (verified["events"], verified["last_event"]) == (len(listed), listed[0]["id"])
    assert (again.returncode, again.stderr) == (0, "Every event is as it was written.\n")


def test_a_changed_event_and_a_missing_hash_leave_with_1(
    env: dict[str, str], tmp_path: Path
) -> None:
    unknown = run("audit", "verify", "--expect", "ab" * 32, env=env)
    malformed = run("audit", "verify", "--expect", "ab", env=env)
    with closing(sqlite3.connect(tmp_path / "data.db")) as connection, connection:
        connection.execute("DROP TRIGGER audit_events_no_update")
        connection.execute("UPDATE audit_events SET actor = 'eve' WHERE id = 2")
    changed = run("audit", "verify", env=env)

    assert (unknown.returncode, malformed.returncode) == (1, 2)
    assert "no event has the expected hash" in unknown.stderr
    assert "64 hexadecimal digits" in malformed.stderr
    assert (changed.returncode, changed.stdout) == (1, "")
    assert changed.stderr.startswith("sellergate: the audit trail is broken: event 2 was changed")


def test_the_program_in_the_manual_verifies_too(env: dict[str, str], tmp_path: Path) -> None:
    manual = (ROOT / "docs/operations/audit.md").read_text()
    found = re.search(r"```python\n(.*?)```", manual, re.DOTALL)
    assert found is not None

    program = found[1].replace("sellergate.db", "data.db")
    printed = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == run_json("audit", "verify", env=env)["hash"]
