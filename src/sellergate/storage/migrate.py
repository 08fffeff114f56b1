"""Migrations, up only. `schema_state` is cheap and does not import Alembic: every start calls it."""

from enum import StrEnum
from importlib.resources import files
from pathlib import Path

import sqlalchemy as sa

from sellergate.storage.turns import take_turn

HEAD = "0015"
IMPORTING = "importing"  # in place of a revision, while rows are still missing


class SchemaState(StrEnum):
    """How the schema of a database stands to this version of the program."""

    CURRENT = "current"
    EMPTY = "empty"
    OLDER = "older"
    UNKNOWN = "unknown"  # written by a newer version
    IMPORTING = "importing"  # an import is under way, or stopped half-way


def schema_state(conn: sa.Connection) -> SchemaState:
    """Compare the revision written in the database with ours."""
    if not sa.inspect(conn).has_table("alembic_version"):
        return SchemaState.EMPTY
    revision = conn.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    if revision == HEAD:
        return SchemaState.CURRENT
    if revision == IMPORTING:
        return SchemaState.IMPORTING
    known = {path.name.split("_")[0] for path in _versions().iterdir() if path.suffix == ".py"}
    return SchemaState.OLDER if revision in known else SchemaState.UNKNOWN


def migrate(conn: sa.Connection, revision: str = HEAD) -> None:
    """Bring the schema to `revision`, and commit. Of several nodes that try at once, one does it and the others wait."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_versions().parent).replace("%", "%%"))
    config.attributes["connection"] = conn
    conn.begin()  # or Alembic commits after each step, and another node may pass between
    take_turn(conn, "migration")
    command.upgrade(config, revision)
    conn.commit()


def set_revision(conn: sa.Connection, revision: str) -> None:
    """Write what the schema is to be taken for."""
    conn.execute(sa.text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def _versions() -> Path:
    return Path(str(files("sellergate.storage") / "migrations" / "versions"))
