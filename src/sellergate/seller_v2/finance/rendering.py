"""Values of the ledger as the wire tells them: cents as exact numbers, days as texts."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sellergate.kit.instants import render_instant
from sellergate.kit.money import render_cents
from sellergate.market.finance import models
from sellergate.market.finance.calendar import day_of
from sellergate.market.finance.models import EventType
from sellergate.seller_v2.finance.schemas import (
    Amounts,
    FinancialOperation,
    Invoice,
    InvoiceTotal,
    Payout,
    ReportDocument,
    StatementDocument,
    YearlyReport,
)

PDF = "application/pdf"
Spans = Sequence[tuple[str, str, int, int]]  # statements: id, currency, first and last number


def render_operations(
    operations: Iterable[models.Operation], spans: Spans
) -> list[FinancialOperation]:
    """Operations with the statement that each is on."""
    return [_operation(operation, spans) for operation in operations]


def _operation(operation: models.Operation, spans: Spans) -> FinancialOperation:
    amount = _amounts(operation.amount, operation.vat)
    kind = operation.event_type
    return FinancialOperation(
        operation_id=f"{operation.seller_id}-{operation.number}",
        operation_reference=operation.reference,
        order_line=operation.line or None,
        event_type=kind,
        label=operation.label,
        payment_state=operation.payment_state,
        release_payment_date=None
        if operation.released_at is None
        else day_of(operation.released_at),
        payment_id=operation.payment_id,
        payment_date=operation.payment_planned_on,
        invoice_id=_invoice_of(operation, spans),
        sales_channel_id=operation.sales_channel_id,
        currency_code=operation.currency,
        amount=amount,
        sale=amount if kind is EventType.SALE else None,
        commission=(
            amount if kind in {EventType.COMMISSION, EventType.COMMISSION_REFUND} else None
        ),
        refund=amount if kind in {EventType.REFUND, EventType.COMMERCIAL_GESTURE} else None,
        created_at=render_instant(operation.occurred_at),
    )


def _invoice_of(operation: models.Operation, spans: Spans) -> str | None:
    for invoice_id, currency, first, last in spans:
        if first <= operation.number <= last and currency == operation.currency:
            return invoice_id
    return None


def render_payment(payment: models.Payment) -> Payout:
    """A payout."""
    return Payout(
        payment_id=payment.payment_id,
        payment_state=payment.state,
        payment_date=payment.planned_on,
        currency_code=payment.currency,
        amount=render_cents(payment.amount),
        operation_count=payment.operations,
        created_at=_instant(payment.created_at),
        updated_at=_instant(payment.updated_at),
        paid_at=_instant(payment.paid_at),
    )


def render_invoice(statement: models.Statement, base: str) -> Invoice:
    """A statement; `base` is the address of the API."""
    address = f"{base}/invoices/{statement.invoice_id}"
    return Invoice(
        invoice_id=statement.invoice_id,
        issued_on=statement.issued_on,
        currency_code=statement.currency,
        amount=render_cents(statement.amount),
        operation_count=statement.operations,
        totals=[
            InvoiceTotal(
                EventType(name),
                total.operations,
                render_cents(total.amount),
                render_cents(total.amount - total.vat),
                render_cents(total.vat),
            )
            for name, total in statement.totals.items()
        ],
        created_at=render_instant(statement.created_at),
        details_url=f"{address}/details",
        document_url=f"{address}/documents",
    )


def render_invoice_document(statement: models.Statement, base: str) -> StatementDocument:
    """The PDF of a statement."""
    return StatementDocument(
        invoice_id=statement.invoice_id,
        issued_on=statement.issued_on,
        currency_code=statement.currency,
        file_name=pdf_name(statement),
        content_type=PDF,
        size=statement.size,
        created_at=render_instant(statement.created_at),
        url=f"{base}/invoices/{statement.invoice_id}/documents",
    )


def pdf_name(statement: models.Statement) -> str:
    """How the PDF of a statement is called."""
    return f"{statement.invoice_id}.pdf"


def render_report(report: models.Report, base: str) -> YearlyReport:
    """A yearly report."""
    return YearlyReport(
        report_id=report.report_id,
        report_type=report.type,
        year=report.year,
        created_at=render_instant(report.created_at),
        documents_url=_documents_of(report, base),
    )


def render_report_documents(report: models.Report, base: str) -> list[ReportDocument]:
    """The files of a report."""
    return [
        ReportDocument(
            document_id=file.file_name,
            report_id=report.report_id,
            file_name=file.file_name,
            content_type=file.media_type,
            size=file.size,
            url=f"{_documents_of(report, base)}/{file.file_name}",
        )
        for file in report.documents
    ]


def _documents_of(report: models.Report, base: str) -> str:
    return f"{base}/reports/{report.report_id}/report-documents"


def _amounts(amount: int, vat: int) -> Amounts:
    return Amounts(render_cents(amount), render_cents(amount - vat), render_cents(vat))


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else render_instant(instant)
