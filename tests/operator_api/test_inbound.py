"""The marketplace counts what comes to its warehouses: once, whatever is sent how often."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.builders.inbound import (
    PATH,
    accepted,
    announced,
    check,
    receive,
    shipment_again,
    so_many,
)
from tests.builders.offer_packages import Stall
from tests.builders.operator import Desk
from tests.builders.papers import read_pdf
from tests.builders.warehouse import a_stock

pytestmark = pytest.mark.slow

Json = dict[str, Any]


def details(desk: Desk, shipment: Json) -> Json:
    answer = desk.call("GET", f"{PATH}/{shipment['inboundShipmentId']}")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def held(stall: Stall, shipment: Json, line: int = 0) -> Json:
    """What the warehouses hold of the product of a line, without the zeroes."""
    reference = shipment["lines"][line]["sellerProductReference"]
    query = {"limit": 1, "sellerProductReference": reference}
    [stock] = stall.call("GET", "/stocks", params=query).json()["items"]
    return {name: number for name, number in stock["quantities"].items() if number}


def errors_of(answer: Any) -> Json:
    assert answer.status_code == 400, answer.text
    errors: Json = answer.json()["errors"]
    return errors


def test_a_reception_is_counted_once_however_often_it_is_sent(stall: Stall, desk: Desk) -> None:
    shipment = accepted(stall)
    line = {"lineNumber": 1, "available": 5, "blocked": 1}

    first = receive(desk, shipment, line, reference="DOCK-1")
    again = receive(desk, shipment, line, reference="DOCK-1")
    other = receive(desk, shipment, line | {"available": 6}, reference="DOCK-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (
        *(None,),
        "true",
    )
    assert "reception 1 of this inbound shipment already" in errors_of(other)["reference"][0]
    assert held(stall, shipment) == {"Available": 5, "Blocked": 1}


def test_a_reception_that_is_sent_at_once_many_times_is_counted_once(
    stall: Stall, desk: Desk
) -> None:
    shipment = accepted(stall)
    line = {"lineNumber": 1, "available": 5}

    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(lambda _: receive(desk, shipment, line, reference="DOCK-1"), range(6))
        )

    assert [answer.status_code for answer in answers] == [201] * 6
    assert held(stall, shipment) == {"Available": 5}
    assert len(details(desk, shipment)["receptions"]) == 1


def test_receptions_add_up_and_the_last_one_ends_the_shipment(stall: Stall, desk: Desk) -> None:
    shipment = accepted(stall, so_many(stall, 10), so_many(stall, 3))

    receive(desk, shipment, {"lineNumber": 1, "available": 4})
    receive(desk, shipment, {"lineNumber": 1, "available": 4}, {"lineNumber": 2, "litigation": 2})
    last = receive(desk, shipment, isLast=True)
    late = receive(desk, shipment, {"lineNumber": 1, "available": 2})

    assert last.json()["status"] == "Received"
    assert [one["receivedQuantity"] for one in last.json()["lines"]] == [8, 2]
    assert [one["isLast"] for one in last.json()["receptions"]] == [False, False, True]
    assert "is Received and cannot be received" in errors_of(late)["status"][0]
    assert held(stall, shipment) == {"Available": 8}
    assert held(stall, shipment, 1) == {"Litigation": 2}


def test_what_nobody_announced_is_counted_and_told(stall: Stall, desk: Desk) -> None:
    shipment = accepted(stall, so_many(stall, 2))
    other = a_stock(stall.on, stall.seller)
    named = {"sellerProductReference": other.seller_product_reference, "litigation": 4}

    answer = receive(desk, shipment, named, {"lineNumber": 1, "available": 5})

    seen = shipment_again(stall, shipment)
    assert answer.status_code == 201, answer.text
    assert [(line["quantity"], line["unexpectedQuantity"]) for line in seen["lines"]] == [
        (2, 3),
        (0, 4),
    ]
    assert held(stall, seen, 1) == {"Litigation": 4}
    note = desk.call("GET", f"{PATH}/{shipment['inboundShipmentId']}/delivery-note").content
    assert other.seller_product_reference not in read_pdf(note).text


@pytest.mark.parametrize(
    ("lines", "field", "words"),
    [
        ([{"lineNumber": 2, "available": 1}], "lines[0].lineNumber", "is no line"),
        ([{"available": 1}], "lines[0]", "needs a lineNumber or a sellerProductReference"),
        (
            [{"lineNumber": 1, "available": 1}, {"lineNumber": 1, "available": 1}],
            "lines[1]",
            "is of line 1, which this reception counts already",
        ),
        (
            [{"lineNumber": 1, "available": 1}, {"sellerProductReference": "X", "available": 1}],
            "lines[1]",
            "names no product",
        ),
        ([{"lineNumber": 1}], "lines", "counts nothing"),
        ([], "lines", "counts nothing"),
        ([{"lineNumber": 1, "available": -1}], "lines[0].available", "is not valid"),
        ([{"lineNumber": 1, "available": 10**9}], "lines[0].available", "is not valid"),
    ],
)
def test_a_wrong_count_counts_nothing(
    stall: Stall, desk: Desk, lines: list[Json], field: str, words: str
) -> None:
    shipment = accepted(stall)

    errors = errors_of(receive(desk, shipment, *lines))

    assert words in errors[field][0]
    assert held(stall, shipment) == {}
    assert details(desk, shipment)["status"] == "Accepted"


@pytest.mark.parametrize("reference", ["", " ", "a\x00b", "x" * 61, None, 7])
def test_a_reception_needs_a_reference(stall: Stall, desk: Desk, reference: Any) -> None:
    shipment = accepted(stall)

    answer = receive(desk, shipment, {"lineNumber": 1, "available": 1}, reference=reference)

    assert "reference" in errors_of(answer)


def test_only_what_was_accepted_can_be_received(stall: Stall, desk: Desk) -> None:
    created = announced(stall)

    answer = receive(desk, created, {"lineNumber": 1, "available": 1})
    check(stall.on)

    assert "is Created and cannot be received" in errors_of(answer)["status"][0]


def test_nothing_of_a_cancelled_shipment_comes(stall: Stall, desk: Desk) -> None:
    shipment, received = accepted(stall), accepted(stall)
    receive(desk, received, {"lineNumber": 1, "available": 1})
    paths = [f"{PATH}/{one['inboundShipmentId']}/cancellation" for one in (shipment, received)]

    first, again = (desk.call("POST", paths[0]) for _ in range(2))
    late = desk.call("POST", paths[1])

    assert (first.json()["status"], again.json()) == ("Cancelled", first.json())
    assert "is InReception and cannot be cancelled" in errors_of(late)["status"][0]
    assert shipment_again(stall, shipment)["status"] == "Cancelled"
    assert errors_of(receive(desk, shipment, {"lineNumber": 1, "available": 1}))


def test_shipments_of_all_sellers_are_listed(stall: Stall, desk: Desk) -> None:
    shipments = [accepted(stall) for _ in range(3)]
    seller = str(stall.seller.seller_id)

    first = desk.call("GET", PATH, params={"sellerId": seller, "limit": 2})
    query = first.links["next"]["url"].partition("/operator/v1")[2]
    second = desk.call("GET", query)
    by_code = desk.call("GET", PATH, params={"code": shipments[1]["code"]})

    ids = [item["inboundShipmentId"] for item in first.json()["items"] + second.json()["items"]]
    assert ids == [shipment["inboundShipmentId"] for shipment in reversed(shipments)]
    assert "next" not in second.links
    [found] = by_code.json()["items"]
    assert (found["sellerId"], found["quantity"], found["receivedQuantity"]) == (seller, 24, 0)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{PATH}/nothing"),
        ("GET", f"{PATH}/nothing/delivery-note"),
        ("POST", f"{PATH}/nothing/cancellation"),
    ],
)
def test_a_shipment_that_is_not_there_is_told(desk: Desk, method: str, path: str) -> None:
    answer = desk.call(method, path)

    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no inbound shipment with this id."
