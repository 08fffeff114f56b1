"""SQL of invoices: imports, their files, and the documents of orders."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.order_invoices.models import (
    FileStatus,
    Format,
    ImportStatus,
    InvoiceDocument,
    InvoiceFile,
    InvoiceImport,
)
from sellergate.storage.schema import (
    AnyRow,
    invoice_documents,
    invoice_files,
    invoice_imports,
    orders,
)

_I: Final = invoice_imports.c
_F: Final = invoice_files.c
_D: Final = invoice_documents.c

_IMPORT: Final = (
    sa.select(
        *(_I.id, _I.import_id, _I.seller_id, _I.order_row, _I.status, _I.created_at, _I.updated_at),
        orders.c.order_id,
    )
    .select_from(invoice_imports)
    .join(orders, orders.c.id == _I.order_row, isouter=True)
)


def insert_import(
    conn: Connection, seller_id: SellerId, *, import_id: str, order_row: int | None, now: datetime
) -> int:
    """Write an import that is `Running`; its number."""
    values = {
        "import_id": import_id,
        "seller_id": seller_id,
        "order_row": order_row,
        "status": ImportStatus.RUNNING.value,
        "created_at": now,
        "updated_at": now,
    }
    return int(conn.execute(invoice_imports.insert().values(values).returning(_I.id)).scalar_one())


def insert_files(conn: Connection, row: int, files: Sequence[InvoiceFile]) -> None:
    """Write files of an import."""
    values = [
        {
            "import_row": row,
            "position": file.position,
            "file_name": file.file_name,
            "archive": file.archive,
            "order_id": file.order_id,
            "status": file.status.value,
            "integration_status": file.step,
            "document_key": file.document_key,
            "size": file.size,
        }
        for file in files
    ]
    conn.execute(invoice_files.insert(), values)


def find_import(conn: Connection, seller_id: SellerId, import_id: str) -> InvoiceImport | None:
    """The seller's import, or None."""
    found = conn.execute(_IMPORT.where(_I.seller_id == seller_id, _I.import_id == import_id))
    row = found.one_or_none()
    return None if row is None else _import(row)


def find_work(
    conn: Connection, import_id: str
) -> InvoiceImport | None:  # rule-ok: tenant (of a job, which knows no seller)
    """The import of a job, or None."""
    row = conn.execute(_IMPORT.where(_I.import_id == import_id)).one_or_none()
    return None if row is None else _import(row)


def page_of_imports(
    conn: Connection, seller_id: SellerId, *, before: int | None, limit: int
) -> list[InvoiceImport]:
    """The seller's imports, the newest first, those older than the one with the number `before`."""
    query = _IMPORT.where(_I.seller_id == seller_id)
    if before is not None:
        query = query.where(_I.id < before)
    return [_import(row) for row in conn.execute(query.order_by(_I.id.desc()).limit(limit))]


def files_of(
    conn: Connection, row: int
) -> list[InvoiceFile]:  # rule-ok: tenant (of an import that was found)
    """The files of an import, in the order in which they came."""
    found = sa.select(invoice_files).where(_F.import_row == row).order_by(_F.position)
    return [_file(file) for file in conn.execute(found)]


def counts_of(
    conn: Connection, rows: Collection[int]
) -> dict[int, dict[FileStatus, int]]:  # rule-ok: tenant (of imports that were found)
    """How many files of each import are in which status."""
    found = (
        sa.select(_F.import_row, _F.status, sa.func.count())
        .where(_F.import_row.in_(rows))
        .group_by(_F.import_row, _F.status)
    )
    counts: dict[int, dict[FileStatus, int]] = {row: {} for row in rows}
    for row, status, count in conn.execute(found):
        counts[row][FileStatus(status)] = count
    return counts


def change_import(
    conn: Connection, row: int, **values: Any
) -> None:  # rule-ok: tenant (of a job's import)
    """Change columns of an import."""
    conn.execute(invoice_imports.update().where(_I.id == row).values(values))


def change_file(
    conn: Connection, row: int, position: int, **values: Any
) -> None:  # rule-ok: tenant (of a job's import)
    """Change columns of a file."""
    is_it = sa.and_(_F.import_row == row, _F.position == position)
    conn.execute(invoice_files.update().where(is_it).values(values))


def delete_file(
    conn: Connection, row: int, position: int
) -> None:  # rule-ok: tenant (of a job's import)
    """Forget a file: an archive, whose files stand for it."""
    is_it = sa.and_(_F.import_row == row, _F.position == position)
    conn.execute(invoice_files.delete().where(is_it))


def forget_keys(conn: Connection, row: int) -> None:  # rule-ok: tenant (of a job's import)
    """Files of an import name no bytes any more."""
    conn.execute(
        invoice_files.update()
        .where(_F.import_row == row, _F.document_key.is_not(None))
        .values(document_key=None)
    )


def known_order_ids(conn: Connection, seller_id: SellerId, order_ids: Collection[str]) -> set[str]:
    """Which of these are orders of the seller."""
    found = sa.select(orders.c.order_id).where(
        orders.c.seller_id == seller_id, orders.c.order_id.in_(order_ids)
    )
    return set(conn.execute(found).scalars())


def find_document(conn: Connection, seller_id: SellerId, order_row: int) -> InvoiceDocument | None:
    """The invoice of an order of the seller, or None."""
    found = (
        sa.select(invoice_documents, orders.c.order_id)
        .join(orders, orders.c.id == _D.order_row)
        .where(_D.seller_id == seller_id, _D.order_row == order_row)
    )
    row = conn.execute(found).one_or_none()
    return None if row is None else _document(row)


def replace_document(
    conn: Connection, seller_id: SellerId, order_row: int, document: InvoiceDocument
) -> None:
    """Let the order have this invoice, and no other."""
    values = {
        "order_row": order_row,
        "seller_id": seller_id,
        "document_id": document.document_id,
        "file_name": document.file_name,
        "media_type": document.media_type.value,
        "size": document.size,
        "sha256": document.sha256,
        "document_key": document.document_key,
        "created_at": document.created_at,
    }
    conn.execute(invoice_documents.delete().where(_D.order_row == order_row))
    conn.execute(invoice_documents.insert().values(values))


def _import(row: AnyRow) -> InvoiceImport:
    return InvoiceImport(
        row=row.id,
        import_id=row.import_id,
        seller_id=SellerId(row.seller_id),
        order_row=row.order_row,
        order_id=row.order_id,
        status=ImportStatus(row.status),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _file(row: AnyRow) -> InvoiceFile:
    return InvoiceFile(
        position=row.position,
        file_name=row.file_name,
        archive=row.archive,
        order_id=row.order_id,
        status=FileStatus(row.status),
        step=row.integration_status,
        document_key=row.document_key,
        size=row.size,
    )


def _document(row: AnyRow) -> InvoiceDocument:
    return InvoiceDocument(
        document_id=row.document_id,
        order_id=row.order_id,
        file_name=row.file_name,
        media_type=Format(row.media_type),
        size=row.size,
        sha256=row.sha256,
        document_key=row.document_key,
        created_at=row.created_at,
    )
