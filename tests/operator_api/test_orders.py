"""The marketplace places orders, decides on those that it holds, and tells that parcels have come."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from sellergate.market.orders.lifecycle import Event, happen
from sellergate.market.orders.models import Parcel
from sellergate.market.orders.preparation import OrderPreparation
from sellergate.storage.schema import offers, orders
from tests.builders.installation import Installation
from tests.builders.offer_packages import Stall, do_due
from tests.builders.offers import an_offer
from tests.builders.operator import BUYER, Desk, Json, a_basket
from tests.builders.orders import an_order, changed
from tests.operator_api.test_doors import slug_of


def stock_of(on: Installation, row: int) -> int:
    return int(
        on.read(
            lambda c: c.execute(sa.select(offers.c.quantity).where(offers.c.id == row)).scalar_one()
        )
    )


def count_of(on: Installation, seller_id: int) -> int:
    query = sa.select(sa.func.count()).where(orders.c.seller_id == seller_id)
    return int(on.read(lambda conn: conn.execute(query).scalar_one()))


def test_a_purchase_takes_stock_and_its_amounts_are_computed(
    installation: Installation, desk: Desk, offer: dict[str, Any], basket: Json
) -> None:
    """contract/05 §5.3."""
    placed = desk.place(basket)

    assert placed["status"] == "Processing"
    assert placed["totalPrice"] == {"offerPrice": 66.2, "sellingPrice": 66.2}
    [line] = placed["lines"]
    assert (line["unitPrice"], line["shippingCost"], line["commissionWithoutVat"]) == (
        29.9,
        6.4,
        9.93,
    )
    assert stock_of(installation, offer["id"]) == 10
    assert desk.order(placed["orderId"]) == placed


def test_a_purchase_may_name_offers_by_id_and_have_prices_of_its_own(
    desk: Desk, basket: Json
) -> None:
    known = desk.place(basket)["lines"][0]
    line = {
        "offerId": known["offerId"],
        "quantity": 3,
        "unitPrice": 10,
        "shippingCost": 0.5,
        "commissionRate": 1000,
    }

    [priced] = desk.place(basket | {"lines": [line]})["lines"]

    assert priced["sellerProductId"] == known["sellerProductId"]
    assert priced["totalPrice"]["sellingPrice"] == 30.5
    assert (priced["commissionWithoutVat"], priced["commissionWithVat"]) == (3.05, 3.66)


def test_an_order_goes_on_by_itself(installation: Installation, desk: Desk, basket: Json) -> None:
    placed = desk.place(basket)

    do_due(installation, OrderPreparation(installation.clock))

    assert desk.order(placed["orderId"])["status"] == "InPreparation"


def test_member_names_are_the_same_in_any_letter_case(desk: Desk, basket: Json) -> None:
    """contract/00 §4."""
    loud = {name.upper(): value for name, value in basket.items()}
    loud["LINES"] = [{name.upper(): value for name, value in basket["lines"][0].items()}]

    assert desk.place(loud)["lines"][0]["quantity"] == 2


def test_a_request_that_is_repeated_with_its_key_places_one_order(
    installation: Installation, desk: Desk, stall: Stall, basket: Json
) -> None:
    key = {"Idempotency-Key": f"basket-{installation.number()}"}
    first = desk.call("POST", "/orders", json=basket, headers=key)

    again = desk.call("POST", "/orders", json=basket, headers=key)

    assert again.status_code == 201
    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert ("idempotent-replayed" in first.headers, again.headers["Idempotent-Replayed"]) == (
        False,
        "true",
    )
    assert count_of(installation, stall.seller.seller_id) == 1


def test_a_key_is_good_for_one_request(
    installation: Installation, desk: Desk, stall: Stall, basket: Json
) -> None:
    key = {"Idempotency-Key": f"basket-{installation.number()}"}
    desk.place(basket, **key)

    other = desk.call("POST", "/orders", json=basket | {"reference": "other"}, headers=key)

    assert (other.status_code, slug_of(other.json())) == (422, "idempotency-key-reused")
    assert count_of(installation, stall.seller.seller_id) == 1


def test_a_refused_request_leaves_its_key_free(
    installation: Installation, desk: Desk, offer: dict[str, Any], basket: Json
) -> None:
    key = {"Idempotency-Key": f"basket-{installation.number()}"}
    greedy = basket | {"lines": [basket["lines"][0] | {"quantity": 13}]}

    refused = desk.call("POST", "/orders", json=greedy, headers=key)

    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["lines[0].quantity"])
    assert stock_of(installation, offer["id"]) == 12
    assert desk.place(basket, **key)["status"] == "Processing"


LINE = {"quantity": 1, "sellerProductId": "SKU"}
WRONG: dict[str, tuple[Json, str]] = {
    "no such seller": ({"sellerId": "999999999"}, "sellerId"),
    "a seller of letters": ({"sellerId": "abc"}, "sellerId"),
    "a seller as a number": ({"sellerId": 41207}, "sellerId"),
    "no lines": ({"lines": []}, "lines"),
    "lines are no list": ({"lines": {}}, "lines"),
    "too many lines": ({"lines": [LINE] * 101}, "lines"),
    "none of it": ({"lines": [LINE | {"quantity": 0}]}, "lines[0].quantity"),
    "half of it": ({"lines": [LINE | {"quantity": 1.5}]}, "lines[0].quantity"),
    "nothing named": ({"lines": [{"quantity": 1}]}, "lines[0]"),
    "named twice": ({"lines": [LINE | {"offerId": "4_A_6_C"}]}, "lines[0]"),
    "an offer of nobody": ({"lines": [{"quantity": 1, "offerId": "4_A_6_C"}]}, "lines[0].offerId"),
    "not on sale": ({"lines": [LINE]}, "lines[0].sellerProductId"),
    "a price of three decimals": ({"lines": [LINE | {"unitPrice": 1.005}]}, "lines[0].unitPrice"),
    "a negative price": ({"lines": [LINE | {"unitPrice": -1}]}, "lines[0].unitPrice"),
    "a channel of nobody": ({"salesChannelId": "NOWHER"}, "salesChannelId"),
    "a supply mode of nobody": ({"supplyMode": "Drone"}, "supplyMode"),
    "no customer": ({"customer": None}, "customer"),
    "a customer without a name": ({"customer": {"reference": ""}}, "customer.reference"),
    "no address": ({"billingAddress": None}, "billingAddress"),
    "an address without a city": (
        {"billingAddress": BUYER | {"city": ""}},
        "billingAddress.city",
    ),
    "a country of three letters": (
        {"billingAddress": BUYER | {"countryCode": "FRA"}},
        "billingAddress.countryCode",
    ),
    "control characters": (
        {"billingAddress": BUYER | {"lastName": "Ada\u0000"}},
        "billingAddress.lastName",
    ),
    "a long name": ({"reference": "x" * 61}, "reference"),
    "an hour without a zone": ({"purchasedAt": "2026-01-01T10:00:00"}, "purchasedAt"),
    "an hour to come": ({"purchasedAt": "2999-01-01T10:00:00Z"}, "purchasedAt"),
    "a fee without a label": ({"serviceFees": [{"amount": 1}]}, "serviceFees[0].label"),
    "held perhaps": ({"held": "perhaps"}, "held"),
}


@pytest.mark.parametrize(("change", "field"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_and_nothing_is_placed(
    installation: Installation, desk: Desk, stall: Stall, basket: Json, change: Json, field: str
) -> None:
    refused = desk.call("POST", "/orders", json=basket | change)

    assert refused.status_code == 400, refused.text
    assert list(refused.json()["errors"]) == [field]
    assert count_of(installation, stall.seller.seller_id) == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'{"lines": [[]]}'])
def test_what_is_no_order_is_refused(desk: Desk, body: bytes) -> None:
    assert desk.call("POST", "/orders", content=body).status_code == 400


@pytest.mark.parametrize("key", ["", "a b", "x" * 65, "é"])
def test_a_key_is_a_short_text_of_visible_characters(desk: Desk, basket: Json, key: str) -> None:
    headers = [
        ("Authorization", f"Bearer {desk.token}"),
        ("Idempotency-Key", key.encode("latin-1")),
    ]

    refused = desk.on.http.post(desk.on.url + "/operator/v1/orders", json=basket, headers=headers)

    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["Idempotency-Key"])


def test_a_held_order_waits_and_goes_on_when_its_controls_pass(
    installation: Installation, desk: Desk, basket: Json
) -> None:
    held = desk.place(basket | {"held": True})["orderId"]
    do_due(installation, OrderPreparation(installation.clock))
    waiting = desk.order(held)

    passed = desk.call("POST", f"/orders/{held}/controls/pass")
    do_due(installation, OrderPreparation(installation.clock))

    assert (waiting["status"], waiting["held"]) == ("Processing", True)
    assert passed.json()["status"] == "Accepted"
    assert desk.order(held)["status"] == "InPreparation"


def test_a_rejected_order_gives_its_stock_back_and_stays_rejected(
    installation: Installation, desk: Desk, offer: dict[str, Any], basket: Json
) -> None:
    held = desk.place(basket | {"held": True})["orderId"]

    rejected = desk.call("POST", f"/orders/{held}/controls/fail")
    again = desk.call("POST", f"/orders/{held}/controls/fail")
    passed = desk.call("POST", f"/orders/{held}/controls/pass")

    assert rejected.json()["status"] == "Rejected"
    assert stock_of(installation, offer["id"]) == 12
    assert (again.status_code, passed.status_code) == (400, 400)
    assert list(again.json()["errors"]) == ["status"]


def test_an_order_is_delivered_with_the_last_of_its_parcels(
    installation: Installation, desk: Desk, stall: Stall
) -> None:
    order = an_order(installation, stall.seller)
    now = installation.clock()
    parcels = tuple(
        Parcel(position, f"P-{position}", "GLS", None, (1,), now, None) for position in (1, 2)
    )
    changed(
        installation,
        order,
        lambda known: replace(happen(known, Event.SHIPPED, now), parcels=parcels),
    )
    path = f"/orders/{order.order_id}/deliveries"

    first = desk.call("POST", path, json={"parcelNumber": "P-1"}).json()
    unknown = desk.call("POST", path, json={"parcelNumber": "P-9"})
    both = desk.call("POST", path).json()
    again = desk.call("POST", path).json()

    assert (first["status"], first["parcels"][0]["deliveredAt"] is None) == ("Shipped", False)
    assert unknown.status_code == 404
    assert (both["status"], both["lines"][0]["status"]) == ("Delivered", "Delivered")
    assert again == both


def test_what_is_not_on_its_way_is_not_delivered(
    installation: Installation, desk: Desk, stall: Stall
) -> None:
    order = an_order(installation, stall.seller)

    assert desk.call("POST", f"/orders/{order.order_id}/deliveries").status_code == 400


@pytest.mark.parametrize("path", ["", "/controls/pass", "/controls/fail", "/deliveries"])
def test_an_order_of_nobody_is_not_found(desk: Desk, path: str) -> None:
    method = "POST" if path else "GET"

    assert desk.call(method, f"/orders/2611071032ABCDE{path}").status_code == 404


def test_orders_of_all_sellers_are_listed_the_last_one_first_page_by_page(
    installation: Installation, desk: Desk, stall: Stall, basket: Json
) -> None:
    placed = [desk.place(basket)["orderId"] for _ in range(3)]
    query: Json = {"sellerId": str(stall.seller.seller_id), "limit": 2}

    first = desk.call("GET", "/orders", params=query)
    link = first.headers["Link"]
    address = link[1 : link.index(">")]
    second = installation.http.get(address, headers={"Authorization": f"Bearer {desk.token}"})

    ids = [item["orderId"] for page in (first, second) for item in page.json()["items"]]
    assert ids == placed[::-1]
    assert [page.json()["itemsPerPage"] for page in (first, second)] == [2, 1]
    assert "Link" not in second.headers


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"status": "Processing"}, 2),
        ({"status": "Shipped"}, 0),
        ({"held": "true"}, 1),
        ({"salesChannelId": "cdisfr"}, 2),
        ({"salesChannelId": "HANSDE"}, 0),
    ],
)
def test_lists_are_filtered(
    desk: Desk, stall: Stall, basket: Json, query: dict[str, str], count: int
) -> None:
    desk.place(basket)
    desk.place(basket | {"held": True})

    found = desk.call("GET", "/orders", params={"sellerId": str(stall.seller.seller_id), **query})

    assert found.json()["itemsPerPage"] == count


@pytest.mark.parametrize(
    ("name", "value"),
    [("status", "new"), ("sellerId", "x"), ("limit", "101"), ("cursor", "x"), ("held", "perhaps")],
)
def test_a_wrong_filter_is_named(desk: Desk, name: str, value: str) -> None:
    refused = desk.call("GET", "/orders", params={name: value})

    assert (refused.status_code, list(refused.json()["errors"])) == (400, [name])


def test_two_customers_cannot_both_have_the_last_piece(
    installation: Installation, desk: Desk, stall: Stall
) -> None:
    last = an_offer(installation, stall.seller, quantity=1)
    basket = a_basket(stall.seller.seller_id, {"sellerProductId": last["reference"], "quantity": 1})

    answers = [desk.call("POST", "/orders", json=basket).status_code for _ in range(2)]

    assert answers == [201, 400]
