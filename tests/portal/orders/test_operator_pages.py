"""The operator finds orders, decides on those that are held, and sets sales channels up."""

import re
from dataclasses import replace
from typing import Any

import pytest

from sellergate.access.clients.models import ClientKind
from sellergate.access.clients.store import find_client_by_id
from sellergate.access.sellers.models import Seller
from sellergate.market.orders.lifecycle import Event, happen
from sellergate.market.orders.models import Order, Parcel, Status
from sellergate.market.orders.overview import get_any_order
from sellergate.market.sales_channels import find_channel
from tests.builders.installation import Installation
from tests.builders.orders import an_order, changed, let_happen, place, set_channel
from tests.portal.accounts.site import Browser

ORDERS = "/operator/orders/"


def now_of(on: Installation, order: Order) -> Order:
    found: Order = on.read(get_any_order, order.order_id)
    return found


def shipped(on: Installation, seller: Seller) -> Order:
    order = an_order(on, seller)
    now = on.access.clock()
    parcel = Parcel(1, "P-1", "GLS", None, (1,), now, None)
    return changed(
        on, order, lambda known: replace(happen(known, Event.SHIPPED, now), parcels=(parcel,))
    )


def test_orders_are_found_by_seller_status_and_channel(
    on: Installation, operator: Browser, seller: Seller
) -> None:
    held = place(on, seller, is_held=True)
    other = an_order(on, seller)

    def listed(query: str) -> list[bool]:
        page = operator.open(f"{ORDERS}?seller={seller.seller_id}&{query}").text
        return [order.order_id in page for order in (held, other)]

    assert listed("") == [True, True]
    assert listed("status=held") == [True, False]
    assert listed("status=InPreparation") == [False, True]
    assert listed("channel=HANSDE") == [False, False]
    assert listed("status=nonsense&after=x") == [True, True]


def test_pages_go_both_ways(
    on: Installation, operator: Browser, seller: Seller, monkeypatch: Any
) -> None:
    monkeypatch.setattr("sellergate.portal.operator.orders.PAGE_SIZE", 2)
    placed = [place(on, seller).order_id for _ in range(5)][::-1]

    def ids_of(page: str) -> list[str]:
        return re.findall(r'class="order-id">(\w+)<', page)

    def follow(page: str, rel: str) -> str:
        link = re.search(rf'href="([^"]+)"[^>]*rel="{rel}"', page)
        assert link
        return operator.open(link[1].replace("&amp;", "&")).text

    first = operator.open(f"{ORDERS}?seller={seller.seller_id}").text
    second = follow(first, "next")
    third = follow(second, "next")
    back = follow(third, "prev")

    assert ids_of(first) + ids_of(second) + ids_of(third) == placed
    assert ids_of(back) == ids_of(second)
    assert 'rel="prev"' not in first
    assert 'rel="prev"' not in follow(back, "prev")
    assert 'rel="next"' not in third


def test_a_held_order_is_let_go_on(on: Installation, operator: Browser, seller: Seller) -> None:
    held = place(on, seller, is_held=True)

    operator.open(f"{ORDERS}{held.order_id}")
    operator.submit(f"{ORDERS}{held.order_id}/pass")

    assert now_of(on, held).status is Status.ACCEPTED


def test_a_held_order_is_rejected(on: Installation, operator: Browser, seller: Seller) -> None:
    held = place(on, seller, is_held=True)

    operator.open(f"{ORDERS}{held.order_id}")
    operator.submit(f"{ORDERS}{held.order_id}/reject")

    assert now_of(on, held).status is Status.REJECTED


def test_a_parcel_is_marked_as_delivered(
    on: Installation, operator: Browser, seller: Seller
) -> None:
    order = shipped(on, seller)
    path = f"{ORDERS}{order.order_id}"

    operator.open(path)
    operator.submit(f"{path}/deliver", parcel="P-1")

    assert now_of(on, order).status is Status.DELIVERED


def test_a_customers_cancellation_after_shipment_waits_for_the_operator(
    on: Installation, operator: Browser, seller: Seller
) -> None:
    order = shipped(on, seller)
    path = f"{ORDERS}{order.order_id}"

    operator.open(path)
    asked = operator.submit(f"{path}/cancel", reason="customer-not-received").text
    operator.submit(f"{path}/decide", answer="refuse")

    assert now_of(on, order).status is Status.SHIPPED
    assert "Waits for you" in asked
    assert "Waits for you" not in operator.open(path).text


def test_what_cannot_be_done_is_told_on_the_page(
    on: Installation, operator: Browser, seller: Seller
) -> None:
    held = place(on, seller, is_held=True)
    path = f"{ORDERS}{held.order_id}"
    operator.open(path)
    let_happen(on, held, Event.REJECTED)

    answer = operator.submit(f"{path}/pass")

    assert answer.status_code == 200
    assert "the order has moved on meanwhile" in answer.text


@pytest.mark.parametrize("path", [f"{ORDERS}nothing", "/operator/channels/CDIS-FR"])
def test_what_is_not_there_is_not_found(operator: Browser, path: str) -> None:
    assert operator.open(path).status_code == 404


def test_a_channel_gets_its_rules(on: Installation, operator: Browser) -> None:
    set_channel(on, "LUMIES")
    path = "/operator/channels/LUMIES"
    rules = {
        "name": "Lumières",
        "one_parcel": "1",
        "commission_rate": "12,5",
        "commission_vat": "20",
        "gesture_rate": "50 %",
    }

    operator.open(path)
    operator.submit(path, **rules)

    channel = on.read(find_channel, "LUMIES")
    assert (channel.name, channel.one_parcel, channel.sellers_accept) == ("Lumières", True, False)
    assert (channel.commission_rate, channel.gesture_rate) == (1_250, 5_000)
    assert "Lumières" in operator.open("/operator/channels/").text


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", ""), ("name", "x" * 61), ("commission_rate", "101"), ("gesture_rate", "NaN")],
)
def test_a_wrong_rule_is_told_at_its_field(
    on: Installation, operator: Browser, name: str, value: str
) -> None:
    set_channel(on, "WRONGS")
    path = "/operator/channels/WRONGS"
    rules = {"name": "Good", "commission_rate": "1", "commission_vat": "1", "gesture_rate": "1"}

    operator.open(path)
    answer = operator.submit(path, **rules | {name: value})

    assert f'id="{name}-error"' in answer.text
    assert on.read(find_channel, "WRONGS").name == "Cdiscount"


def test_an_operator_makes_a_client_of_the_marketplaces_own(
    on: Installation, operator: Browser
) -> None:
    name = f"backoffice number {on.number()} end"
    operator.open("/operator/clients/new")

    made = operator.submit("/operator/clients/new", client_id=name, email="it@example.test")

    client = on.read(find_client_by_id, name)
    assert client.kind is ClientKind.OPERATOR
    assert made.url.path == f"/api-credentials/clients/{client.uid}"
    assert "Give it access" not in made.text
    assert operator.submit(f"{made.url.path}/secrets").status_code == 200


@pytest.mark.parametrize("name", ["", "short", "x" * 81, "1 begins with a digit"])
def test_a_wrong_client_id_is_told_at_its_field(operator: Browser, name: str) -> None:
    operator.open("/operator/clients/new")

    answer = operator.submit("/operator/clients/new", client_id=name)

    assert 'id="client_id-error"' in answer.text
