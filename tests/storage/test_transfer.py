"""An export and its import lose nothing, whatever the rows, between every two databases."""

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from sellergate.access.audit import store as audit
from sellergate.access.audit.chain import ChainCheck
from sellergate.access.audit.models import Event
from sellergate.access.context import Act
from sellergate.access.feed import Changed, announce
from sellergate.access.platform import SYSTEM
from sellergate.storage.migrate import HEAD, SchemaState
from sellergate.storage.schema import metadata
from sellergate.storage.transfer import archive, exporting, importing
from sellergate.storage.transfer.archive import ArchiveDamaged, Manifest, transferred_tables
from sellergate.storage.upkeep import (
    migrate_database,
    on_connection,
    run_on_database,
    run_on_snapshot,
    state_of_database,
)

pytestmark = pytest.mark.slow

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
ROWS = 2
LONGEST = 8  # or one world is more than hypothesis draws
MADE_BY_ACTS = {"audit_events", "audit_head"}


class Rows(dict[str, list[dict[str, Any]]]):
    """The rows of every table, by its name: more than is of use in a report."""

    def __repr__(self) -> str:
        return f"<rows of {len(self)} tables>"


quick = settings(
    max_examples=5,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def values_of(column: sa.Column[Any]) -> st.SearchStrategy[Any]:
    """Any value that the column may hold."""
    kind = column.type
    made: st.SearchStrategy[Any]
    if isinstance(kind, sa.LargeBinary):
        made = st.binary(max_size=min(kind.length or LONGEST, LONGEST))
    elif isinstance(kind, sa.Boolean):
        made = st.booleans()
    elif isinstance(kind, sa.Float):
        made = st.floats(allow_nan=False, allow_infinity=False)
    elif isinstance(kind, sa.BigInteger):
        made = st.integers(0 if _is_checked(column) else -(2**63), 2**63 - 1)
    elif isinstance(kind, sa.Integer):
        made = st.integers(0 if _is_checked(column) else -(2**31), 2**31 - 1)
    else:
        letters = st.characters(codec="utf-8", exclude_characters="\0")
        made = st.text(letters, max_size=min(kind.length or LONGEST, LONGEST))
    return st.none() | made if column.nullable else made


def _is_checked(column: sa.Column[Any]) -> bool:
    """Whether it may not be negative."""
    constraints = metadata.tables[column.table.name].constraints
    checks = (c for c in constraints if isinstance(c, sa.CheckConstraint))
    return any(str(check.sqltext) == f"{column.name} >= 0" for check in checks)


@st.composite
def worlds(draw: Any) -> Rows:
    """Rows for every table, each referring to rows that are there."""
    rows = Rows()
    stored = {table.name: table for table in transferred_tables()}
    for table in metadata.sorted_tables:
        if table.name not in stored or table.name in MADE_BY_ACTS:
            continue
        made: list[dict[str, Any]] = []
        for number in range(ROWS):
            row = {}
            for column in stored[table.name].columns:
                known = table.c[column.name]
                if known.foreign_keys:
                    target = next(iter(known.foreign_keys)).column
                    row[column.name] = rows[target.table.name][number][target.name]
                elif known.unique or known.primary_key or known.name in _together_unique(table):
                    row[column.name] = _key(draw, column, number)
                else:
                    row[column.name] = draw(values_of(column))
            made.append(row)
        rows[table.name] = made
    return rows


def _together_unique(table: sa.Table) -> set[str]:
    constraints = (c for c in table.constraints if isinstance(c, sa.UniqueConstraint))
    return {column.name for constraint in constraints for column in constraint.columns}


def _key(draw: Any, column: sa.Column[Any], number: int) -> Any:
    """A value that no other row has."""
    match draw(values_of(column)):
        case str(text):
            return f"{number}{text}"[: column.type.length]  # type: ignore[attr-defined]
        case bytes(data):
            return (bytes([number]) + data)[: column.type.length]  # type: ignore[attr-defined]
        case int(many):
            return abs(many) // 4 * 3 + number
        case nothing:
            return nothing


def fill(conn: sa.Connection, rows: Rows) -> None:
    for table in transferred_tables():
        if table.name in rows:
            conn.execute(table.insert(), rows[table.name])
    for number in range(5):
        act = Act(SYSTEM, NOW, lambda: "id")
        audit.append(conn, act, Event.KEY_ROTATED, detail=f"é “{number}”")


def content_of(where: str) -> dict[str, list[tuple[Any, ...]]]:
    def read(conn: sa.Connection) -> dict[str, list[tuple[Any, ...]]]:
        return {
            table.name: sorted((tuple(row) for row in conn.execute(sa.select(table))), key=repr)
            for table in transferred_tables()
        }

    return run_on_database(where, read)


def export(where: str, folder: Path) -> Manifest:
    exporting.make_folder(folder)
    return run_on_snapshot(
        where,
        exporting.export_rows,
        folder,
        export_id="one export",
        made_at=NOW,
        program="1.0",
        on_progress=lambda _done, _total: None,
    )


class Stopped(Exception):
    """Somebody pulled the plug."""


def import_(where: str, folder: Path, stop_after: int | None = None) -> None:
    def on_progress(done: int, _total: int) -> None:
        if stop_after is not None and done >= stop_after:
            raise Stopped

    manifest = archive.read_manifest(folder)
    archive.check_files(folder, manifest, lambda _done, _total: None)
    if state_of_database(where) is SchemaState.EMPTY:
        migrate_database(where)
    on_connection(where, lambda conn: importing.begin_import(conn, manifest))
    on_connection(where, lambda conn: importing.import_rows(conn, folder, manifest, on_progress))
    on_connection(where, importing.finish_import)


NewDatabase = Callable[[], str]


@pytest.fixture
def new_sqlite(tmp_path: Path) -> NewDatabase:
    numbers = iter(range(1000))
    return lambda: f"sqlite:///{tmp_path}/data{next(numbers)}.db"


@pytest.fixture
def folder_of(tmp_path: Path) -> Callable[[], Path]:
    numbers = iter(range(1000))
    return lambda: tmp_path / f"export{next(numbers)}"


def test_no_table_is_forgotten(new_sqlite: NewDatabase) -> None:
    travelling = {table.name for table in transferred_tables()}

    assert travelling | archive.LEFT_OUT == set(metadata.tables)
    assert {"sessions"} == archive.LEFT_OUT


@pytest.mark.slow
@quick
@given(worlds())
def test_every_row_of_every_table_comes_back_from_postgresql(
    new_sqlite: NewDatabase, folder_of: Callable[[], Path], postgres: Any, rows: Rows
) -> None:
    """There and back: embedded to PostgreSQL, PostgreSQL to embedded."""
    source, there, back = new_sqlite(), postgres.new_database(), new_sqlite()
    out, home = folder_of(), folder_of()
    migrate_database(source)
    run_on_database(source, fill, rows)

    export(source, out)
    import_(there, out)
    export(there, home)
    import_(back, home)

    kept = content_of(source)
    assert all(kept.values()), "every table has rows here"
    assert content_of(there) == kept
    assert content_of(back) == kept
    assert state_of_database(there) is state_of_database(back) is SchemaState.CURRENT
    for where in (there, back):
        check = ChainCheck()
        for content, digest in run_on_database(where, audit.contents_after, 0, until=9, limit=9):
            check.take(content, digest)
        check.finish(run_on_database(where, audit.end_of_trail).head)


def seller_rows(conn: sa.Connection, count: int) -> None:
    conn.execute(
        metadata.tables["organizations"].insert(),
        [
            {"id": str(number), "kind": "seller", "name": f"Shop {number}", "created_at": NOW}
            for number in range(count)
        ],
    )
    for number in range(20):
        announce(conn, Changed.CLIENT, str(number), at=NOW)


@pytest.fixture
def exported(new_sqlite: NewDatabase, tmp_path: Path) -> tuple[str, Path]:
    source = new_sqlite()
    migrate_database(source)
    run_on_database(source, seller_rows, 3500)
    run_on_database(source, fill, {})
    export(source, tmp_path / "exported")
    return source, tmp_path / "exported"


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_an_import_that_stopped_goes_on_where_it_was(
    exported: tuple[str, Path], request: pytest.FixtureRequest, engine: str, tmp_path: Path
) -> None:
    source, folder = exported
    target = f"sqlite:///{tmp_path}/target.db"
    if engine == "postgres":
        target = request.getfixturevalue("postgres").new_database()

    for stop_after in (1000, 2000, 3505):
        with pytest.raises(Stopped):
            import_(target, folder, stop_after)
        assert state_of_database(target) is SchemaState.IMPORTING
    import_(target, folder)

    assert content_of(target) == content_of(source)
    assert state_of_database(target) is SchemaState.CURRENT
    tables = run_on_database(target, lambda conn: set(sa.inspect(conn).get_table_names()))
    assert tables == {*metadata.tables, "alembic_version"}


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_the_database_counts_on_after_an_import(
    exported: tuple[str, Path], request: pytest.FixtureRequest, engine: str, tmp_path: Path
) -> None:
    _, folder = exported
    target = f"sqlite:///{tmp_path}/target.db"
    if engine == "postgres":
        target = request.getfixturevalue("postgres").new_database()
    import_(target, folder)

    run_on_database(target, announce, Changed.CLIENT, "next", at=NOW)
    act = Act(SYSTEM, NOW, lambda: "id")
    run_on_database(target, audit.append, act, Event.KEY_ROTATED)

    feed = metadata.tables["access_changes"]
    newest = run_on_database(
        target, lambda conn: conn.execute(sa.select(sa.func.max(feed.c.id))).scalar()
    )
    assert newest == 21
    assert run_on_database(target, audit.end_of_trail).newest == 6


def test_an_import_takes_no_database_with_rows_and_no_import_of_another_export(
    exported: tuple[str, Path], new_sqlite: NewDatabase, tmp_path: Path
) -> None:
    source, folder = exported
    half = new_sqlite()
    with pytest.raises(Stopped):
        import_(half, folder, 1000)
    run_on_snapshot(
        source,
        exporting.export_rows,
        (exporting.make_folder(tmp_path / "other"), tmp_path / "other")[1],
        export_id="another export",
        made_at=NOW,
        program="1.0",
        on_progress=lambda _done, _total: None,
    )

    with pytest.raises(importing.TargetNotEmpty, match="another export"):
        import_(half, tmp_path / "other")
    with pytest.raises(importing.TargetNotEmpty, match="there are rows in the table"):
        import_(source, folder)


def damage_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "a bit": damage_middle,
    "cut": lambda path: os.truncate(path, path.stat().st_size - 1),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named_before_anything_is_written(
    exported: tuple[str, Path], new_sqlite: NewDatabase, damage: str
) -> None:
    _, folder = exported
    [path] = folder.glob("*-organizations.jsonl")
    DAMAGES[damage](path)
    target = new_sqlite()

    with pytest.raises(ArchiveDamaged, match=path.name):
        import_(target, folder)

    assert state_of_database(target) is SchemaState.EMPTY


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"format": 1}', b"\xff"])
def test_a_folder_that_is_no_whole_export_is_refused(
    exported: tuple[str, Path], text: bytes
) -> None:
    _, folder = exported
    (folder / "manifest.json").write_bytes(text)
    with pytest.raises(ArchiveDamaged, match=r"manifest\.json is damaged"):
        archive.read_manifest(folder)
    (folder / "manifest.json").unlink()
    with pytest.raises(ArchiveDamaged, match="did not finish"):
        archive.read_manifest(folder)


def test_an_export_belongs_to_its_owner_alone_and_replaces_nothing(
    exported: tuple[str, Path],
) -> None:
    source, folder = exported

    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert modes == {0o600}
    assert archive.read_manifest(folder).schema == HEAD
    with pytest.raises(exporting.FolderTaken):
        export(source, folder)


def test_an_export_is_of_one_instant(exported: tuple[str, Path], tmp_path: Path) -> None:
    """Rows that are written while it runs are all in it, or none."""
    source, _ = exported

    def write_meanwhile(done: int, _total: int) -> None:
        run_on_database(
            source,
            lambda conn: (
                conn.execute(
                    metadata.tables["carriers"].insert(),
                    {
                        "code": f"late {done}",
                        "position": 1,
                        "label": "",
                        "additional_parameters_required": False,
                    },
                ).rowcount
            ),
        )

    exporting.make_folder(tmp_path / "meanwhile")
    manifest = run_on_snapshot(
        source,
        exporting.export_rows,
        tmp_path / "meanwhile",
        export_id="x",
        made_at=NOW,
        program="1.0",
        on_progress=write_meanwhile,
    )

    rows = {table.name: table.rows for table in manifest.tables}
    assert (rows["carriers"], rows["organizations"]) == (0, 3500)
