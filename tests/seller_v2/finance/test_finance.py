"""Finance over the API (contract/08): operations, payouts, statements and reports, as clients ask for them."""

import csv
import io
import re
import zipfile
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from tests.builders.books import Past
from tests.builders.papers import read_pdf
from tests.builders.wire import assert_problem

NEXT = re.compile(r'<([^>]+)>; rel="next"')
STATES = {"Paid": 2, "InProcess": 2, "Estimated": 3, "NotPayable": 1, "Blocked": 1}


def read(past: Past, path: str, **headers: str):
    answer = past.stall.call("GET", path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def numbers(past: Past, query: str = "") -> list[int]:
    """Which operations are found, by their numbers."""
    items = read(past, f"/operations?pageSize=100{query}")["items"]
    return [int(item["operationId"].partition("-")[2]) for item in items]


def walk(past: Past, path: str) -> list[dict]:
    """The items of all pages, by the addresses of the Link header."""
    met, address = [], path
    while address:
        answer = past.stall.call("GET", address)
        assert answer.status_code == 200, answer.text
        met += answer.json()["items"]
        found = NEXT.search(answer.headers.get("link", ""))
        address = found[1].partition("/seller/v2")[2] if found else ""
    return met


def test_operation_has_the_known_names_and_exact_cents(past: Past) -> None:
    """contract/08 §2, §3: the names; amounts are JSON numbers."""
    sale, commission = read(past, f"/operations?operationReference={past.first.order_id}")["items"][
        ::-1
    ]

    assert sale["eventType"] == "Sale"
    assert sale["operationReference"] == past.first.order_id
    assert sale["paymentState"] == "Paid"
    assert sale["releasePaymentDate"] == "2025-12-30"
    assert (sale["salesChannelId"], sale["currencyCode"], sale["orderLine"]) == ("CDISFR", "EUR", 1)
    assert sale["sale"] == sale["amount"]
    assert sale["sale"] == {"amountWithVat": 66.2, "amountWithoutVat": 55.16, "vat": 11.04}
    assert (sale["commission"], sale["refund"]) == (None, None)
    assert commission["commission"]["amountWithVat"] == -11.92
    assert (commission["sale"], commission["refund"]) == (None, None)
    assert sale["paymentDate"] == "2026-01-01"
    assert sale["createdAt"] == "2025-12-30T09:00:00.0000000+00:00"


def test_amounts_add_up_to_payouts_and_statements(past: Past) -> None:
    operations = walk(past, "/operations?limit=4")
    payments = walk(past, "/payments?limit=1")
    [invoice] = walk(past, "/invoices?limit=1")

    def owed(**members) -> Decimal:
        return sum(
            (
                Decimal(str(one["amount"]["amountWithVat"]))
                for one in operations
                if all(one[name] == value for name, value in members.items())
            ),
            Decimal(),
        )

    assert [Decimal(str(p["amount"])) for p in payments] == [
        owed(paymentState="Estimated"),
        owed(paymentId=payments[1]["paymentId"]),
        owed(paymentId=payments[2]["paymentId"]),
    ]
    assert Decimal(str(invoice["amount"])) == owed(invoiceId=invoice["invoiceId"])


def test_commission_is_that_of_the_order(past: Past) -> None:
    """contract/08 §8: the commission operation agrees with the line of the order."""
    order = read(past, f"/orders/{past.first.order_id}")
    [operation] = read(
        past, f"/operations?eventTypes=Commission&operationReference={past.first.order_id}"
    )["items"]

    commission = order["lines"][0]["offerPrice"]["commission"]
    assert commission["amountWithVat"] == -operation["commission"]["amountWithVat"]


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_payment_is_found(past: Past, state: str) -> None:
    """contract/08 §2: the five values."""
    items = read(past, f"/operations?paymentState={state}")["items"]

    assert [item["paymentState"] for item in items] == [state] * STATES[state]
    assert past.stall.call("GET", f"/operations/count?paymentState={state}").text == str(
        STATES[state]
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("&eventTypes=Sale", [8, 6, 3, 1]),
        ("&eventTypes=Sale,Commission&paymentState=Estimated", [7, 6]),
        ("&eventTypes=Sale&eventTypes=Subscription", [8, 6, 5, 3, 1]),
        ("&eventTypes[]=sale&eventTypes[]=SUBSCRIPTION", [8, 6, 5, 3, 1]),
        ("&eventtypes[0]=Sale&PaymentState=paid", [1]),
        ("&eventType=Subscription", [5]),
        ("&eventTypes=CommercialGesture", []),
        ("&paymentState=Paid,InProcess", [4, 3, 2, 1]),
        ("&operationReference=SUB-2026-01", [5]),
        ("&operationReference=nothing", []),
        ("&salesChannelId=cdisfr", [9, 8, 7, 6, 4, 3, 2, 1]),
        ("&salesChannelIds=HANSDE,CDISFR&eventTypes=Sale", [8, 6, 3, 1]),
        ("&createdAtMin=2026-01-05", [9, 8, 7, 6, 5, 4, 3]),
        ("&createdAtMax=2026-01-05", [4, 3, 2, 1]),
        ("&createdAtMax=2026-01-05T00:00:00Z", [2, 1]),
        ("&createdAtMin=2026-01-05T09:00:00Z&createdAtMax=2026-01-05T09:00:00Z", [4, 3]),
        ("&createdAtMin=2026-01-05T11:00:00%2B02:00&createdAtMax=2026-01-06T00:00:00+0100", [4, 3]),
        ("&createdAtMin=2026-01-05T09:00:00.0000000%2B00:00&createdAtMax=2026-01-06", [4, 3]),
        ("&unknown=1&sort=createdAt", [9, 8, 7, 6, 5, 4, 3, 2, 1]),
    ],
)
def test_operations_are_filtered_as_lists_and_dates_are_written(
    past: Past, query: str, found: list[int]
) -> None:
    """contract/00 §6, §7: commas, repetition, PHP's brackets, letter case; all forms of dates; unknown ones are ignored."""
    assert numbers(past, query) == found
    assert past.stall.call("GET", f"/operations/count?{query[1:]}").json() == len(found)


