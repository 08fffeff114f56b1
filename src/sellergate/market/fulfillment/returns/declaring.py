"""How returns come to be: a seller declares what a customer sends back, the warehouse what a carrier brings back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.ids import new_uuid
from sellergate.market.fulfillment.outbound.models import Outbound, OutboundLine, OutboundStatus
from sellergate.market.fulfillment.outbound.store import (
    find_outbound,
    get_any_outbound,
    outbounds_of_reference,
)
from sellergate.market.fulfillment.returns.errors import (
    MoreThanSent,
    NoReturnsThere,
    ParcelNotSent,
    ProductNotSent,
    ShipmentAmbiguous,
    ShipmentNotNamed,
    ShipmentNotSent,
)
from sellergate.market.fulfillment.returns.lifecycle import Event, happen
from sellergate.market.fulfillment.returns.models import (
    RETURN_COUNTRIES,
    NewReturn,
    Return,
    ReturnLine,
    ReturnReason,
    ReturnStatus,
    ReturnType,
)
from sellergate.market.fulfillment.returns.store import (
    get_return_of_row,
    insert_return,
    moving_rows,
    recount_returned,
    save_return,
)
from sellergate.market.warehouse.identity import find_identified
from sellergate.market.warehouse.models import Identified
from sellergate.market.working import SellersWork, plan_work

KIND: Final = "returns"
_SENT: Final = frozenset({OutboundStatus.SHIPPED, OutboundStatus.DELIVERED})


def declare_return(
    conn: Connection, seller_id: SellerId, wanted: NewReturn, *, now: datetime
) -> Return:
    """Write down what a customer sends back, `Created`; background work announces it to the warehouse.

    Raises `ShipmentNotNamed`, `ShipmentAmbiguous`, `ShipmentNotSent`, `NoReturnsThere`, `ProductNotSent`, `MoreThanSent`,
    `ParcelNotSent`.
    """
    outbound = _shipment(conn, seller_id, wanted)
    if outbound.status not in _SENT:
        raise ShipmentNotSent(status=outbound.status.value)
    if outbound.storage_country not in RETURN_COUNTRIES:
        countries = " and ".join(RETURN_COUNTRIES)
        raise NoReturnsThere(country=outbound.storage_country.value, countries=countries)
    returned = _written(
        conn,
        outbound,
        _lines(conn, outbound, wanted.lines),
        type_=ReturnType.CUSTOMER,
        status=ReturnStatus.CREATED,
        reason=wanted.reason,
        comment=wanted.comment,
        order_seller_id=wanted.order_seller_id,
        parcel_id=wanted.parcel_id,
        now=now,
    )
    plan_work(conn, KIND, seller_id, now)
    return returned


def declare_carrier_return(  # rule-ok: tenant (the warehouse's own act)
    conn: Connection,
    outbound_id: str,
    now: datetime,
    *,
    reason: ReturnReason,
    lines: Sequence[tuple[Identified, int]] | None = None,
    parcel_id: str | None = None,
    comment: str | None = None,
) -> Return:
    """A carrier brings back what it could not deliver: these lines, or all that did not come back. `Accepted` at once.

    Raises `OutboundUnknown`, and what `declare_return` raises.
    """
    outbound = get_any_outbound(conn, outbound_id)
    if outbound.status not in _SENT:
        raise ShipmentNotSent(status=outbound.status.value)
    if lines is None:
        meant = _lines_in_parcel(outbound, parcel_id)
        left = [
            _line(position, line, line.quantity - line.returned)
            for position, line in enumerate(
                (line for line in meant if line.returned < line.quantity), 1
            )
        ]
        if not left:
            raise MoreThanSent(left=0, sent=sum(line.quantity for line in meant))
    else:
        left = _lines(conn, outbound, lines)
    return _written(
        conn,
        outbound,
        left,
        type_=ReturnType.CARRIER,
        status=ReturnStatus.ACCEPTED,
        reason=reason,
        comment=comment,
        order_seller_id=None,
        parcel_id=parcel_id,
        now=now,
    )


class ReturnsWork(SellersWork):
    """Announces the returns that sellers declared to the warehouse, which then expects them."""

    kind = KIND

    def waiting(
        self, conn: Connection, seller_id: SellerId, *, limit: int, aside: Collection[int]
    ) -> list[int]:
        """See `SellersWork`."""
        return moving_rows(conn, seller_id, limit=limit, aside=aside)

    def do(self, conn: Connection, seller_id: SellerId, row: int, now: datetime) -> None:
        """See `SellersWork`."""
        returned = get_return_of_row(conn, seller_id, row)
        is_new = returned.status is ReturnStatus.CREATED
        save_return(
            conn, returned, happen(returned, Event.SENT if is_new else Event.REFERENCED, now)
        )


def _shipment(conn: Connection, seller_id: SellerId, wanted: NewReturn) -> Outbound:
    """The shipment that is named: by its id, which wins, or by the seller's reference."""
    if wanted.outbound_id is not None:
        outbound = find_outbound(conn, seller_id, wanted.outbound_id)
        if outbound is None:
            raise ShipmentNotNamed
        return outbound
    reference = wanted.outbound_reference or ""
    known = outbounds_of_reference(conn, seller_id, reference)
    sent = [outbound for outbound in known if outbound.status in _SENT]
    match sent or known:
        case []:
            raise ShipmentNotNamed(
                "is not the reference of an outbound shipment of yours", field="reference"
            )
        case [outbound]:
            return outbound
        case several:
            raise ShipmentAmbiguous(count=len(several))


