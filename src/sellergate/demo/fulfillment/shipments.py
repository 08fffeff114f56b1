"""Shipping orders of the demo marketplace, and what came back of them: each with its whole life, instant by instant."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.demo.catalogue.words import draw
from sellergate.demo.world import Chance
from sellergate.market.fulfillment.outbound.cancellation_store import change_request, insert_request
from sellergate.market.fulfillment.outbound.judging import cause_of, judge
from sellergate.market.fulfillment.outbound.lifecycle import Event, happen
from sellergate.market.fulfillment.outbound.making import with_stock
from sellergate.market.fulfillment.outbound.models import (
    CancellationStatus,
    Outbound,
    OutboundLine,
    OutboundParcel,
    OutboundStatus,
)
from sellergate.market.fulfillment.outbound.store import (
    get_any_outbound,
    insert_outbound,
    save_outbound,
)
from sellergate.market.fulfillment.returns.inspecting import Inspected, inspect, receive
from sellergate.market.fulfillment.returns.models import (
    Return,
    ReturnLine,
    ReturnReason,
    ReturnStatus,
    ReturnType,
)
from sellergate.market.fulfillment.returns.store import insert_return, recount_returned
from sellergate.market.orders.allocations import AllocationStatus
from sellergate.market.orders.models import Address, Order, Status, SupplyMode
from sellergate.market.warehouse.identity import state_of_condition
from sellergate.market.warehouse.models import Identified, Pieces, StorageCountry
from sellergate.market.warehouse.moving import allocate, dispatch, release
from sellergate.market.warehouse.store import find_stock_of_product, get_stock_of_row
from sellergate.storage.schema import order_allocations

Step = tuple[datetime, Callable[[Connection], object]]
_SOON: Final = timedelta(seconds=2)
_CARRIERS: Final = {
    StorageCountry.FR: "Colissimo",
    StorageCountry.ES: "Correos",
    StorageCountry.GB: "Royal Mail",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingOrder:
    """What a seller asked for, and how far it came. `lines`: so many of these references."""

    seller_id: SellerId
    outbound_id: str
    reference: str
    at: datetime
    address: Address
    country: StorageCountry
    lines: Sequence[tuple[str, int]]
    until: OutboundStatus
    parcel: OutboundParcel | None = None
    request_id: str | None = None  # of its cancellation
    request: CancellationStatus | None = None

    def steps(self) -> Iterator[Step]:
        """Its life."""
        yield self.at, self._ask
        if self.until is OutboundStatus.CREATED:
            return
        yield self.at + _SOON, self._judge
        if self.until is OutboundStatus.CANCELLED:
            yield self.at + timedelta(hours=1), self._cancel
        if self.until in _PREPARED:
            yield self.at + timedelta(hours=3), self._happen(Event.PREPARED)
        if self.until in _SENT:
            yield self.at + timedelta(hours=6, minutes=21, seconds=7), self._ship
        if self.until is OutboundStatus.DELIVERED:
            yield self.at + timedelta(days=2), self._happen(Event.DELIVERED)
        if self.request is CancellationStatus.UNDER_REVIEW:
            yield self.at + timedelta(hours=4), self._doubt

    def _ask(self, conn: Connection) -> Outbound:
        return insert_outbound(
            conn,
            Outbound(
                row=0,
                outbound_id=self.outbound_id,
                seller_id=self.seller_id,
                order_row=None,
                order_id=None,
                reference=self.reference,
                storage_country=self.country,
                status=OutboundStatus.CREATED,
                reason=None,
                delivery_mode="TrackedHomeDelivery",
                delivery_address=self.address,
                carrier_name=None,
                parcels=(),
                created_at=self.at,
                updated_at=self.at,
                status_updated_at=self.at,
                shipped_at=None,
                lines=tuple(
                    OutboundLine(position=place, product=Identified(reference), quantity=quantity)
                    for place, (reference, quantity) in enumerate(self.lines, 1)
                ),
            ),
        )

    def _judge(self, conn: Connection) -> Outbound:
        return judge(conn, get_any_outbound(conn, self.outbound_id), self.at + _SOON)

    def _happen(self, event: Event) -> Callable[[Connection], object]:
        after = {Event.PREPARED: timedelta(hours=3), Event.DELIVERED: timedelta(days=2)}[event]

        def step(conn: Connection) -> None:
            one = get_any_outbound(conn, self.outbound_id)
            save_outbound(conn, one, happen(one, event, self.at + after))

        return step

    def _ship(self, conn: Connection) -> None:
        now = self.at + timedelta(hours=6, minutes=21, seconds=7)
        send(conn, get_any_outbound(conn, self.outbound_id), self.parcel, now)

    def _cancel(self, conn: Connection) -> None:
        now = self.at + timedelta(hours=1)
        one = get_any_outbound(conn, self.outbound_id)
        if self.request_id is not None:
            asked = insert_request(
                conn, one, request_id=self.request_id, status=CancellationStatus.PENDING, now=now
            )
            change_request(conn, asked.row, status=CancellationStatus.ACCEPTED, now=now + _SOON)
        save_outbound(conn, one, happen(one, Event.CANCELLED, now + _SOON))
        release(conn, one.storage_country, one.pieces, cause=cause_of(one), now=now + _SOON)

    def _doubt(self, conn: Connection) -> None:
        one = get_any_outbound(conn, self.outbound_id)
        assert self.request_id is not None  # noqa: S101  (whoever doubts asks)
        insert_request(
            conn,
            one,
            request_id=self.request_id,
            status=CancellationStatus.UNDER_REVIEW,
            now=self.at + timedelta(hours=4),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    """What comes back of a shipping order: so many of its first line."""

    outbound_id: str
    return_id: str
    at: datetime
    quantity: int
    reason: ReturnReason
    until: ReturnStatus
    type: ReturnType = ReturnType.CUSTOMER
    comment: str | None = None
    order_seller_id: str | None = None
    found: ReturnReason | None = None
    warehouse_comment: str | None = None
    is_blocked: bool = False

    def steps(self) -> Iterator[Step]:
        """Its life."""
        yield self.at, self._declare
        if self.until in (ReturnStatus.PENDING, ReturnStatus.COMPLETED):
            yield self._received_at, lambda conn: receive(conn, self.return_id, self._received_at)
        if self.until is ReturnStatus.COMPLETED:
            yield self._received_at + timedelta(hours=8, minutes=15), self._inspect

    @property
    def _received_at(self) -> datetime:
        return self.at + timedelta(days=3, hours=22, minutes=12, seconds=49)

    def _declare(self, conn: Connection) -> None:
        one = get_any_outbound(conn, self.outbound_id)
        line = one.lines[0]
        assert line.stock_row is not None  # noqa: S101  (it was sent)
        has_come = self.until in (ReturnStatus.PENDING, ReturnStatus.COMPLETED)
        returned = insert_return(
            conn,
            Return(
                row=0,
                return_id=self.return_id,
                seller_id=one.seller_id,
                outbound_row=one.row,
                outbound_id=one.outbound_id,
                type=self.type,
                status=ReturnStatus.ACCEPTED if has_come else self.until,
                reason=self.reason,
                recommended_reason=None,
                comment=self.comment,
                warehouse_comment=None,
                reference=one.reference,
                order_seller_id=self.order_seller_id,
                parcel_id=one.parcels[0].parcel_id,
                storage_country=one.storage_country,
                received_at=None,
                created_at=self.at,
                updated_at=self.at,
                lines=(
                    ReturnLine(
                        position=1,
                        outbound_line=line.position,
                        stock_row=line.stock_row,
                        product=line.product,
                        quantity=self.quantity,
                    ),
                ),
            ),
        )
        recount_returned(conn, returned)

    def _inspect(self, conn: Connection) -> None:
        blocked = self.quantity if self.is_blocked else 0
        inspect(
            conn,
            self.return_id,
            self._received_at + timedelta(hours=8, minutes=15),
            inspected=[Inspected(line=1, available=self.quantity - blocked, blocked=blocked)],
            recommended_reason=self.found,
            comment=self.warehouse_comment,
        )


_PREPARED: Final = frozenset(
    {OutboundStatus.IN_PREPARATION, OutboundStatus.SHIPPED, OutboundStatus.DELIVERED}
)
_SENT: Final = frozenset({OutboundStatus.SHIPPED, OutboundStatus.DELIVERED})


_WAITING: Final = frozenset({Status.PROCESSING, Status.WAITING_ACCEPTANCE, Status.ACCEPTED})
_ALIVE: Final = _WAITING | {Status.IN_PREPARATION, Status.SHIPPED, Status.DELIVERED}


@dataclass(frozen=True, slots=True)
class OrderFromStock:
    """An order of the marketplace that a warehouse ships, as far as it came."""

    chance: Chance
    order: Order

    def steps(self) -> Iterator[Step]:
        """Its life; none of what ended before anything left."""
        if self.order.status not in _ALIVE:
            return
        yield self.order.created_at, self._allocate
        if self.order.status not in _WAITING:
            yield self._called_at, self._call
        if self.order.shipped_at is not None:
            yield self.order.shipped_at, self._ship
        if self.order.delivered_at is not None:
            yield self.order.delivered_at, self._deliver

    @property
    def _called_at(self) -> datetime:
        prepared = Status.IN_PREPARATION
        return next(event.at for event in self.order.events if event.status is prepared)

    def _pieces(self, conn: Connection) -> list[Pieces]:
        pieces = []
        for line in self.order.lines:
            state = state_of_condition(line.condition)
            stock = find_stock_of_product(conn, self.order.seller_id, line.product_id or "", state)
            assert stock is not None  # noqa: S101  (all that is ordered so is stored)
            pieces.append(Pieces(stock.row, line.quantity, line.position))
        return pieces

    def _allocate(self, conn: Connection) -> None:
        order = self.order
        pieces = self._pieces(conn)
        cause = f"order:{order.order_id}"
        allocate(conn, StorageCountry.FR, pieces, cause=cause, now=order.created_at)
        status = AllocationStatus.PLACED if order.status in _WAITING else AllocationStatus.PREPARED
        if order.shipped_at is None:
            conn.execute(
                order_allocations.insert(),
                [
                    {
                        "order_row": order.row,
                        "position": position,
                        "seller_id": order.seller_id,
                        "stock_row": stock_row,
                        "country": StorageCountry.FR.value,
                        "quantity": quantity,
                        "status": status.value,
                    }
                    for stock_row, quantity, position in pieces
                ],
            )

    def _call(self, conn: Connection) -> None:
        order, now = self.order, self._called_at
        lines = [
            with_stock(
                OutboundLine(position=position, product=Identified(), quantity=quantity),
                get_stock_of_row(conn, stock_row),
            )
            for stock_row, quantity, position in self._pieces(conn)
        ]
        is_picked = order.shipped_at is not None or draw(self.chance, f"picked {order.order_id}", 2)
        insert_outbound(
            conn,
            Outbound(
                row=0,
                outbound_id=self._outbound_id,
                seller_id=order.seller_id,
                order_row=order.row,
                order_id=order.order_id,
                reference=order.order_id,
                storage_country=StorageCountry.FR,
                status=OutboundStatus.IN_PREPARATION if is_picked else OutboundStatus.ACCEPTED,
                reason=None,
                delivery_mode=order.lines[0].delivery_mode,
                delivery_address=order.shipping_address,
                carrier_name=None,
                parcels=(),
                created_at=now,
                updated_at=now,
                status_updated_at=now,
                shipped_at=None,
                lines=tuple(lines),
            ),
        )

    def _ship(self, conn: Connection) -> None:
        order = self.order
        assert order.shipped_at is not None  # noqa: S101  (see `steps`)
        first = order.parcels[0]
        lines = tuple(line.position for line in order.lines)
        parcel_id = self.chance.ids(f"parcel of {order.order_id}")()
        parcel = OutboundParcel(parcel_id, first.parcel_number, first.tracking_url, lines)
        one = get_any_outbound(conn, self._outbound_id)
        send(conn, one, parcel, order.shipped_at, carrier=first.carrier_name)

    def _deliver(self, conn: Connection) -> None:
        assert self.order.delivered_at is not None  # noqa: S101  (see `steps`)
        one = get_any_outbound(conn, self._outbound_id)
        save_outbound(conn, one, happen(one, Event.DELIVERED, self.order.delivered_at))

    @property
    def _outbound_id(self) -> str:
        return self.chance.ids(f"outbound of {self.order.order_id}")()


def send(
    conn: Connection,
    one: Outbound,
    parcel: OutboundParcel | None,
    now: datetime,
    *,
    carrier: str | None = None,
) -> None:
    """It leaves in this parcel, which is in the order already, if there is one."""
    assert parcel is not None  # noqa: S101  (nothing leaves without)
    after = replace(
        happen(one, Event.SHIPPED, now),
        shipped_at=now,
        carrier_name=carrier or _CARRIERS[one.storage_country],
        parcels=(parcel,),
    )
    dispatch(conn, one.storage_country, one.pieces, cause=cause_of(one), now=now)
    save_outbound(conn, one, after)


def from_stock(chance: Chance, orders: Sequence[Order]) -> Iterator[OrderFromStock]:
    """The orders that a warehouse ships."""
    for order in orders:
        if order.supply_mode is SupplyMode.FULFILLMENT:
            yield OrderFromStock(chance, order)
