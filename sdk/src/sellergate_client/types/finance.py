"""Values of the API: finance.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sellergate_client._core.model import Model, OpenEnum, member


class Amounts(Model):
    """An amount with its VAT. What it changes in what the marketplace owes you: a commission is less than
    0.
    """

    amount_with_vat: Decimal = member("amountWithVat")
    amount_without_vat: Decimal = member("amountWithoutVat")
    vat: Decimal = member("vat")


class EventType(OpenEnum):
    """What an operation comes from. An open list: clients may meet others one day."""

    ADJUSTMENT = "Adjustment"
    COMMERCIAL_GESTURE = "CommercialGesture"
    COMMISSION = "Commission"
    COMMISSION_REFUND = "CommissionRefund"
    LOGISTIC_FEE = "LogisticFee"
    REFUND = "Refund"
    SALE = "Sale"
    SUBSCRIPTION = "Subscription"


class FinancialOperation(Model):
    """One event that changes what the marketplace owes you. It comes from exactly one line of an order, or
    from a fee.
    """

    operation_id: str = member("operationId")
    """Names the operation. The numbers in it have no gaps."""
    operation_reference: str = member("operationReference")
    """What it is about: an order, or what the marketplace charges for."""
    order_line: int | None = member("orderLine", default=None)
    """The place of the line in the order, from 1; null: the whole."""
    event_type: EventType = member("eventType")
    """What it comes from. There may be others one day."""
    label: str | None = member("label", default=None)
    """What the marketplace says about it."""
    payment_state: PaymentState = member("paymentState")
    """Where its money is."""
    release_payment_date: str | None = member("releasePaymentDate", default=None)
    """The day on which it became payable, UTC; null while it is `NotPayable`."""
    payment_id: str | None = member("paymentId", default=None)
    """The payout that it is in."""
    payment_date: str | None = member("paymentDate", default=None)
    """The day of that payout."""
    invoice_id: str | None = member("invoiceId", default=None)
    """The statement that it is on; null until that is issued."""
    sales_channel_id: str | None = member("salesChannelId", default=None)
    """Where it was sold."""
    currency_code: str = member("currencyCode")
    """The ISO 4217 code."""
    amount: Amounts = member("amount")
    """What it comes to, whatever it comes from."""
    sale: Amounts | None = member("sale", default=None)
    """The same, of a `Sale`."""
    commission: Amounts | None = member("commission", default=None)
    """The same, of a `Commission` or a `CommissionRefund`."""
    refund: Amounts | None = member("refund", default=None)
    """The same, of a `Refund` or a `CommercialGesture`."""
    created_at: datetime = member("createdAt")
    """When it happened."""


class FinancialOperationPage(Model):
    """A page of operations."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[FinancialOperation] = member("items")


class Invoice(Model):
    """A commission statement: the operations of a currency that were booked since the one before."""

    invoice_id: str = member("invoiceId")
    """Names the statement: ten digits."""
    issued_on: date = member("issuedOn")
    """The day on which it was issued, UTC."""
    currency_code: str = member("currencyCode")
    """The ISO 4217 code."""
    amount: Decimal = member("amount")
    """What its operations change in what the marketplace owes you."""
    operation_count: int = member("operationCount")
    """How many operations it is about."""
    totals: Sequence[InvoiceTotal] = member("totals")
    created_at: datetime = member("createdAt")
    """An instant, with an offset."""
    details_url: str = member("detailsUrl")
    """Its operations."""
    document_url: str = member("documentUrl")
    """Its PDF."""


class InvoicePage(Model):
    """A page of statements."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[Invoice] = member("items")


class InvoiceTotal(Model):
    """What the operations of one event type come to on a statement."""

    event_type: EventType = member("eventType")
    operation_count: int = member("operationCount")
    """How many operations it is about."""
    amount_with_vat: Decimal = member("amountWithVat")
    amount_without_vat: Decimal = member("amountWithoutVat")
    vat: Decimal = member("vat")


class PaymentState(OpenEnum):
    """Where the money of an operation, or a payment, is on its way."""

    BLOCKED = "Blocked"
    ESTIMATED = "Estimated"
    IN_PROCESS = "InProcess"
    NOT_PAYABLE = "NotPayable"
    PAID = "Paid"


class Payout(Model):
    """A payout. The coming one is `Estimated`: it has no id yet, and its amount changes with every day."""

    payment_id: str | None = member("paymentId", default=None)
    """Names the payout; null while estimated."""
    payment_state: PaymentState = member("paymentState")
    """`Estimated`, `InProcess` or `Paid`."""
    payment_date: date = member("paymentDate")
    """The day on which it is made, UTC."""
    currency_code: str = member("currencyCode")
    """The ISO 4217 code."""
    amount: Decimal = member("amount")
    """What is paid."""
    operation_count: int = member("operationCount")
    """How many operations it is about."""
    created_at: datetime | None = member("createdAt", default=None)
    """An instant, with an offset."""
    updated_at: datetime | None = member("updatedAt", default=None)
    """An instant, with an offset."""
    paid_at: datetime | None = member("paidAt", default=None)
    """An instant, with an offset."""


class PayoutPage(Model):
    """A page of payouts."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[Payout] = member("items")


class ReportDocument(Model):
    """A file of a report."""

    document_id: str = member("documentId")
    """Names the file within its report."""
    report_id: str = member("reportId")
    file_name: str = member("fileName")
    content_type: str = member("contentType")
    size: int = member("size")
    """In bytes."""
    url: str = member("url")
    """Where its bytes are."""


class ReportDocumentPage(Model):
    """The files of a report."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[ReportDocument] = member("items")


class StatementDocument(Model):
    """The PDF of a statement."""

    invoice_id: str = member("invoiceId")
    """Names the statement: ten digits."""
    issued_on: date = member("issuedOn")
    """A day, UTC."""
    currency_code: str = member("currencyCode")
    """The ISO 4217 code."""
    file_name: str = member("fileName")
    content_type: str = member("contentType")
    size: int = member("size")
    """In bytes."""
    created_at: datetime = member("createdAt")
    """An instant, with an offset."""
    url: str = member("url")
    """Where its bytes are."""


class StatementDocumentPage(Model):
    """A page of PDFs."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[StatementDocument] = member("items")


class YearlyReport(Model):
    """What the marketplace reports of your year to tax authorities."""

    report_id: str = member("reportId")
    report_type: str = member("reportType")
    """`DAC7`: the EU's directive on platforms."""
    year: int = member("year")
    created_at: datetime = member("createdAt")
    """An instant, with an offset."""
    documents_url: str = member("documentsUrl")
    """Its documents."""


class YearlyReportPage(Model):
    """A page of reports."""

    items_per_page: int = member("itemsPerPage")
    """How many items there are in this page."""
    items: Sequence[YearlyReport] = member("items")
