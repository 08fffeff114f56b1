"""The marketplace handles what leaves its warehouses and what comes back, over the operator API."""

from typing import Any

import pytest

from sellergate.market.fulfillment.for_orders import OrderShipments
from sellergate.market.orders.preparation import OrderPreparation
from sellergate.market.warehouse.models import Stock
from tests.builders.catalogue import a_product
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, do_due
from tests.builders.offers import an_offer
from tests.builders.operator import Desk, a_basket
from tests.builders.outbound import (
    a_line,
    accepted,
    ask,
    cancel,
    declared,
    found,
    held,
    outbound,
    prepared,
    sent,
    work,
)
from tests.builders.warehouse import a_stock

pytestmark = pytest.mark.slow

Json = dict[str, Any]


@pytest.fixture
def stock(installation: Installation, stall: Stall) -> Stock:
    return a_stock(installation, stall.seller, FR=10)


def do(desk: Desk, path: str, body: Json | None = None, *, status: int = 200) -> Json:
    answer = desk.call("POST", path, json=body) if body is not None else desk.call("POST", path)
    assert answer.status_code == status, answer.text
    told: Json = answer.json()
    return told


def path_of(made: Json, act: str = "") -> str:
    return f"/outbound-shipments/{made['outboundShipmentId']}{act}"


def test_a_shipment_goes_its_way_and_telling_twice_changes_nothing(
    desk: Desk, stall: Stall, stock: Stock
) -> None:
    made = ask(stall, a_line(stock), a_line(stock, 2))
    parcels = {
        "Carrier": "Colissimo",
        "Parcels": [
            {"parcelNumber": "P1", "lineNumbers": [1]},
            {"parcelNumber": "P2", "trackingUrl": "https://t.example/P2", "lineNumbers": [2]},
        ],
    }
    acts: list[tuple[str, Json | None]] = [
        ("/acceptance", None),
        ("/preparation", None),
        ("/dispatch", parcels),
        ("/delivery", None),
    ]

    told = [[do(desk, path_of(made, act), body) for _ in range(2)] for act, body in acts]

    assert [one["status"] for one, _ in told] == [
        *("Accepted", "InPreparation", "Shipped", "Delivered"),
    ]
    assert all(one == again for one, again in told)
    assert told[2][0]["carrier"] == "Colissimo"
    assert [parcel["lineNumbers"] for parcel in told[2][0]["parcels"]] == [[1], [2]]
    assert held(stall.on, stock) == {"available": 7}
    assert desk.call("GET", path_of(made)).json() == told[3][1]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "carrier"),
        ({"carrier": "GLS", "parcels": []}, "parcels"),
        ({"carrier": "GLS", "parcels": [{"parcelNumber": ""}]}, "parcels[0].parcelNumber"),
        (
            {"carrier": "GLS", "parcels": [{"parcelNumber": "A"}, {"parcelNumber": "A"}]},
            "parcels[1].parcelNumber",
        ),
        (
            {"carrier": "GLS", "parcels": [{"parcelNumber": "A", "lineNumbers": [3]}]},
            "parcels[0].lines",
        ),
        ({"carrier": "GLS", "parcels": [{"parcelNumber": "A", "lineNumbers": [1]}]}, "parcels"),
        (
            {"carrier": "GLS", "parcels": [{"parcelNumber": "A", "trackingUrl": "javascript:1"}]},
            "parcels[0].trackingUrl",
        ),
    ],
    ids=str,
)
def test_parcels_that_are_wrong_are_named_and_nothing_leaves(
    desk: Desk, stall: Stall, stock: Stock, body: Json, field: str
) -> None:
    made = prepared(stall, a_line(stock), a_line(stock))

    told = do(desk, path_of(made, "/dispatch"), body, status=400)

    assert any(name.startswith(field) for name in told["errors"]), told
    assert outbound(stall, made)["status"] == "InPreparation"
    assert held(stall.on, stock) == {"available": 8, "allocated": 2}


def test_a_shipment_is_rejected(desk: Desk, stall: Stall, stock: Stock) -> None:
    made = accepted(stall, a_line(stock))

    told = do(desk, path_of(made, "/rejection"), {"details": "Broken on its shelf"})
    late = do(desk, path_of(made, "/preparation"), status=400)

    assert (told["status"], told["reason"]) == (
        *("Rejected", "RejectedByWarehouse: Broken on its shelf"),
    )
    assert "is Rejected and cannot be prepared" in late["errors"]["status"][0]


def test_the_marketplace_decides_whether_a_shipment_is_called_off(
    desk: Desk, stall: Stall, stock: Stock
) -> None:
    made = prepared(stall, a_line(stock))
    asked = cancel(stall, made).json()["outboundCancellationRequestId"]
    query = {"status": "UnderReview", "outboundShipmentId": made["outboundShipmentId"]}
    [waiting] = desk.call("GET", "/outbound-cancellation-requests", params=query).json()["items"]
    path = f"/outbound-cancellation-requests/{asked}/decision"

    told = do(desk, path, {"granted": True})
    again = do(desk, path, {"granted": False}, status=400)

    assert waiting["requestId"] == asked
    assert told["status"] == "Accepted"
    assert "is Accepted" in again["errors"]["status"][0]
    assert outbound(stall, made)["status"] == "Cancelled"


