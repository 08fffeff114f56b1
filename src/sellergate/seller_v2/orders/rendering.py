"""Orders as the Seller API shows them: stored rows as wire models (contract/05 §5)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from sellergate.access.context import SellerId
from sellergate.kit.clock import from_micros
from sellergate.kit.money import render_cents
from sellergate.market.orders.amounts import contained_in
from sellergate.market.orders.models import Status, SupplyMode
from sellergate.market.orders.reading import EventRow, LineRow, ParcelRow, ReadOrder
from sellergate.seller_v2.orders.schemas import (
    BillingAddress,
    CancellationDetail,
    Commission,
    Customer,
    Delivery,
    OfferPrice,
    Order,
    OrderedOffer,
    OrderLine,
    OrderParcel,
    OrderSeller,
    OrderStatus,
    Payment,
    SalesChannel,
    SellingPrice,
    ServiceFee,
    ShippingAddress,
    StatusEvent,
    Tax,
    TotalPrice,
)

_SECONDS: Final = [f"{second:02}+00:00" for second in range(60)]

_billing_address = msgspec.json.Decoder(BillingAddress).decode
_shipping_address = msgspec.json.Decoder(ShippingAddress).decode
_fees = msgspec.json.Decoder(list[tuple[str, int]]).decode
_positions = lru_cache(maxsize=1_000)(msgspec.json.Decoder(frozenset[int]).decode)


class _StoredTax(NamedTuple):
    code: str
    target: str
    amount: int
    rate: int


_stored_taxes = msgspec.json.Decoder(list[_StoredTax]).decode
_ORDER_STATUSES: Final = {status.value: status for status in OrderStatus}
_STATUSES: Final = {status.value: status for status in Status}
_SUPPLY_MODES: Final = {mode.value: mode for mode in SupplyMode}
_ADDRESSED: Final = {
    Status.IN_PREPARATION.value,
    Status.SHIPPED.value,
    Status.DELIVERED.value,
}

_Events = dict[int, list[StatusEvent]]  # by line; 0: of the order


def rendered(
    orders: Iterable[ReadOrder], seller_id: SellerId, channels: Mapping[str, str]
) -> list[Order]:
    """Orders of one seller as wire models; `channels` are the names of sales channels."""
    seller = OrderSeller(str(seller_id))
    return [_rendered(order, seller, channels) for order in orders]


def render_second(micros: int) -> str:
    """The text of a stored instant, to the second: with decimals there are clients that cannot read it."""
    minute, second = divmod(micros // 1_000_000, 60)
    return _minute(minute) + _SECONDS[second]


@lru_cache(maxsize=20_000)
def _minute(minute: int) -> str:
    return from_micros(minute * 60_000_000).strftime("%Y-%m-%dT%H:%M:")


@lru_cache(maxsize=5_000)
def _taxes(text: str) -> list[Tax]:
    """Of what is sold for the same price, the same. Nobody changes them."""
    return [
        Tax(code, target, render_cents(amount), _percent(rate))
        for code, target, amount, rate in _stored_taxes(text)
    ]


def _rendered(found: ReadOrder, seller: OrderSeller, channels: Mapping[str, str]) -> Order:
    order = found.order
    channel = order.sales_channel_id
    ship_by = render_second(order.ship_by)
    events = _by_line(found.events)
    shown = [_is_address_shown(line, events) for line in found.lines]
    address = _shipping_address(order.shipping_address) if any(shown) else None
    return Order(
        order.order_id,
        order.reference,
        bool(order.is_business),
        SalesChannel(channel, channels.get(channel, channel)),
        seller,
        Customer(order.customer_reference),
        render_second(order.purchased_at),
        render_second(order.created_at),
        render_second(order.updated_at),
        ship_by,
        _ORDER_STATUSES[order.status],
        _SUPPLY_MODES[order.supply_mode],
        Payment(order.payment_method),
        order.currency,
        _billing_address(order.billing_address),
        TotalPrice(render_cents(order.offer_total), render_cents(order.selling_total)),
        [ServiceFee(label, render_cents(amount)) for label, amount in _fees(order.service_fees)],
        events.get(0, []),
        _cancellations(found, events),
        [
            _line(line, found, ship_by, address if is_shown else None, events)
            for line, is_shown in zip(found.lines, shown, strict=True)
        ],
    )


def _line(
    line: LineRow, found: ReadOrder, ship_by: str, address: ShippingAddress | None, events: _Events
) -> OrderLine:
    taxes = _taxes(line.taxes)
    is_same = (line.offer_unit_price, line.offer_shipping_cost) == (
        line.unit_price,
        line.shipping_cost,
    )
    return OrderLine(
        line.line_id,
        _STATUSES[line.status],
        line.quantity,
        TotalPrice(
            render_cents(line.offer_unit_price * line.quantity + line.offer_shipping_cost),
            render_cents(line.unit_price * line.quantity + line.shipping_cost),
        ),
        OfferPrice(
            render_cents(line.offer_unit_price),
            render_cents(line.offer_shipping_cost),
            Commission(
                render_cents(line.commission_with_vat),
                render_cents(line.commission_without_vat),
                line.commission_rate,
            ),
            taxes if is_same else _taxes_of_offer(line),
        ),
        SellingPrice(render_cents(line.unit_price), render_cents(line.shipping_cost), taxes),
        OrderedOffer(
            line.offer_id,
            line.seller_product_id,
            line.product_id,
            line.product_title,
            line.product_gtin,
            line.condition,
            _SUPPLY_MODES[found.order.supply_mode],
        ),
        Delivery(
            line.delivery_mode,
            render_second(line.promised_at_min),
            render_second(line.promised_at_max),
            ship_by,
        ),
        address,
        _parcels(found.parcels, line.position),
        None,
        events.get(line.position, []),
    )


def _by_line(rows: Iterable[EventRow]) -> _Events:
    events: _Events = {}
    for _, line, status, at in rows:
        events.setdefault(line, []).append(StatusEvent(_STATUSES[status], render_second(at)))
    return events


def _is_address_shown(line: LineRow, events: _Events) -> bool:
    """From InPreparation on (contract/05 §1.2), and afterwards whatever became of the line."""
    if (line.status_before or line.status) in _ADDRESSED:
        return True
    reached = (event.status for event in events.get(line.position, []))
    return line.status == Status.CANCELLED.value and Status.IN_PREPARATION in reached


def _cancellations(found: ReadOrder, events: _Events) -> list[CancellationDetail] | None:
    """Of the lines that are cancelled; None when none is, which every client takes for nothing."""
    return [
        CancellationDetail(
            line.line_id,
            found.reasons.get(line.position),
            _since(Status.CANCELLED, events.get(line.position, [])),
            render_cents(line.refunded),
        )
        for line in found.lines
        if line.status == Status.CANCELLED.value
    ] or None


def _since(status: Status, events: Iterable[StatusEvent]) -> str | None:
    return next((event.created_at for event in events if event.status is status), None)


def _taxes_of_offer(line: LineRow) -> list[Tax]:
    """The same taxes of the seller's side of the price."""
    amounts = {
        "Product": line.offer_unit_price * line.quantity,
        "Shipping": line.offer_shipping_cost,
    }
    return [
        Tax(code, target, render_cents(contained_in(amounts[target], rate)), _percent(rate))
        for code, target, _, rate in _stored_taxes(line.taxes)
    ]


def _parcels(parcels: Sequence[ParcelRow], position: int) -> list[OrderParcel]:
    return [
        OrderParcel(parcel.parcel_number, parcel.carrier_name, parcel.tracking_url)
        for parcel in parcels
        if position in _positions(parcel.lines)
    ]


def _percent(rate: int) -> float:
    """Hundredths of a percent as percent: as a whole number where it is one, for clients that read one."""
    return rate / 100 if rate % 100 else rate // 100
