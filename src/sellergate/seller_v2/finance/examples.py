"""Examples of finance in the reference: answers about seller 41207 of the demo marketplace."""

from typing import Final

from sellergate.market.finance.models import EventType, PaymentState
from sellergate.rest.openapi.facts import DELIVERED_ORDER_ID
from sellergate.seller_v2.finance.schemas import (
    Amounts,
    FinancialOperation,
    FinancialOperationPage,
    Invoice,
    InvoicePage,
    InvoiceTotal,
    Payout,
    PayoutPage,
    ReportDocument,
    ReportDocumentPage,
    StatementDocument,
    StatementDocumentPage,
    YearlyReport,
    YearlyReportPage,
)

INVOICE_ID: Final = "1029384756"
REPORT_ID: Final = "6f0d3a52-0000-4000-8000-000000000001"
REPORT_FILE: Final = "dac7-2025.xml"
_PAYMENT_ID: Final = "2c5e8b10-0000-4000-8000-000000000003"
_BASE: Final = "https://sellers.example.com/seller/v2"
_DOCUMENTS: Final = f"{_BASE}/reports/{REPORT_ID}/report-documents"
_ISSUED: Final = "2026-10-30T00:00:00.0000000+00:00"


def _of_order(
    number: int, event_type: EventType, amount: Amounts, **more: Amounts
) -> FinancialOperation:
    members: dict[str, Amounts | None] = {"sale": None, "commission": None, "refund": None, **more}
    return FinancialOperation(
        operation_id=f"41207-{number}",
        operation_reference=DELIVERED_ORDER_ID,
        order_line=1,
        event_type=event_type,
        label=None,
        payment_state=PaymentState.IN_PROCESS,
        release_payment_date="2026-10-26",
        payment_id=_PAYMENT_ID,
        payment_date="2026-11-01",
        invoice_id=INVOICE_ID,
        sales_channel_id="CDISFR",
        currency_code="EUR",
        amount=amount,
        created_at="2026-10-25T11:48:00.0000000+00:00",
        **members,
    )


_SALE: Final = Amounts(65.0, 54.17, 10.83)
_COMMISSION: Final = Amounts(-7.8, -6.5, -1.3)
_OPERATIONS: Final = [
    _of_order(118, EventType.COMMISSION, _COMMISSION, commission=_COMMISSION),
    _of_order(117, EventType.SALE, _SALE, sale=_SALE),
]
_INVOICE: Final = Invoice(
    invoice_id=INVOICE_ID,
    issued_on="2026-10-29",
    currency_code="EUR",
    amount=57.2,
    operation_count=2,
    totals=[
        InvoiceTotal(EventType.SALE, 1, 65.0, 54.17, 10.83),
        InvoiceTotal(EventType.COMMISSION, 1, -7.8, -6.5, -1.3),
    ],
    created_at=_ISSUED,
    details_url=f"{_BASE}/invoices/{INVOICE_ID}/details",
    document_url=f"{_BASE}/invoices/{INVOICE_ID}/documents",
)

EXAMPLES: Final[dict[str, object]] = {
    "listOperations": FinancialOperationPage(2, _OPERATIONS),
    "countOperations": 118,
    "listPayments": PayoutPage(
        2,
        [
            Payout(
                payment_id=None,
                payment_state=PaymentState.ESTIMATED,
                payment_date="2026-11-11",
                currency_code="EUR",
                amount=412.36,
                operation_count=19,
                created_at=None,
                updated_at=None,
                paid_at=None,
            ),
            Payout(
                payment_id=_PAYMENT_ID,
                payment_state=PaymentState.IN_PROCESS,
                payment_date="2026-11-01",
                currency_code="EUR",
                amount=57.2,
                operation_count=2,
                created_at="2026-11-02T00:00:00.0000000+00:00",
                updated_at="2026-11-02T00:00:00.0000000+00:00",
                paid_at=None,
            ),
        ],
    ),
    "countPayments": 2,
    "listInvoices": InvoicePage(1, [_INVOICE]),
    "listInvoiceDetails": FinancialOperationPage(2, _OPERATIONS[::-1]),
    "countInvoiceDetails": 2,
    "listInvoiceDocuments": StatementDocumentPage(
        1,
        [
            StatementDocument(
                invoice_id=INVOICE_ID,
                issued_on="2026-10-29",
                currency_code="EUR",
                file_name=f"{INVOICE_ID}.pdf",
                content_type="application/pdf",
                size=41_812,
                created_at=_ISSUED,
                url=f"{_BASE}/invoices/{INVOICE_ID}/documents",
            )
        ],
    ),
    "listReports": YearlyReportPage(
        1,
        [
            YearlyReport(
                report_id=REPORT_ID,
                report_type="DAC7",
                year=2025,
                created_at="2026-01-02T00:00:00.0000000+00:00",
                documents_url=_DOCUMENTS,
            )
        ],
    ),
    "listReportDocuments": ReportDocumentPage(
        2,
        [
            ReportDocument(
                document_id=name,
                report_id=REPORT_ID,
                file_name=name,
                content_type=media_type,
                size=size,
                url=f"{_DOCUMENTS}/{name}",
            )
            for name, media_type, size in (
                (REPORT_FILE, "application/xml", 2_961),
                ("dac7-2025.csv", "text/csv", 843),
            )
        ],
    ),
}