def test_lists_are_of_all_sellers_and_narrowed(desk: Desk, stall: Stall, stock: Stock) -> None:
    ids = [accepted(stall, a_line(stock))["outboundShipmentId"] for _ in range(3)]
    query: Json = {"sellerId": str(stall.seller.seller_id), "status": "Accepted", "limit": 2}

    first = desk.call("GET", "/outbound-shipments", params=query)
    cursor = first.headers["Link"].partition("cursor=")[2].partition(">")[0].partition("&")[0]
    second = desk.call("GET", "/outbound-shipments", params=query | {"cursor": cursor})

    pages = [
        [item["outboundShipmentId"] for item in page.json()["items"]] for page in (first, second)
    ]
    assert pages == [ids[:0:-1], ids[:1]]
    assert "Link" not in second.headers


def test_a_return_is_received_and_inspected(desk: Desk, stall: Stall, stock: Stock) -> None:
    made = sent(stall, a_line(stock, 3))
    told = declared(stall, made, a_line(stock, 2))
    code = desk.call("GET", f"/returns/{told['returnId']}").json()["code"]
    path = f"/returns/{code}"

    do(desk, f"{path}/acceptance")
    came = do(desk, f"{path}/reception", {"lines": [{"lineNumber": 1, "quantity": 2}]})
    done = do(
        *(desk, f"{path}/inspection"),
        {
            "lines": [
                {
                    "sellerProductReference": stock.seller_product_reference,
                    "available": 1,
                    "blocked": 1,
                }
            ],
            "recommendedReturnReason": "TransportDamage",
            "comment": "One is bent.",
        },
    )
    late = do(desk, f"{path}/reception", status=400)

    assert (came["status"], done["status"]) == ("Pending", "Completed")
    assert found(stall, f"/returns/{told['returnId']}")["warehouseComment"] == "One is bent."
    assert held(stall.on, stock) == {"available": 8, "blocked": 1}
    assert "is Completed and cannot be received" in late["errors"]["status"][0]


def test_a_carrier_brings_back_some_of_a_shipment(desk: Desk, stall: Stall, stock: Stock) -> None:
    made = sent(stall, a_line(stock, 3))
    body = {
        "outboundShipmentId": made["outboundShipmentId"],
        "reason": "RefusedByCustomer",
        "lines": [{"sellerProductReference": stock.seller_product_reference, "quantity": 1}],
    }

    some = do(desk, "/returns", body, status=201)
    rest = do(desk, "/returns", {**body, "lines": None}, status=201)
    none = do(desk, "/returns", {**body, "lines": None}, status=400)
    work(stall.on)

    assert [one["lines"][0]["quantity"] for one in (some, rest)] == [1, 2]
    assert (some["type"], some["status"]) == ("Carrier", "Accepted")
    assert "is more than can come back" in none["errors"]["lines"][0]


@pytest.mark.parametrize(
    "body",
    [
        {"lines": []},
        {"lines": [{"lineNumber": 1, "available": -1}]},
        {"lines": [{"available": 1}]},
        {"lines": [{"lineNumber": 1, "sellerProductReference": "X", "available": 1}]},
        {"lines": [{"lineNumber": 1, "available": 1}], "recommendedReturnReason": "Bored"},
        {"lines": [{"lineNumber": 1}]},
    ],
    ids=str,
)
def test_an_inspection_that_is_wrong_is_told(
    desk: Desk, stall: Stall, stock: Stock, body: Json
) -> None:
    told = declared(stall, sent(stall, a_line(stock)), a_line(stock))

    do(desk, f"/returns/{told['returnId']}/inspection", body, status=400)

    assert held(stall.on, stock) == {"available": 9}


@pytest.mark.parametrize(
    "path",
    [
        "/outbound-shipments/nonsense",
        "/outbound-shipments/%00",
        "/returns/R000000000",
        "/returns/nonsense",
        "/returns/R999999999999999999",
    ],
)
def test_what_is_not_there_is_not_found(desk: Desk, path: str) -> None:
    assert desk.call("GET", path).status_code == 404


def test_an_order_is_shipped_and_delivered_with_its_shipment(
    desk: Desk, installation: Installation, stall: Stall
) -> None:
    """contract/09 §7: supply mode Fulfillment is prepared without any call by the seller."""
    product = a_product(installation)
    offer = an_offer(installation, stall.seller, product)
    kept = a_stock(installation, stall.seller, product, FR=5)
    line = {"sellerProductId": offer["reference"], "quantity": 2}
    order = desk.place(a_basket(stall.seller.seller_id, line, supplyMode="Fulfillment"))
    order_id = order["orderId"]
    do_due(installation, OrderPreparation(installation.clock))
    do_due(installation, OrderShipments(installation.clock))
    [made] = desk.call("GET", "/outbound-shipments", params={"reference": order_id}).json()["items"]

    refused = do(desk, path_of(made, "/rejection"), status=400)
    called_off = cancel(stall, made)
    do(desk, path_of(made, "/preparation"))
    do(desk, path_of(made, "/dispatch"), {"carrier": "GLS", "parcels": [{"parcelNumber": "Z1"}]})
    shipped = desk.order(order_id)
    do(desk, f"/orders/{order_id}/deliveries")

    assert (made["orderId"], made["status"]) == (order_id, "Accepted")
    assert "cancel the order" in refused["errors"]["outboundShipmentId"][0]
    assert called_off.status_code == 400
    assert shipped["status"] == "Shipped"
    assert [parcel["parcelNumber"] for parcel in shipped["parcels"]] == ["Z1"]
    assert outbound(stall, made)["status"] == "Delivered"
    assert held(installation, kept) == {"available": 3}
