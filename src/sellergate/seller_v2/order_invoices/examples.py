"""Examples of invoices in the reference."""

from typing import Final

from sellergate.market.languages import Language
from sellergate.market.order_invoices.models import FileStatus, Format, ImportStatus
from sellergate.market.order_invoices.steps import ATTACHED, ORDER_NOT_FOUND, RECEIVED, Step
from sellergate.rest.openapi.facts import DELIVERED_ORDER_ID, SHIPPED_ORDER_ID as ORDER_ID
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
_SENT: Final = "2026-11-01T21:30:00.0000000+00:00"
_DONE: Final = "2026-11-01T21:30:01.0000000+00:00"


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
        files=[_file("facture-118.pdf", FileStatus.RUNNING, RECEIVED, order_id=DELIVERED_ORDER_ID)],
        order_id=DELIVERED_ORDER_ID,
    ),
    "listOrderInvoiceImports": ImportPage(
        items_per_page=2,
        items=[
            InvoiceImportItem(
                import_id=IMPORT_ID,
                status=ImportStatus.PARTIAL_SUCCESS,
                created_at=_SENT,
                updated_at=_DONE,
                file_count=2,
                failed_count=1,
            ),
            InvoiceImportItem(
                import_id="b0c8a0c2-0000-4000-8000-000000000000",
                status=ImportStatus.SUCCESS,
                created_at="2026-10-31T23:30:00.0000000+00:00",
                updated_at="2026-10-31T23:30:01.0000000+00:00",
                file_count=1,
                failed_count=0,
                order_id=DELIVERED_ORDER_ID,
            ),
        ],
    ),
    "getOrderInvoiceImport": InvoiceImportReport(
        import_id=IMPORT_ID,
        status=ImportStatus.PARTIAL_SUCCESS,
        created_at=_SENT,
        updated_at=_DONE,
        files=[
            _file(_INVOICE, FileStatus.SUCCESS, ATTACHED, order_id=ORDER_ID),
            _file("facture-F2026-0413.pdf", FileStatus.FAILURE, ORDER_NOT_FOUND),
        ],
    ),
    "listOrderInvoices": DocumentPage(
        items_per_page=1,
        items=[
            InvoiceDocument(
                document_id=DOCUMENT_ID,
                order_id=ORDER_ID,
                file_name=_INVOICE,
                content_type=Format.PDF,
                size=810,
                sha256="ec1800358fbb998955bbccb3fd71a44e22a1f111caa62ed5f185cd07f8f27a03",
                created_at=_DONE,
                url=(
                    f"https://sellers.example.com/seller/v2/orders/{ORDER_ID}/invoice-documents/{DOCUMENT_ID}"
                ),
            )
        ],
    ),
}
