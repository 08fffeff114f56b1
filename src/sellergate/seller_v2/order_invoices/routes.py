"""Routes of the invoices perimeter (contract/06). Docstrings are the reference's texts."""

from typing import Annotated, Any, Final

from litestar import Request, Router, get, post
from litestar.openapi.spec import Example
from litestar.params import PathParameter
from litestar.types import Scope as AsgiScope

from sellergate.access.scopes import Scope
from sellergate.kit.ids import new_uuid
from sellergate.kit.instants import render_instant
from sellergate.kit.problems import Problem
from sellergate.market.languages import Language
from sellergate.market.order_invoices import imports
from sellergate.market.order_invoices.imports import Report, Summary
from sellergate.market.order_invoices.models import (
    FileStatus,
    Format,
    InvoiceDocument as Invoice,
    InvoiceFile,
    NewFile,
)
from sellergate.market.order_invoices.steps import RECEIVED, STEPS
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid
from sellergate.rest.files import File, FileAnswer, Files
from sellergate.rest.multipart import Part, Spool, received_files
from sellergate.rest.openapi.facts import DELIVERED_ORDER_ID
from sellergate.rest.paging import NEXT_PAGE, next_link, parse_cursor, render_cursor
from sellergate.rest.queries import read_query
from sellergate.rest.wire import (
    database_of,
    documents_of,
    language_of,
    now_of,
    public_url_of,
    seller_of,
)
from sellergate.seller_v2.order_invoices.examples import (
    DOCUMENT_ID,
    EXAMPLES,
    IMPORT_ID,
    ORDER_ID,
)
from sellergate.seller_v2.order_invoices.schemas import (
    DocumentPage,
    ImportedFile,
    ImportPage,
    ImportQuery,
    InvoiceDocument,
    InvoiceImportItem,
    InvoiceImportReport,
)
from sellergate.storage.documents import DocumentGone

MAX_BODY_BYTES: Final = 100 * 1024 * 1024
MAX_FILES: Final = 100
NO_ORDER: Final = "This seller has no order with this id."
NO_IMPORT: Final = "This seller has no invoice import with this id."
NOT_SHIPPED: Final = (
    "Nothing of the order is shipped yet, or the body is no multipart/form-data with one file."
)
TOO_LARGE: Final = "The body is larger than 100 MiB: send less at once."
LANGUAGE: Final = ("Accept-Language",)

OrderId = Annotated[
    str, PathParameter(description="The order.", examples=[Example(value=ORDER_ID)])
]
# Another one than that of the other examples, so that who tries this one finds their invoice as it was.
DeliveredOrderId = Annotated[
    str, PathParameter(description="The order.", examples=[Example(value=DELIVERED_ORDER_ID)])
]
ImportId = Annotated[
    str,
    PathParameter(
        description="The `importId` of the upload's answer.", examples=[Example(value=IMPORT_ID)]
    ),
]
DocumentId = Annotated[
    str,
    PathParameter(
        description="The `documentId` of the list.", examples=[Example(value=DOCUMENT_ID)]
    ),
]
_PLACE: Final = {
    "description": "Where the import is followed.",
    "required": True,
    "schema": {"type": "string"},
    "example": f"/seller/v2/order-invoice-imports/{IMPORT_ID}",
}
_SENDS: Final[dict[str, Any]] = {
    "scope": Scope.INVOICES_WRITE,
    "answer": InvoiceImportReport,
    "request_headers": LANGUAGE,
    "answer_headers": {"Location": _PLACE, "Content-Location": _PLACE},
}


@post(
    "/order-invoice-imports",
    status_code=201,
    operation_id="importOrderInvoices",
    summary="Send invoices of several orders",
    request_max_body_size=MAX_BODY_BYTES,
    opt=_SENDS
    | {
        "files": Files(
            "files",
            "PDF, UBL 2.1 XML, or ZIP archives of these. Each file is named after its order.",
        ),
        "problems": {
            "validation": "The body is no multipart/form-data, or has no file in it, or more than 100.",
            "body-too-large": TOO_LARGE,
        },
    },
)
async def import_invoices(scope: AsgiScope, request: Request[Any, Any, Any]) -> JsonAnswer:
    """Send up to 100 files at once: each is the invoice of the order that it is named after, such as `2611071032ABCDE.pdf`.

    A file is a PDF, XML in UBL 2.1, or a ZIP archive of up to 1,000 of these; 10 MiB for an invoice, 100 MiB in all. The name
    of the part does not matter. The answer says only that the files were received: follow the import until it is no longer
    `Running`. Files are judged one by one, and a bad one stops no other. A new invoice replaces the former one.
    """
    async with received_files(request, max_files=MAX_FILES) as spool:
        report = await _take(scope, spool, spool.parts, None)
    return _accepted(scope, report)


