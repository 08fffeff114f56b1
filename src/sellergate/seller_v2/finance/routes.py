"""Routes of the finance perimeter (contract/08 §0). Docstrings are the reference's texts."""

from collections.abc import Callable
from typing import Annotated, Final

from litestar import Router, get
from litestar.openapi.spec import Example
from litestar.params import PathParameter
from litestar.types import Scope as AsgiScope
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.scopes import Scope
from sellergate.kit.problems import Problem
from sellergate.market.finance import finding, models, payments, reports, statements
from sellergate.market.finance.errors import ReportUnknown, StatementUnknown
from sellergate.market.finance.finding import OperationFilter
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.files import File, FileAnswer
from sellergate.rest.paging import PAGE_LINKS
from sellergate.rest.queries import read_query
from sellergate.rest.wire import asked_type, database_of, now_of, public_url_of, seller_of
from sellergate.seller_v2.finance.asked import (
    Place,
    one_more,
    operations_asked,
    page_of,
    payments_asked,
    place_of,
    statements_asked,
)
from sellergate.seller_v2.finance.documents import ZIP, archive_of, pdf_of, report_file
from sellergate.seller_v2.finance.examples import (
    EXAMPLES,
    INVOICE_ID,
    REPORT_FILE,
    REPORT_ID,
)
from sellergate.seller_v2.finance.rendering import (
    PDF,
    Spans,
    render_invoice,
    render_invoice_document,
    render_operations,
    render_payment,
    render_report,
    render_report_documents,
)
from sellergate.seller_v2.finance.schemas import (
    FinancialOperationPage,
    InvoiceDocumentQuery,
    InvoicePage,
    InvoiceQuery,
    OperationCountQuery,
    OperationQuery,
    PageQuery,
    PaymentCountQuery,
    PaymentQuery,
    PayoutPage,
    ReportDocumentPage,
    StatementDocumentPage,
    YearlyReportPage,
)

NO_INVOICE: Final = StatementUnknown.message
NO_REPORT: Final = ReportUnknown.message
REPORT_TYPES: Final = ("application/xml", "text/csv")

InvoiceIdInPath = Annotated[
    str,
    PathParameter(
        description="The `invoiceId` of a statement: ten digits.",
        examples=[Example(value=INVOICE_ID)],
    ),
]
ReportIdInPath = Annotated[
    str,
    PathParameter(description="The `reportId` of the list.", examples=[Example(value=REPORT_ID)]),
]
DocumentIdInPath = Annotated[
    str,
    PathParameter(
        description="The `documentId` of the list of the report's documents.",
        examples=[Example(value=REPORT_FILE)],
    ),
]
Page = tuple[list[models.Operation], Spans]


@get(
    "/operations",
    operation_id="listOperations",
    summary="List financial operations",
    opt={"query": OperationQuery, "answer": FinancialOperationPage, "answer_headers": PAGE_LINKS},
)
async def list_operations(scope: AsgiScope) -> JsonAnswer:
    """Return what changes what the marketplace owes you, the newest first: sales, commissions, refunds, fees.

    What happens on a day is here from the next day on (UTC). An operation never changes but for its `paymentState`, and
    for the payout and the statement that it comes into. Amounts are signed: add them up, and you have your balance.

    Turn pages by `pageIndex` and `pageSize`, or by `limit` and the `cursor` of the `Link` header; by cursor no operation
    is met twice while others come.
    """
    query = read_query(scope, OperationQuery)
    wanted = operations_asked(scope, query)
    found, spans = await database_of(scope).read(
        _operations, seller_of(scope).seller_id, wanted, one_more(place_of(query))
    )
    page, links = page_of(scope, query, found, _number)
    items = render_operations(page, spans)
    return JsonAnswer(FinancialOperationPage(len(items), items), headers=links)


@get(
    "/operations/count",
    operation_id="countOperations",
    summary="Count financial operations",
    opt={"query": OperationCountQuery},
)
async def count_operations(scope: AsgiScope) -> int:
    """Return how many operations the parameters let through: a number by itself."""
    query = read_query(scope, OperationCountQuery)
    return await database_of(scope).read(
        finding.count_of_operations, seller_of(scope).seller_id, operations_asked(scope, query)
    )


@get(
    "/payments",
    operation_id="listPayments",
    summary="List payouts",
    opt={"query": PaymentQuery, "answer": PayoutPage, "answer_headers": PAGE_LINKS},
)
async def list_payments(scope: AsgiScope) -> JsonAnswer:
    """Return your payouts: first the coming one of each currency, as far as it is known, then those made, the newest first.

    Payouts are made on the 1st, 11th and 21st. When more is owed to the marketplace than to you, nothing is paid, and the
    rest counts next time. A payout is `InProcess` until the marketplace confirms that the money left, then `Paid`.
    """
    query = read_query(scope, PaymentQuery)
    place = place_of(query)
    found = await database_of(scope).read(
        payments.page_of_payments,
        seller_of(scope).seller_id,
        payments_asked(query),
        limit=place.limit + 1,
        offset=_skipped(place),
        now=now_of(scope),
    )
    page, links = page_of(scope, query, found, _count_on(place))
    items = [render_payment(payment) for payment in page]
    return JsonAnswer(PayoutPage(len(items), items), headers=links)


