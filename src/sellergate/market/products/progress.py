"""How far submissions of product sheets are, and which were refused: what pages show, read only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.storage.schema import product_packages, product_reports, sellers

REFUSED: Final = "Refused"


@dataclass(frozen=True, slots=True)
class SubmissionProgress:
    """A submission of product sheets and its counts. `done_count` sheets are judged."""

    row: int
    package_id: str
    seller_id: SellerId
    shop_name: str
    line_count: int
    done_count: int
    integrated_count: int
    refused_count: int
    submitted_at: datetime
    ended_at: datetime | None

    @property
    def is_running(self) -> bool:
        """Whether work on it has not ended."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class RefusedSheet:
    """A sheet that was refused. `notes` are level, code, field and the values of the text, as they were kept."""

    number: int  # its place in the submission, from 1
    reference: str
    gtin: str
    status: str
    notes: tuple[tuple[str, str, str, Any], ...]


def page_of_submissions(
    conn: Connection, seller_ids: Iterable[SellerId], *, before: int | None = None, limit: int
) -> list[SubmissionProgress]:
    """The submissions of these sellers, the newest first; `before` is the row where the former page ended."""
    own = product_packages.c.seller_id.in_(list(seller_ids))
    place = sa.true() if before is None else product_packages.c.id < before
    return _select(conn, sa.and_(own, place), limit)


def find_submission(
    conn: Connection, seller_ids: Iterable[SellerId], package_id: str
) -> SubmissionProgress | None:
    """The submission, if it is of one of these sellers, else None."""
    condition = sa.and_(
        product_packages.c.seller_id.in_(list(seller_ids)),
        product_packages.c.package_id == package_id,
    )
    return next(iter(_select(conn, condition, 1)), None)


def running_submissions(conn: Connection, *, limit: int) -> list[SubmissionProgress]:
    """For operators: what is being worked on now, of all sellers, the newest first."""
    return _select(conn, product_packages.c.ended_at.is_(None), limit)


def refused_sheets(
    conn: Connection, seller_id: SellerId, row: int, *, since: int = 0, lines: int
) -> tuple[list[RefusedSheet], int | None]:
    """The refused sheets of a submission among `lines` lines from number `since` on, and the next number.

    A whole submission at once would stop everything else while it is read.
    """
    table = product_reports.c
    rows = conn.execute(
        sa.select(
            table.number, table.seller_product_reference, table.gtin, table.status, table.notes
        )
        .where(
            table.package_row == row,
            table.seller_id == seller_id,
            table.number >= since,
            table.number < since + lines,
            table.status == REFUSED,
        )
        .order_by(table.number)
    )
    found = [
        RefusedSheet(
            sheet.number + 1,
            sheet.seller_product_reference,
            sheet.gtin,
            sheet.status,
            tuple(tuple(note) for note in msgspec.json.decode(sheet.notes)),
        )
        for sheet in rows
    ]
    last = conn.execute(
        sa.select(sa.func.max(table.number)).where(table.package_row == row)
    ).scalar()
    return found, since + lines if last is not None and since + lines <= last else None


def _select(
    conn: Connection, condition: sa.ColumnElement[bool], limit: int
) -> list[SubmissionProgress]:
    table = product_packages.c
    rows = conn.execute(
        sa.select(
            table.id.label("row"),
            table.package_id,
            table.seller_id,
            sellers.c.shop_name,
            table.line_count,
            table.done_count,
            table.integrated_count,
            table.refused_count,
            table.submitted_at,
            table.ended_at,
        )
        .join(sellers, sellers.c.seller_id == table.seller_id)
        .where(condition)
        .order_by(table.id.desc())
        .limit(limit)
    )
    return [SubmissionProgress(**row) for row in rows.mappings()]
