"""Bodies, files and archives made to do harm: a clear answer, nothing half done, and little memory."""

import json
import os
import socket
import struct
import time
import zipfile
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from structlog.testing import capture_logs

from tests.builders.invoices import (
    UBL,
    a_pdf,
    a_shipped_order,
    a_ubl,
    a_zip,
    bulk,
    invoices,
    judged,
    outcome_of,
    outcomes,
    send,
)
from tests.builders.offer_packages import Stall
from tests.builders.wire import assert_problem, send_raw, slug_of

pytestmark = pytest.mark.slow  # many crafted files

pytestmark = pytest.mark.slow  # many; the inner loop has those of tests/market/order_invoices

MIB = 1024 * 1024
BOUNDARY = "multipart/form-data; boundary=b"


def part(content: bytes, *, name: str = "x.pdf", headers: bytes = b"") -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'.encode()
    return head + headers + b"\r\n" + content + b"\r\n"


BODIES: dict[str, tuple[str | None, bytes, str]] = {
    "JSON": ("application/json", b"{}", "multipart/form-data"),
    "no Content-Type": (None, part(a_pdf()) + b"--b--\r\n", "multipart/form-data"),
    "a bare PDF": ("application/pdf", a_pdf(), "multipart/form-data"),
    "no boundary": ("multipart/form-data", part(a_pdf()) + b"--b--\r\n", "boundary"),
    "an empty boundary": ('multipart/form-data; boundary=""', b"--\r\n", "boundary"),
    "an endless boundary": (f"multipart/form-data; boundary={'b' * 5000}", b"--b", "boundary"),
    "another boundary": ("multipart/form-data; boundary=c", part(a_pdf()) + b"--b--\r\n", "whole"),
    "nothing": (BOUNDARY, b"", "whole"),
    "noise": (BOUNDARY, os.urandom(5_000), "whole"),
    "no end": (BOUNDARY, part(a_pdf()), "whole"),
    "cut in the headers": (BOUNDARY, b"--b\r\nContent-Dispo", "whole"),
    "cut in a file": (BOUNDARY, part(a_pdf())[:-200], "whole"),
    "no part": (BOUNDARY, b"--b--\r\n", "missing"),
    "plain fields only": (
        BOUNDARY,
        b'--b\r\nContent-Disposition: form-data; name="files"\r\n\r\nhello\r\n--b--\r\n',
        "missing",
    ),
    "a part without a name": (BOUNDARY, b"--b\r\n\r\nhello\r\n--b--\r\n", "whole"),
    "10,000 parts": (BOUNDARY, part(b"") * 10_000 + b"--b--\r\n", "more than 100"),
    "101 files": (BOUNDARY, part(b"x") * 101 + b"--b--\r\n", "at most 100"),
    "endless headers": (
        *(BOUNDARY, part(b"x", headers=b"X-A: 1\r\n" * 1_000) + b"--b--\r\n"),
        "headers",
    ),
    "an endless header": (
        *(BOUNDARY, part(b"x", headers=b"X-A: " + b"a" * 100_000 + b"\r\n") + b"--b--\r\n"),
        "headers",
    ),
    "a header that is none": (BOUNDARY, part(b"x", headers=b"\xff\xfe\r\n") + b"--b--", "whole"),
}


@pytest.mark.parametrize("case", BODIES)
def test_a_bad_body_is_a_problem_that_names_what_to_mend(case: str, stall: Stall) -> None:
    content_type, body, words = BODIES[case]

    answer = stall.call(
        "POST",
        "/order-invoice-imports",
        content=body,
        headers={"Content-Type": content_type} if content_type else None,
    )

    assert words in json.dumps(assert_problem(answer, 400, "validation"))


def test_a_body_that_is_too_large_is_refused_before_it_is_read(stall: Stall) -> None:
    def endless() -> Any:
        yield part(b"x" * 65_536)[:-2]
        for _ in range(2_000):
            yield b"x" * 65_536

    announced = send_raw(
        stall.on,
        b"/seller/v2/order-invoice-imports",
        [
            (b"Authorization", f"Bearer {stall.token}".encode()),
            (b"SellerId", str(stall.seller.seller_id).encode()),
            (b"Content-Type", BOUNDARY.encode()),
            (b"Content-Length", b"200000000"),
        ],
        method=b"POST",
    )
    assert (announced.status, slug_of(announced.problem)) == (413, "body-too-large")
    try:
        told = stall.call(
            "POST",
            "/order-invoice-imports",
            content=endless(),
            headers={"Content-Type": BOUNDARY},
        )
    except httpx2.WriteError:  # the connection was closed on us while we went on sending
        return
    assert_problem(told, 413, "body-too-large")


