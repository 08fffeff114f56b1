"""Values of the API: order invoices.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sellergate_client._core.model import Model, OpenEnum, member


class DocumentPage(Model):
    """The invoices of an order: one, or none."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[InvoiceDocument] = member("items")
    """The invoice, when there is one."""


class FileStatus(OpenEnum):
    """What became of one file."""

    FAILURE = "Failure"
    RUNNING = "Running"
    SUCCESS = "Success"


class Format(OpenEnum):
    """What an invoice is written in, by the type of its bytes."""

    APPLICATION_PDF = "application/pdf"
    APPLICATION_XML = "application/xml"


class ImportPage(Model):
    """A page of the list of imports."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[InvoiceImportItem] = member("items")
    """The newest first."""


class ImportStatus(OpenEnum):
    """How an import stands."""

    FAILURE = "Failure"
    PARTIAL_SUCCESS = "PartialSuccess"
    RUNNING = "Running"
    SUCCESS = "Success"


class ImportedFile(Model):
    """A file and what became of it. An archive is told by the files in it."""

    file_name: str = member("fileName")
    """The name it was sent with."""
    status: FileStatus = member("status")
    """`Success`: it is the invoice of its order now."""
    integration_status: str = member("integrationStatus")
    """The step that was reached, or why it failed: see the list of codes at `/docs/codes/invoices/`."""
    message: str = member("message")
    """What that means and what to do, in the language of `Accept-Language`."""
    order_id: str | None = member("orderId", default=None)
    """The order: the one of the path, or the one that the file is named after."""
    archive_name: str | None = member("archiveName", default=None)
    """The ZIP archive that it was in."""


class InvoiceDocument(Model):
    """An invoice that is attached to an order."""

    document_id: str = member("documentId")
    """Another one each time the invoice is replaced."""
    order_id: str = member("orderId")
    """The order: the one of the path, or the one that the file is named after."""
    file_name: str = member("fileName")
    """The name it was sent with."""
    content_type: Format = member("contentType")
    """What its bytes are, as we found them."""
    size: int = member("size")
    """In bytes."""
    sha256: str = member("sha256")
    """The SHA-256 of its bytes, in hexadecimal digits."""
    created_at: datetime = member("createdAt")
    """When it was attached."""
    url: str = member("url")
    """Where its bytes are, for the same token and `SellerId`."""


class InvoiceImportItem(Model):
    """An upload of invoices, in short."""

    import_id: str = member("importId")
    """The id of the upload, by which you follow it."""
    status: ImportStatus = member("status")
    """How it stands."""
    created_at: datetime = member("createdAt")
    """When it was received."""
    updated_at: datetime = member("updatedAt")
    """When anything of it changed last."""
    file_count: int = member("fileCount")
    """How many files it has."""
    failed_count: int = member("failedCount")
    """How many of them failed."""
    order_id: str | None = member("orderId", default=None)
    """The order: the one of the path, or the one that the file is named after."""


class InvoiceImportReport(Model):
    """An upload of invoices and what became of each file."""

    import_id: str = member("importId")
    """The id of the upload, by which you follow it."""
    status: ImportStatus = member("status")
    """`Running` until every file is judged; then `Success`, `PartialSuccess` when some files failed,
    `Failure` when all did.
    """
    created_at: datetime = member("createdAt")
    """When it was received."""
    updated_at: datetime = member("updatedAt")
    """When anything of it changed last."""
    files: Sequence[ImportedFile] = member("files")
    """The files, each judged by itself."""
    order_id: str | None = member("orderId", default=None)
    """The order: the one of the path, or the one that the file is named after."""
