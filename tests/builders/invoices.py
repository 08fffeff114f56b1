"""Builders of invoices: files in every format, sent over the API, and what became of them."""

import asyncio
import hashlib
import io
import socketserver
import struct
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx2

from sellergate.kit.ids import new_uuid
from sellergate.market.order_invoices.integration import InvoiceIntegration
from sellergate.market.order_invoices.scanning import open_scanner
from sellergate.market.orders.lifecycle import Event
from sellergate.market.orders.models import Order
from sellergate.storage.documents import Documents, open_home
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, do_due
from tests.builders.orders import an_order

Json = dict[str, Any]
TO_SHIPMENT = (Event.CONTROLLED, Event.PREPARED, Event.SHIPPED)
UBL = "urn:oasis:names:specification:ubl:schema:xsd"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def a_pdf(text: str = "Facture", *, size: int = 0) -> bytes:
    """A PDF of one page that readers open; `size` makes it about so large."""
    stream = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode()
    resources = b"<< /Font << /F1 5 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources %s >>" % resources,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.7\n%" + b"x" * size + b"\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n" % (len(objects) + 1)
    return made + b"%d\n%%%%EOF\n" % table


def a_ubl(number: str = "F-1", *, root: str = "Invoice", namespace: str | None = None) -> bytes:
    """An invoice, or a credit note, in UBL 2.1."""
    space = namespace or f"{UBL}:{root}-2"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{space}" '
        f'xmlns:cbc="{UBL}:CommonBasicComponents-2">\n'
        f"<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:ID>{number}</cbc:ID>"
        f"<cbc:Note>Été</cbc:Note></{root}>\n"
    ).encode()


def a_zip(files: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def a_shipped_order(stall: Stall) -> Order:
    """An order of the seller that takes an invoice."""
    return an_order(stall.on, stall.seller, *TO_SHIPMENT)


def bulk(stall: Stall, *files: tuple[str, bytes], field: str = "files", **call: Any) -> Json:
    """The answer to a bulk upload."""
    parts = [(field, (name, content)) for name, content in files]
    answer = stall.call("POST", "/order-invoice-imports", files=parts, **call)
    assert answer.status_code == 201, answer.text
    report: Json = answer.json()
    return report


def send(
    stall: Stall, order_id: str, content: bytes, name: str = "invoice.pdf", field: str = "files"
) -> httpx2.Response:
    """Send the invoice of one order."""
    path = f"/orders/{order_id}/invoice-documents"
    return stall.call("POST", path, files=[(field, (name, content))])


def judged(stall: Stall, report: Json, *, language: str = "en-US") -> Json:
    """The import, once the work on it, and on what was sent before, is done."""
    for _ in range(100):
        work(stall.on)
        found = followed(stall, report, language=language)
        if found["status"] != "Running":
            return found
    raise AssertionError(found)


def followed(stall: Stall, report: Json, *, language: str = "en-US") -> Json:
    """The import as it is."""
    path = f"/order-invoice-imports/{report['importId']}"
    answer = stall.call("GET", path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def outcomes(report: Json) -> dict[str, str]:
    """Of each file, the step that it reached, by its name."""
    return {file["fileName"]: file["integrationStatus"] for file in report["files"]}


def outcome_of(stall: Stall, content: bytes, *, name: str | None = None) -> str:
    """The step that one file, sent for an order that takes it, ends with."""
    order = a_shipped_order(stall)
    report = judged(stall, bulk(stall, (name or f"{order.order_id}.pdf", content)))
    [file] = report["files"]
    return str(file["integrationStatus"])


def invoices(stall: Stall, order_id: str) -> list[Json]:
    """What is attached to an order."""
    answer = stall.call("GET", f"/orders/{order_id}/invoice-documents")
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    assert answer.json()["itemsPerPage"] == len(items)
    return items


def download(stall: Stall, document: Json) -> httpx2.Response:
    """The answer at the address of an invoice."""
    return stall.call("GET", document["url"].removeprefix(f"{stall.on.url}/seller/v2"))


def documents_of(on: Installation) -> Documents:
    """The documents of an installation, for who works beside it."""
    return Documents(open_home(on.settings.documents), on.access.db, on.clock)


def work(on: Installation, *, scanner: str | None = None) -> None:
    """Judge what is due, when the installation does not do it by itself."""
    documents = documents_of(on)
    do_due(on, InvoiceIntegration(documents, open_scanner(scanner), on.clock, new_uuid))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class FakeClamd(socketserver.ThreadingTCPServer):
    """A clamd that speaks INSTREAM on a real socket: it knows one virus. `mood` is what it does besides."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.mood = "well"
        self.scanned: list[int] = []
        super().__init__(("127.0.0.1", 0), _Session)

    @property
    def address(self) -> str:
        return f"clamd://127.0.0.1:{self.server_address[1]}"


class _Session(socketserver.StreamRequestHandler):
    server: FakeClamd

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        assert command == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        match self.server.mood:
            case "silent":
                return
            case "small":
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
            case "odd":
                self.wfile.write(b"stream: maybe\0")
            case _:
                self.server.scanned.append(len(content))
                found = b"Eicar-Test-Signature FOUND" if EICAR in content else b"OK"
                self.wfile.write(b"stream: " + found + b"\0")


@contextmanager
def run_clamd() -> Iterator[FakeClamd]:
    """A scanner that answers, until the end of the block."""
    with FakeClamd() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def run_alone(work: Any) -> Any:
    """The value of a coroutine, on a loop of its own."""
    return asyncio.run(work)
