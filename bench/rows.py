"""Bytes that a row takes with its indexes, in each database."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

from bench.crowd import SINCE, Crowd, new_id, write_crowd
from bench.results import Rows
from bench.world import address_in
from sellergate.access.audit import store as audit
from sellergate.access.audit.models import Event
from sellergate.access.context import Act, Actor, ClientId, ClientUid, SellerId
from sellergate.access.delegations import store as delegations
from sellergate.access.feed import Changed, announce
from sellergate.kit.secrets import KeyedHash
from sellergate.storage import schema
from sellergate.storage.addresses import file_of
from sellergate.storage.upkeep import migrate_database, run_on_database

CROWD = Crowd(sellers=5_000, clients=5_000, sellers_each=10)
ACTS = 2_000
TABLES = (
    schema.organizations,
    schema.sellers,
    schema.clients,
    schema.client_secrets,
    schema.delegations,
    schema.delegation_calls,
    schema.access_changes,
    schema.audit_events,
)


def measure_rows(folder: Path, postgres: str, log_line: float) -> Rows:
    """Fill both databases with the same crowd, its calls of a day and some acts, and divide."""
    embedded = address_in(folder, "rows")
    for address in (embedded, postgres):
        migrate_database(address)
        run_on_database(address, write_crowd, CROWD, KeyedHash(b"sizes" * 8, "client secrets"))
        run_on_database(address, _live)
    file = file_of(embedded)
    if file is None:
        raise LookupError(embedded)
    counts = run_on_database(embedded, _counts)
    in_sqlite, in_postgres = _bytes_in_file(file), run_on_database(postgres, _bytes_on_server)
    return Rows(
        {name: in_sqlite[name] / count for name, count in counts.items()},
        {name: in_postgres[name] / count for name, count in counts.items()},
        log_line,
    )


def _live(conn: Connection) -> None:
    """A day of calls for every delegation, and some acts."""
    t = schema.delegations.c
    pairs = [
        (ClientUid(u), SellerId(s)) for u, s in conn.execute(sa.select(t.client_uid, t.seller_id))
    ]
    noon: datetime = SINCE + timedelta(hours=12)
    delegations.add_calls(conn, dict.fromkeys(pairs, (100, noon)))
    act = Act(Actor(label="someone@shop-1.example"), noon, new_id)
    for uid, seller_id in pairs[:ACTS]:
        client = (uid, ClientId("Crowd connector 1"))
        audit.append(conn, act, Event.DELEGATION_GRANTED, client=client, seller_id=seller_id)
        announce(conn, Changed.DELEGATION, f"{uid} {seller_id}", at=noon)


def _counts(conn: Connection) -> dict[str, int]:
    return {
        table.name: conn.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0
        for table in TABLES
    }


def _bytes_in_file(file: Path) -> dict[str, int]:
    query = "SELECT tbl_name, sum(pgsize) FROM dbstat JOIN sqlite_master USING (name) GROUP BY 1"
    connection = sqlite3.connect(file)
    try:
        return dict(connection.execute(query).fetchall())
    finally:
        connection.close()


def _bytes_on_server(conn: Connection) -> dict[str, int]:
    size = sa.func.pg_total_relation_size(sa.func.to_regclass(sa.bindparam("name")))
    return {
        table.name: conn.execute(sa.select(size), {"name": table.name}).scalar() or 0
        for table in TABLES
    }
