"""What every table is made of. Instants are stored as integers: microseconds since the epoch."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from sellergate.kit.clock import from_micros, to_micros


class Instant(sa.types.TypeDecorator[datetime]):
    """A UTC instant kept as microseconds since the epoch: exact and comparable in every database."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:  # noqa: ARG002
        """To the database."""
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """From the database."""
        return None if value is None else from_micros(value)


AnyRow = sa.Row[*tuple[Any, ...]]

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts its own row ids only in a column typed INTEGER.
RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def table(name: str, *items: Any, **options: Any) -> sa.Table:
    """A table of the one schema."""
    return sa.Table(name, metadata, *items, **options)


def own_id() -> sa.Column[str]:
    """The primary key of a thing whose id we make."""
    return sa.Column("id", sa.String(36), primary_key=True)


def ref(name: str, target: str, *, nullable: bool = False) -> sa.Column[Any]:
    """A column that names a row of another table."""
    return sa.Column(name, sa.ForeignKey(target), nullable=nullable)
