"""Submissions of sheets: acknowledged at once, judged by a job. SQL of packages and of the sheets that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.jobs.store import enqueue
from sellergate.market.languages import Language
from sellergate.storage.schema import product_packages, product_uploads

KIND: Final = "products"
MAX_SHEETS: Final = 10_000  # contract/00 §9
SHEETS_PER_UPLOAD: Final = 100  # judged together: some 10 ms of one transaction


@dataclass(frozen=True, slots=True)
class Package:
    """A submission that is being judged."""

    row: int
    package_id: str
    seller_id: SellerId
    language: Language
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Upload:
    """Some sheets of a package that wait. `number` is the place of the first one."""

    number: int
    line_count: int
    lines: str
    is_checked: bool


def accept_submission(
    conn: Connection,
    seller_id: SellerId,
    package_id: str,
    sheets: Sequence[bytes],
    *,
    language: Language,
    now: datetime,
) -> None:
    """Keep a submission and let it be judged. Each of `sheets` is a JSON object, well-formed and in UTF-8."""
    row = conn.execute(
        product_packages.insert()
        .values(
            package_id=package_id,
            seller_id=seller_id,
            language=language.value,
            line_count=len(sheets),
            done_count=0,
            integrated_count=0,
            refused_count=0,
            submitted_at=now,
        )
        .returning(product_packages.c.id)
    ).scalar_one()
    conn.execute(product_uploads.insert(), [_upload(row, n, sheets) for n in _starts(sheets)])
    enqueue(conn, KIND, package_id, lane=f"{KIND}:{seller_id}", now=now)


def find_package(conn: Connection, package_id: str) -> Package | None:  # rule-ok: tenant (of a job)
    """The package of a job, or None."""
    table = product_packages.c
    row = conn.execute(
        sa.select(
            table.id, table.package_id, table.seller_id, table.language, table.submitted_at
        ).where(table.package_id == package_id)
    ).one_or_none()
    if row is None:
        return None
    return Package(
        row.id, row.package_id, SellerId(row.seller_id), Language(row.language), row.submitted_at
    )


def next_upload(conn: Connection, package: Package) -> Upload | None:
    """The first sheets of the package that still wait, or None when all are judged."""
    table = product_uploads.c
    row = conn.execute(
        sa.select(table.number, table.line_count, table.lines, table.is_checked)
        .where(table.package_row == package.row)
        .order_by(table.number)
        .limit(1)
    ).one_or_none()
    return None if row is None else Upload(*row)


def mark_checked(conn: Connection, package: Package, upload: Upload) -> None:
    """There are reports of these sheets now."""
    conn.execute(product_uploads.update().where(_is(package, upload)).values(is_checked=True))


def end_upload(conn: Connection, package: Package, upload: Upload, *, integrated: int) -> None:
    """These sheets are judged, and wait no longer."""
    conn.execute(product_uploads.delete().where(_is(package, upload)))
    table = product_packages.c
    conn.execute(
        product_packages.update()
        .where(table.id == package.row)
        .values(
            done_count=table.done_count + upload.line_count,
            integrated_count=table.integrated_count + integrated,
            refused_count=table.refused_count + (upload.line_count - integrated),
        )
    )


def end_package(conn: Connection, package: Package, now: datetime) -> None:
    """All sheets of the package are judged."""
    table = product_packages
    conn.execute(table.update().where(table.c.id == package.row).values(ended_at=now))


def _upload(row: int, start: int, sheets: Sequence[bytes]) -> dict[str, object]:
    some = sheets[start : start + SHEETS_PER_UPLOAD]
    return {
        "package_row": row,
        "number": start,
        "line_count": len(some),
        "lines": f"[{b','.join(some).decode()}]",
        "is_checked": False,
    }


def _starts(sheets: Sequence[bytes]) -> range:
    return range(0, len(sheets), SHEETS_PER_UPLOAD)


def _is(package: Package, upload: Upload) -> sa.ColumnElement[bool]:
    table = product_uploads.c
    return sa.and_(table.package_row == package.row, table.number == upload.number)
