"""Wire models of finance, the names of contract/08 §2 and §3 exactly; the other members are ours. camelCase.

Docstrings and descriptions are the reference's texts.
"""

from datetime import datetime
from typing import Annotated, Final

from msgspec import Meta, Struct

from sellergate.market.finance.models import EventType, PaymentState
from sellergate.rest.openapi.facts import DELIVERED_ORDER_ID
from sellergate.rest.paging import CursorText, ItemsPerPage, PageIndex

MOST_ON_A_PAGE: Final = 1000
MOST_DOCUMENTS: Final = 100  # so many PDFs make an archive of a few megabytes

Timestamp = Annotated[
    str,
    Meta(
        description="An instant, with an offset.",
        examples=["2026-11-07T10:32:04.0000000+00:00"],
        extra_json_schema={"format": "date-time"},
    ),
]
DayText = Annotated[
    str,
    Meta(description="A day, UTC.", examples=["2026-11-21"], extra_json_schema={"format": "date"}),
]
Currency = Annotated[str, Meta(description="The ISO 4217 code.", examples=["EUR"])]
InvoiceIdText = Annotated[
    str, Meta(description="Names the statement: ten digits.", examples=["1029384756"])
]
OperationCount = Annotated[int, Meta(description="How many operations it is about.")]
PageSize = Annotated[
    int,
    Meta(
        ge=1,
        le=MOST_ON_A_PAGE,
        description="How many items a page has at most, by number.",
        examples=[2],
    ),
]
Limit = Annotated[
    int,
    Meta(
        ge=1,
        le=MOST_ON_A_PAGE,
        description="How many items a page has at most, by cursor; the same as `pageSize`.",
    ),
]
Bound = datetime | None
ChannelIds = Annotated[
    list[str], Meta(description="The sales channel, such as `CDISFR`; several with commas.")
]


class OperationCountQuery(Struct, rename="camel"):
    """Which operations are wanted."""

    event_types: Annotated[
        list[EventType],
        Meta(
            description="What they come from, with commas.",
            examples=[["Sale", "Commission"]],
        ),
    ] = []
    payment_state: Annotated[
        list[PaymentState],
        Meta(description="Where their money is, with commas, such as `Estimated`."),
    ] = []
    operation_reference: Annotated[
        list[str],
        Meta(
            description="What they are about, such as an order; several with commas.",
            examples=[[DELIVERED_ORDER_ID]],
        ),
    ] = []
    sales_channel_id: ChannelIds = []
    created_at_min: Annotated[
        Bound, Meta(description="Happened at this instant or later; a day will do.")
    ] = None
    created_at_max: Annotated[
        Bound, Meta(description="Happened at this instant or before; a day means all of it.")
    ] = None
    event_type: Annotated[list[EventType], Meta(description="The same as `eventTypes`.")] = []
    payment_states: Annotated[
        list[PaymentState], Meta(description="The same as `paymentState`.")
    ] = []
    operation_references: Annotated[
        list[str], Meta(description="The same as `operationReference`.")
    ] = []
    sales_channel_ids: Annotated[list[str], Meta(description="The same as `salesChannelId`.")] = []


class OperationQuery(OperationCountQuery, rename="camel"):
    """The parameters of the list of operations."""

    page_index: PageIndex = 1
    page_size: PageSize = 25
    limit: Limit | None = None
    cursor: CursorText | None = None


class PageQuery(Struct, rename="camel"):
    """Which page."""

    page_index: PageIndex = 1
    page_size: PageSize = 25
    limit: Limit | None = None
    cursor: CursorText | None = None


class PaymentCountQuery(Struct, rename="camel"):
    """Which payouts are wanted."""

    payment_state: Annotated[
        list[PaymentState],
        Meta(description="`Estimated`, `InProcess` or `Paid`, with commas."),
    ] = []
    payment_states: Annotated[
        list[PaymentState], Meta(description="The same as `paymentState`.")
    ] = []
    payment_date_min: Annotated[Bound, Meta(description="Planned on this day or later.")] = None
    payment_date_max: Annotated[Bound, Meta(description="Planned on this day or before.")] = None


class PaymentQuery(PaymentCountQuery, rename="camel"):
    """The parameters of the list of payouts."""

    page_index: PageIndex = 1
    page_size: PageSize = 25
    limit: Limit | None = None
    cursor: CursorText | None = None


class InvoiceQuery(PageQuery, rename="camel"):
    """The parameters of the list of statements."""

    issued_on_min: Annotated[Bound, Meta(description="Issued on this day or later.")] = None
    issued_on_max: Annotated[Bound, Meta(description="Issued on this day or before.")] = None


class InvoiceDocumentQuery(Struct, rename="camel"):
    """The parameters of the list of PDFs."""

    invoice_id: Annotated[
        list[str], Meta(description="The statements, with commas; without it all of them.")
    ] = []
    invoice_ids: Annotated[list[str], Meta(description="The same as `invoiceId`.")] = []
    issued_on_min: Annotated[Bound, Meta(description="Issued on this day or later.")] = None
    issued_on_max: Annotated[Bound, Meta(description="Issued on this day or before.")] = None
    page_index: PageIndex = 1
    page_size: Annotated[
        int,
        Meta(
            ge=1,
            le=MOST_DOCUMENTS,
            description="How many PDFs a page has at most, by number.",
            examples=[2],
        ),
    ] = 25
    limit: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=MOST_DOCUMENTS,
                description="How many PDFs a page has at most, by cursor; the same as `pageSize`.",
            ),
        ]
        | None
    ) = None
    cursor: CursorText | None = None


