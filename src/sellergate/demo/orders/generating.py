"""Makes orders while the demo is served: bought and moved as everybody's, by the same functions."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.demo.catalogue.words import draw
from sellergate.demo.orders.lives import letters
from sellergate.demo.orders.seeding import drawn_purchase, stand_at
from sellergate.demo.world import Chance
from sellergate.kit.errors import Refusal
from sellergate.market.orders.acceptance import Decision, decide
from sellergate.market.orders.cancellations import cancel_order, settle
from sellergate.market.orders.models import CancellationStatus, Order, Status, SupplyMode, UserType
from sellergate.market.orders.moves import deliver
from sellergate.market.orders.placing import place_order
from sellergate.market.orders.preparation import move_on
from sellergate.market.orders.shipping import NewParcel, ship
from sellergate.market.orders.stock import stands
from sellergate.market.orders.store import get_order
from sellergate.market.sales_channels import find_channel
from sellergate.storage.database import Database

_CARRIERS = ("Colissimo", "GLS", "DHL", "PostNord")


async def make_orders(db: Database, *, count: int, seed: str, now: datetime) -> int:
    """So many orders, each in a transaction of its own; how many could be placed.

    On the same marketplace at the same instant the same seed makes the same orders, to the byte.
    """
    chance = Chance(f"orders {seed}")
    made = 0
    for number in range(count):
        made += await db.write(_make, chance, f"made {number}", now) is not None
    return made


def _make(conn: Connection, chance: Chance, name: str, now: datetime) -> Order | None:
    """An order, and what becomes of it; None when there is nothing to buy."""
    open_stands = stands(conn)
    if not open_stands:
        return None
    chosen = open_stands[draw(chance, f"stand {name}", len(open_stands))]
    channel = find_channel(conn, chosen.sales_channel_id)
    stand = stand_at(conn, chosen.seller_id, channel)
    tries = 0

    def make_id(at: datetime) -> str:
        nonlocal tries
        tries += 1
        return at.strftime("%y%m%d%H%M") + letters(chance, f"id {tries} {name}", 5)

    wanted = drawn_purchase(chance, name, stand)
    for mode in dict.fromkeys((wanted.supply_mode, SupplyMode.SELLER)):
        purchase = replace(wanted, supply_mode=mode)
        try:
            with conn.begin_nested():
                order = place_order(conn, chosen.seller_id, purchase, now=now, make_id=make_id)
        except (
            Refusal
        ):  # no warehouse holds it, or two lines are of one product, of which there is one left
            continue
        return _live(conn, chance, name, order, now)
    return None


def _live(conn: Connection, chance: Chance, name: str, order: Order, now: datetime) -> Order:
    """The order, as far as its fate has brought it."""
    seller_id, order_id = order.seller_id, order.order_id
    fate = draw(chance, f"fate {name}", 100)
    while order.is_moving and fate >= 5:
        order = move_on(conn, order, now)
    if order.status is Status.WAITING_ACCEPTANCE and fate >= 30:
        decision = Decision.REFUSED if fate < 36 else Decision.ACCEPTED
        order = decide(conn, seller_id, order_id, decision, now=now)
        while order.is_moving:
            order = move_on(conn, order, now)
    if 36 <= fate < 45 and order.status is Status.IN_PREPARATION:
        return _cancelled(conn, chance, name, order, now)
    if fate < 60 or order.status is not Status.IN_PREPARATION:
        return order
    if order.supply_mode is SupplyMode.SELLER:
        carrier = _CARRIERS[draw(chance, f"carrier {name}", len(_CARRIERS))]
        number = f"{letters(chance, f'parcel {name}', 2)}{draw(chance, f'parcel {name}', 10**9):09}"
        url = f"https://carrier.example/track/{number}"
        order = ship(conn, seller_id, order_id, [NewParcel(0, number, carrier, url, None)], now=now)
        if fate >= 80:
            order = deliver(conn, order_id, now)
    return order


def _cancelled(conn: Connection, chance: Chance, name: str, order: Order, now: datetime) -> Order:
    """Called off by the customer; nothing was shipped, so it is done at once."""
    request = cancel_order(
        conn,
        SellerId(order.seller_id),
        order.order_id,
        reason="customer-changed-mind",
        asked_by=UserType.CUSTOMER,
        request_id=chance.ids(f"cancellation {name}")(),
        now=now,
    )
    if request.status is CancellationStatus.PENDING:
        return settle(conn, request, now)
    return get_order(conn, order.seller_id, order.order_id)
