"""How far what sellers sent is: what packages of offers and submissions of sheets have in common. Read only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.storage.schema import sellers

P = TypeVar("P", bound="Progress")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A package and its counts. `done_count` lines are judged."""

    row: int
    package_id: str
    seller_id: SellerId
    shop_name: str
    line_count: int
    done_count: int
    integrated_count: int
    submitted_at: datetime | None
    ended_at: datetime | None


class ProgressReader(Generic[P]):
    """Reads the packages of one table, each as a `kind`, whose further fields are columns of that table."""

    def __init__(self, table: sa.Table, kind: type[P]) -> None:
        self._c = table.c
        self._kind = kind
        places = {**table.c, "row": table.c.id, "shop_name": sellers.c.shop_name}
        columns = [places[field.name].label(field.name) for field in fields(kind)]
        self._all = (
            sa.select(*columns)
            .join(sellers, sellers.c.seller_id == table.c.seller_id)
            .order_by(table.c.id.desc())
        )

    def page(
        self,
        conn: Connection,
        seller_ids: Iterable[SellerId],
        *,
        before: int | None,
        limit: int,
    ) -> list[P]:
        """The packages of these sellers, the newest first; `before` is the row where the former page ended."""
        own = self._all.where(self._c.seller_id.in_(list(seller_ids)))
        place = own if before is None else own.where(self._c.id < before)
        return self._read(conn, place.limit(limit))

    def find(self, conn: Connection, seller_ids: Iterable[SellerId], package_id: str) -> P | None:
        """The package, if it is of one of these sellers, else None."""
        own = self._all.where(
            self._c.seller_id.in_(list(seller_ids)), self._c.package_id == package_id
        )
        return next(iter(self._read(conn, own)), None)

    def named(self, conn: Connection, package_ids: Collection[str]) -> list[P]:
        """For operators: those of these packages that there are, whoever's they are, the newest first."""
        return self._read(conn, self._all.where(self._c.package_id.in_(package_ids)))

    def _read(self, conn: Connection, query: sa.Select[tuple[object, ...]]) -> list[P]:
        return [self._kind(**row) for row in conn.execute(query).mappings()]
