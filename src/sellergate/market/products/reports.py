"""SQL of reports: what became of each submitted sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.products.refusals import Note
from sellergate.market.products.rights import Operation
from sellergate.market.products.submissions import Package, Upload
from sellergate.storage.schema import AnyRow, product_packages, product_reports

KEPT: Final = timedelta(days=3)  # contract/00 §9


class Status(StrEnum):
    """How far a sheet is (contract/03): moves downwards only."""

    VALIDATED = "Validated"  # the checks passed, and it is not live yet
    INTEGRATED = "Integrated"
    REFUSED = "Refused"


class ReportKey(StrEnum):
    """What reports can be sorted by."""

    PACKAGE = "package_row"
    GTIN = "gtin"
    REFERENCE = "seller_product_reference"
    PRODUCT = "product_reference"
    CATEGORY = "category_code"
    STATUS = "status"
    OPERATION = "operation"
    SUBMITTED = "submitted_at"


@dataclass(frozen=True, slots=True)
class NewReport:
    """What checking a sheet came to. `number` is its place in the package."""

    number: int
    gtin: str
    gtin_key: str | None
    seller_product_reference: str
    status: Status
    operation: Operation
    category_code: str | None
    product_reference: str | None
    variant_group_reference: str | None
    notes: Sequence[Note]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a validated sheet."""

    number: int
    status: Status
    operation: Operation
    product_reference: str | None
    notes: Sequence[Note]


@dataclass(frozen=True, slots=True)
class Report:
    """A report as sellers read it."""

    package_id: str
    gtin: str
    seller_product_reference: str
    product_reference: str | None
    category_code: str | None
    variant_group_reference: str | None
    status: Status
    operation: Operation
    notes: list[Note]
    submitted_at: datetime


def insert_reports(
    conn: Connection, seller_id: SellerId, package: Package, reports: Sequence[NewReport]
) -> None:
    """Report of sheets that were checked."""
    rows = [
        {
            "package_row": package.row,
            "number": report.number,
            "seller_id": seller_id,
            "gtin": report.gtin,
            "gtin_key": report.gtin_key,
            "seller_product_reference": report.seller_product_reference,
            "status": report.status.value,
            "operation": report.operation.value,
            "category_code": report.category_code,
            "product_reference": report.product_reference,
            "variant_group_reference": report.variant_group_reference,
            "notes": _json(report.notes),
            "submitted_at": package.submitted_at,
        }
        for report in reports
    ]
    conn.execute(product_reports.insert(), rows)


def validated_numbers(conn: Connection, package: Package, upload: Upload) -> set[int]:
    """Which of these sheets passed the checks and are not live yet."""
    table = product_reports.c
    query = sa.select(table.number).where(
        table.package_row == package.row,
        table.number >= upload.number,
        table.number < upload.number + upload.line_count,
        table.status == Status.VALIDATED.value,
    )
    return set(conn.execute(query).scalars())


def judge_reports(conn: Connection, package: Package, judgements: Sequence[Judgement]) -> None:
    """Say of validated sheets what became of them."""
    if not judgements:
        return
    table = product_reports.c
    # Not from a batch: SQLite would look at every report of the package for each of them.
    conn.execute(
        product_reports.update().where(
            table.package_row == package.row, table.number == sa.bindparam("place")
        ),
        [
            {
                "place": judgement.number,
                "status": judgement.status.value,
                "operation": judgement.operation.value,
                "product_reference": judgement.product_reference,
                "notes": _json(judgement.notes),
            }
            for judgement in judgements
        ],
    )


def page_of_reports(
    conn: Connection,
    seller_id: SellerId,
    *,
    since: datetime,
    package_id: str | None,
    gtin: str | None,
    gtin_key: str | None,
    order: Sequence[tuple[ReportKey, bool]],
    limit: int,
    offset: int,
) -> list[Report]:
    """The seller's reports of sheets submitted since then, by `order` and then by place.

    Of one package as they were submitted; of all, the newest first.
    """
    table = product_reports.c
    conditions = [table.seller_id == seller_id, table.submitted_at >= since]
    if package_id is not None:
        own = product_packages.c
        row = sa.select(own.id).where(own.package_id == package_id, own.seller_id == seller_id)
        conditions.append(table.package_row == row.scalar_subquery())
    if gtin_key is not None:
        conditions.append(table.gtin_key == gtin_key)
    elif gtin is not None:  # what was sent is none either
        conditions.append(table.gtin == gtin)
    by = [table[key].desc() if downwards else table[key].asc() for key, downwards in order]
    place = table.id.desc() if package_id is None else table.number.asc()
    query = (
        sa.select(product_packages.c.package_id, product_reports)
        .join_from(product_reports, product_packages)
        .where(*conditions)
        .order_by(*by, place)
        .limit(limit)
        .offset(offset)
    )
    return [_report(row) for row in conn.execute(query)]


def _report(row: AnyRow) -> Report:
    return Report(
        package_id=row.package_id,
        gtin=row.gtin,
        seller_product_reference=row.seller_product_reference,
        product_reference=row.product_reference,
        category_code=row.category_code,
        variant_group_reference=row.variant_group_reference,
        status=Status(row.status),
        operation=Operation(row.operation),
        notes=msgspec.json.decode(row.notes, type=list[Note]),
        submitted_at=row.submitted_at,
    )


def _json(notes: Sequence[Note]) -> str:
    return msgspec.json.encode(notes).decode()