@pytest.mark.parametrize("path", ["/operations/count", "/payments/count"])
def test_count_is_a_bare_number(past: Past, path: str) -> None:
    answer = past.stall.call("GET", path)

    assert answer.text.isdigit()
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", ["/operations", "/payments"])
@pytest.mark.parametrize("query", ["pageSize=1", "limit=1", "pageIndex=1&pageSize=1"])
def test_both_pagings_meet_everything_once(past: Past, path: str, query: str) -> None:
    """contract/08 §3: `pageSize=1` is a client's call, `limit` and `cursor` the SDK's."""
    whole = read(past, f"{path}?pageSize=1000")["items"]

    assert walk(past, f"{path}?{query}") == whole
    assert read(past, f"{path}?pageIndex=99")["items"] == []


def test_pages_by_number_and_by_cursor_name_the_next_one_their_own_way(past: Past) -> None:
    by_number = past.stall.call("GET", "/operations?pageSize=2&pageIndex=2").headers["link"]
    by_cursor = past.stall.call("GET", "/operations?limit=2").headers["link"]

    assert re.findall('rel="([a-z]+)"', by_number) == ["next", "prev", "first"]
    assert "pageIndex=3" in by_number
    assert by_cursor.startswith(f"<{past.stall.on.url}/seller/v2/operations?")
    assert "cursor=" in by_cursor
    assert read(past, "/operations?limit=10")["itemsPerPage"] == 9


def test_payments_tell_the_coming_one_first(past: Past) -> None:
    items = read(past, "/payments")["items"]

    assert [(one["paymentState"], one["paymentDate"]) for one in items] == [
        ("Estimated", "2026-01-21"),
        ("InProcess", "2026-01-11"),
        ("Paid", "2026-01-01"),
    ]
    assert items[0]["paymentId"] is None
    assert [one["paidAt"] is not None for one in items] == [False, False, True]
    assert read(past, "/payments?paymentState=Paid")["items"] == items[2:]
    assert read(past, "/payments?paymentDateMin=2026-01-11")["items"] == items[:2]
    assert read(past, "/payments/count?paymentDateMax=2026-01-11") == 2


