"""The schema comes from migrations alone, and they agree with the schema that the code knows."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from sellergate.storage.database import StorageUnavailable
from sellergate.storage.migrate import HEAD, SchemaState, schema_state
from sellergate.storage.schema import clients, metadata
from sellergate.storage.sqlite import sqlite_engine
from sellergate.storage.upkeep import migrate_file, run_on_file, state_of_file


def versions() -> list[str]:
    folder = Path(str(files("sellergate.storage") / "migrations" / "versions"))
    return sorted(path.stem.split("_")[0] for path in folder.glob("[0-9]*.py"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    migrate_file(path)
    return path


def test_a_fresh_database_has_the_schema_that_the_code_knows(path: Path) -> None:
    engine = sqlite_engine(path)
    with engine.connect() as conn:
        differences = compare_metadata(MigrationContext.configure(conn), metadata)
        tables = set(sa.inspect(conn).get_table_names())

    assert differences == []
    assert tables == {*metadata.tables, "alembic_version"}


def test_every_table_counts_and_constrains_as_the_code_knows(path: Path, tmp_path: Path) -> None:
    """Constraints that `compare_metadata` does not look at: keys, foreign keys, counting of row ids."""
    made = sqlite_engine(tmp_path / "made.db")
    metadata.create_all(made)

    def described(engine: sa.Engine) -> dict[str, object]:
        inspector = sa.inspect(engine)
        return {
            table: (
                inspector.get_pk_constraint(table),
                sorted(inspector.get_foreign_keys(table), key=str),
                sorted(inspector.get_unique_constraints(table), key=str),
                sorted(inspector.get_indexes(table), key=str),
                [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)],
            )
            for table in metadata.tables
        }

    assert described(sqlite_engine(path)) == described(made)


def test_the_versions_are_counted_and_the_last_one_is_ours() -> None:
    assert versions() == [f"{number:04}" for number in range(1, len(versions()) + 1)]
    assert versions()[-1] == HEAD


def test_each_version_follows_the_one_before() -> None:
    folder = Path(str(files("sellergate.storage") / "migrations" / "versions"))
    for before, path in zip([None, *versions()], sorted(folder.glob("[0-9]*.py")), strict=False):
        found = re.search(r"^down_revision\b[^=]*= (.+)$", path.read_text(), re.MULTILINE)
        assert found is not None
        assert found[1].strip("\"'") == str(before)


def test_migrating_again_changes_nothing_and_loses_nothing(path: Path) -> None:
    insert = sa.text("INSERT INTO organizations VALUES ('o', 'seller', 'Atelier', 0)")
    run_on_file(path, lambda conn: conn.execute(insert).rowcount)

    migrate_file(path)

    names = run_on_file(
        path, lambda conn: conn.execute(sa.text("SELECT name FROM organizations")).scalars().all()
    )
    assert list(names) == ["Atelier"]
    assert state_of_file(path) is SchemaState.CURRENT


def at_version(path: Path, revision: str) -> sa.Engine:
    """A database as an earlier version of the program left it."""
    path.touch()
    engine = sqlite_engine(path)
    config = Config()
    config.set_main_option("script_location", str(files("sellergate.storage") / "migrations"))
    config.attributes["engine"] = engine
    command.upgrade(config, revision)
    return engine


def test_clients_of_the_first_schema_keep_their_rows_and_ask_for_no_bound_tokens(
    tmp_path: Path,
) -> None:
    engine = at_version(tmp_path / "old.db", "0001")
    with engine.begin() as conn:
        conn.execute(sa.text("INSERT INTO organizations VALUES ('o', 'seller', 'Atelier', 0)"))
        conn.execute(
            sa.text(
                "INSERT INTO clients (id, client_id, skeleton, kind, organization_id, email, state, created_at) "
                "VALUES ('c', 'Client one', 'client one', 'partner', 'o', 'a@example.test', 'active', 0)"
            )
        )

    migrate_file(tmp_path / "old.db")

    with engine.connect() as conn:
        found = conn.execute(sa.select(clients.c.client_id, clients.c.dpop_required)).all()
    assert [tuple(row) for row in found] == [("Client one", False)]


STATES = {"9999": SchemaState.UNKNOWN, HEAD: SchemaState.CURRENT}


@pytest.mark.parametrize(("revision", "state"), STATES.items())
def test_the_state_of_a_schema_is_known(path: Path, revision: str, state: SchemaState) -> None:
    update = sa.text(f"UPDATE alembic_version SET version_num = '{revision}'")
    run_on_file(path, lambda conn: conn.execute(update).rowcount)

    assert schema_state(sqlite_engine(path)) is state


def test_a_missing_and_an_empty_file_are_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()

    assert state_of_file(tmp_path / "missing.db") is SchemaState.EMPTY
    assert state_of_file(tmp_path / "empty.db") is SchemaState.EMPTY
    assert not (tmp_path / "missing.db").exists()


def test_a_folder_that_is_not_there_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match="nowhere"):
        migrate_file(tmp_path / "nowhere" / "data.db")
