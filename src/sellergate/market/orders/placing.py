"""How an order comes to be: offers of one seller, bought together (contract/05 §1, §5)."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.sellers import store as sellers
from sellergate.access.sellers.models import SellerState
from sellergate.market.offers.channels import get_channel
from sellergate.market.offers.delivery import MODES, TRACKED, DeliveryMode, find_mode
from sellergate.market.offers.identity import render_offer_id
from sellergate.market.offers.models import Condition
from sellergate.market.orders import store
from sellergate.market.orders.allocations import allocate_order
from sellergate.market.orders.amounts import commission_of, vat_of
from sellergate.market.orders.errors import OfferNotOnSale, SellerSuspended, SellerUnknown
from sellergate.market.orders.models import (
    Address,
    Fee,
    Happened,
    Line,
    Order,
    Status,
    SupplyMode,
)
from sellergate.market.orders.overview import get_any_order
from sellergate.market.orders.preparation import plan_moves
from sellergate.market.orders.stock import LiveOffer, live_offers, take_stock
from sellergate.market.sales_channels import SalesChannel, find_channel

MAX_LINES: Final = 100
MAX_QUANTITY: Final = 10_000
END_OF_DAY: Final = time(22, 59, 59)
ON_ITS_WAY: Final = (timedelta(days=1), timedelta(days=4))  # after the day when it must be shipped
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"

_random = random.SystemRandom()
_modes = msgspec.json.Decoder(list[tuple[str, int, int]]).decode

OrderIdMaker = Callable[[datetime], str]
ORDER_ID: Final = re.compile(
    rf"[0-9]{{10}}[{LETTERS}]{{5}}", re.ASCII
)  # as `new_order_id` makes them


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """So many of an offer. Prices in cents, for the customer with VAT; None: those of the offer."""

    seller_product_id: str
    quantity: int
    delivery_mode: str = TRACKED
    unit_price: int | None = None
    shipping_cost: int | None = None  # of the line
    offer_unit_price: int | None = None  # the seller's side, when a promotion makes it another
    commission_rate: int | None = None  # hundredths of a percent; None: the channel's


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What a customer buys of a seller on a channel."""

    sales_channel_id: str
    lines: Sequence[Bought]
    customer_reference: str
    billing_address: Address
    shipping_address: Address
    reference: str | None = None
    is_business: bool = False
    supply_mode: SupplyMode = SupplyMode.SELLER
    payment_method: str | None = "Card"
    service_fees: Sequence[Fee] = ()
    purchased_at: datetime | None = None
    # Its controls are the operator's to decide; else they pass by themselves.
    is_held: bool = False


def new_order_id(now: datetime) -> str:
    """Such as `2611071032ABCDE`: the minute, and five letters (contract/05 §5.1)."""
    return now.strftime("%y%m%d%H%M") + "".join(_random.choices(LETTERS, k=5))


def place_order(
    conn: Connection,
    seller_id: SellerId,
    purchase: Purchase,
    *,
    now: datetime,
    make_id: OrderIdMaker = new_order_id,
) -> Order:
    """Take the stock and write the order, `Processing`; background work goes on with it.

    The stock is that of the offers, or of a warehouse when that is to ship it (`supply_mode`).

    Raises `SellerUnknown`, `SellerSuspended`, `ChannelUnknown`, and `OfferNotOnSale` when there are not so many: then
    nothing is taken.
    """
    _check_seller(conn, seller_id)
    subscribed = get_channel(conn, seller_id, purchase.sales_channel_id)
    channel = find_channel(conn, subscribed.id)
    references = {line.seller_product_id for line in purchase.lines}
    is_stored = purchase.supply_mode is SupplyMode.FULFILLMENT
    on_sale = live_offers(conn, seller_id, channel.id, references, in_stock=not is_stored)
    order_id = make_id(now)
    while store.is_known(conn, order_id):
        order_id = make_id(now)
    order = priced(seller_id, purchase, channel, on_sale, order_id=order_id, now=now)
    if not is_stored:
        _take_offers(conn, order, on_sale, now)
    placed = store.insert_order(conn, order)
    if is_stored:
        allocate_order(conn, placed, now)
    if placed.is_moving:
        plan_moves(conn, seller_id, now)
    return placed


def place_once(
    conn: Connection, seller_id: SellerId, purchase: Purchase, *, order_id: str, now: datetime
) -> tuple[Order, bool]:
    """The order of this id, placed now unless it was before; and whether it was.

    A form that is shown with the id of its order can be sent twice, and from two tabs, without a second order. Raises
    what `place_order` raises.
    """
    if store.is_known(conn, order_id):
        return get_any_order(conn, order_id), True
    return place_order(conn, seller_id, purchase, now=now, make_id=lambda _now: order_id), False


def ways_of(offer: LiveOffer) -> list[tuple[DeliveryMode, int]]:
    """The ways of an offer to the customer, each with what it costs for one piece."""
    costs = _costs_of(offer)
    return [(mode, costs[mode.code][0]) for mode in MODES if mode.code in costs]


def place_stored_once(
    conn: Connection, seller_id: SellerId, purchase: Purchase, *, order_id: str, now: datetime
) -> tuple[Order, bool]:
    """The same, shipped by a warehouse when one holds all of it, and else as the purchase says.

    Raises what `place_order` raises.
    """
    stored = replace(purchase, supply_mode=SupplyMode.FULFILLMENT)
    try:
        with conn.begin_nested():
            return place_once(conn, seller_id, stored, order_id=order_id, now=now)
    except OfferNotOnSale:
        return place_once(conn, seller_id, purchase, order_id=order_id, now=now)