def test_statement_is_listed_with_its_operations_and_its_pdf(past: Past) -> None:
    """contract/08 §1, §5: ten digits; issued on the 9th; details; a count; the bytes of a PDF."""
    [invoice] = read(past, "/invoices")["items"]

    invoice_id = invoice["invoiceId"]
    details = walk(past, f"/invoices/{invoice_id}/details?limit=3")
    answer = past.stall.call("GET", f"/invoices/{invoice_id}/documents")
    assert re.fullmatch("[0-9]{10}", invoice_id)
    assert invoice["issuedOn"] == "2026-01-09"
    assert [one["eventType"] for one in invoice["totals"]] == ["Commission", "Sale"]
    assert [int(one["operationId"].partition("-")[2]) for one in details] == [1, 2, 3, 4]
    assert (
        read(past, f"/invoices/{invoice_id}/details?pageSize=3&pageIndex=2")["items"] == details[3:]
    )
    assert past.stall.call("GET", f"/invoices/{invoice_id}/details/count").text == "4"
    assert answer.headers["content-type"] == "application/pdf"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert f'filename="{invoice_id}.pdf"' in answer.headers["content-disposition"]
    assert invoice_id in read_pdf(answer.content).text
    assert invoice["documentUrl"].endswith(f"/seller/v2/invoices/{invoice_id}/documents")


def test_documents_come_as_a_list_or_as_an_archive(past: Past) -> None:
    [listed] = read(past, "/invoice-documents")["items"]
    pdf = past.stall.call("GET", f"/invoices/{listed['invoiceId']}/documents").content

    answer = past.stall.call("GET", "/invoice-documents", headers={"Accept": "application/zip"})

    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert answer.headers["content-type"] == "application/zip"
    assert archive.namelist() == [listed["fileName"]]
    assert archive.read(listed["fileName"]) == pdf
    assert (listed["contentType"], listed["size"]) == ("application/pdf", len(pdf))
    again = past.stall.call(
        "GET", "/invoice-documents", headers={"Accept": "text/plain, Application/ZIP;q=0.5"}
    )
    assert again.content == answer.content
    nothing = past.stall.call(
        "GET", "/invoice-documents?invoiceId=1", headers={"Accept": "application/zip"}
    )
    assert zipfile.ZipFile(io.BytesIO(nothing.content)).namelist() == []


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/zip;q=0", ""])
def test_documents_are_a_list_for_who_names_no_archive(past: Past, accept: str) -> None:
    """contract/00 §3: `*/*`, or none at all."""
    assert read(past, "/invoice-documents", Accept=accept)["itemsPerPage"] == 1


def test_documents_are_found_by_id_and_by_day(past: Past) -> None:
    [listed] = read(past, "/invoice-documents")["items"]

    def found(query: str) -> int:
        return read(past, f"/invoice-documents?{query}")["itemsPerPage"]

    assert found(f"invoiceId={listed['invoiceId']},123") == 1
    assert found(f"invoiceIds={listed['invoiceId']}&issuedOnMin=2026-01-09") == 1
    assert found("invoiceId=123") == 0
    assert found("issuedOnMin=2026-01-10") == 0
    assert found("issuedOnMax=2026-01-08") == 0


def test_report_of_the_year_is_xml_and_csv(past: Past) -> None:
    """contract/08 §6: a list, then its documents."""
    [report] = read(past, "/reports")["items"]
    path = f"/reports/{report['reportId']}/report-documents"

    documents = read(past, path)["items"]

    assert (report["reportType"], report["year"]) == ("DAC7", 2025)
    by_type = {one["contentType"]: one for one in documents}
    xml, table = (
        past.stall.call("GET", path, headers={"Accept": kind})
        for kind in ("application/xml", "text/csv")
    )
    ET.fromstring(xml.content)
    [*_, last] = csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")))
    assert (last["quarter"], last["paidByCustomers"], last["consideration"]) == (
        "Q4",
        "66.20",
        "54.28",
    )
    for answer in (xml, table):
        one = by_type[answer.headers["content-type"].partition(";")[0]]
        same = past.stall.call("GET", one["url"].partition("/seller/v2")[2])
        assert same.content == answer.content
        assert len(same.content) == one["size"]


