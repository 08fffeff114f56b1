"""XML packages of offers as sellers' programs write them, and a host on this machine that serves them."""

import io
import threading
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import quoteattr

NAMESPACE = (
    "clr-namespace:Cdiscount.Service.OfferIntegration.Pivot;"
    "assembly=Cdiscount.Service.OfferIntegration"
)
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="text/xml"/></Types>'
)
RELS = (
    '<?xml version="1.0" encoding="utf-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Type="http://cdiscount.com/uri/document" Target="/Content/Offers.xml" Id="R1"/>'
    "</Relationships>"
)
TRACKED = {
    "DeliveryMode": "Tracked",
    "ShippingCharges": "4.90",
    "AdditionalShippingCharges": "1.50",
}


def element(name: str, attributes: dict[str, Any], inner: str = "") -> str:
    written = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"<{name}{written}>{inner}</{name}>"


def an_offer_element(
    ean: str = "0000000000017",
    reference: str = "GANT-01-M",
    *,
    shipping: Iterable[dict[str, Any]] = (TRACKED,),
    discounts: Iterable[dict[str, Any]] = (),
    without: Iterable[str] = (),
    **attributes: Any,
) -> str:
    """An `Offer` of a Full package with every attribute that one must have."""
    said = {
        "SellerProductId": reference,
        "ProductEan": ean,
        "ProductCondition": "6",
        "Price": "29.90",
        "EcoPart": "0.10",
        "DeaTax": "0",
        "Vat": "20",
        "Stock": "12",
        "PreparationTime": "2",
        "StrikedPrice": "",
        "Comment": "",
        **attributes,
    }
    inner = _listed(
        "Offer.ShippingInformationList", "ShippingInformationList", "ShippingInformation", shipping
    )
    inner += _listed(
        "Offer.PriceAndDiscountList", "DiscountComponentList", "DiscountComponent", discounts
    )
    return element("Offer", {k: v for k, v in said.items() if k not in without}, inner)


def a_change_element(ean: str, reference: str, **attributes: Any) -> str:
    """An `Offer` of a StockAndPrice package."""
    return element("Offer", {"SellerProductId": reference, "ProductEan": ean, **attributes})


def a_package_document(
    *offers: str,
    kind: str | None = "Full",
    pools: Iterable[str] = ("1",),
    namespace: str = NAMESPACE,
    root: str = "OfferPackage",
    **attributes: Any,
) -> str:
    """The text of Content/Offers.xml."""
    said = {"Name": "Nom fichier offres", **({"PackageType": kind} if kind else {}), **attributes}
    said |= {"xmlns": namespace, "xmlns:x": "http://schemas.microsoft.com/winfx/2006/xaml"}
    inner = element(
        "OfferPackage.Offers",
        {},
        element("OfferCollection", {"Capacity": len(offers)}, "\n".join(offers)),
    )
    inner += _listed(
        "OfferPackage.OfferPublicationList",
        "OfferPublicationList",
        "PublicationPool",
        [{"Id": pool} for pool in pools],
    )
    return element(root, said, inner)


def _listed(outer: str, list_: str, name: str, parts: Iterable[dict[str, Any]]) -> str:
    each = [element(name, part) for part in parts]
    if not each:
        return ""
    return element(outer, {}, element(list_, {"Capacity": len(each)}, "".join(each)))


def zipped(
    document: str | bytes | None,
    *,
    name: str = "Content/Offers.xml",
    method: int = zipfile.ZIP_DEFLATED,
    more: dict[str, str] | None = None,
) -> bytes:
    """An archive as the format wants it, with `document` where the offers are."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for entry, content in {
            "[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELS, **(more or {})
        }.items():  # fmt: skip
            archive.writestr(entry, content)
        if document is not None:
            archive.writestr(name, document)
    return made.getvalue()


class FileHost:
    """A seller's host: what it answers is set by path."""

    def __init__(self) -> None:
        self.answers: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._number = 0
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append((self.path, dict(self.headers)))
                host.answer(self)

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server.server_port)

    def publish(
        self, body: bytes, *, path: str | None = None, status: int = 200, **answer: Any
    ) -> str:
        """The address where `body` is. `headers`, `delay` (s, before the answer) and `drip` (s, between its bytes)."""
        self._number += 1
        path = path or f"/packages/{self._number}.zip"
        self.answers[path] = {"body": body, "status": status, **answer}
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        answer = self.answers.get(request.path, {"body": b"", "status": 404})
        time.sleep(answer.get("delay", 0))
        request.send_response(answer["status"])
        for name, value in answer.get("headers", {}).items():
            request.send_header(name, value)
        body = answer["body"]
        request.send_header("Content-Length", str(answer.get("length", len(body))))
        request.end_headers()
        with suppress(ConnectionError):  # who gave up has hung up
            if "drip" not in answer:
                request.wfile.write(body)
                return
            for byte in body:
                request.wfile.write(bytes([byte]))
                request.wfile.flush()
                time.sleep(answer["drip"])


@contextmanager
def run_file_host() -> Iterator[FileHost]:
    host = FileHost()
    try:
        yield host
    finally:
        host.server.shutdown()
        host.server.server_close()
