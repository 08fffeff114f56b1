"""The values of invoices (contract/06 §2, §3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sellergate.access.context import SellerId

MAX_FILE: Final = 10 * 1024 * 1024  # bytes of an invoice
MAX_ARCHIVE_FILES: Final = 1_000
MAX_UNPACKED: Final = 200 * 1024 * 1024  # bytes of all that is in an archive
MAX_NAME: Final = 255
REPORTS_KEPT_FOR: Final = timedelta(days=90)


class ImportStatus(StrEnum):
    """How an import stands."""

    RUNNING = "Running"
    SUCCESS = "Success"
    PARTIAL_SUCCESS = "PartialSuccess"
    FAILURE = "Failure"


class FileStatus(StrEnum):
    """What became of one file."""

    RUNNING = "Running"
    SUCCESS = "Success"
    FAILURE = "Failure"


class Format(StrEnum):
    """What an invoice is written in, by the type of its bytes."""

    PDF = "application/pdf"
    UBL = "application/xml"


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it was sent; its bytes are already kept."""

    file_name: str
    size: int
    document_key: str


@dataclass(frozen=True, slots=True)
class InvoiceFile:
    """A file of an import, or one that was in an archive of it."""

    position: int
    file_name: str
    archive: str | None
    order_id: str | None
    status: FileStatus
    step: str | None  # a code of `steps`
    document_key: str | None  # of its bytes, or of its archive, until it is judged
    size: int


@dataclass(frozen=True, slots=True)
class InvoiceImport:
    """What one call sent."""

    row: int
    import_id: str
    seller_id: SellerId
    order_row: int | None
    order_id: str | None  # that the call named
    status: ImportStatus
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceDocument:
    """The invoice of an order."""

    document_id: str
    order_id: str
    file_name: str
    media_type: Format
    size: int
    sha256: bytes
    document_key: str
    created_at: datetime
