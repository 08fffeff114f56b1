"""GET /orders/{orderId}: every member, as the contract has it."""

from datetime import timedelta

import pytest

from sellergate.market.orders.lifecycle import Event
from sellergate.market.orders.placing import Bought
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.offers import an_offer
from tests.builders.orders import a_purchase, an_order, let_happen, place, set_channel
from tests.builders.wire import assert_problem

ADDRESS = {
    "civility": "M",
    "firstName": "Ada",
    "lastName": "Martin",
    "companyName": None,
    "companyVatNumber": None,
    "addressLine1": "1 rue Neuve",
    "addressLine2": None,
    "addressLine3": None,
    "postalCode": "33000",
    "city": "Bordeaux",
    "stateOrRegion": None,
    "countryCode": "FR",
}


def test_an_order_is_shown_with_every_member(installation: Installation, stall: Stall) -> None:
    """contract/05 §5: names, null for what is empty, `[]` for empty lists; amounts as in its example."""
    set_channel(installation, commission_rate=1_000)
    offer = an_offer(installation, stall.seller, price=3_000, delivery=350)
    bought = a_purchase(Bought(seller_product_id=offer["reference"], quantity=2), reference="M-7")
    order = an_order(installation, stall.seller, purchase=bought)
    [line] = order.lines

    answer = stall.call("GET", f"/orders/{order.order_id}")

    assert answer.status_code == 200, answer.text
    at = order.updated_at.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    ship_by = order.ship_by.isoformat()
    events = [{"status": status, "createdAt": at} for status in ("Accepted", "InPreparation")]
    prices = {
        "unitSalesPrice": 30.0,
        "shippingCost": 5.0,
        "taxes": [
            {"code": "VAT", "target": "Product", "amount": 10.0, "rate": 20},
            {"code": "VAT", "target": "Shipping", "amount": 0.83, "rate": 20},
        ],
    }
    assert answer.json() == {
        "orderId": order.order_id,
        "reference": "M-7",
        "businessOrder": False,
        "salesChannel": {"id": "CDISFR", "name": "Cdiscount"},
        "seller": {"id": str(stall.seller.seller_id)},
        "customer": {"reference": "CU0000042"},
        "purchasedAt": at,
        "createdAt": at,
        "updatedAt": at,
        "shippedAtMax": ship_by,
        "status": "InPreparation",
        "supplyMode": "Seller",
        "payment": {"method": "Card"},
        "currencyCode": "EUR",
        "billingAddress": ADDRESS,
        "totalPrice": {"offerPrice": 65.0, "sellingPrice": 65.0},
        "serviceFees": [],
        "statusEvents": [{"status": "Processing", "createdAt": at}, *events],
        "cancellationDetails": None,
        "lines": [
            {
                "orderLineId": line.line_id,
                "status": "InPreparation",
                "quantity": 2,
                "totalPrice": {"offerPrice": 65.0, "sellingPrice": 65.0},
                "offerPrice": {
                    **prices,
                    "commission": {"amountWithVat": 7.8, "amountWithoutVat": 6.5, "rate": 1000},
                },
                "sellingPrice": prices,
                "offer": {
                    "id": line.offer_id,
                    "sellerProductId": offer["reference"],
                    "productId": line.product_id,
                    "productTitle": line.product_title,
                    "productGtin": line.product_gtin,
                    "condition": "New",
                    "supplyMode": "Seller",
                },
                "delivery": {
                    "mode": "TrackedHomeDelivery",
                    "promisedAtMin": (order.ship_by + timedelta(days=1)).isoformat(),
                    "promisedAtMax": (order.ship_by + timedelta(days=4)).isoformat(),
                    "shippedAtMax": ship_by,
                },
                "shippingAddress": ADDRESS
                | {
                    "pickupName": None,
                    "pickupId": None,
                    "phone": "0500000000",
                    "email": "relay-1@customers.example",
                },
                "parcels": [],
                "productAttributes": None,
                "statusEvents": events,
            }
        ],
    }


@pytest.mark.parametrize(
    ("events", "is_shown"),
    [
        ([], False),
        ([Event.SENT_FOR_ACCEPTANCE], False),
        ([Event.CONTROLLED], False),
        ([Event.CONTROLLED, Event.PREPARED], True),
        ([Event.CONTROLLED, Event.PREPARED, Event.SHIPPED], True),
        ([Event.CONTROLLED, Event.PREPARED, Event.SHIPPED, Event.DELIVERED], True),
        ([Event.REJECTED], False),
        ([Event.SENT_FOR_ACCEPTANCE, Event.REFUSED], False),
        ([Event.CANCELLATION_ASKED], False),
        ([Event.CANCELLATION_ASKED, Event.CANCELLED], False),
        ([Event.CONTROLLED, Event.PREPARED, Event.CANCELLATION_ASKED], True),
        ([Event.CONTROLLED, Event.PREPARED, Event.CANCELLATION_ASKED, Event.CANCELLED], True),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_the_delivery_address_appears_with_preparation(
    installation: Installation, stall: Stall, events: list[Event], is_shown: bool
) -> None:
    """contract/05 §1.2: only from `InPreparation` on. Who was cancelled afterwards has been told it."""
    order = let_happen(installation, place(installation, stall.seller), *events)

    [line] = stall.call("GET", f"/orders/{order.order_id}").json()["lines"]

    assert (line["shippingAddress"] is not None) == is_shown


def test_an_unknown_order_and_a_foreign_one_are_the_same(
    installation: Installation, stall: Stall
) -> None:
    """contract/05 §4."""
    foreign = an_order(installation, a_stall(installation).seller)

    answers = [
        stall.call("GET", f"/orders/{order_id}") for order_id in (foreign.order_id, "2611071032A")
    ]

    problems = [assert_problem(answer, 404, "not-found") for answer in answers]
    assert problems[0]["detail"] == problems[1]["detail"]
    assert "orderId" not in problems[0]
