"""Imports of invoices as their sellers see them: sent, and looked at (contract/06)."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.jobs import store as jobs
from sellergate.market.order_invoices import store
from sellergate.market.order_invoices.errors import (
    ImportUnknown,
    InvoiceUnknown,
    OrderNotFulfilled,
)
from sellergate.market.order_invoices.models import (
    MAX_NAME,
    FileStatus,
    InvoiceDocument,
    InvoiceFile,
    InvoiceImport,
    NewFile,
)
from sellergate.market.order_invoices.steps import RECEIVED
from sellergate.market.orders.models import Order, Status
from sellergate.market.orders.store import get_order
from sellergate.storage.documents import keep

JOB: Final = "invoices"
_FULFILLED: Final = {Status.SHIPPED, Status.DELIVERED}


class Report(NamedTuple):
    """An import and its files."""

    import_: InvoiceImport
    files: list[InvoiceFile]


class Summary(NamedTuple):
    """An import, and how many of its files are in which status."""

    import_: InvoiceImport
    counts: dict[FileStatus, int]


def is_fulfilled(order: Order) -> bool:
    """Whether an invoice may be issued: something of it is shipped. A cancellation that is asked for changes nothing yet."""
    return any((line.status_before or line.status) in _FULFILLED for line in order.lines)


def fulfilled_order(conn: Connection, seller_id: SellerId, order_id: str) -> Order:
    """The seller's order, which takes an invoice. Raises `OrderUnknown` and `OrderNotFulfilled`."""
    order = get_order(conn, seller_id, order_id)
    if not is_fulfilled(order):
        raise OrderNotFulfilled
    return order


def take_import(
    conn: Connection,
    seller_id: SellerId,
    *,
    import_id: str,
    order_id: str | None,
    files: Sequence[NewFile],
    now: datetime,
) -> Report:
    """Let files be judged and attached in the background: to the order, or each to the one that it is named after.

    Raises `OrderUnknown` and `OrderNotFulfilled`.
    """
    order = None if order_id is None else fulfilled_order(conn, seller_id, order_id)
    row = store.insert_import(
        conn,
        seller_id,
        import_id=import_id,
        order_row=None if order is None else order.row,
        now=now,
    )
    names = [file.file_name[-MAX_NAME:] for file in files]
    order_ids = (
        orders_named(conn, seller_id, names) if order is None else [order.order_id] * len(files)
    )
    taken = [
        InvoiceFile(
            position=position,
            file_name=name,
            archive=None,
            order_id=found,
            status=FileStatus.RUNNING,
            step=RECEIVED.code,
            document_key=file.document_key,
            size=file.size,
        )
        for position, (file, name, found) in enumerate(zip(files, names, order_ids, strict=True), 1)
    ]
    store.insert_files(conn, row, taken)
    keep(conn, *(file.document_key for file in files), now=now)
    jobs.enqueue(conn, JOB, import_id, lane=f"invoices:{seller_id}", now=now)
    return get_import(conn, seller_id, import_id)


def orders_named(conn: Connection, seller_id: SellerId, names: Sequence[str]) -> list[str | None]:
    """The orders of the seller that files are named after, in whatever letter case; None where there is none."""
    stems = [PurePosixPath(name).stem.strip() for name in names]
    spellings = {spelling for stem in stems for spelling in (stem, stem.upper())}
    known = store.known_order_ids(conn, seller_id, spellings)
    return [next((one for one in (stem, stem.upper()) if one in known), None) for stem in stems]


def get_import(conn: Connection, seller_id: SellerId, import_id: str) -> Report:
    """The seller's import and its files. Raises `ImportUnknown`."""
    found = store.find_import(conn, seller_id, import_id)
    if found is None:
        raise ImportUnknown
    return Report(found, store.files_of(conn, found.row))


def page_of_imports(
    conn: Connection, seller_id: SellerId, *, before: int | None, limit: int
) -> list[Summary]:
    """The seller's imports, the newest first, those older than the one with the number `before`."""
    found = store.page_of_imports(conn, seller_id, before=before, limit=limit)
    counts = store.counts_of(conn, [one.row for one in found])
    return [Summary(one, counts[one.row]) for one in found]


def invoices_of(conn: Connection, seller_id: SellerId, order_id: str) -> list[InvoiceDocument]:
    """The invoice of an order, or none. Raises `OrderUnknown`."""
    order = get_order(conn, seller_id, order_id)
    document = store.find_document(conn, seller_id, order.row)
    return [] if document is None else [document]


def get_invoice(
    conn: Connection, seller_id: SellerId, order_id: str, document_id: str
) -> InvoiceDocument:
    """An invoice of an order. Raises `OrderUnknown` and `InvoiceUnknown`."""
    for document in invoices_of(conn, seller_id, order_id):
        if document.document_id == document_id:
            return document
    raise InvoiceUnknown
