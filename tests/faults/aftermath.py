"""What is left after kills under load, held against what the users were told."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.accounts.models import OrganizationKind
from sellergate.storage.upkeep import run_on_database
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
    """An installation of which a part was killed again and again, and what its users were told meanwhile."""

    server: ServerProcess
    writers: list[Writer]

    @property
    def lives(self) -> list[Life]:
        return [life for writer in self.writers for life in writer.lives]

    def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        def work(conn: Connection) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in conn.execute(sa.text(query), values)]

        return run_on_database(self.server.database, work)


def survive(
    server: ServerProcess, kill: Callable[[], None], restart: Callable[[], None]
) -> Aftermath:
    """Let eight sellers write, `kill` and `restart` again and again, and come back once all is still."""
    stop = threading.Event()
    writers = []
    for number in range(WRITERS):
        organization = an_organization(server, OrganizationKind.SELLER, f"Maison {number}")
        user, seller = a_user(server, organization), a_seller(server, organization)
        writers.append(Writer(server, number, user, seller, stop))
    try:
        for writer in writers:
            writer.start()
        for _ in range(KILLS + 1):
            wait_for_acts(writers, random.randint(20, 120))
            kill()
            restart()
        wait_for_acts(writers, 20)
    finally:
        stop.set()
        for writer in writers:
            writer.join(30)
    return Aftermath(server, writers)


def wait_for_acts(writers: list[Writer], more: int) -> None:
    """Until so many more acts were acknowledged: the moment is any, and the same on a busy machine."""

    def count() -> int:
        return sum(len(life.acknowledged) for writer in writers for life in writer.lives)

    wanted, deadline = count() + more, time.monotonic() + 30
    while count() < wanted and time.monotonic() < deadline:
        time.sleep(random.uniform(0, 0.02))


def assert_nothing_is_lost(aftermath: Aftermath) -> None:
    """What was acknowledged is there, nothing is half there, and the audit trail tells the same."""
    acknowledged = [act for life in aftermath.lives for act in life.acknowledged]

    faults = [writer.fault for writer in aftermath.writers if writer.fault]
    assert faults == [], faults[0][:2000]
    assert set(acknowledged) == set(ACTS)
    assert [life for life in aftermath.lives if life.under_way], "the kills found somebody at work"
    wrong = [life for life in aftermath.lives if not agrees(aftermath, life)]
    assert wrong == [], wrong[:3]
    untold = [life for life in aftermath.lives if not is_audited(aftermath, life)]
    assert untold == [], untold[:3]
    assert unannounced(aftermath) == []
    known = {life.client_id for life in aftermath.lives}
    query = "SELECT client_id FROM clients WHERE client_id LIKE 'Killed writer%'"
    assert {name for (name,) in aftermath.rows(query)} <= known
    print(f"{len(acknowledged)} acts acknowledged between {KILLS + 1} kills")


def possible(life: Life) -> list[list[str]]:
    """The acts that may have happened: those acknowledged, and perhaps the one under way."""
    certain = life.acknowledged
    return [certain, [*certain, life.under_way]] if life.under_way else [certain]


def agrees(aftermath: Aftermath, life: Life) -> bool:
    """Whether client, secret and delegation are as their owner was told."""
    found = (
        len(
            aftermath.rows(
                "SELECT id FROM clients WHERE client_id = :client_id", client_id=life.client_id
            )
        ),
        secrets_of(aftermath, life),
        standing_of(aftermath, life),
    )
    return found in [
        (1, 1, STANDING[acts[-1]]) if acts else (0, 0, None) for acts in possible(life)
    ]


def secrets_of(aftermath: Aftermath, life: Life) -> int:
    query = (
        "SELECT count(*) FROM client_secrets s JOIN clients c ON c.id = s.client_uid "
        "WHERE c.client_id = :client_id"
    )
    return int(aftermath.rows(query, client_id=life.client_id)[0][0])


def standing_of(aftermath: Aftermath, life: Life) -> tuple[str | None, bool, bool] | None:
    query = (
        "SELECT perimeters, read_only, revoked_at IS NOT NULL FROM delegations d "
        "JOIN clients c ON c.id = d.client_uid WHERE c.client_id = :client_id"
    )
    rows = aftermath.rows(query, client_id=life.client_id)
    return (rows[0][0], bool(rows[0][1]), bool(rows[0][2])) if rows else None


def is_audited(aftermath: Aftermath, life: Life) -> bool:
    """Whether the audit trail tells the same as the rows."""
    query = "SELECT event FROM audit_events WHERE client_id = :client_id ORDER BY id"
    told = [event for (event,) in aftermath.rows(query, client_id=life.client_id)]
    return told in [[event for act in acts for event in EVENTS[act]] for acts in possible(life)]


def unannounced(aftermath: Aftermath) -> list[Any]:
    """Delegations that the feed does not name: another node would go on remembering them."""
    return aftermath.rows(
        "SELECT client_uid FROM delegations WHERE client_uid || ' ' || CAST(seller_id AS VARCHAR(20)) NOT IN "
        "(SELECT key FROM access_changes WHERE kind = 'delegation')"
    )
