"""Kill -9 while eight clients write: what was acknowledged is there, and nothing is half there (issue §8)."""

import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sellergate.access.accounts.models import OrganizationKind
from tests.builders.process import ServerProcess
from tests.builders.world import a_seller, a_user, an_organization
from tests.faults.writers import ACTS, Life, Writer

WRITERS = 8
KILLS = 3

# What the audit trail says of each act, and how the delegation stands after it.
EVENTS = {
    "created": ["client:created", "secret:created"],
    "saved": [],
    "granted": ["delegation:granted"],
    "narrowed": ["delegation:changed"],
    "revoked": ["delegation:revoked"],
    "granted again": ["delegation:granted"],
}
STANDING = {
    "created": None,
    "saved": None,
    "granted": (None, False, False),
    "narrowed": ("sellers", True, False),
    "revoked": ("sellers", True, True),
    "granted again": (None, False, False),
}


@dataclass
class Aftermath:
    """An installation whose server was killed again and again, and what its users were told meanwhile."""

    server: ServerProcess
    writers: list[Writer]

    @property
    def lives(self) -> list[Life]:
        return [life for writer in self.writers for life in writer.lives]

    def rows(self, query: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(self.server.database)) as connection:
            return connection.execute(query, values).fetchall()


@pytest.fixture
def aftermath(tmp_path: Path) -> Iterator[Aftermath]:
    server = ServerProcess(tmp_path, SELLERGATE_LOG_LEVEL="warning")
    stop = threading.Event()
    writers = []
    for number in range(WRITERS):
        organization = an_organization(server, OrganizationKind.SELLER, f"Maison {number}")
        user, seller = a_user(server, organization), a_seller(server, organization)
        writers.append(Writer(server, number, user, seller, stop))
    server.start()
    try:
        for writer in writers:
            writer.start()
        for _ in range(KILLS):
            wait_for_acts(writers, random.randint(20, 120))
            server.kill()
            server.start()
        wait_for_acts(writers, random.randint(20, 120))
        server.kill()
    finally:
        stop.set()
        for writer in writers:
            writer.join(30)
    server.start()
    yield Aftermath(server, writers)
    server.stop()
    server.http.close()


def wait_for_acts(writers: list[Writer], more: int) -> None:
    """Until so many more acts were acknowledged: the moment is any, and the same on a busy machine."""

    def count() -> int:
        return sum(len(life.acknowledged) for writer in writers for life in writer.lives)

    wanted, deadline = count() + more, time.monotonic() + 30
    while count() < wanted and time.monotonic() < deadline:
        time.sleep(random.uniform(0, 0.02))


@pytest.mark.slow
def test_what_was_acknowledged_survives_and_nothing_is_half_written(aftermath: Aftermath) -> None:
    acknowledged = [act for life in aftermath.lives for act in life.acknowledged]

    assert [writer.fault for writer in aftermath.writers if writer.fault] == []
    assert set(acknowledged) == set(ACTS)
    assert [life for life in aftermath.lives if life.under_way], "the kills found somebody at work"
    assert aftermath.rows("PRAGMA integrity_check") == [("ok",)]
    assert aftermath.rows("PRAGMA foreign_key_check") == []
    assert [life for life in aftermath.lives if not agrees(aftermath, life)] == []
    assert [life for life in aftermath.lives if not is_audited(aftermath, life)] == []
    assert unannounced(aftermath) == []
    known = {life.client_id for life in aftermath.lives}
    assert {name for (name,) in aftermath.rows("SELECT client_id FROM clients")} <= known
    print(f"{len(acknowledged)} acts acknowledged between {KILLS + 1} kills")


def possible(life: Life) -> list[list[str]]:
    """The acts that may have happened: those acknowledged, and perhaps the one under way."""
    certain = life.acknowledged
    return [certain, [*certain, life.under_way]] if life.under_way else [certain]


def agrees(aftermath: Aftermath, life: Life) -> bool:
    """Whether client, secret and delegation are as their owner was told."""
    found = (
        len(aftermath.rows("SELECT id FROM clients WHERE client_id = ?", life.client_id)),
        secrets_of(aftermath, life),
        standing_of(aftermath, life),
    )
    return found in [
        (1, 1, STANDING[acts[-1]]) if acts else (0, 0, None) for acts in possible(life)
    ]


def secrets_of(aftermath: Aftermath, life: Life) -> int:
    query = (
        "SELECT count(*) FROM client_secrets s JOIN clients c ON c.id = s.client_uid "
        "WHERE c.client_id = ?"
    )
    return int(aftermath.rows(query, life.client_id)[0][0])


def standing_of(aftermath: Aftermath, life: Life) -> tuple[str | None, bool, bool] | None:
    query = (
        "SELECT perimeters, read_only, revoked_at IS NOT NULL FROM delegations d "
        "JOIN clients c ON c.id = d.client_uid WHERE c.client_id = ?"
    )
    rows = aftermath.rows(query, life.client_id)
    return (rows[0][0], bool(rows[0][1]), bool(rows[0][2])) if rows else None


def is_audited(aftermath: Aftermath, life: Life) -> bool:
    """Whether the audit trail tells the same as the rows."""
    query = "SELECT event FROM audit_events WHERE client_id = ? ORDER BY id"
    told = [event for (event,) in aftermath.rows(query, life.client_id)]
    return told in [[event for act in acts for event in EVENTS[act]] for acts in possible(life)]


def unannounced(aftermath: Aftermath) -> list[Any]:
    """Delegations that the feed does not name: another node would go on remembering them."""
    return aftermath.rows(
        "SELECT client_uid FROM delegations WHERE client_uid || ' ' || seller_id NOT IN "
        "(SELECT key FROM access_changes WHERE kind = 'delegation')"
    )
