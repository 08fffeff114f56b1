"""The audit trail cannot be rewritten in part without its verification saying where (docs/decisions/0013)."""

import asyncio
import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sellergate.access.audit import store as audit
from sellergate.access.audit.chain import BEGINNING, ChainCheck, Content, TrailBroken, hash_of
from sellergate.access.audit.models import Event
from sellergate.access.audit.service import verify_trail
from sellergate.access.context import Act, Actor, ClientUid, OrganizationId, SellerId, UserId
from sellergate.storage.database import Database, StorageUnavailable
from sellergate.storage.opening import open_database
from sellergate.storage.upkeep import Where, run_on_database
from tests.builders.databases import embedded_database

EVENTS = 12
START = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
ACTOR = Actor("ada@example.test", UserId("user one"))


def append_events(conn: Any, how_many: int = EVENTS) -> None:
    for number in range(how_many):
        audit.append(
            conn,
            Act(ACTOR, START + timedelta(microseconds=number), lambda: "id"),
            Event.DELEGATION_GRANTED,
            organization_id=OrganizationId("organization"),
            client=(ClientUid("uid"), "Atelier API"),
            seller_id=SellerId(7),
            detail=f"événement “{number}”\n\t\\",
        )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("written") / "data.db"
    embedded_database(path)
    run_on_database(path, append_events)
    return path.read_bytes()


@pytest.fixture
def path(written: bytes, tmp_path: Path) -> Path:
    (tmp_path / "data.db").write_bytes(written)
    return tmp_path / "data.db"


def verify(where: Where, expected: bytes | None = None) -> ChainCheck:
    async def run() -> ChainCheck:
        db = opened(where)
        try:
            return await verify_trail(db, expected=expected)
        finally:
            await db.close()

    return asyncio.run(run())


def opened(where: Where) -> Database:
    return open_database(where if isinstance(where, str) else f"sqlite:///{where}", pool_size=10)


def hashes_in(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(path)) as connection:
        return [h for (h,) in connection.execute("SELECT hash FROM audit_events ORDER BY id")]


def tamper(path: Path, *statements: str) -> None:
    """What somebody does who may write to the database file, and so begins by dropping our triggers."""
    with closing(sqlite3.connect(path)) as connection, connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def test_an_untouched_trail_is_in_order(path: Path) -> None:
    check = verify(path)

    assert check.count == EVENTS
    assert check.last == (EVENTS, hashes_in(path)[-1])


@pytest.mark.parametrize("kept", range(EVENTS))
def test_each_hash_that_was_kept_is_found_again(path: Path, kept: int) -> None:
    assert verify(path, expected=hashes_in(path)[kept]).count == EVENTS


COLUMNS = {
    "id": "99",
    "at": "at + 1",
    "event": "'client:created'",
    "actor": "'eve@example.test'",
    "actor_id": "NULL",
    "organization_id": "'another'",
    "client_uid": "''",
    "client_id": "client_id || ' '",
    "seller_id": "8",
    "detail": "CAST(detail AS BLOB)",
    "hash": "zeroblob(32)",
}


