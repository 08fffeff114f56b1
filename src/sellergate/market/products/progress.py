"""How far submissions of product sheets are, and which were refused: what pages show, read only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.products.reports import Status
from sellergate.market.progress import Progress, ProgressReader
from sellergate.storage.schema import product_packages, product_reports


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionProgress(Progress):
    """A submission of product sheets and its counts."""

    refused_count: int
    submitted_at: datetime

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


SUBMISSIONS: Final = ProgressReader(product_packages, SubmissionProgress)


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
            table.status == Status.REFUSED.value,
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
