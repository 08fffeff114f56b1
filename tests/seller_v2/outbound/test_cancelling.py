"""Sellers call shipments off before a carrier has them, and whatever comes first is what happened (contract/09 §5)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sellergate.kit.errors import Refusal
from sellergate.market.fulfillment.outbound import cancelling, dispatch
from sellergate.market.fulfillment.outbound.dispatch import PackedParcel
from sellergate.market.warehouse.models import Stock
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.outbound import (
    a_line,
    accepted,
    act,
    ask,
    cancel,
    found,
    held,
    linked,
    outbound,
    prepared,
    sent,
    ship,
    work,
)

pytestmark = pytest.mark.slow

Json = dict[str, Any]
PATH = "/outbound-cancellation-requests"


def request_of(stall: Stall, told: Json) -> Json:
    return found(stall, f"{PATH}/{told['outboundCancellationRequestId']}")


def decide(on: Installation, told: Json, **values: Any) -> None:
    request_id = told["outboundCancellationRequestId"]
    on.write(
        lambda conn, _act: cancelling.decide_cancellation(conn, request_id, on.clock(), **values)
    )


def test_a_shipment_that_is_not_being_picked_is_called_off_by_itself(
    stall: Stall, stock: Stock
) -> None:
    made = accepted(stall, a_line(stock, 3))

    told = cancel(stall, made)
    again = cancel(stall, made)
    work(stall.on)

    assert (told.status_code, told.json()["status"]) == (201, "Pending")
    assert told.headers["Location"].endswith(told.json()["outboundCancellationRequestId"])
    assert again.json() == told.json()
    assert request_of(stall, told.json())["status"] == "Accepted"
    shown = outbound(stall, made)
    assert (shown["status"], shown["state"]) == ("Cancelled", "Cancelled")
    assert held(stall.on, stock) == {"available": 14}


def test_a_shipment_that_is_not_judged_yet_is_called_off_too(stall: Stall, stock: Stock) -> None:
    made = ask(stall, a_line(stock))

    told = cancel(stall, made).json()
    work(stall.on)

    assert request_of(stall, told)["status"] == "Accepted"
    assert outbound(stall, made)["status"] == "Cancelled"
    assert held(stall.on, stock) == {"available": 14}


def test_what_is_rejected_is_not_called_off_any_more(stall: Stall, stock: Stock) -> None:
    made = ask(stall, a_line(stock, 11))

    told = cancel(stall, made).json()
    work(stall.on)

    assert outbound(stall, made)["status"] == "Rejected"
    shown = request_of(stall, told)
    assert (shown["status"], shown["reason"]) == ("Refused", "The outbound shipment is Rejected.")


@pytest.mark.parametrize(
    ("is_granted", "status", "of_shipment"),
    [(True, "Accepted", "Cancelled"), (False, "Refused", "InPreparation")],
    ids=["granted", "refused"],
)
def test_while_goods_are_picked_the_warehouse_decides(
    stall: Stall, stock: Stock, is_granted: bool, status: str, of_shipment: str
) -> None:
    made = prepared(stall, a_line(stock))

    told = cancel(stall, made).json()
    work(stall.on)
    decide(stall.on, told, is_granted=is_granted, reason="packed")

    shown = request_of(stall, told)
    assert told["status"] == "UnderReview"
    assert (shown["status"], shown["reason"]) == (status, None if is_granted else "packed")
    assert outbound(stall, made)["status"] == of_shipment
    assert held(stall.on, stock).get("allocated", 0) == (0 if is_granted else 1)


def test_a_request_that_a_picking_overtakes_goes_to_the_warehouse(
    stall: Stall, stock: Stock
) -> None:
    made = accepted(stall, a_line(stock))

    told = cancel(stall, made).json()
    act(stall.on, dispatch.prepare, made)
    work(stall.on)

    assert request_of(stall, told)["status"] == "UnderReview"
    assert outbound(stall, made)["status"] == "InPreparation"


def test_a_carrier_that_comes_first_ends_the_request(stall: Stall, stock: Stock) -> None:
    """contract/09 §5: only before the shipment is marked shipped."""
    made = prepared(stall, a_line(stock))
    told = cancel(stall, made).json()

    ship(stall.on, made)
    work(stall.on)

    shown = request_of(stall, told)
    assert (shown["status"], shown["reason"]) == ("Refused", "The outbound shipment is Shipped.")
    assert outbound(stall, made)["status"] == "Shipped"
    assert held(stall.on, stock) == {"available": 13}


def test_what_was_sent_is_not_called_off(stall: Stall, stock: Stock) -> None:
    made = sent(stall, a_line(stock))

    told = cancel(stall, made)

    assert told.status_code == 400
    assert "is Shipped and cannot be cancelled" in told.json()["errors"]["status"][0]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"outboundShipmentId": ["x"]}, 400),
        ({"outboundShipmentId": " "}, 400),
        ({"outboundShipmentId": "nonsense"}, 404),
    ],
    ids=str,
)
def test_a_request_names_a_shipment(stall: Stall, body: Json, status: int) -> None:
    told = stall.call("POST", PATH, json=body)

    assert told.status_code == status
    assert status == 404 or "outboundShipmentId" in told.json()["errors"]


def test_requests_are_listed_and_are_nobody_elses(
    installation: Installation, stall: Stall, stock: Stock
) -> None:
    neighbour = a_stall(installation)
    shipments = [accepted(stall, a_line(stock)) for _ in range(3)]
    ids = [cancel(stall, made).json()["outboundCancellationRequestId"] for made in shipments]

    first = stall.call("GET", PATH, params={"limit": 2})
    second = linked(stall, first, "next")
    assert second is not None
    back = linked(stall, second, "prev")

    assert back is not None
    pages = [
        [item["outboundCancellationRequestId"] for item in page.json()["items"]]
        for page in (first, second, back)
    ]
    assert pages == [ids[:0:-1], ids[:1], ids[:0:-1]]
    narrowed = {"outboundShipmentId": shipments[1]["outboundShipmentId"].upper()}
    [one] = stall.call("GET", PATH, params=narrowed).json()["items"]
    assert one["outboundCancellationRequestId"] == ids[1]
    assert stall.call("GET", PATH, params={"status": "refused"}).json()["items"] == []
    assert neighbour.call("GET", f"{PATH}/{ids[0]}").status_code == 404
    assert neighbour.call("GET", PATH).json()["items"] == []
    assert cancel(neighbour, shipments[0]).status_code == 404


def test_of_a_carrier_and_a_cancellation_at_once_exactly_one_wins(
    stall: Stall, stock: Stock
) -> None:
    """contract/09 §5: whatever the order of events, stock is counted once and the request tells what happened."""

    def race(made: Json, told: Json) -> None:
        with ThreadPoolExecutor(2) as threads:
            shipping = threads.submit(
                act,
                stall.on,
                dispatch.ship,
                made,
                carrier_name="GLS",
                parcels=[PackedParcel("P1")],
            )
            deciding = threads.submit(decide, stall.on, told, is_granted=True)
            errors = [shipping.exception(), deciding.exception()]
        assert [error is None for error in errors].count(True) == 1
        assert all(error is None or isinstance(error, Refusal) for error in errors)
        is_shipped = errors[0] is None
        assert outbound(stall, made)["status"] == ("Shipped" if is_shipped else "Cancelled")
        assert request_of(stall, told)["status"] == ("Refused" if is_shipped else "Accepted")

    for _ in range(8):
        before = held(stall.on, stock)
        made = prepared(stall, a_line(stock))
        race(made, cancel(stall, made).json())
        left = 1 if outbound(stall, made)["status"] == "Shipped" else 0
        assert held(stall.on, stock) == {"available": before["available"] - left}