def priced(
    seller_id: SellerId,
    purchase: Purchase,
    channel: SalesChannel,
    on_sale: Mapping[str, LiveOffer],
    *,
    order_id: str,
    now: datetime,
) -> Order:
    """The order that a purchase makes of what is on sale, by reference: `Processing`, and not stored.

    Raises `OfferNotOnSale`.
    """
    purchased_at = purchase.purchased_at or now
    bought_offers: list[LiveOffer] = []
    lines = []
    for position, bought in enumerate(purchase.lines, 1):
        offer = on_sale.get(bought.seller_product_id)
        if offer is None:
            raise OfferNotOnSale(
                "names {reference}: the seller has no such offer on sale on {channel}",
                field=f"lines[{position - 1}].sellerProductId",
                reference=bought.seller_product_id,
                channel=channel.id,
            )
        bought_offers.append(offer)
        lines.append(_line(seller_id, order_id, position, bought, offer, channel, purchased_at))
    return Order(
        row=0,
        order_id=order_id,
        seller_id=seller_id,
        reference=purchase.reference,
        sales_channel_id=channel.id,
        is_business=purchase.is_business,
        customer_reference=purchase.customer_reference,
        status=Status.PROCESSING,
        is_moving=not purchase.is_held,
        supply_mode=purchase.supply_mode,
        currency=bought_offers[0].currency,
        payment_method=purchase.payment_method,
        billing_address=purchase.billing_address,
        shipping_address=purchase.shipping_address,
        service_fees=tuple(purchase.service_fees),
        purchased_at=purchased_at,
        created_at=now,
        updated_at=now,
        ship_by=max(_ship_by(purchased_at, offer) for offer in bought_offers),
        shipped_at=None,
        delivered_at=None,
        lines=tuple(lines),
        parcels=(),
        events=(Happened(0, Status.PROCESSING, now),),
    )


def _check_seller(conn: Connection, seller_id: SellerId) -> None:
    state = sellers.state_of_seller(conn, seller_id)
    if state is None:
        raise SellerUnknown
    if state is SellerState.DEACTIVATED:
        raise SellerSuspended


def _take_offers(
    conn: Connection, order: Order, on_sale: Mapping[str, LiveOffer], now: datetime
) -> None:
    """Take what the seller itself has. Raises `OfferNotOnSale`."""
    for number, line in enumerate(order.lines):
        row = on_sale[line.seller_product_id].row
        if not take_stock(conn, order.seller_id, row, line.quantity, now):
            raise OfferNotOnSale(
                "asks for {quantity} of {reference}: there are fewer",
                field=f"lines[{number}].quantity",
                quantity=line.quantity,
                reference=line.seller_product_id,
            )


def _line(
    seller_id: SellerId,
    order_id: str,
    position: int,
    bought: Bought,
    offer: LiveOffer,
    channel: SalesChannel,
    purchased_at: datetime,
) -> Line:
    mode, shipping = _delivery(bought, offer)
    unit_price = offer.price if bought.unit_price is None else bought.unit_price
    offer_price = unit_price if bought.offer_unit_price is None else bought.offer_unit_price
    goods = unit_price * bought.quantity
    rate = channel.commission_rate if bought.commission_rate is None else bought.commission_rate
    without_vat, with_vat = commission_of(goods + shipping, rate, channel.commission_vat)
    ship_by = _ship_by(purchased_at, offer)
    first, last = ON_ITS_WAY
    return Line(
        position=position,
        line_id=f"{order_id}-{position}",
        status=Status.PROCESSING,
        status_before=None,
        quantity=bought.quantity,
        offer_row=offer.row,
        offer_id=render_offer_id(
            seller_id, offer.product_reference, Condition(offer.condition), channel.id
        ),
        seller_product_id=offer.reference,
        product_id=offer.product_reference,
        product_title=offer.title,
        product_gtin=offer.gtin,
        condition=offer.condition,
        offer_unit_price=offer_price,
        offer_shipping_cost=shipping,
        unit_price=unit_price,
        shipping_cost=shipping,
        taxes=vat_of(goods, shipping, offer.vat),
        commission_rate=rate,
        commission_without_vat=without_vat,
        commission_with_vat=with_vat,
        refunded=0,
        delivery_mode=mode.name,
        promised_at_min=ship_by + first,
        promised_at_max=ship_by + last,
    )


def _delivery(bought: Bought, offer: LiveOffer) -> tuple[DeliveryMode, int]:
    """The way to the customer, and what it costs for all of the line: the first piece, and each further one."""
    wanted = find_mode(bought.delivery_mode)
    costs = _costs_of(offer)
    if wanted is None or wanted.code not in costs:
        raise OfferNotOnSale(
            "asks for delivery by {mode}; the offer {reference} has {known}",
            field="lines.deliveryMode",
            mode=bought.delivery_mode,
            reference=offer.reference,
            known=", ".join(costs),
        )
    cost, additional = costs[wanted.code]
    own = cost + additional * (bought.quantity - 1)
    return wanted, own if bought.shipping_cost is None else bought.shipping_cost


def _costs_of(offer: LiveOffer) -> dict[str, tuple[int, int]]:
    """What each way to the customer costs, by its code: for the first piece, and for each further one."""
    return {code: (cost, additional) for code, cost, additional in _modes(offer.delivery_modes)}


def _ship_by(purchased_at: datetime, offer: LiveOffer) -> datetime:
    """The end of the day when it must be on its way: as many days as its preparation takes, one at least."""
    day = purchased_at + timedelta(days=max(offer.preparation_time, 1))
    return datetime.combine(day.date(), END_OF_DAY, tzinfo=purchased_at.tzinfo)
