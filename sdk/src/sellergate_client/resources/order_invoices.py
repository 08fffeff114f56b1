"""Operations of the API: order invoices.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from sellergate_client._core.calls import content, nothing, reads, segment
from sellergate_client._core.messages import Call, File
from sellergate_client._core.paging import SIZED_CURSOR, Listing
from sellergate_client._drivers.binding import (
    AsyncResource,
    Resource,
    async_listing,
    async_method,
    listing,
    method,
)
from sellergate_client.types.order_invoices import (
    DocumentPage,
    InvoiceImportItem,
    InvoiceImportReport,
)


def list_order_invoice_imports(*, page_size: int = 100) -> Listing[InvoiceImportItem]:
    """List invoice imports.

    Return the uploads of the seller, the newest first. They are kept 90 days; invoices stay with their
    orders.

    * `page_size`: How many items a page has at most.
    """
    return Listing(
        Call(
            "GET",
            "/order-invoice-imports",
            "order_invoices",
            nothing,
            safe=True,
            query={"pageSize": page_size},
        ),
        InvoiceImportItem,
        SIZED_CURSOR,
    )


def import_order_invoices(*files: File) -> Call[InvoiceImportReport]:
    """Send invoices of several orders.

    Send up to 100 files at once: each is the invoice of the order that it is named after, such as
    `2611071032ABCDE.pdf`.

    A file is a PDF, XML in UBL 2.1, or a ZIP archive of up to 1,000 of these; 10 MiB for an invoice,
    100 MiB in all. The name of the part does not matter. The answer says only that the files were
    received: follow the import until it is no longer `Running`. Files are judged one by one, and a bad
    one stops no other. A new invoice replaces the former one.
    """
    return Call(
        "POST",
        "/order-invoice-imports",
        "order_invoices",
        reads(InvoiceImportReport),
        files=tuple(("files", file) for file in files),
    )


def get_order_invoice_import(import_id: str) -> Call[InvoiceImportReport]:
    """Get an invoice import.

    Return how an upload stands, and what became of each file: `integrationStatus` is the step reached,
    or why it failed.

    * `import_id`: The `importId` of the upload's answer.
    """
    return Call(
        "GET",
        f"/order-invoice-imports/{segment(import_id)}",
        "order_invoices",
        reads(InvoiceImportReport),
        safe=True,
    )


def list_order_invoices(order_id: str) -> Call[DocumentPage]:
    """List the invoices of an order.

    Return what is attached to an order: its invoice, with the address of its bytes, or nothing yet.

    * `order_id`: The order.
    """
    return Call(
        "GET",
        f"/orders/{segment(order_id)}/invoice-documents",
        "order_invoices",
        reads(DocumentPage),
        safe=True,
    )


def send_order_invoice(order_id: str, *files: File) -> Call[InvoiceImportReport]:
    """Send the invoice of an order.

    Send the one invoice of an order of which something is shipped: a PDF, or XML in UBL 2.1, of up to
    10 MiB.

    The answer says only that the file was received: follow the import until it is no longer `Running`.
    To correct an invoice, send the right one: it replaces the former.

    * `order_id`: The order.
    """
    return Call(
        "POST",
        f"/orders/{segment(order_id)}/invoice-documents",
        "order_invoices",
        reads(InvoiceImportReport),
        files=tuple(("files", file) for file in files),
    )


def download_order_invoice(order_id: str, document_id: str) -> Call[bytes]:
    """Download an invoice.

    Return the very bytes that were sent. An invoice that was replaced is gone: read the list for the
    present one.

    * `order_id`: The order.
    * `document_id`: The `documentId` of the list.
    """
    return Call(
        "GET",
        f"/orders/{segment(order_id)}/invoice-documents/{segment(document_id)}",
        "order_invoices",
        content,
        safe=True,
    )


class OrderInvoices(Resource):
    """The invoices that you issue to your customers, so that they can download them: sent for one order or
    for many at once, judged file by file, and replaced by sending them again.
    """

    list_imports = listing(list_order_invoice_imports)
    import_order_invoices = method(import_order_invoices)
    get_import = method(get_order_invoice_import)
    list = method(list_order_invoices)
    send = method(send_order_invoice)
    download = method(download_order_invoice)


class AsyncOrderInvoices(AsyncResource):
    """The invoices that you issue to your customers, so that they can download them: sent for one order or
    for many at once, judged file by file, and replaced by sending them again.
    """

    list_imports = async_listing(list_order_invoice_imports)
    import_order_invoices = async_method(import_order_invoices)
    get_import = async_method(get_order_invoice_import)
    list = async_method(list_order_invoices)
    send = async_method(send_order_invoice)
    download = async_method(download_order_invoice)