@get(
    "/order-invoice-imports",
    operation_id="listOrderInvoiceImports",
    summary="List invoice imports",
    opt={"query": ImportQuery, "answer": ImportPage, "answer_headers": NEXT_PAGE},
)
async def list_imports(scope: AsgiScope) -> JsonAnswer:
    """Return the uploads of the seller, the newest first. They are kept 90 days; invoices stay with their orders."""
    query = read_query(scope, ImportQuery)
    before = None if query.cursor is None else parse_cursor(query.cursor, int)[0]
    found = await database_of(scope).read(
        imports.page_of_imports,
        seller_of(scope).seller_id,
        before=before,
        limit=query.page_size + 1,
    )
    page = found[: query.page_size]
    headers = {}
    if len(found) > query.page_size:
        cursor = render_cursor(page[-1].import_.row)
        headers = next_link(scope, cursor=cursor, pageSize=query.page_size)
    return JsonAnswer(ImportPage(len(page), [_item(one) for one in page]), headers=headers)


@get(
    "/order-invoice-imports/{import_id:str}",
    operation_id="getOrderInvoiceImport",
    summary="Get an invoice import",
    opt={
        "answer": InvoiceImportReport,
        "request_headers": LANGUAGE,
        "problems": {"not-found": NO_IMPORT},
    },
)
async def get_import(scope: AsgiScope, import_id: ImportId) -> JsonAnswer:
    """Return how an upload stands, and what became of each file: `integrationStatus` is the step reached, or why it failed."""
    report = await database_of(scope).read(
        imports.get_import, seller_of(scope).seller_id, import_id
    )
    return JsonAnswer(_report(report, language_of(scope)))


@post(
    "/orders/{order_id:str}/invoice-documents",
    status_code=201,
    operation_id="sendOrderInvoice",
    summary="Send the invoice of an order",
    request_max_body_size=MAX_BODY_BYTES,
    opt=_SENDS
    | {
        "files": Files(
            "files",
            "A PDF, UBL 2.1 XML, or a ZIP archive that holds one such file. Its name does not matter.",
            is_one=True,
        ),
        "problems": {
            "not-found": NO_ORDER,
            "validation": NOT_SHIPPED,
            "body-too-large": TOO_LARGE,
        },
    },
)
async def send_invoice(
    scope: AsgiScope, request: Request[Any, Any, Any], order_id: DeliveredOrderId
) -> JsonAnswer:
    """Send the one invoice of an order of which something is shipped: a PDF, or XML in UBL 2.1, of up to 10 MiB.

    The answer says only that the file was received: follow the import until it is no longer `Running`. To correct an invoice,
    send the right one: it replaces the former.
    """
    # Before the body is read: nobody sends megabytes to hear that there is no such order.
    await database_of(scope).read(imports.fulfilled_order, seller_of(scope).seller_id, order_id)
    async with received_files(request, max_files=MAX_FILES) as spool:
        report = await _take(scope, spool, [_the_one(spool.parts)], order_id)
    return _accepted(scope, report)


@get(
    "/orders/{order_id:str}/invoice-documents",
    operation_id="listOrderInvoices",
    summary="List the invoices of an order",
    opt={"answer": DocumentPage, "problems": {"not-found": NO_ORDER}},
)
async def list_invoices(scope: AsgiScope, order_id: OrderId) -> JsonAnswer:
    """Return what is attached to an order: its invoice, with the address of its bytes, or nothing yet."""
    found = await database_of(scope).read(imports.invoices_of, seller_of(scope).seller_id, order_id)
    items = [_document(scope, one) for one in found]
    return JsonAnswer(DocumentPage(len(items), items))


