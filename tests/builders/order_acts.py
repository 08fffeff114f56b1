"""Builders of what is done with orders: an order of several lines, calls about it, and what is stored of it."""

from typing import Any

import httpx2
import sqlalchemy as sa

from sellergate.market.orders import store
from sellergate.market.orders.cancellations import CancellationWork
from sellergate.market.orders.gestures import GestureWork
from sellergate.market.orders.models import Order, Status, SupplyMode
from sellergate.market.orders.placing import Bought
from sellergate.market.orders.preparation import OrderPreparation
from sellergate.storage import schema
from tests.builders.catalogue import a_product
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, do_due
from tests.builders.offers import an_offer
from tests.builders.orders import TO_PREPARATION, a_purchase, let_happen, place
from tests.builders.warehouse import a_stock

Json = dict[str, Any]


def an_order_of(stall: Stall, lines: int = 3, *, quantity: int = 1, **purchase: Any) -> Order:
    """An order of so many offers, each of 12 pieces at 29.90 and 4.90: `Processing`.

    A warehouse that is to ship it holds just these.
    """
    bought = []
    for _ in range(lines):
        product = a_product(stall.on)
        offer = an_offer(stall.on, stall.seller, product)
        if purchase.get("supply_mode") is SupplyMode.FULFILLMENT:
            a_stock(stall.on, stall.seller, product, FR=quantity)
        bought.append(Bought(seller_product_id=offer["reference"], quantity=quantity))
    return place(stall.on, stall.seller, a_purchase(*bought, **purchase))


def to_ship(stall: Stall, lines: int = 1, **values: Any) -> Order:
    """Such an order, `InPreparation`."""
    return let_happen(stall.on, an_order_of(stall, lines, **values), *TO_PREPARATION)


def a_parcel(*lines: str, **members: Any) -> Json:
    """A parcel as clients send it: of these lines, or of all."""
    parcel: Json = {"parcelNumber": "ZZ123", "carrierName": "GLS"}
    return parcel | ({"orderLineIds": list(lines)} if lines else {}) | members


def ship(stall: Stall, order: Order, *parcels: Json) -> httpx2.Response:
    return stall.call("POST", f"/orders/{order.order_id}/shipments", json=list(parcels))


def answer(stall: Stall, order: Order, status: str) -> httpx2.Response:
    """The seller's answer to an order that waits for it."""
    return stall.call(
        "POST", f"/orders/{order.order_id}/approval-status", json={"approval_status": status}
    )


def read_again(on: Installation, order: Order) -> Order:
    found = on.read(store.find_order, order.seller_id, order.order_id)
    assert found is not None
    return found  # type: ignore[no-any-return]


def statuses(on: Installation, order: Order) -> tuple[Status, list[Status]]:
    """Of the order, and of its lines."""
    found = read_again(on, order)
    return found.status, [line.status for line in found.lines]


def stock_of(on: Installation, order: Order) -> list[int]:
    """What is left of the offer of each line."""
    offers = schema.offers.c
    rows = [line.offer_row for line in order.lines]
    query = sa.select(offers.id, offers.quantity).where(offers.id.in_(rows))
    left = dict(on.read(lambda conn: conn.execute(query).all()))
    return [left[row] for row in rows]


def cancel(stall: Stall, order: Order, **members: Any) -> httpx2.Response:
    body = {"orderSellerId": order.order_id, "reason": "seller-pricing-error"}
    return stall.call("POST", "/order-cancellation-requests", json=body | members)


def cancel_lines(stall: Stall, order: Order, *lines: Json, **members: Any) -> httpx2.Response:
    plain = {"reason": "seller-pricing-error"}
    body = {"orderSellerId": order.order_id, "lines": [plain | line for line in lines]}
    return stall.call("POST", "/order-partial-cancellation-requests", json=body | members)


def cancellations(stall: Stall, **query: Any) -> list[Json]:
    found = stall.call("GET", "/order-cancellation-requests", params=query)
    assert found.status_code == 200, found.text
    items: list[Json] = found.json()["items"]
    return items


def give(stall: Stall, order: Order, amount: Any, **members: Any) -> httpx2.Response:
    body = {"orderId": order.order_id, "reason": "LateDelivery", "amount": amount}
    return stall.call("POST", "/order-commercial-gesture-requests", json=body | members)


def allowable(stall: Stall, order: Order) -> float:
    path = f"/orders/{order.order_id}/commercial-gestures-available-amounts"
    found = stall.call("GET", path)
    assert found.status_code == 200, found.text
    amount: float = found.json()["allowableAmount"]
    return amount


def settle(on: Installation) -> None:
    """Do the cancellations and the gestures that are asked for."""
    do_due(on, CancellationWork(on.clock))
    do_due(on, GestureWork(on.clock))


def prepare(on: Installation) -> None:
    """Do what the platform does with orders by itself."""
    do_due(on, OrderPreparation(on.clock))
