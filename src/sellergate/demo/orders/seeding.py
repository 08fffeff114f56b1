"""Writes the orders of the last three months: as they were placed, with what happened to them since.

What the offers have in stock is what is left after these, so nothing is taken from it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.sellers.models import TEST_SELLER_ID
from sellergate.access.sellers.store import accepts_by_itself
from sellergate.demo.catalogue.words import draw
from sellergate.demo.orders.known import KNOWN_GESTURE, KNOWN_ORDERS, KnownOrder
from sellergate.demo.orders.lives import letters, life_of, lived
from sellergate.demo.orders.people import country_of, customer
from sellergate.demo.world import LINDQVIST, MAISON, MORGENSTERN, TODAY, Chance
from sellergate.market.orders.gesture_store import accept_gesture, insert_gesture, pending_rows
from sellergate.market.orders.models import Order, SupplyMode
from sellergate.market.orders.placing import Bought, Purchase, priced
from sellergate.market.orders.stock import LiveOffer, offers_on_sale
from sellergate.market.orders.store import insert_order
from sellergate.market.sales_channels import SalesChannel, put_channel

CHANNELS: Final = (
    SalesChannel("CDISFR", "Cdiscount", True, True, True, 5_000, 1_500, 2_000),
    SalesChannel("HANSDE", "Hansekontor", False, False, True, 10_000, 1_200, 1_900),
    SalesChannel("NORDSE", "Nordbasaren", False, False, True, 10_000, 1_300, 2_500),
)
_SOLD: Final = (
    (MAISON, "CDISFR", 70),
    (MAISON, "HANSDE", 36),
    (LINDQVIST, "CDISFR", 20),
    (LINDQVIST, "NORDSE", 22),
    (MORGENSTERN, "HANSDE", 32),
    (TEST_SELLER_ID, "CDISFR", 14),
)
_DAYS: Final = 90
_CHOICE: Final = 80  # offers that customers choose from, of a seller on a channel
STORED: Final = 24  # of these
# Of a hundred orders, how many the seller does not ship itself.
_ELSEWHERE: Final[Mapping[SellerId, tuple[SupplyMode, int]]] = {
    MAISON: (SupplyMode.XDOCK, 6),
    LINDQVIST: (SupplyMode.FULFILLMENT, 18),
}


@dataclass(frozen=True, slots=True)
class Stand:
    """Where something is sold: a seller on a channel, and what customers choose from."""

    seller_id: SellerId
    channel: SalesChannel
    is_asked: bool  # the seller accepts by hand
    offers: Mapping[str, LiveOffer]


def write_orders(conn: Connection, chance: Chance) -> list[Order]:
    """Set the channels up and write the orders, the first one bought first. The offers are there already."""
    for channel in CHANNELS:
        put_channel(conn, channel)
    orders = sorted(_all_orders(conn, chance), key=lambda order: (order.created_at, order.order_id))
    written = [insert_order(conn, order) for order in orders]
    _write_gesture(conn, next(o for o in written if o.order_id == KNOWN_GESTURE.order_id))
    return written


def drawn_purchase(chance: Chance, name: str, stand: Stand) -> Purchase:
    """What the customer of that name buys at a stand."""

    def one(what: str, count: int) -> int:
        return draw(chance, f"{what} {name}", count)

    mode, share = _ELSEWHERE.get(stand.seller_id, (SupplyMode.SELLER, 0))
    supply_mode = mode if one("supply mode", 100) < share else SupplyMode.SELLER
    is_stored = supply_mode is SupplyMode.FULFILLMENT
    references = stored_of(stand.offers) if is_stored else sorted(stand.offers)
    lines = {}
    for place in range((1, 1, 1, 1, 2, 2, 3)[one("lines", 7)]):
        offer = stand.offers[references[one(f"offer {place}", len(references))]]
        quantity = min((1, 1, 1, 2, 2, 4)[one(f"quantity {place}", 6)], offer.quantity)
        lines[offer.reference] = Bought(seller_product_id=offer.reference, quantity=quantity)
    is_business = one("business", 100) < 6
    address = customer(
        chance, name, country_of(chance, name, stand.channel.id), is_business=is_business
    )
    return Purchase(
        sales_channel_id=stand.channel.id,
        lines=tuple(lines.values()),
        customer_reference=f"CU{one('customer', 10**7):07}",
        billing_address=address,
        shipping_address=address,
        reference=f"{stand.channel.id[:3]}-{one('reference', 10**6):06}",
        is_business=is_business,
        supply_mode=supply_mode,
        payment_method=("Card", "Card", "Card", "Paypal", "Transfer")[one("payment", 5)],
    )


def stored_of(references: Iterable[str]) -> list[str]:
    """Of what a seller offers at a stand, what it keeps in the marketplace's warehouses, if it keeps anything there."""
    return list(references)[:STORED]


