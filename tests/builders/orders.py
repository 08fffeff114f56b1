"""Builders of orders: bought as customers buy them, and brought to where a test wants them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from sellergate.access.sellers.models import Seller
from sellergate.market.orders import store
from sellergate.market.orders.lifecycle import Event, happen
from sellergate.market.orders.models import Address, Order, SupplyMode
from sellergate.market.orders.placing import Bought, Purchase, place_order
from sellergate.market.sales_channels import DEFAULT, put_channel
from tests.builders.catalogue import a_product
from tests.builders.offers import CHANNEL, an_offer
from tests.builders.warehouse import a_stock
from tests.builders.world import Served

ADDRESS = Address(
    civility="M",
    first_name="Ada",
    last_name="Martin",
    address_line1="1 rue Neuve",
    postal_code="33000",
    city="Bordeaux",
    country_code="FR",
    phone="0500000000",
    email="relay-1@customers.example",
)
TO_PREPARATION = (Event.CONTROLLED, Event.PREPARED)


def a_purchase(*lines: Bought, **values: Any) -> Purchase:
    """What a customer of the channel buys."""
    plain: dict[str, Any] = {
        "sales_channel_id": CHANNEL,
        "customer_reference": "CU0000042",
        "billing_address": ADDRESS,
        "shipping_address": ADDRESS,
    }
    return Purchase(lines=lines, **plain | values)


def place(on: Served, seller: Seller, purchase: Purchase | None = None, **values: Any) -> Order:
    """An order, by default of two of a new offer at 29.90 EUR with 6.40 EUR of shipping: `Processing`.

    A warehouse that is to ship it holds just these two.
    """
    if purchase is None:
        product = a_product(on)
        offer = an_offer(on, seller, product)
        if values.get("supply_mode") is SupplyMode.FULFILLMENT:
            a_stock(on, seller, product, FR=2)
        purchase = a_purchase(Bought(seller_product_id=offer["reference"], quantity=2), **values)
    return on.write(lambda conn, act: place_order(conn, seller.seller_id, purchase, now=act.now))


def an_order(on: Served, seller: Seller, *events: Event, **values: Any) -> Order:
    """A placed order to which these events happened: by default it is `InPreparation`."""
    return let_happen(on, place(on, seller, **values), *(events or TO_PREPARATION))


def let_happen(
    on: Served, order: Order, *events: Event, positions: set[int] | None = None
) -> Order:
    """The order after the events, to all of its lines or to those at `positions`, written."""

    def step(conn: Connection, act: Any) -> Order:
        known = after = store.get_order(conn, order.seller_id, order.order_id)
        for event in events:
            after = happen(after, event, act.now, positions=positions)
        store.save_order(conn, known, after)
        return after

    return on.write(step)


def changed(on: Served, order: Order, change: Callable[[Order], Order]) -> Order:
    """The order after `change`, written."""

    def step(conn: Connection, _act: Any) -> Order:
        known = store.get_order(conn, order.seller_id, order.order_id)
        after = change(known)
        store.save_order(conn, known, after)
        return after

    return on.write(step)


def set_channel(on: Served, channel_id: str = CHANNEL, **rules: Any) -> None:
    """Let the channel have these rules, and of the others those that a channel begins with."""
    channel = replace(DEFAULT, id=channel_id, name="Cdiscount", **rules)
    on.write(lambda conn, _act: put_channel(conn, channel))


def copies(on: Served, order: Order, *changes: dict[str, Any]) -> list[Order]:
    """More orders like one, each with other values; ids are made of its id."""

    def step(conn: Connection, _act: Any) -> list[Order]:
        return [store.insert_order(conn, copy) for copy in wanted]

    wanted = []
    for values in changes:
        order_id = values.get("order_id", f"{order.order_id[:20]}-{on.number()}")
        lines = tuple(
            replace(
                line,
                line_id=f"{order_id}-{line.position}",
                status=values.get("status", line.status),
            )
            for line in order.lines
        )
        wanted.append(replace(order, row=0, lines=lines, **{**values, "order_id": order_id}))
    copied: list[Order] = on.write(step)
    return copied