def test_an_order_that_is_not_there_is_told_before_a_body_is_read(stall: Stall) -> None:
    answer = stall.call(
        "POST", "/orders/2611071032ZZZZZ/invoice-documents", content=b"no form at all"
    )

    assert_problem(answer, 404, "not-found")


DEEP = b"<a>" * 50_000
NAMES = b"".join(b"<n%d/>" % number for number in range(20_000))
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;">]>' + a_ubl().partition(b"?>")[2]
)
FILES: dict[str, tuple[bytes, str]] = {
    "a PDF": (a_pdf(), "Attached"),
    "a PDF after a few bytes of another program": (b"\r\n\r\n" + a_pdf(), "Attached"),
    "a PDF with a signature after its end": (a_pdf() + b"\n" * 200, "Attached"),
    "a UBL invoice": (a_ubl(), "Attached"),
    "a UBL credit note": (a_ubl(root="CreditNote"), "Attached"),
    "a UBL invoice in UTF-16": (a_ubl().decode().replace("UTF-8", "UTF-16").encode("utf-16"), "Attached"),
    "a UBL invoice with a BOM": (b"\xef\xbb\xbf" + a_ubl(), "Attached"),
    "nothing": (b"", "FileEmpty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "FormatNotSupported"),
    "a page": (b"<html><script>alert(1)</script></html>", "FormatNotSupported"),
    "a script that begins like XML": (b"<?php system($_GET[0]); ?>", "FileCorrupt"),
    "words": (b"Bonjour", "FormatNotSupported"),
    "a program": (b"MZ" + b"\0" * 500, "FormatNotSupported"),
    "a PDF that is cut": (a_pdf()[:-40], "FileCorrupt"),
    "the header of a PDF": (b"%PDF-1.7\n", "FileCorrupt"),
    "a PDF without a table": (b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n", "Attached"),
    "a PDF without a version": (b"%PDF-\n%%EOF\n", "FormatNotSupported"),
    "XML of another kind": (a_ubl(namespace="urn:x"), "FormatNotSupported"),
    "an order in UBL": (a_ubl(root="Order"), "FormatNotSupported"),
    "an invoice in the namespace of credit notes": (a_ubl(namespace=f"{UBL}:CreditNote-2"), "FormatNotSupported"),
    "XML that is cut": (a_ubl()[:-10], "FileCorrupt"),
    "XML with an unknown encoding": (b'<?xml version="1.0" encoding="x-none"?><Invoice/>', "FileCorrupt"),
    "a billion laughs": (LAUGHS, "FormatNotSupported"),
    "an external entity": (b'<!DOCTYPE Invoice SYSTEM "file:///etc/passwd">' + a_ubl().partition(b"?>")[2], "FormatNotSupported"),
    "XML too deep": (a_ubl()[:-11] + DEEP, "FormatNotSupported"),
    "XML with too many names": (a_ubl().replace(b"</Invoice>", NAMES + b"</Invoice>"), "FormatNotSupported"),
    "an invoice that is too large": (a_pdf(size=10 * MIB), "FileTooLarge"),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_a_file_is_what_its_bytes_are(case: str, stall: Stall) -> None:
    """contract/06 §1: PDF, UBL 2.1, ZIP. The name and the part's Content-Type count for nothing."""
    content, step = FILES[case]

    assert outcome_of(stall, content) == step


def test_neither_name_nor_declared_type_is_believed(stall: Stall) -> None:
    order = a_shipped_order(stall).order_id
    parts = [("files", (f"{order}.pdf", a_ubl(), "image/png"))]

    report = stall.call("POST", "/order-invoice-imports", files=parts).json()

    assert outcomes(judged(stall, report)) == {f"{order}.pdf": "Attached"}
    assert invoices(stall, order)[0]["contentType"] == "application/xml"


def encrypted(archive: bytes) -> bytes:
    """The archive with the flag of encryption set for its entry, here and in the directory."""
    made = bytearray(archive)
    made[6] |= 1
    made[archive.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def claiming(archive: bytes, size: int) -> bytes:
    """The archive, whose directory says that each entry unpacks to `size` bytes."""
    made, at = bytearray(archive), 0
    while (at := archive.find(b"PK\x01\x02", at + 1)) > 0:
        struct.pack_into("<L", made, at + 24, size)
    return bytes(made)


ARCHIVES: dict[str, tuple[Callable[[], bytes], str]] = {
    "an archive in an archive": (lambda: a_zip({"x.zip": a_zip({"y.pdf": a_pdf()})}), "FormatNotSupported"),
    "a bomb": (lambda: claiming(a_zip({"x.pdf": a_pdf()}), 250 * MIB), "ArchiveTooLarge"),
    "many small bombs": (lambda: claiming(a_zip({f"{n}.pdf": b"" for n in range(30)}), 9 * MIB), "ArchiveTooLarge"),
    "a file that is too large": (lambda: a_zip({"x.pdf": b"\0" * 11 * MIB}), "FileTooLarge"),
    "a bomb that understates itself": (lambda: claiming(a_zip({"x.pdf": b"\0" * 12 * MIB}), 1_000), "FileCorrupt"),
    "too many files": (lambda: a_zip({f"{n}.pdf": b"" for n in range(1_001)}), "ArchiveTooLarge"),
    "a huge directory": (lambda: a_zip({f"{n:0200d}.pdf": b"" for n in range(6_000)}), "ArchiveCorrupt"),
    "a password": (lambda: encrypted(a_zip({"x.pdf": a_pdf()})), "FileProtected"),
    "another compression": (lambda: a_zip({"x.pdf": a_pdf()}, method=zipfile.ZIP_LZMA), "FileProtected"),
    "a name that leads out": (lambda: a_zip({"../../etc/cron.d/x.pdf": a_pdf()}), "ArchiveCorrupt"),
    "a name from the root": (lambda: a_zip({"/etc/x.pdf": a_pdf()}), "ArchiveCorrupt"),
    "a name on a drive": (lambda: a_zip({"C:\\x.pdf": a_pdf()}), "ArchiveCorrupt"),
    "nothing": (lambda: a_zip({}), "ArchiveEmpty"),
    "folders only": (lambda: a_zip({"a/": b"", "__MACOSX/x.pdf": b""}), "ArchiveEmpty"),
    "a cut archive": (lambda: a_zip({"x.pdf": a_pdf()})[:-30], "ArchiveCorrupt"),
    "the header of an archive": (lambda: b"PK\x03\x04", "ArchiveCorrupt"),
    "an entry whose bytes are wrong": (lambda: a_zip({"x.pdf": a_pdf()}, method=0).replace(b"Facture", b"Fakture"), "FileCorrupt"),
}  # fmt: skip


@pytest.mark.parametrize("case", ARCHIVES)
def test_an_archive_that_cannot_be_taken_fails_with_its_reason(case: str, stall: Stall) -> None:
    make, step = ARCHIVES[case]
    order = a_shipped_order(stall).order_id
    content = make()

    told = send(stall, order, content, "x.zip").json()

    last = judged(stall, told)["files"][-1]["integrationStatus"]
    # For one order an archive of several files is refused before it is read; in bulk its own fault is told.
    in_bulk = judged(stall, bulk(stall, ("x.zip", content)))["files"][-1]["integrationStatus"]
    assert last == step
    assert in_bulk in {step, "OrderNotFound"}
    assert invoices(stall, order) == []


def test_a_good_file_beside_a_bad_archive_is_attached(stall: Stall) -> None:
    order = a_shipped_order(stall).order_id

    done = judged(stall, bulk(stall, ("bad.zip", b"PK\x03\x04"), (f"{order}.pdf", a_pdf())))

    assert done["status"] == "PartialSuccess"
    assert outcomes(done) == {"bad.zip": "ArchiveCorrupt", f"{order}.pdf": "Attached"}


def test_a_caller_that_hangs_up_in_the_middle_of_a_file_is_no_failure_of_ours(stall: Stall) -> None:
    head = (
        "POST /seller/v2/order-invoice-imports HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: Bearer {stall.token}\r\nSellerId: {stall.seller.seller_id}\r\n"
        f"Content-Type: {BOUNDARY}\r\nContent-Length: 500000\r\n\r\n"
    )
    with capture_logs() as told:
        with socket.create_connection(("127.0.0.1", stall.on.port)) as connection:
            connection.sendall(head.encode() + part(a_pdf()))
            time.sleep(0.2)
        deadline = time.monotonic() + 5
        while not any(line.get("event") == "call" for line in told):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    assert [line for line in told if line["log_level"] == "error"] == []
    [call] = [line for line in told if line["event"] == "call"]
    assert (call["operation"], call["reason"]) == ("importOrderInvoices", "request-timeout")