def test_every_column_is_tampered_with_here(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name FROM pragma_table_info('audit_events')")
        assert {name for (name,) in rows} == set(COLUMNS)


@pytest.mark.parametrize("number", [1, 6, EVENTS])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_value_is_told_with_its_event(path: Path, column: str, number: int) -> None:
    tamper(path, f"UPDATE audit_events SET {column} = {COLUMNS[column]} WHERE id = {number}")

    with pytest.raises(TrailBroken) as broken:
        verify(path)

    # An event under another id is missed at its place, and noticed there.
    named = number + 1 if column == "id" and number < EVENTS else number
    assert f"event {named if column != 'id' or number < EVENTS else 99} " in str(broken.value)


OTHERS = ", ".join([*Content._fields[1:], "hash"])
CHANGES = {
    "an event deleted": (
        "DELETE FROM audit_events WHERE id = 5",
        "event 6 does not follow event 4",
    ),
    "the first deleted": (
        "DELETE FROM audit_events WHERE id = 1",
        "event 2 does not follow event 0",
    ),
    "several deleted": (
        "DELETE FROM audit_events WHERE id IN (5, 6, 7)",
        "event 8 does not follow event 4",
    ),
    "the last deleted": (f"DELETE FROM audit_events WHERE id = {EVENTS}", "it ends at event 11"),
    "all deleted": ("DELETE FROM audit_events", "it ends at event 0"),
    "one inserted at the end": (
        f"INSERT INTO audit_events SELECT 13, {OTHERS} FROM audit_events WHERE id = 12",
        "event 13 was changed, or put there",
    ),
    "the end forgotten": ("DELETE FROM audit_head", "it should end at event 0"),
    "the end moved": ("UPDATE audit_head SET hash = zeroblob(32)", "should end at event 12 with"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_trail_that_is_not_as_it_was_written_is_told(path: Path, change: str) -> None:
    statement, told = CHANGES[change]
    tamper(path, statement)

    with pytest.raises(TrailBroken, match=told):
        verify(path)


def test_two_events_that_changed_places_are_told(path: Path) -> None:
    tamper(
        path,
        "UPDATE audit_events SET id = 99 WHERE id = 5",
        "UPDATE audit_events SET id = 5 WHERE id = 6",
        "UPDATE audit_events SET id = 6 WHERE id = 99",
    )

    with pytest.raises(TrailBroken, match="event 5 was changed"):
        verify(path)


def cut(path: Path, last: int) -> None:
    """Remove the end of the trail, and what would tell of it in the database."""
    tamper(
        path,
        f"DELETE FROM audit_events WHERE id > {last}",
        f"UPDATE audit_head SET event_id = {last}, "
        f"hash = (SELECT hash FROM audit_events WHERE id = {last})",
    )


def test_an_end_that_was_cut_with_care_shows_only_to_who_kept_a_hash(path: Path) -> None:
    kept, earlier = hashes_in(path)[-1], hashes_in(path)[3]
    cut(path, 8)

    assert verify(path).count == 8
    assert verify(path, expected=earlier).count == 8
    with pytest.raises(TrailBroken, match="no event has the expected hash"):
        verify(path, expected=kept)


def rewrite(path: Path, change: Callable[[Content], Content]) -> None:
    """Write the whole trail anew, as somebody does who has read our source."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(f"SELECT {', '.join(Content._fields)} FROM audit_events")
        contents = [change(Content(*row)) for row in rows]
    tamper(path, "DELETE FROM audit_events")
    with closing(sqlite3.connect(path)) as connection, connection:
        last = BEGINNING
        for content in contents:
            last = hash_of(content, last)
            connection.execute(
                f"INSERT INTO audit_events ({', '.join(Content._fields)}, hash) VALUES ({'?, ' * 10}?)",
                (*content, last),
            )
        connection.execute("UPDATE audit_head SET hash = ?", (last,))


def test_a_trail_written_anew_shows_only_to_who_kept_a_hash(path: Path) -> None:
    kept = hashes_in(path)[7]
    rewrite(path, lambda content: content._replace(actor="eve@example.test"))

    assert verify(path).count == EVENTS
    with pytest.raises(TrailBroken, match="no event has the expected hash"):
        verify(path, expected=kept)


REFUSED = {
    "an update": "UPDATE audit_events SET actor = 'eve' WHERE id = 3",
    "a delete": "DELETE FROM audit_events WHERE id = 3",
    "a delete of all": "DELETE FROM audit_events",
    "a replacement": f"INSERT OR REPLACE INTO audit_events SELECT 3, {OTHERS} FROM audit_events WHERE id = 4",
    "an upsert": "INSERT INTO audit_events SELECT * FROM audit_events WHERE id = 3 ON CONFLICT (id) DO UPDATE SET at = 1",
}


@pytest.mark.parametrize("attempt", REFUSED)
def test_the_database_itself_refuses_to_change_an_event(path: Path, attempt: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="audit events are never"):
            connection.execute(REFUSED[attempt])
        connection.rollback()

    assert verify(path).count == EVENTS


@pytest.fixture(params=["sqlite", "postgres"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with an empty trail."""
    if request.param == "sqlite":
        return embedded_database(tmp_path / "data.db")
    address: str = request.getfixturevalue("postgres").migrated_database()
    return address


def test_writers_at_once_make_one_chain(migrated: str) -> None:
    async def run() -> None:
        one, other = opened(migrated), opened(migrated)
        writes = [db.write(append_events, 1) for _ in range(40) for db in (one, other)]
        await asyncio.gather(*writes)
        await one.close()
        await other.close()

    asyncio.run(run())

    assert verify(migrated).last.event_id == 80


def test_an_event_is_hashed_as_the_database_keeps_it(migrated: str) -> None:
    """PostgreSQL keeps no NUL, and a name that somebody typed may hold one."""

    def append(conn: Any) -> None:
        act = Act(ACTOR, START, lambda: "id")
        audit.append(conn, act, Event.CLIENT_KEY_ADDED, detail="lap\0top")

    async def run() -> None:
        db = opened(migrated)
        await db.write(append)
        await db.close()

    asyncio.run(run())

    assert verify(migrated).count == 1


def test_an_act_that_fails_leaves_no_gap(migrated: str) -> None:
    def fail(conn: Any) -> None:
        append_events(conn, 2)
        raise ZeroDivisionError

    async def run() -> None:
        db = opened(migrated)
        works = [db.write(append_events, 1), db.write(fail), db.write(append_events, 1)]
        await asyncio.gather(*works, return_exceptions=True)
        await db.close()

    asyncio.run(run())

    assert verify(migrated).last.event_id == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET actor = 'eve'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
        "TRUNCATE audit_events CASCADE",
    ],
)
def test_postgresql_refuses_to_change_events(postgres: Any, statement: str) -> None:
    address = postgres.migrated_database()
    run_on_database(address, append_events)

    with pytest.raises(StorageUnavailable, match="audit events are never"):
        run_on_database(address, lambda conn: conn.exec_driver_sql(statement).rowcount)

    assert verify(address).count == EVENTS


texts = st.text(st.characters(codec="utf-8"), max_size=40)
contents = st.builds(
    Content,
    *(st.integers(0, 2**63 - 1), st.integers(-(2**63), 2**63 - 1), texts, texts),
    *(st.none() | texts for _ in range(4)),
    st.none() | st.integers(0, 2**63 - 1),
    texts,
)


@given(contents, st.binary(min_size=32, max_size=32))
def test_anybody_can_compute_a_hash_as_it_is_documented(content: Content, previous: bytes) -> None:
    text = json.dumps(list(content), ensure_ascii=False, separators=(",", ":"))

    assert hash_of(content, previous) == hashlib.sha256(previous + text.encode()).digest()


@given(contents, st.data())
def test_no_two_events_have_one_hash(content: Content, data: st.DataObject) -> None:
    other = data.draw(contents)

    assert (hash_of(content, BEGINNING) == hash_of(other, BEGINNING)) == (content == other)


@pytest.mark.slow
def test_a_long_trail_is_verified_in_the_memory_of_one_page(path: Path) -> None:
    import tracemalloc

    run_on_database(path, append_events, 40_000)
    tracemalloc.start()
    check = verify(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert check.count == EVENTS + 40_000
    assert peak < 8_000_000