def stand_at(
    conn: Connection, seller_id: SellerId, channel: SalesChannel, *, limit: int = _CHOICE
) -> Stand:
    """The stand of a seller on a channel, as it is now."""
    offers = {
        offer.reference: offer for offer in offers_on_sale(conn, seller_id, channel.id, limit=limit)
    }
    is_asked = channel.sellers_accept and not accepts_by_itself(conn, seller_id)
    return Stand(seller_id, channel, is_asked, offers)


def _write_gesture(conn: Connection, order: Order) -> None:
    known = KNOWN_GESTURE
    insert_gesture(
        conn,
        order,
        request_id=known.request_id,
        reason=known.reason.value,
        reason_details=None,
        amount=known.amount,
        now=known.asked_at,
    )
    for row in pending_rows(conn, order.seller_id, limit=1, aside=()):
        accept_gesture(conn, order.seller_id, row, known.done_at)


def _all_orders(conn: Connection, chance: Chance) -> Iterator[Order]:
    channels = {channel.id: channel for channel in CHANNELS}
    for seller_id, channel_id, count in _SOLD:
        stand = stand_at(conn, seller_id, channels[channel_id])
        for number in range(count):
            yield _drawn(chance, stand, f"order {seller_id} {channel_id} {number}")
    for known in KNOWN_ORDERS:
        yield _known(chance, stand_at(conn, MAISON, channels[known.channel_id]), known)


def _drawn(chance: Chance, stand: Stand, name: str) -> Order:
    bought_at = _bought_at(chance, name)
    order = priced(
        stand.seller_id,
        drawn_purchase(chance, name, stand),
        stand.channel,
        stand.offers,
        order_id=bought_at.strftime("%y%m%d%H%M") + letters(chance, f"id {name}", 5),
        now=bought_at,
    )
    is_sent_whole = stand.channel.one_parcel or order.supply_mode is SupplyMode.FULFILLMENT
    in_parts = not is_sent_whole and draw(chance, f"parts {name}", 2) == 0
    life = life_of(chance, order, is_asked=stand.is_asked, in_parts=in_parts)
    return lived(chance, order, life, until=TODAY)


def _bought_at(chance: Chance, name: str) -> datetime:
    """Some time of the last months, more often lately, and by day."""
    ago = (draw(chance, f"day {name}", 10_000) / 10_000) ** 2 * _DAYS
    day = TODAY - timedelta(days=ago)
    seconds = draw(chance, f"time {name}", 3 * 3600)
    return (day - timedelta(seconds=seconds)).replace(microsecond=0)


def _known(chance: Chance, stand: Stand, known: KnownOrder) -> Order:
    purchase = Purchase(
        sales_channel_id=stand.channel.id,
        lines=[
            Bought(seller_product_id=reference, quantity=quantity)
            for reference, quantity in known.lines
        ],
        customer_reference=f"CU{draw(chance, known.order_id, 10**7):07}",
        billing_address=customer(
            chance, known.order_id, "DE" if stand.channel.id == "HANSDE" else "FR"
        ),
        shipping_address=customer(
            chance, known.order_id, "DE" if stand.channel.id == "HANSDE" else "FR"
        ),
        reference=f"{stand.channel.id[:3]}-{known.order_id[:10]}",
        is_held=known.is_held,
    )
    order = priced(
        stand.seller_id,
        purchase,
        stand.channel,
        stand.offers,
        order_id=known.order_id,
        now=known.bought_at,
    )
    return lived(chance, order, iter(known.steps), until=TODAY)