@get(
    "/payments/count",
    operation_id="countPayments",
    summary="Count payouts",
    opt={"query": PaymentCountQuery},
)
async def count_payments(scope: AsgiScope) -> int:
    """Return how many payouts the parameters let through, the coming ones too: a number by itself."""
    query = read_query(scope, PaymentCountQuery)
    return await database_of(scope).read(
        payments.count_of_payments,
        seller_of(scope).seller_id,
        payments_asked(query),
        now=now_of(scope),
    )


@get(
    "/invoices",
    operation_id="listInvoices",
    summary="List commission statements",
    opt={"query": InvoiceQuery, "answer": InvoicePage, "answer_headers": PAGE_LINKS},
)
async def list_invoices(scope: AsgiScope) -> JsonAnswer:
    """Return your commission statements, the newest first. They are issued on the 9th, 19th and 29th; ask once after each.

    A statement groups the operations of one currency that were booked since the one before.
    """
    query = read_query(scope, InvoiceQuery)
    page, links = await _statements(scope, query)
    items = [render_invoice(statement, _base(scope)) for statement in page]
    return JsonAnswer(InvoicePage(len(items), items), headers=links)


@get(
    "/invoices/{invoice_id:str}/details",
    operation_id="listInvoiceDetails",
    summary="List the operations of a statement",
    opt={
        "query": PageQuery,
        "answer": FinancialOperationPage,
        "answer_headers": PAGE_LINKS,
        "problems": {"not-found": NO_INVOICE},
    },
)
async def list_invoice_details(scope: AsgiScope, invoice_id: InvoiceIdInPath) -> JsonAnswer:
    """Return the operations that a statement groups, in the order in which they were booked."""
    query = read_query(scope, PageQuery)
    found, spans = await database_of(scope).read(
        _details, seller_of(scope).seller_id, invoice_id, one_more(place_of(query))
    )
    page, links = page_of(scope, query, found, _number)
    items = render_operations(page, spans)
    return JsonAnswer(FinancialOperationPage(len(items), items), headers=links)


@get(
    "/invoices/{invoice_id:str}/details/count",
    operation_id="countInvoiceDetails",
    summary="Count the operations of a statement",
    opt={"problems": {"not-found": NO_INVOICE}},
)
async def count_invoice_details(scope: AsgiScope, invoice_id: InvoiceIdInPath) -> int:
    """Return how many operations a statement groups: a number by itself."""
    return (await _statement(scope, invoice_id)).operations


@get(
    "/invoices/{invoice_id:str}/documents",
    operation_id="downloadInvoice",
    summary="Download a statement",
    opt={
        "file": File("The PDF.", types=(PDF,), example="%PDF-1.4 …"),
        "problems": {"not-found": NO_INVOICE},
    },
)
async def download_invoice(scope: AsgiScope, invoice_id: InvoiceIdInPath) -> FileAnswer:
    """Return the PDF of a statement: its bytes, and nothing around them."""
    return await pdf_of(scope, await _statement(scope, invoice_id))


@get(
    "/invoice-documents",
    operation_id="listInvoiceDocuments",
    summary="Get the PDFs of many statements",
    opt={
        "query": InvoiceDocumentQuery,
        "answer": StatementDocumentPage,
        "answer_headers": PAGE_LINKS,
        "or_file": File(
            "With `Accept: application/zip`, an archive of the PDFs of this page.",
            types=(ZIP,),
            example="PK…",
        ),
    },
)
async def list_invoice_documents(scope: AsgiScope) -> JsonAnswer | FileAnswer:
    """Return where the PDFs of your statements are, the newest first; or the PDFs themselves in one archive.

    The archive comes when `Accept` is `application/zip`: it holds the PDFs of the page, each named after its statement. Its
    `Link` header leads to the next archive.
    """
    query = read_query(scope, InvoiceDocumentQuery)
    page, links = await _statements(scope, query)
    if asked_type(scope, (ZIP,)):
        return (await archive_of(scope, page)).with_headers(links)
    items = [render_invoice_document(statement, _base(scope)) for statement in page]
    return JsonAnswer(StatementDocumentPage(len(items), items), headers=links)


@get(
    "/reports",
    operation_id="listReports",
    summary="List yearly reports",
    opt={"query": PageQuery, "answer": YearlyReportPage, "answer_headers": PAGE_LINKS},
)
async def list_reports(scope: AsgiScope) -> JsonAnswer:
    """Return what the marketplace reports of you to tax authorities, the newest year first.

    The report of a year is made in January of the next one.
    """
    query = read_query(scope, PageQuery)
    place = place_of(query)
    found = await database_of(scope).read(
        reports.page_of_reports,
        seller_of(scope).seller_id,
        limit=place.limit + 1,
        offset=_skipped(place),
    )
    page, links = page_of(scope, query, found, _count_on(place))
    items = [render_report(report, _base(scope)) for report in page]
    return JsonAnswer(YearlyReportPage(len(items), items), headers=links)


