"""Operations of the API: finance.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sellergate_client._core.calls import content, nothing, reads, segment
from sellergate_client._core.messages import Call
from sellergate_client._core.paging import CURSOR, Listing
from sellergate_client._drivers.binding import (
    AsyncResource,
    Resource,
    async_listing,
    async_method,
    listing,
    method,
)
from sellergate_client.types.finance import (
    FinancialOperation,
    Invoice,
    Payout,
    ReportDocumentPage,
    StatementDocument,
    YearlyReport,
)


def list_operations(
    *,
    event_types: Sequence[
        Literal[
            "Adjustment",
            "CommercialGesture",
            "Commission",
            "CommissionRefund",
            "LogisticFee",
            "Refund",
            "Sale",
            "Subscription",
        ]
        | str
    ]
    | str
    | None = None,
    payment_state: Sequence[
        Literal["Blocked", "Estimated", "InProcess", "NotPayable", "Paid"] | str
    ]
    | str
    | None = None,
    operation_reference: Sequence[str] | str | None = None,
    sales_channel_id: Sequence[str] | str | None = None,
    created_at_min: datetime | str | None = None,
    created_at_max: datetime | str | None = None,
    limit: int = 100,
) -> Listing[FinancialOperation]:
    """List financial operations.

    Return what changes what the marketplace owes you, the newest first: sales, commissions, refunds,
    fees.

    What happens on a day is here from the next day on (UTC). An operation never changes but for its
    `paymentState`, and for the payout and the statement that it comes into. Amounts are signed: add
    them up, and you have your balance.

    Turn pages by `pageIndex` and `pageSize`, or by `limit` and the `cursor` of the `Link` header; by
    cursor no operation is met twice while others come.

    * `event_types`: What they come from, with commas.
    * `payment_state`: Where their money is, with commas, such as `Estimated`.
    * `operation_reference`: What they are about, such as an order; several with commas.
    * `sales_channel_id`: The sales channel, such as `CDISFR`; several with commas.
    * `created_at_min`: Happened at this instant or later; a day will do.
    * `created_at_max`: Happened at this instant or before; a day means all of it.
    * `limit`: How many items a page has at most, by cursor; the same as `pageSize`.
    """
    return Listing(
        Call(
            "GET",
            "/operations",
            "finance",
            nothing,
            safe=True,
            query={
                "eventTypes": event_types,
                "paymentState": payment_state,
                "operationReference": operation_reference,
                "salesChannelId": sales_channel_id,
                "createdAtMin": created_at_min,
                "createdAtMax": created_at_max,
                "limit": limit,
            },
        ),
        FinancialOperation,
        CURSOR,
    )


def count_operations(
    *,
    event_types: Sequence[
        Literal[
            "Adjustment",
            "CommercialGesture",
            "Commission",
            "CommissionRefund",
            "LogisticFee",
            "Refund",
            "Sale",
            "Subscription",
        ]
        | str
    ]
    | str
    | None = None,
    payment_state: Sequence[
        Literal["Blocked", "Estimated", "InProcess", "NotPayable", "Paid"] | str
    ]
    | str
    | None = None,
    operation_reference: Sequence[str] | str | None = None,
    sales_channel_id: Sequence[str] | str | None = None,
    created_at_min: datetime | str | None = None,
    created_at_max: datetime | str | None = None,
) -> Call[int]:
    """Count financial operations.

    Return how many operations the parameters let through: a number by itself.

    * `event_types`: What they come from, with commas.
    * `payment_state`: Where their money is, with commas, such as `Estimated`.
    * `operation_reference`: What they are about, such as an order; several with commas.
    * `sales_channel_id`: The sales channel, such as `CDISFR`; several with commas.
    * `created_at_min`: Happened at this instant or later; a day will do.
    * `created_at_max`: Happened at this instant or before; a day means all of it.
    """
    return Call(
        "GET",
        "/operations/count",
        "finance",
        reads(int),
        safe=True,
        query={
            "eventTypes": event_types,
            "paymentState": payment_state,
            "operationReference": operation_reference,
            "salesChannelId": sales_channel_id,
            "createdAtMin": created_at_min,
            "createdAtMax": created_at_max,
        },
    )


def list_payments(
    *,
    payment_state: Sequence[
        Literal["Blocked", "Estimated", "InProcess", "NotPayable", "Paid"] | str
    ]
    | str
    | None = None,
    payment_date_min: str | None = None,
    payment_date_max: str | None = None,
    limit: int = 100,
) -> Listing[Payout]:
    """List payouts.

    Return your payouts: first the coming one of each currency, as far as it is known, then those made,
    the newest first.

    Payouts are made on the 1st, 11th and 21st. When more is owed to the marketplace than to you,
    nothing is paid, and the rest counts next time. A payout is `InProcess` until the marketplace
    confirms that the money left, then `Paid`.

    * `payment_state`: `Estimated`, `InProcess` or `Paid`, with commas.
    * `payment_date_min`: Planned on this day or later.
    * `payment_date_max`: Planned on this day or before.
    * `limit`: How many items a page has at most, by cursor; the same as `pageSize`.
    """
    return Listing(
        Call(
            "GET",
            "/payments",
            "finance",
            nothing,
            safe=True,
            query={
                "paymentState": payment_state,
                "paymentDateMin": payment_date_min,
                "paymentDateMax": payment_date_max,
                "limit": limit,
            },
        ),
        Payout,
        CURSOR,
    )


def count_payments(
    *,
    payment_state: Sequence[
        Literal["Blocked", "Estimated", "InProcess", "NotPayable", "Paid"] | str
    ]
    | str
    | None = None,
    payment_date_min: str | None = None,
    payment_date_max: str | None = None,
) -> Call[int]:
    """Count payouts.

    Return how many payouts the parameters let through, the coming ones too: a number by itself.

    * `payment_state`: `Estimated`, `InProcess` or `Paid`, with commas.
    * `payment_date_min`: Planned on this day or later.
    * `payment_date_max`: Planned on this day or before.
    """
    return Call(
        "GET",
        "/payments/count",
        "finance",
        reads(int),
        safe=True,
        query={
            "paymentState": payment_state,
            "paymentDateMin": payment_date_min,
            "paymentDateMax": payment_date_max,
        },
    )


def list_invoices(
    *, limit: int = 100, issued_on_min: str | None = None, issued_on_max: str | None = None
) -> Listing[Invoice]:
    """List commission statements.

    Return your commission statements, the newest first. They are issued on the 9th, 19th and 29th; ask
    once after each.

    A statement groups the operations of one currency that were booked since the one before.

    * `limit`: How many items a page has at most, by cursor; the same as `pageSize`.
    * `issued_on_min`: Issued on this day or later.
    * `issued_on_max`: Issued on this day or before.
    """
    return Listing(
        Call(
            "GET",
            "/invoices",
            "finance",
            nothing,
            safe=True,
            query={"limit": limit, "issuedOnMin": issued_on_min, "issuedOnMax": issued_on_max},
        ),
        Invoice,
        CURSOR,
    )


def list_invoice_details(invoice_id: str, *, limit: int = 100) -> Listing[FinancialOperation]:
    """List the operations of a statement.

    Return the operations that a statement groups, in the order in which they were booked.

    * `invoice_id`: The `invoiceId` of a statement: ten digits.
    * `limit`: How many items a page has at most, by cursor; the same as `pageSize`.
    """
    return Listing(
        Call(
            "GET",
            f"/invoices/{segment(invoice_id)}/details",
            "finance",
            nothing,
            safe=True,
            query={"limit": limit},
        ),
        FinancialOperation,
        CURSOR,
    )


def count_invoice_details(invoice_id: str) -> Call[int]:
    """Count the operations of a statement.

    Return how many operations a statement groups: a number by itself.

    * `invoice_id`: The `invoiceId` of a statement: ten digits.
    """
    return Call(
        "GET", f"/invoices/{segment(invoice_id)}/details/count", "finance", reads(int), safe=True
    )


def download_invoice(invoice_id: str) -> Call[bytes]:
    """Download a statement.

    Return the PDF of a statement: its bytes, and nothing around them.

    * `invoice_id`: The `invoiceId` of a statement: ten digits.
    """
    return Call("GET", f"/invoices/{segment(invoice_id)}/documents", "finance", content, safe=True)


def list_invoice_documents(
    *,
    invoice_id: Sequence[str] | str | None = None,
    issued_on_min: str | None = None,
    issued_on_max: str | None = None,
    limit: int = 100,
) -> Listing[StatementDocument]:
    """Get the PDFs of many statements.

    Return where the PDFs of your statements are, the newest first; or the PDFs themselves in one
    archive.

    The archive comes when `Accept` is `application/zip`: it holds the PDFs of the page, each named
    after its statement. Its `Link` header leads to the next archive.

    * `invoice_id`: The statements, with commas; without it all of them.
    * `issued_on_min`: Issued on this day or later.
    * `issued_on_max`: Issued on this day or before.
    * `limit`: How many PDFs a page has at most, by cursor; the same as `pageSize`.
    """
    return Listing(
        Call(
            "GET",
            "/invoice-documents",
            "finance",
            nothing,
            safe=True,
            query={
                "invoiceId": invoice_id,
                "issuedOnMin": issued_on_min,
                "issuedOnMax": issued_on_max,
                "limit": limit,
            },
        ),
        StatementDocument,
        CURSOR,
    )


def list_reports(*, limit: int = 100) -> Listing[YearlyReport]:
    """List yearly reports.

    Return what the marketplace reports of you to tax authorities, the newest year first.

    The report of a year is made in January of the next one.

    * `limit`: How many items a page has at most, by cursor; the same as `pageSize`.
    """
    return Listing(
        Call("GET", "/reports", "finance", nothing, safe=True, query={"limit": limit}),
        YearlyReport,
        CURSOR,
    )


def list_report_documents(report_id: str) -> Call[ReportDocumentPage]:
    """Get the documents of a report.

    Return where the files of a report are: one in XML, in the vocabulary of the OECD's DPI schema, and
    one in CSV.

    When `Accept` is `application/xml` or `text/csv`, the answer is that file.

    * `report_id`: The `reportId` of the list.
    """
    return Call(
        "GET",
        f"/reports/{segment(report_id)}/report-documents",
        "finance",
        reads(ReportDocumentPage),
        safe=True,
    )


def download_report_document(report_id: str, document_id: str) -> Call[bytes]:
    """Download a document of a report.

    Return the bytes of a file of a report.

    * `report_id`: The `reportId` of the list.
    * `document_id`: The `documentId` of the list of the report's documents.
    """
    return Call(
        "GET",
        f"/reports/{segment(report_id)}/report-documents/{segment(document_id)}",
        "finance",
        content,
        safe=True,
    )


class Finance(Resource):
    """What the marketplace owes you and bills you: operations, payouts, commission statements with their
    PDFs, and what is reported of your year. It only reads.
    """

    list_operations = listing(list_operations)
    count_operations = method(count_operations)
    list_payments = listing(list_payments)
    count_payments = method(count_payments)
    list_invoices = listing(list_invoices)
    list_invoice_details = listing(list_invoice_details)
    count_invoice_details = method(count_invoice_details)
    download_invoice = method(download_invoice)
    list_invoice_documents = listing(list_invoice_documents)
    list_reports = listing(list_reports)
    list_report_documents = method(list_report_documents)
    download_report_document = method(download_report_document)


class AsyncFinance(AsyncResource):
    """What the marketplace owes you and bills you: operations, payouts, commission statements with their
    PDFs, and what is reported of your year. It only reads.
    """

    list_operations = async_listing(list_operations)
    count_operations = async_method(count_operations)
    list_payments = async_listing(list_payments)
    count_payments = async_method(count_payments)
    list_invoices = async_listing(list_invoices)
    list_invoice_details = async_listing(list_invoice_details)
    count_invoice_details = async_method(count_invoice_details)
    download_invoice = async_method(download_invoice)
    list_invoice_documents = async_listing(list_invoice_documents)
    list_reports = async_listing(list_reports)
    list_report_documents = async_method(list_report_documents)
    download_report_document = async_method(download_report_document)
