"""Counts of calls and uses are added up in the database, whatever engine it is and however many nodes write."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.clients import store as clients
from sellergate.access.context import ClientUid, SellerId
from sellergate.access.delegations import store as delegations
from sellergate.storage import schema
from sellergate.storage.upkeep import run_on_database
from tests.builders.databases import embedded_database

NOON = datetime(2026, 3, 4, 12, 0, 0, 123_456, tzinfo=UTC)
CLIENT, OTHER, SELLER = ClientUid("c-1"), ClientUid("c-2"), SellerId(900_000_000_000_000_001)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return embedded_database(tmp_path / "data.db")
    migrated: str = request.getfixturevalue("postgres").migrated_database()
    return migrated


def days_of(conn: Connection, client_uid: ClientUid) -> dict[date, int]:
    return delegations.calls_by_day(conn, SELLER, client_uid, since=date(2026, 1, 1))


def test_calls_are_added_to_those_of_the_day_and_apart_from_other_days_and_clients(
    database: str,
) -> None:
    tomorrow = NOON + timedelta(days=1)

    run_on_database(
        database,
        delegations.add_calls,
        {(CLIENT, SELLER): (3, NOON), (OTHER, SELLER): (1, NOON)},
    )
    run_on_database(
        database, delegations.add_calls, {(CLIENT, SELLER): (4, NOON + timedelta(hours=1))}
    )
    run_on_database(database, delegations.add_calls, {(CLIENT, SELLER): (5, tomorrow)})

    assert run_on_database(database, days_of, CLIENT) == {NOON.date(): 7, tomorrow.date(): 5}
    assert run_on_database(database, days_of, OTHER) == {NOON.date(): 1}


def test_the_last_call_is_kept_to_the_microsecond(database: str) -> None:
    run_on_database(database, delegations.add_calls, {(CLIENT, SELLER): (1, NOON)})

    last = sa.select(schema.delegation_calls.c.last_at)
    assert run_on_database(database, lambda conn: conn.execute(last).scalar()) == NOON


def test_thousands_of_counts_are_written_at_once(database: str) -> None:
    calls = {(CLIENT, SellerId(number)): (1, NOON) for number in range(5_000)}

    run_on_database(database, delegations.add_calls, calls)
    run_on_database(database, delegations.add_calls, calls)

    total = sa.select(sa.func.count(), sa.func.sum(schema.delegation_calls.c.calls))
    found = run_on_database(database, lambda conn: tuple(conn.execute(total).one()))
    assert found == (5_000, 10_000)


def test_days_of_long_ago_are_forgotten_of_those_that_call_and_of_no_other(database: str) -> None:
    for days in (91, 90, 1, 0):
        calls = {(CLIENT, SELLER): (1, NOON - timedelta(days=days))}
        run_on_database(database, delegations.add_calls, calls)
    run_on_database(
        database, delegations.add_calls, {(OTHER, SELLER): (1, NOON - timedelta(days=91))}
    )

    limit = NOON.date() - timedelta(days=90)
    run_on_database(database, delegations.prune_calls, [(CLIENT, SELLER)], before=limit)

    def days(conn: Connection, uid: ClientUid) -> set[date]:
        return set(delegations.calls_by_day(conn, SELLER, uid, since=date(2025, 1, 1)))

    kept = {limit, NOON.date() - timedelta(days=1), NOON.date()}
    assert run_on_database(database, days, CLIENT) == kept
    assert run_on_database(database, days, OTHER) == {limit - timedelta(days=1)}


def test_uses_are_added_to_the_secret_that_was_used_and_to_no_other(database: str) -> None:
    secrets = ", ".join(
        f"('{name}', 'c', '{name}', '{name}', 'hint', 0)" for name in ("s-1", "s-2")
    )
    statements = (
        "INSERT INTO organizations VALUES ('o', 'seller', 'Atelier', 0)",
        (
            "INSERT INTO clients (id, client_id, skeleton, kind, organization_id, email, state, created_at) "
            "VALUES ('c', 'Client one', 'client one', 'partner', 'o', 'a@example.test', 'active', 0)"
        ),
        (
            "INSERT INTO client_secrets (id, client_uid, name, digest, hint, created_at) "
            f"VALUES {secrets}"
        ),
    )
    run_on_database(database, lambda conn: [conn.execute(sa.text(s)) for s in statements] and None)

    run_on_database(database, clients.add_uses, {"s-1": (2, NOON)})
    run_on_database(database, clients.add_uses, {"s-1": (3, NOON), "unknown": (1, NOON)})

    used, unused = (
        run_on_database(database, clients.find_secret, secret_id) for secret_id in ("s-1", "s-2")
    )
    assert used is not None
    assert (used.uses, used.last_used_at) == (5, NOON)
    assert unused is not None
    assert (unused.uses, unused.last_used_at) == (0, None)