def _lines(
    conn: Connection, outbound: Outbound, wanted: Sequence[tuple[Identified, int]]
) -> list[ReturnLine]:
    """The lines of a return: of each product so many, off the lines of the shipment that have it."""
    left = {line.position: line.quantity - line.returned for line in outbound.lines}
    lines: dict[int, int] = {}
    for place, (product, quantity) in enumerate(wanted):
        stock = find_identified(conn, outbound.seller_id, product)
        own = [line for line in outbound.lines if stock and line.stock_row == stock.row]
        if not own:
            raise ProductNotSent(field=f"lines[{place}].sellerProductReference")
        missing = quantity
        for line in own:
            taken = min(missing, left[line.position])
            left[line.position] -= taken
            missing -= taken
            lines[line.position] = lines.get(line.position, 0) + taken
        if missing:
            raise MoreThanSent(
                field=f"lines[{place}].quantity",
                left=quantity - missing,
                sent=sum(line.quantity for line in own),
            )
    meant = [line for line in outbound.lines if lines.get(line.position)]
    return [_line(position, line, lines[line.position]) for position, line in enumerate(meant, 1)]


def _lines_in_parcel(outbound: Outbound, parcel_id: str | None) -> list[OutboundLine]:
    if parcel_id is None:
        return list(outbound.lines)
    for parcel in outbound.parcels:
        if parcel_id in {parcel.parcel_id, parcel.parcel_number}:
            return [line for line in outbound.lines if line.position in parcel.lines]
    raise ParcelNotSent


def _line(position: int, line: OutboundLine, quantity: int) -> ReturnLine:
    assert line.stock_row is not None  # noqa: S101  (for the type checker: what was sent has one)
    return ReturnLine(
        position=position,
        outbound_line=line.position,
        stock_row=line.stock_row,
        product=line.product,
        quantity=quantity,
    )


def _written(
    conn: Connection,
    outbound: Outbound,
    lines: Sequence[ReturnLine],
    *,
    type_: ReturnType,
    status: ReturnStatus,
    reason: ReturnReason,
    comment: str | None,
    order_seller_id: str | None,
    parcel_id: str | None,
    now: datetime,
) -> Return:
    _lines_in_parcel(outbound, parcel_id)
    returned = insert_return(
        conn,
        Return(
            row=0,
            return_id=new_uuid(),
            seller_id=outbound.seller_id,
            outbound_row=outbound.row,
            outbound_id=outbound.outbound_id,
            type=type_,
            status=status,
            reason=reason,
            recommended_reason=None,
            comment=comment,
            warehouse_comment=None,
            reference=outbound.reference,
            order_seller_id=order_seller_id,
            parcel_id=parcel_id,
            storage_country=outbound.storage_country,
            received_at=None,
            created_at=now,
            updated_at=now,
            lines=tuple(lines),
        ),
    )
    recount_returned(conn, returned)
    return returned
