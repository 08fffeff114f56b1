"""Sellers send invoices, follow what becomes of them, and read the same bytes back (contract/06)."""

from typing import Any

import pytest

from sellergate.market.orders.lifecycle import Event
from tests.builders.installation import Installation
from tests.builders.invoices import (
    a_pdf,
    a_shipped_order,
    a_ubl,
    a_zip,
    bulk,
    download,
    invoices,
    judged,
    outcomes,
    send,
    sha256,
)
from tests.builders.offer_packages import Stall
from tests.builders.orders import an_order
from tests.builders.wire import assert_problem

PDF, XML = "application/pdf", "application/xml"


def test_the_invoice_of_one_order_is_received_followed_attached_and_read_back(stall: Stall) -> None:
    """contract/06 §1, §7: 201 with importId and Running at once; the file is judged later."""
    order, invoice = a_shipped_order(stall), a_pdf("Facture 118")

    answer = send(stall, order.order_id, invoice, "facture-118.pdf")

    assert answer.status_code == 201
    report = answer.json()
    path = f"/seller/v2/order-invoice-imports/{report['importId']}"
    assert answer.headers["content-location"] == path
    assert answer.headers["location"] == stall.on.url + path
    assert (report["status"], report["orderId"]) == ("Running", order.order_id)
    assert report["files"][0] | {"message": ""} == {
        "fileName": "facture-118.pdf",
        "orderId": order.order_id,
        "status": "Running",
        "integrationStatus": "Received",
        "message": "",
    }
    assert invoices(stall, order.order_id) == []

    done = judged(stall, report)

    assert done["status"] == done["files"][0]["status"] == "Success"
    assert outcomes(done) == {"facture-118.pdf": "Attached"}
    [document] = invoices(stall, order.order_id)
    got = download(stall, document)
    assert got.content == invoice
    assert (document["contentType"], document["size"], document["sha256"]) == (
        *(PDF, len(invoice)),
        sha256(invoice),
    )
    assert got.headers["content-type"] == PDF
    assert got.headers["content-disposition"].startswith('attachment; filename="facture-118.pdf"')
    assert got.headers["x-content-type-options"] == "nosniff"


def test_files_of_a_bulk_upload_are_attached_to_the_orders_they_are_named_after(
    stall: Stall,
) -> None:
    """contract/06 §1 Bulk naming: the name without its extension is the order id; letter case does not matter here."""
    first, second, third = (a_shipped_order(stall).order_id for _ in range(3))

    report = bulk(
        stall,
        (f"{first}.pdf", a_pdf(first)),
        (f"{second.lower()}.PDF", a_pdf(second)),
        (third, a_ubl(third)),
    )

    assert [file["orderId"] for file in report["files"]] == [first, second, third]
    assert set(outcomes(judged(stall, report)).values()) == {"Attached"}
    assert [invoices(stall, one)[0]["contentType"] for one in (first, second, third)] == [
        *(PDF, PDF, XML)
    ]


def test_a_file_that_matches_no_order_fails_alone(stall: Stall, neighbour: Stall) -> None:
    """contract/06 §1, §3: PartialSuccess; another seller's order is none."""
    mine, foreign = a_shipped_order(stall).order_id, a_shipped_order(neighbour).order_id

    done = judged(
        stall,
        bulk(
            stall,
            (f"{mine}.pdf", a_pdf()),
            ("unknown.pdf", a_pdf()),
            (f"{foreign}.pdf", a_pdf()),
        ),
    )

    assert done["status"] == "PartialSuccess"
    assert outcomes(done) == {
        f"{mine}.pdf": "Attached",
        "unknown.pdf": "OrderNotFound",
        f"{foreign}.pdf": "OrderNotFound",
    }
    [unknown, other] = [file for file in done["files"] if file["status"] == "Failure"]
    assert "orderId" not in unknown
    assert "orderId" not in other
    assert invoices(neighbour, foreign) == []


def test_an_import_of_which_nothing_passes_is_a_failure(stall: Stall) -> None:
    """contract/06 §3."""
    done = judged(stall, bulk(stall, ("unknown.pdf", a_pdf())))

    assert done["status"] == "Failure"
    assert "2611071032ABCDE.pdf" in done["files"][0]["message"]


def test_what_became_of_a_file_is_told_in_the_language_of_the_call(stall: Stall) -> None:
    report = bulk(stall, ("unknown.pdf", a_pdf()))

    told = {
        language: judged(stall, report, language=language)["files"][0]["message"]
        for language in ("fr-FR", "en-US", "es-ES")
    }

    assert told["fr-FR"].startswith("Le nom du fichier")
    assert told["en-US"].startswith("The name of the file")
    assert told["es-ES"].startswith("El nombre del archivo")


