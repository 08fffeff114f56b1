"""Invoices that sellers of the demo marketplace sent: made here, judged by the same work as everybody's."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from xml.sax.saxutils import escape

from sellergate.access.context import SellerId
from sellergate.demo.world import MAISON
from sellergate.jobs import store as jobs
from sellergate.market.order_invoices.imports import take_import
from sellergate.market.order_invoices.integration import InvoiceIntegration
from sellergate.market.order_invoices.models import NewFile
from sellergate.market.order_invoices.scanning import NoScanner
from sellergate.market.orders.models import Order
from sellergate.market.orders.store import get_order
from sellergate.rest.openapi.facts import DELIVERED_ORDER_ID, SHIPPED_ORDER_ID
from sellergate.storage.database import Database
from sellergate.storage.documents import Documents, Home

# What the reference shows.
SHOWN_IMPORT: Final = "b0c8a0c2-0000-4000-8000-000000000001"
SHOWN_INVOICE: Final = "5d1f7a90-0000-4000-8000-000000000002"
_FORMER_IMPORT: Final = "b0c8a0c2-0000-4000-8000-000000000000"
_FORMER_INVOICE: Final = "5d1f7a90-0000-4000-8000-000000000001"

_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd"
MakeInvoice = Callable[[Order], bytes]


@dataclass(frozen=True, slots=True)
class SentInvoices:
    """An import of invoices, each by its file name of an order; `order_id` when it was sent for that one alone."""

    ago: timedelta
    home: Home
    import_id: str
    invoice_id: str
    files: Mapping[str, tuple[str, MakeInvoice]]
    seller_id: SellerId = MAISON
    order_id: str | None = None

    async def happen(self, db: Database, now: datetime) -> None:
        """Send the files at `now`, and let them be judged a second later."""
        documents = Documents(self.home, db, lambda: now)
        sent = []
        for name, (order_id, make) in self.files.items():
            content = make(await db.read(get_order, self.seller_id, order_id))
            sent.append(NewFile(name, len(content), await documents.put(content)))
        await db.write(
            take_import,
            self.seller_id,
            import_id=self.import_id,
            order_id=self.order_id,
            files=sent,
            now=now,
        )
        later = now + timedelta(seconds=1)
        handler = InvoiceIntegration(documents, NoScanner(), lambda: later, lambda: self.invoice_id)
        [waiting] = await db.read(jobs.all_jobs)
        job = await db.write(jobs.claim, waiting.id, lease="demo/1", now=later)
        if job is None:
            raise RuntimeError("the invoices cannot be judged")
        await handler.run(job, db)


def sent_invoices(home: Home) -> Iterator[SentInvoices]:
    """What was sent in the last two days."""
    hours = timedelta(hours=1)
    yield SentInvoices(
        42 * hours,
        home,
        _FORMER_IMPORT,
        _FORMER_INVOICE,
        {"facture-F2026-0411.xml": (DELIVERED_ORDER_ID, invoice_ubl)},
        order_id=DELIVERED_ORDER_ID,
    )
    yield SentInvoices(
        20 * hours,
        home,
        SHOWN_IMPORT,
        SHOWN_INVOICE,
        {
            f"{SHIPPED_ORDER_ID}.pdf": (SHIPPED_ORDER_ID, invoice_pdf),
            "facture-F2026-0413.pdf": (SHIPPED_ORDER_ID, invoice_pdf),
        },
    )


def invoice_pdf(order: Order) -> bytes:
    """A page that names the order, its lines and what they cost."""
    customer = order.billing_address
    lines = [
        "FACTURE",
        "",
        f"Commande {order.order_id}",
        f"{customer.first_name or ''} {customer.last_name}".strip(),
        f"{customer.postal_code} {customer.city}",
        "",
        *(
            f"{line.quantity} x {line.product_title}: {_euros(line.unit_price)}"
            for line in order.lines
        ),
        "",
        f"Total TTC {_euros(order.selling_total)}",
    ]
    shown = " ".join(f"({_in_pdf(line)}) Tj T*" for line in lines)
    text = b"BT /F1 12 Tf 18 TL 72 770 Td " + shown.encode("cp1252", "replace") + b" ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj %s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        *(len(parts) + 1, len(made)),
    )
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + end


def invoice_ubl(order: Order) -> bytes:
    """The same as an invoice in UBL 2.1, as far as machines ask for it."""
    lines = "".join(
        f"<cac:InvoiceLine><cbc:ID>{line.position}</cbc:ID>"
        f'<cbc:InvoicedQuantity unitCode="C62">{line.quantity}</cbc:InvoicedQuantity>'
        f"<cac:Item><cbc:Name>{escape(line.product_title)}</cbc:Name></cac:Item></cac:InvoiceLine>"
        for line in order.lines
    )
    amount = f"{order.selling_total / 100:.2f}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Invoice xmlns="{_UBL}:Invoice-2" '
        f'xmlns:cac="{_UBL}:CommonAggregateComponents-2" xmlns:cbc="{_UBL}:CommonBasicComponents-2">'
        f"<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:ID>F2026-0411</cbc:ID>"
        f"<cbc:IssueDate>{order.updated_at:%Y-%m-%d}</cbc:IssueDate>"
        f"<cbc:DocumentCurrencyCode>{order.currency}</cbc:DocumentCurrencyCode>"
        f"<cac:OrderReference><cbc:ID>{order.order_id}</cbc:ID></cac:OrderReference>"
        f'<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="{order.currency}">{amount}'
        f"</cbc:PayableAmount></cac:LegalMonetaryTotal>{lines}</Invoice>\n"
    ).encode()


def _euros(cents: int) -> str:
    return f"{cents / 100:.2f} EUR".replace(".", ",")


def _in_pdf(text: str) -> str:
    """A text as PDF writes it: the characters that end one are escaped."""
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
