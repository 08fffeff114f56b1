"""Shipping orders of the demo marketplace, and what came back of them: each with its whole life, instant by instant."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.fulfillment.outbound.cancellation_store import change_request, insert_request
from sellergate.market.fulfillment.outbound.judging import cause_of, judge
from sellergate.market.fulfillment.outbound.lifecycle import Event, happen
from sellergate.market.fulfillment.outbound.models import (
    Outbound,
    OutboundCancellationStatus,
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
from sellergate.market.orders.models import Address
from sellergate.market.warehouse.models import Identified, StorageCountry
from sellergate.market.warehouse.moving import dispatch, release

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
    request: OutboundCancellationStatus | None = None

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
        if self.request is OutboundCancellationStatus.UNDER_REVIEW:
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
                conn,
                one,
                request_id=self.request_id,
                status=OutboundCancellationStatus.PENDING,
                now=now,
            )
            change_request(
                conn, asked.row, status=OutboundCancellationStatus.ACCEPTED, now=now + _SOON
            )
        save_outbound(conn, one, happen(one, Event.CANCELLED, now + _SOON))
        release(conn, one.storage_country, one.pieces, cause=cause_of(one), now=now + _SOON)

    def _doubt(self, conn: Connection) -> None:
        one = get_any_outbound(conn, self.outbound_id)
        assert self.request_id is not None  # noqa: S101  (whoever doubts asks)
        insert_request(
            conn,
            one,
            request_id=self.request_id,
            status=OutboundCancellationStatus.UNDER_REVIEW,
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