def test_an_archive_is_told_by_the_files_in_it(stall: Stall) -> None:
    """contract/06 §1: ZIP of PDF and UBL, every inner name an order id. What macOS and Windows add counts for nothing."""
    first, second = (a_shipped_order(stall).order_id for _ in range(2))
    archive = a_zip(
        {
            "invoices/": b"",
            f"invoices/{first}.pdf": a_pdf(first),
            f"invoices\\{second.lower()}.xml": a_ubl(second),
            "other.pdf": a_pdf(),
            f"__MACOSX/invoices/._{first}.pdf": b"\0\x05\x16\x07",
            "invoices/.DS_Store": b"\0",
            "Thumbs.db": b"\0",
        }
    )

    done = judged(stall, bulk(stall, ("november.zip", archive)))

    assert outcomes(done) == {
        f"{first}.pdf": "Attached",
        f"{second.lower()}.xml": "Attached",
        "other.pdf": "OrderNotFound",
    }
    assert {file["archiveName"] for file in done["files"]} == {"november.zip"}
    assert download(stall, invoices(stall, first)[0]).content == a_pdf(first)
    assert download(stall, invoices(stall, second)[0]).content == a_ubl(second)


def test_an_archive_with_one_file_may_be_sent_for_one_order_whatever_its_name(stall: Stall) -> None:
    order = a_shipped_order(stall).order_id

    report = send(stall, order, a_zip({"facture.pdf": a_pdf()}), "x.zip").json()

    assert outcomes(judged(stall, report)) == {"facture.pdf": "Attached"}
    several = send(stall, order, a_zip({"a.pdf": a_pdf(), "b.pdf": a_pdf()})).json()
    assert outcomes(judged(stall, several)) == {"invoice.pdf": "SeveralInvoices"}


def test_a_new_invoice_replaces_the_former_one(stall: Stall) -> None:
    """contract/06 §1: that is how an invoice is corrected."""
    order = a_shipped_order(stall).order_id
    judged(stall, send(stall, order, a_pdf("wrong")).json())
    [former] = invoices(stall, order)

    judged(stall, send(stall, order, a_ubl("right")).json())

    [present] = invoices(stall, order)
    assert present["documentId"] != former["documentId"]
    assert download(stall, present).content == a_ubl("right")
    gone = assert_problem(download(stall, former), 404, "not-found")
    assert "replaced" in gone["detail"]


def test_a_bad_correction_leaves_the_former_invoice(stall: Stall) -> None:
    """contract/06 §1: only a good upload replaces."""
    order = a_shipped_order(stall).order_id
    judged(stall, send(stall, order, a_pdf("good")).json())
    [former] = invoices(stall, order)

    done = judged(stall, send(stall, order, b"not an invoice").json())

    assert outcomes(done) == {"invoice.pdf": "FormatNotSupported"}
    assert invoices(stall, order) == [former]
    assert download(stall, former).content == a_pdf("good")


def test_two_files_for_one_order_in_one_import_are_both_refused(stall: Stall) -> None:
    order, other = (a_shipped_order(stall).order_id for _ in range(2))

    done = judged(
        stall,
        bulk(
            stall,
            (f"{order}.pdf", a_pdf()),
            ("more.zip", a_zip({f"{order}.xml": a_ubl()})),
            (f"{other}.pdf", a_pdf()),
        ),
    )

    assert outcomes(done) == {
        f"{order}.pdf": "DuplicateInImport",
        f"{order}.xml": "DuplicateInImport",
        f"{other}.pdf": "Attached",
    }
    assert invoices(stall, order) == []


def test_an_order_of_which_nothing_is_shipped_takes_no_invoice(stall: Stall) -> None:
    """contract/06 §1, §7: 400 for the order of the path, a failed file in bulk."""
    order = an_order(stall.on, stall.seller).order_id

    problem = assert_problem(send(stall, order, a_pdf()), 400, "validation")

    assert "shipped" in problem["errors"]["orderId"][0]
    done = judged(stall, bulk(stall, (f"{order}.pdf", a_pdf())))
    assert outcomes(done) == {f"{order}.pdf": "OrderNotFulfilled"}


def test_a_delivered_order_and_one_whose_cancellation_is_asked_take_invoices(stall: Stall) -> None:
    """contract/06 §1: the order is fulfilled before its invoice is sent."""
    shipped = (Event.CONTROLLED, Event.PREPARED, Event.SHIPPED)
    delivered = an_order(stall.on, stall.seller, *shipped, Event.DELIVERED).order_id
    asked = an_order(stall.on, stall.seller, *shipped, Event.CANCELLATION_ASKED).order_id

    done = judged(stall, bulk(stall, (f"{delivered}.pdf", a_pdf()), (f"{asked}.pdf", a_pdf())))

    assert set(outcomes(done).values()) == {"Attached"}


