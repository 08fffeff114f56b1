"""GET /orders/{orderId}: every member, as the contract has it."""

import json
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from sellergate.market.orders.lifecycle import Event
from sellergate.market.orders.models import Fee
from sellergate.market.orders.placing import Bought
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, a_stall
from tests.builders.offers import an_offer
from tests.builders.order_acts import a_parcel, settle, to_ship
from tests.builders.orders import a_purchase, an_order, let_happen, place, set_channel
from tests.builders.wire import assert_problem

CENT = Decimal("0.01")
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


def test_the_bill_has_neither_phone_nor_e_mail(installation: Installation, stall: Stall) -> None:
    """contract/05 §5.1 and §5.4."""
    order = an_order(installation, stall.seller)

    found = stall.call("GET", f"/orders/{order.order_id}").json()

    assert not {"phone", "email"} & set(found["billingAddress"])
    assert found["lines"][0]["shippingAddress"]["phone"] == "0500000000"


def test_parcels_are_on_the_lines_that_are_in_them(stall: Stall) -> None:
    """contract/05 §5.2 and §7: `{parcelNumber, carrierName, trackingUrl}` after shipping; §1.4: `supplyMode` at both levels."""
    order = to_ship(stall, lines=2)
    first, second = (line.line_id for line in order.lines)
    parcel = a_parcel(first, trackingUrl="https://carrier.example/ZZ123")
    assert stall.call("POST", f"/orders/{order.order_id}/shipments", json=[parcel]).is_success

    found = stall.call("GET", f"/orders/{order.order_id}").json()

    shown = {key: parcel[key] for key in ("parcelNumber", "carrierName", "trackingUrl")}
    lines = {line["orderLineId"]: line for line in found["lines"]}
    assert lines[first]["parcels"] == [shown]
    assert lines[second]["parcels"] == []
    assert [lines[line]["status"] for line in (first, second)] == ["Shipped", "InPreparation"]
    assert [event["status"] for event in lines[first]["statusEvents"]][-1] == "Shipped"
    assert [event["status"] for event in lines[second]["statusEvents"]][-1] == "InPreparation"
    assert {found["supplyMode"], *(line["offer"]["supplyMode"] for line in found["lines"])} == {
        "Seller"
    }


def test_what_was_cancelled_is_told_and_of_nothing_it_is_null(
    installation: Installation, stall: Stall
) -> None:
    """contract/05 §5.1: truthy when something was cancelled. The order is `Cancelled` only when all of it is (§1.3)."""
    order = to_ship(stall, lines=2)
    body = {
        "orderSellerId": order.order_id,
        "lines": [{"lineId": order.lines[1].line_id, "reason": "seller-out-of-stock"}],
    }
    assert stall.call("POST", "/order-partial-cancellation-requests", json=body).is_success
    asked = stall.call("GET", f"/orders/{order.order_id}").json()
    settle(installation)

    found = stall.call("GET", f"/orders/{order.order_id}").json()

    assert [line["status"] for line in asked["lines"]] == ["InPreparation", "CancelRequest"]
    assert asked["cancellationDetails"] is None
    [detail] = found["cancellationDetails"]
    assert detail == {
        "orderLineId": order.lines[1].line_id,
        "reason": "seller-out-of-stock",
        "cancelledAt": found["updatedAt"],
        "refundedAmount": found["lines"][1]["totalPrice"]["sellingPrice"],
    }
    assert (found["status"], found["lines"][1]["status"]) == ("InPreparation", "Cancelled")


def test_what_the_marketplace_pays_for_is_on_the_customers_side_only(
    installation: Installation, stall: Stall
) -> None:
    """contract/05 §5.1 and §5.2: two sides of a price, each with the taxes that it contains; fees are no part of lines."""
    offer = an_offer(installation, stall.seller, price=3_000, delivery=350)
    bought = Bought(
        seller_product_id=offer["reference"], quantity=2, unit_price=2_400, offer_unit_price=3_000
    )
    purchase = a_purchase(bought, service_fees=[Fee("Gift wrapping", 250)])
    order = place(installation, stall.seller, purchase)

    found = stall.call("GET", f"/orders/{order.order_id}").json()

    [line] = found["lines"]
    assert found["totalPrice"] == line["totalPrice"] == {"offerPrice": 65.0, "sellingPrice": 53.0}
    assert found["serviceFees"] == [{"label": "Gift wrapping", "amount": 2.5}]
    assert line["offerPrice"]["taxes"][0] == {
        "code": "VAT", "target": "Product", "amount": 10.0, "rate": 20,
    }  # fmt: skip
    assert line["sellingPrice"]["taxes"][0]["amount"] == 8.0


def test_an_id_of_any_kind_is_found_or_not(stall: Stall) -> None:
    for order_id in ("%00", "%F0%9F%A6%8A", "x" * 2_000, "1%27--", "..%5C"):
        assert_problem(stall.call("GET", f"/orders/{order_id}"), 404, "not-found")


CENTS = st.integers(0, 5_000_00)


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(
        st.tuples(CENTS, st.integers(1, 9), CENTS, st.integers(0, 3_000)), min_size=1, max_size=4
    )
)
def test_amounts_add_up_to_the_cent(
    installation: Installation, stall: Stall, lines: list[tuple[int, int, int, int]]
) -> None:
    """contract/05 §5.3: Σ(unit price · quantity + shipping) is the total, at both levels; the commission is on that, and its rate
    in hundredths of a percent."""
    bought = [
        Bought(
            seller_product_id=an_offer(installation, stall.seller)["reference"],
            quantity=quantity,
            unit_price=price,
            shipping_cost=shipping,
            commission_rate=rate,
        )
        for price, quantity, shipping, rate in lines
    ]
    order = place(installation, stall.seller, a_purchase(*bought))

    answer = stall.call("GET", f"/orders/{order.order_id}")

    found = json.loads(answer.text, parse_float=Decimal)
    paid = []
    for line in found["lines"]:
        price, commission = line["sellingPrice"], line["offerPrice"]["commission"]
        paid.append(price["unitSalesPrice"] * line["quantity"] + price["shippingCost"])
        assert line["totalPrice"]["sellingPrice"] == paid[-1]
        exact = paid[-1] * commission["rate"] / 10_000
        assert commission["amountWithoutVat"] == exact.quantize(CENT, ROUND_HALF_UP)
        with_vat = commission["amountWithoutVat"] * Decimal("1.2")
        assert commission["amountWithVat"] == with_vat.quantize(CENT, ROUND_HALF_UP)
    assert found["totalPrice"] == {"sellingPrice": sum(paid), "offerPrice": sum(paid)}