@get(
    "/reports/{report_id:str}/report-documents",
    operation_id="listReportDocuments",
    summary="Get the documents of a report",
    opt={
        "answer": ReportDocumentPage,
        "or_file": File(
            "With `Accept: application/xml` or `text/csv`, that file of the report.",
            types=REPORT_TYPES,
            example="…",
        ),
        "problems": {"not-found": NO_REPORT},
    },
)
async def list_report_documents(
    scope: AsgiScope, report_id: ReportIdInPath
) -> JsonAnswer | FileAnswer:
    """Return where the files of a report are: one in XML, in the vocabulary of the OECD's DPI schema, and one in CSV.

    When `Accept` is `application/xml` or `text/csv`, the answer is that file.
    """
    report = await _report(scope, report_id)
    asked = asked_type(scope, REPORT_TYPES)
    for file in report.documents:
        if file.media_type == asked:
            return await report_file(scope, file)
    items = render_report_documents(report, _base(scope))
    return JsonAnswer(ReportDocumentPage(len(items), items))


@get(
    "/reports/{report_id:str}/report-documents/{document_id:str}",
    operation_id="downloadReportDocument",
    summary="Download a document of a report",
    opt={
        "file": File("The file.", types=REPORT_TYPES, example="…"),
        "problems": {"not-found": "This report has no document with this id."},
    },
)
async def download_report_document(
    scope: AsgiScope, report_id: ReportIdInPath, document_id: DocumentIdInPath
) -> FileAnswer:
    """Return the bytes of a file of a report."""
    report = await _report(scope, report_id)
    for file in report.documents:
        if file.file_name == document_id:
            return await report_file(scope, file)
    raise Problem("not-found", "This report has no document with this id.")


def finance_router() -> Router:
    """Every route of the perimeter: they only read."""
    return Router(
        path="/",
        route_handlers=[
            *(list_operations, count_operations, list_payments, count_payments),
            *(list_invoices, list_invoice_details, count_invoice_details, download_invoice),
            *(list_invoice_documents, list_reports, list_report_documents),
            download_report_document,
        ],
        opt={"scope": Scope.FINANCE_READ, "examples": EXAMPLES},
        tags=["Finance"],
    )


async def _statements(
    scope: AsgiScope, query: InvoiceQuery | InvoiceDocumentQuery
) -> tuple[list[models.Statement], dict[str, str]]:
    place = place_of(query)
    found = await database_of(scope).read(
        statements.page_of_statements,
        seller_of(scope).seller_id,
        statements_asked(query),
        limit=place.limit + 1,
        offset=_skipped(place),
    )
    page, links = page_of(scope, query, found, _count_on(place))
    return list(page), links


async def _statement(scope: AsgiScope, invoice_id: str) -> models.Statement:
    return await database_of(scope).read(
        statements.get_statement, seller_of(scope).seller_id, invoice_id
    )


async def _report(scope: AsgiScope, report_id: str) -> models.Report:
    return await database_of(scope).read(reports.get_report, seller_of(scope).seller_id, report_id)


def _operations(
    conn: Connection, seller_id: SellerId, wanted: OperationFilter, place: Place
) -> Page:
    found = finding.page_of_operations(
        conn,
        seller_id,
        wanted,
        limit=place.limit,
        offset=place.offset,
        before=place.behind,
    )
    return found, _spans(conn, seller_id, found)


def _details(conn: Connection, seller_id: SellerId, invoice_id: str, place: Place) -> Page:
    statement = statements.get_statement(conn, seller_id, invoice_id)
    found = finding.page_of_statement(
        conn,
        seller_id,
        statement,
        limit=place.limit,
        offset=place.offset,
        after=place.behind,
    )
    return found, _spans(conn, seller_id, found)


def _spans(conn: Connection, seller_id: SellerId, found: list[models.Operation]) -> Spans:
    """The statements that these operations may be on."""
    if not found:
        return []
    numbers = [operation.number for operation in found]
    return statements.statements_over(conn, seller_id, min(numbers), max(numbers))


def _skipped(place: Place) -> int:
    """How many items come before the page, in lists that are short: their cursor counts them."""
    return place.offset if place.behind is None else place.behind


def _count_on(place: Place) -> Callable[[int, object], int]:
    """Of the item at a place of the page, how many items have passed with it."""
    return lambda position, _: _skipped(place) + position + 1


def _number(_: int, operation: models.Operation) -> int:
    return operation.number


def _base(scope: AsgiScope) -> str:
    return f"{public_url_of(scope)}/seller/v2"