@pytest.mark.parametrize("field", ["files", "file", "files[0]", "Files", "invoice", "", "xyz"])
def test_the_name_of_the_part_does_not_matter(stall: Stall, field: str) -> None:
    """contract/06 §4: part name unknown; any file part is taken."""
    order = a_shipped_order(stall).order_id

    in_bulk = bulk(stall, (f"{order}.pdf", a_pdf()), field=field)
    alone = send(stall, order, a_pdf(), field=field)

    assert [file["orderId"] for file in in_bulk["files"]] == [order]
    assert alone.status_code == 201


def test_of_several_files_for_one_order_the_one_that_is_called_so_is_taken(stall: Stall) -> None:
    """contract/06 §4: prefer `files`, then `file`."""
    order = a_shipped_order(stall).order_id
    path = f"/orders/{order}/invoice-documents"
    parts = [("logo", ("logo.png", b"\x89PNG")), ("file", ("invoice.pdf", a_pdf()))]

    chosen = stall.call("POST", path, files=parts)
    unclear = stall.call("POST", path, files=[("a", ("a.pdf", a_pdf())), ("b", ("b", a_pdf()))])

    assert [file["fileName"] for file in chosen.json()["files"]] == ["invoice.pdf"]
    assert "send one" in assert_problem(unclear, 400, "validation")["errors"]["files"][0]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('filename="C:\\\\invoices\\\\ORDER.pdf"', "ORDER.pdf"),
        ("filename*=utf-8''ORDER.pdf", "ORDER.pdf"),
        ('filename="../../ORDER.pdf"', "ORDER.pdf"),
        ("filename=ORDER.pdf", "ORDER.pdf"),
    ],
)
def test_names_of_files_are_read_as_clients_write_them(
    stall: Stall, disposition: str, name: str
) -> None:
    order = a_shipped_order(stall).order_id
    body = (
        f'--b\r\nContent-Disposition: form-data; name="files"; {disposition}\r\n\r\n'.replace(
            "ORDER", order
        ).encode()
        + a_pdf()
        + b"\r\n--b--\r\n"
    )

    answer = stall.call(
        "POST",
        "/order-invoice-imports",
        content=body,
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )

    [file] = answer.json()["files"]
    assert (file["fileName"], file["orderId"]) == (name.replace("ORDER", order), order)


def test_the_list_of_imports_is_read_by_pages_with_a_cursor(stall: Stall, neighbour: Stall) -> None:
    """contract/06 §5: pageSize with a cursor, the next page in Link."""
    sent = [bulk(neighbour, (f"none-{n}.pdf", a_pdf()))["importId"] for n in range(3)]
    judged(neighbour, {"importId": sent[-1]})

    first = neighbour.call("GET", "/order-invoice-imports?pageSize=2")
    link = first.headers["link"].partition(">")[0].removeprefix("<")
    second = neighbour.call("GET", link.removeprefix(f"{neighbour.on.url}/seller/v2"))

    pages = [answer.json() for answer in (first, second)]
    assert [item["importId"] for item in pages[0]["items"]] == sent[:0:-1]
    assert pages[0]["itemsPerPage"] == 2
    assert sent[0] in [item["importId"] for item in pages[1]["items"]]
    assert pages[0]["items"][0] | {"createdAt": "", "updatedAt": ""} == {
        "importId": sent[-1],
        "status": "Failure",
        "createdAt": "",
        "updatedAt": "",
        "fileCount": 1,
        "failedCount": 1,
    }
    bad = neighbour.call("GET", "/order-invoice-imports?pageSize=1000")
    assert "pageSize" in assert_problem(bad, 400, "validation")["errors"]


FOREIGN: dict[str, Any] = {
    "send": ("POST", "/orders/{order}/invoice-documents"),
    "list": ("GET", "/orders/{order}/invoice-documents"),
    "download": ("GET", "/orders/{order}/invoice-documents/{document}"),
    "follow": ("GET", "/order-invoice-imports/{import_id}"),
}


@pytest.mark.parametrize("case", FOREIGN)
def test_what_is_another_sellers_is_not_there(
    case: str, stall: Stall, neighbour: Stall, installation: Installation
) -> None:
    """contract/06 §7: an unknown order is 404, and so is another seller's."""
    method, path = FOREIGN[case]
    order = a_shipped_order(neighbour).order_id
    report = send(neighbour, order, a_pdf()).json()
    judged(neighbour, report)
    [document] = invoices(neighbour, order)
    names = {
        "order": order,
        "document": document["documentId"],
        "import_id": report["importId"],
    }
    call = {"files": [("files", ("a.pdf", a_pdf()))]} if method == "POST" else {}

    foreign = stall.call(method, path.format(**names), **call)
    unknown = stall.call(method, path.format(**dict.fromkeys(names, "2611071032ZZZZZ")), **call)

    told = [assert_problem(answer, 404, "not-found") for answer in (foreign, unknown)]
    assert told[0]["detail"] == told[1]["detail"]
    assert invoices(neighbour, order) == [document]
