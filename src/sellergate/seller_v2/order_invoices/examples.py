"""Examples of invoices in the reference."""

from typing import Final

from sellergate.market.languages import Language
from sellergate.market.order_invoices.models import FileStatus, Format, ImportStatus
from sellergate.market.order_invoices.steps import ATTACHED, ORDER_NOT_FOUND, RECEIVED, Step
from sellergate.rest.openapi.facts import SHIPPED_ORDER_ID as ORDER_ID
from sellergate.seller_v2.order_invoices.schemas import (
    DocumentPage,
    ImportedFile,
    ImportPage,
    InvoiceDocument,
    InvoiceImportItem,
    InvoiceImportReport,
)

__all__ = ["DOCUMENT_ID", "EXAMPLES", "IMPORT_ID", "ORDER_ID"]

IMPORT_ID: Final = "b0c8a0c2-0000-4000-8000-000000000001"
DOCUMENT_ID: Final = "5d1f7a90-0000-4000-8000-000000000002"
_SENT: Final = "2026-11-08T09:12:30.0000000+00:00"
_DONE: Final = "2026-11-08T09:12:31.0000000+00:00"


def _file(name: str, status: FileStatus, step: Step, **more: str) -> ImportedFile:
    return ImportedFile(name, status, step.code, step.message(Language.ENGLISH), **more)


_INVOICE: Final = f"{ORDER_ID}.pdf"
_RUNNING: Final = InvoiceImportReport(
    import_id=IMPORT_ID,
    status=ImportStatus.RUNNING,
    created_at=_SENT,
    updated_at=_SENT,
    files=[_file(_INVOICE, FileStatus.RUNNING, RECEIVED, order_id=ORDER_ID)],
)

EXAMPLES: Final[dict[str, object]] = {
    "importOrderInvoices": _RUNNING,
    "sendOrderInvoice": InvoiceImportReport(
        import_id=IMPORT_ID,
        status=ImportStatus.RUNNING,
        created_at=_SENT,
        updated_at=_SENT,
        files=[_file("facture-118.pdf", FileStatus.RUNNING, RECEIVED, order_id=ORDER_ID)],
        order_id=ORDER_ID,
    ),
    "listOrderInvoiceImports": ImportPage(
        items_per_page=1,
        items=[
            InvoiceImportItem(
                import_id=IMPORT_ID,
                status=ImportStatus.PARTIAL_SUCCESS,
                created_at=_SENT,
                updated_at=_DONE,
                file_count=2,
                failed_count=1,
            )
        ],
    ),
    "getOrderInvoiceImport": InvoiceImportReport(
        import_id=IMPORT_ID,
        status=ImportStatus.PARTIAL_SUCCESS,
        created_at=_SENT,
        updated_at=_DONE,
        files=[
            _file(_INVOICE, FileStatus.SUCCESS, ATTACHED, order_id=ORDER_ID),
            _file("unknown.pdf", FileStatus.FAILURE, ORDER_NOT_FOUND),
        ],
    ),
    "listOrderInvoices": DocumentPage(
        items_per_page=1,
        items=[
            InvoiceDocument(
                document_id=DOCUMENT_ID,
                order_id=ORDER_ID,
                file_name="facture-118.pdf",
                content_type=Format.PDF,
                size=48_213,
                sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                created_at=_DONE,
                url=(
                    f"https://sellers.example.com/seller/v2/orders/{ORDER_ID}/invoice-documents/{DOCUMENT_ID}"
                ),
            )
        ],
    ),
}