class Amounts(Struct, rename="camel", frozen=True):
    """An amount with its VAT. What it changes in what the marketplace owes you: a commission is less than 0."""

    amount_with_vat: float
    amount_without_vat: float
    vat: float


class FinancialOperation(Struct, rename="camel", kw_only=True):
    """One event that changes what the marketplace owes you. It comes from exactly one line of an order, or from a fee."""

    operation_id: Annotated[
        str, Meta(description="Names the operation. The numbers in it have no gaps.")
    ]
    operation_reference: Annotated[
        str, Meta(description="What it is about: an order, or what the marketplace charges for.")
    ]
    order_line: Annotated[
        int | None, Meta(description="The place of the line in the order, from 1; null: the whole.")
    ]
    event_type: Annotated[
        EventType, Meta(description="What it comes from. There may be others one day.")
    ]
    label: Annotated[str | None, Meta(description="What the marketplace says about it.")]
    payment_state: Annotated[PaymentState, Meta(description="Where its money is.")]
    release_payment_date: Annotated[
        str | None,
        Meta(
            description="The day on which it became payable, UTC; null while it is `NotPayable`.",
            examples=["2026-11-21"],
        ),
    ]
    payment_id: Annotated[str | None, Meta(description="The payout that it is in.")]
    payment_date: Annotated[str | None, Meta(description="The day of that payout.")]
    invoice_id: Annotated[
        str | None, Meta(description="The statement that it is on; null until that is issued.")
    ]
    sales_channel_id: Annotated[str | None, Meta(description="Where it was sold.")]
    currency_code: Currency
    amount: Annotated[Amounts, Meta(description="What it comes to, whatever it comes from.")]
    sale: Annotated[Amounts | None, Meta(description="The same, of a `Sale`.")]
    commission: Annotated[
        Amounts | None, Meta(description="The same, of a `Commission` or a `CommissionRefund`.")
    ]
    refund: Annotated[
        Amounts | None, Meta(description="The same, of a `Refund` or a `CommercialGesture`.")
    ]
    created_at: Annotated[Timestamp, Meta(description="When it happened.")]


class FinancialOperationPage(Struct, rename="camel"):
    """A page of operations."""

    items_per_page: ItemsPerPage
    items: list[FinancialOperation]


class Payout(Struct, rename="camel", kw_only=True):
    """A payout. The coming one is `Estimated`: it has no id yet, and its amount changes with every day."""

    payment_id: Annotated[str | None, Meta(description="Names the payout; null while estimated.")]
    payment_state: Annotated[PaymentState, Meta(description="`Estimated`, `InProcess` or `Paid`.")]
    payment_date: Annotated[DayText, Meta(description="The day on which it is made, UTC.")]
    currency_code: Currency
    amount: Annotated[float, Meta(description="What is paid.")]
    operation_count: OperationCount
    created_at: Timestamp | None
    updated_at: Timestamp | None
    paid_at: Annotated[
        Timestamp | None, Meta(description="When the marketplace confirmed that the money left.")
    ]


class PayoutPage(Struct, rename="camel"):
    """A page of payouts."""

    items_per_page: ItemsPerPage
    items: list[Payout]


class InvoiceTotal(Struct, rename="camel", frozen=True):
    """What the operations of one event type come to on a statement."""

    event_type: EventType
    operation_count: OperationCount
    amount_with_vat: float
    amount_without_vat: float
    vat: float


class Invoice(Struct, rename="camel", kw_only=True):
    """A commission statement: the operations of a currency that were booked since the one before."""

    invoice_id: InvoiceIdText
    issued_on: Annotated[DayText, Meta(description="The day on which it was issued, UTC.")]
    currency_code: Currency
    amount: Annotated[
        float, Meta(description="What its operations change in what the marketplace owes you.")
    ]
    operation_count: OperationCount
    totals: list[InvoiceTotal]
    created_at: Timestamp
    details_url: Annotated[str, Meta(description="Its operations.")]
    document_url: Annotated[str, Meta(description="Its PDF.")]


class InvoicePage(Struct, rename="camel"):
    """A page of statements."""

    items_per_page: ItemsPerPage
    items: list[Invoice]


class StatementDocument(Struct, rename="camel", kw_only=True):
    """The PDF of a statement."""

    invoice_id: InvoiceIdText
    issued_on: DayText
    currency_code: Currency
    file_name: str
    content_type: str
    size: Annotated[int, Meta(description="In bytes.")]
    created_at: Timestamp
    url: Annotated[str, Meta(description="Where its bytes are.")]


class StatementDocumentPage(Struct, rename="camel"):
    """A page of PDFs."""

    items_per_page: ItemsPerPage
    items: list[StatementDocument]


class YearlyReport(Struct, rename="camel", kw_only=True):
    """What the marketplace reports of your year to tax authorities."""

    report_id: str
    report_type: Annotated[str, Meta(description="`DAC7`: the EU's directive on platforms.")]
    year: int
    created_at: Timestamp
    documents_url: Annotated[str, Meta(description="Its documents.")]


class YearlyReportPage(Struct, rename="camel"):
    """A page of reports."""

    items_per_page: ItemsPerPage
    items: list[YearlyReport]


class ReportDocument(Struct, rename="camel", kw_only=True):
    """A file of a report."""

    document_id: Annotated[str, Meta(description="Names the file within its report.")]
    report_id: str
    file_name: str
    content_type: str
    size: Annotated[int, Meta(description="In bytes.")]
    url: Annotated[str, Meta(description="Where its bytes are.")]


class ReportDocumentPage(Struct, rename="camel"):
    """The files of a report."""

    items_per_page: ItemsPerPage
    items: list[ReportDocument]