@get(
    "/orders/{order_id:str}/invoice-documents/{document_id:str}",
    operation_id="downloadOrderInvoice",
    summary="Download an invoice",
    opt={
        "file": File(
            "The bytes of the invoice, as they were sent.",
            types=tuple(kind.value for kind in Format),
            example="%PDF-1.7 …",
        ),
        "problems": {
            "not-found": "This order has no invoice with this id. It may have been replaced."
        },
    },
)
async def download_invoice(
    scope: AsgiScope, order_id: OrderId, document_id: DocumentId
) -> FileAnswer:
    """Return the very bytes that were sent. An invoice that was replaced is gone: read the list for the present one."""
    found = await database_of(scope).read(
        imports.get_invoice, seller_of(scope).seller_id, order_id, document_id
    )
    try:
        content = await documents_of(scope).get(found.document_key)
    except DocumentGone as error:
        raise Problem("unavailable", "The bytes of this invoice cannot be read now.") from error
    return FileAnswer(
        content, media_type=found.media_type.value, size=found.size, name=found.file_name
    )


def order_invoices_router() -> Router:
    """Every route of the perimeter. Those that write say so by themselves."""
    return Router(
        path="/",
        route_handlers=[
            *(import_invoices, list_imports, get_import),
            *(send_invoice, list_invoices, download_invoice),
        ],
        opt={"scope": Scope.INVOICES_READ, "examples": EXAMPLES},
        tags=["Order invoices"],
    )


def _the_one(parts: list[Part]) -> Part:
    """The invoice among the files of a call that is for one order: `files`, or `file`, or whatever is alone."""
    for name in ("files", "file"):
        named = [part for part in parts if part.field.partition("[")[0].casefold() == name]
        if named:
            parts = named
            break
    if len(parts) > 1:
        raise invalid("files", f"are {len(parts)}: send one, which is the invoice of this order")
    return parts[0]


async def _take(scope: AsgiScope, spool: Spool, parts: list[Part], order_id: str | None) -> Report:
    documents = documents_of(scope)
    files = [
        NewFile(
            file_name=part.file_name or part.field or "file",
            size=part.size,
            document_key=await documents.put(spool.read(part)),
        )
        for part in parts
    ]
    return await database_of(scope).write(
        imports.take_import,
        seller_of(scope).seller_id,
        import_id=new_uuid(),
        order_id=order_id,
        files=files,
        now=now_of(scope),
    )


def _accepted(scope: AsgiScope, report: Report) -> JsonAnswer:
    path = f"/seller/v2/order-invoice-imports/{report.import_.import_id}"
    headers = {"Location": public_url_of(scope) + path, "Content-Location": path}
    return JsonAnswer(_report(report, language_of(scope)), status_code=201, headers=headers)


def _report(report: Report, language: Language) -> InvoiceImportReport:
    found = report.import_
    wire = InvoiceImportReport(
        import_id=found.import_id,
        status=found.status,
        created_at=render_instant(found.created_at),
        updated_at=render_instant(found.updated_at),
        files=[_file(file, language) for file in report.files],
    )
    if found.order_id is not None:
        wire.order_id = found.order_id
    return wire


def _file(file: InvoiceFile, language: Language) -> ImportedFile:
    step = STEPS.get(file.step or "", RECEIVED)
    wire = ImportedFile(file.file_name, file.status, step.code, step.message(language))
    if file.order_id is not None:
        wire.order_id = file.order_id
    if file.archive is not None:
        wire.archive_name = file.archive
    return wire


def _item(summary: Summary) -> InvoiceImportItem:
    found, counts = summary
    wire = InvoiceImportItem(
        import_id=found.import_id,
        status=found.status,
        created_at=render_instant(found.created_at),
        updated_at=render_instant(found.updated_at),
        file_count=sum(counts.values()),
        failed_count=counts.get(FileStatus.FAILURE, 0),
    )
    if found.order_id is not None:
        wire.order_id = found.order_id
    return wire


def _document(scope: AsgiScope, invoice: Invoice) -> InvoiceDocument:
    path = f"/seller/v2/orders/{invoice.order_id}/invoice-documents/{invoice.document_id}"
    return InvoiceDocument(
        document_id=invoice.document_id,
        order_id=invoice.order_id,
        file_name=invoice.file_name,
        content_type=invoice.media_type,
        size=invoice.size,
        sha256=invoice.sha256.hex(),
        created_at=render_instant(invoice.created_at),
        url=public_url_of(scope) + path,
    )