@pytest.mark.parametrize(
    "path",
    [
        "/invoices/{invoice}/details",
        "/invoices/{invoice}/details/count",
        "/invoices/{invoice}/documents",
        "/reports/{report}/report-documents",
        "/reports/{report}/report-documents/{file}",
    ],
)
def test_what_is_another_sellers_is_not_there_as_what_nobody_has(past: Past, path: str) -> None:
    """contract/08 §7 leaves it open: 404, so that nothing is told about others."""
    report = past.other.call("GET", "/reports").json()["items"][0]["reportId"]
    theirs = {
        "invoice": past.other.call("GET", "/invoices").json()["items"][0]["invoiceId"],
        "report": report,
        "file": past.other.call("GET", f"/reports/{report}/report-documents").json()["items"][0][
            "documentId"
        ],
    }
    nobodys = {"invoice": "9999999999", "report": "0", "file": "DAC7-2025-1.xml"}

    answers = [past.stall.call("GET", path.format(**ids)) for ids in (theirs, nobodys)]

    assert past.other.call("GET", path.format(**theirs)).status_code == 200
    told = [assert_problem(answer, 404, "not-found") for answer in answers]
    assert told[0]["detail"] == told[1]["detail"]


@pytest.mark.parametrize(
    "path", ["/invoices/%00/documents", "/invoices/1%2F..%2F2/details", "/invoices/" + "9" * 300 + "/details",
             "/invoices/é/details/count", "/reports/%F0%9F%98%80/report-documents",
             "/reports/1/report-documents/..%2F..%2Fetc%2Fpasswd"],
)  # fmt: skip
def test_strange_ids_are_unknown(past: Past, path: str) -> None:
    assert past.stall.call("GET", path).status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("/operations?eventTypes=Sales", "eventTypes"),
        ("/operations?paymentState=Paid,Lost", "paymentState"),
        ("/operations?createdAtMin=yesterday", "createdAtMin"),
        ("/operations?createdAtMax=2026-02-30", "createdAtMax"),
        ("/operations?pageSize=0", "pageSize"),
        ("/operations?pageSize=1001", "pageSize"),
        ("/operations?limit=1001", "limit"),
        ("/operations?limit=ten", "limit"),
        ("/operations?pageIndex=0", "pageIndex"),
        ("/operations?cursor=%21", "cursor"),
        ("/operations?cursor=kaFh", "cursor"),
        ("/operations/count?eventTypes=x", "eventTypes"),
        ("/payments?paymentState=Done", "paymentState"),
        ("/payments?cursor=kaFh", "cursor"),
        ("/invoices?issuedOnMin=9", "issuedOnMin"),
        ("/invoice-documents?limit=101", "limit"),
        ("/reports?pageSize=-1", "pageSize"),
        ("/invoices/1/details?limit=0", "limit"),
    ],
)
def test_bad_parameter_is_named(past: Past, query: str, field: str) -> None:
    problem = assert_problem(past.stall.call("GET", query), 400, "validation")

    assert list(problem["errors"]) == [field]


@pytest.mark.parametrize(
    "cursor", ["kQA", "kf8", "kdP_____________", "kc9__________w", "kf__________"]
)
def test_made_up_cursor_is_refused_or_finds_something(past: Past, cursor: str) -> None:
    for path in (
        "/operations",
        "/payments",
        "/invoices",
        "/reports",
        "/operations?eventTypes=Sale",
    ):
        mark = "&" if "?" in path else "?"
        answer = past.stall.call("GET", f"{path}{mark}cursor={cursor}")
        assert answer.status_code in {200, 400}, answer.text


def test_far_page_and_far_days_are_empty(past: Past) -> None:
    assert read(past, "/operations?pageIndex=1000000&pageSize=1000")["items"] == []
    assert read(past, "/operations?createdAtMin=9999-12-31&createdAtMax=9999-12-31")["items"] == []
    assert read(past, "/operations?createdAtMax=0001-01-01")["items"] == []
    assert read(past, "/payments?pageIndex=1000000&pageSize=1000")["items"] == []


def test_nothing_can_be_written(past: Past) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = past.stall.call(method, "/operations", json={})
        assert_problem(answer, 405, "method-not-allowed")
