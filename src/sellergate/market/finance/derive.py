"""What an order means in money: a pure function of the order, its cancellations and its gestures (docs/decisions/0039).

Deriving again gives the same entries, and later ones besides: nothing that was booked ever changes but that it becomes
payable. What customers pay, and get back, is the customer's side of the prices; what sellers are owed is theirs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from sellergate.market.finance.models import Account, Entry, EventType, Posting
from sellergate.market.orders.amounts import contained_in
from sellergate.market.orders.models import (
    Cancellation,
    CancellationStatus,
    Gesture,
    GestureStatus,
    Line,
    Order,
    Status,
)

# The seller has sold a line when it first comes into one of these; it is payable from one of the others on.
_SOLD: Final = frozenset({Status.ACCEPTED, Status.IN_PREPARATION, Status.SHIPPED, Status.DELIVERED})
_GIVEN_BACK: Final = frozenset({Status.CANCELLED, Status.REJECTED})
_PAYABLE: Final = frozenset({Status.SHIPPED, Status.DELIVERED}) | _GIVEN_BACK


class Known(NamedTuple):
    """What is to be in the ledger at an instant, and when there will be more of what happened already."""

    entries: Sequence[Entry]
    more_at: datetime | None


def derive(
    order: Order, cancellations: Iterable[Cancellation] = (), gestures: Iterable[Gesture] = ()
) -> list[Entry]:
    """The entries of everything that happened to the order, the first first."""
    causes = {
        line.position: request.request_id
        for request in cancellations
        if request.status is CancellationStatus.ACCEPTED
        for line in request.lines
    }
    entries: list[Entry] = []
    for line in order.lines:
        entries += _of_line(order, line, causes.get(line.position, ""))
    entries += _of_gestures(order, gestures)
    return sorted(entries, key=lambda entry: entry.occurred_at)


def known_until(entries: Iterable[Entry], end: datetime) -> Known:
    """Of these entries, what is known before `end`."""
    known, later = [], []
    for entry in entries:
        if entry.occurred_at >= end:
            later.append(entry.occurred_at)
        elif entry.released_at is not None and entry.released_at >= end:
            known.append(replace(entry, released_at=None))
            later.append(entry.released_at)
        else:
            known.append(entry)
    return Known(known, min(later, default=None))


def _of_line(order: Order, line: Line, cause: str) -> Iterator[Entry]:
    sold_at = _first(order, line, _SOLD)
    if sold_at is None:
        return
    payable_at = _first(order, line, _PAYABLE)
    released_at = None if payable_at is None else max(sold_at, payable_at)
    paid, owed = line.selling_total, line.offer_total
    vat = _vat_of_sale(line)
    if paid or owed:
        yield _entry(
            order,
            EventType.SALE,
            line,
            vat=vat,
            at=sold_at,
            released_at=released_at,
            postings={
                Account.CUSTOMERS: paid,
                Account.PROMOTIONS: owed - paid,
                Account.SELLER: -owed,
            },
        )
    commission, commission_vat = line.commission_with_vat, _vat_of_commission(line)
    yield from _commission(
        order, EventType.COMMISSION, line, commission, commission_vat, sold_at, released_at
    )
    given_back_at = _first(order, line, _GIVEN_BACK)
    if given_back_at is None:
        return
    refunded = line.refunded if line.status is Status.CANCELLED else paid
    back = _part(owed, refunded, paid)
    if back or refunded:
        yield _entry(
            order,
            EventType.REFUND,
            line,
            cause=cause,
            vat=-_part(vat, refunded, paid),
            at=given_back_at,
            released_at=given_back_at,
            postings={
                Account.CUSTOMERS: -refunded,
                Account.PROMOTIONS: refunded - back,
                Account.SELLER: back,
            },
        )
    yield from _commission(
        order,
        EventType.COMMISSION_REFUND,
        line,
        -_part(commission, refunded, paid),
        -_part(commission_vat, refunded, paid),
        given_back_at,
        given_back_at,
        cause=cause,
    )


def _commission(
    order: Order,
    event_type: EventType,
    line: Line,
    with_vat: int,
    vat: int,
    at: datetime,
    released_at: datetime | None,
    *,
    cause: str = "",
) -> Iterator[Entry]:
    """What the marketplace takes of a line, or less than nothing when it gives it back."""
    if with_vat:
        yield _entry(
            order,
            event_type,
            line,
            cause=cause,
            vat=-vat,
            at=at,
            released_at=released_at,
            postings={
                Account.SELLER: with_vat,
                Account.COMMISSIONS: vat - with_vat,
                Account.VAT: -vat,
            },
        )


def _of_gestures(order: Order, gestures: Iterable[Gesture]) -> Iterator[Entry]:
    vat = sum(_vat_of_sale(line) for line in order.lines)
    for gesture in gestures:
        if gesture.status is GestureStatus.ACCEPTED:
            yield _entry(
                order,
                EventType.COMMERCIAL_GESTURE,
                None,
                cause=gesture.request_id,
                label=gesture.reason,
                vat=-_part(vat, gesture.amount, order.offer_total),
                at=gesture.updated_at,
                released_at=gesture.updated_at,
                postings={Account.CUSTOMERS: -gesture.amount, Account.SELLER: gesture.amount},
            )


def _entry(
    order: Order,
    event_type: EventType,
    line: Line | None,
    *,
    cause: str = "",
    label: str | None = None,
    vat: int,
    at: datetime,
    released_at: datetime | None,
    postings: dict[Account, int],
) -> Entry:
    return Entry(
        event_type=event_type,
        reference=order.order_id,
        line=line.position if line else 0,
        cause=cause,
        label=line.product_title if line else label,
        sales_channel_id=order.sales_channel_id,
        currency=order.currency,
        vat=vat,
        occurred_at=at,
        released_at=released_at,
        postings=tuple(Posting(account, cents) for account, cents in postings.items() if cents),
    )


def _first(order: Order, line: Line, statuses: frozenset[Status]) -> datetime | None:
    """When the line first came into one of these."""
    return min(
        (
            event.at
            for event in order.events
            if event.line == line.position and event.status in statuses
        ),
        default=None,
    )


def _vat_of_sale(line: Line) -> int:
    """The VAT that the seller's price contains, at the rates of the customer's."""
    goods = line.offer_unit_price * line.quantity
    return sum(
        contained_in(goods if tax.target == "Product" else line.offer_shipping_cost, tax.rate)
        for tax in line.taxes
        if tax.code == "VAT"
    )


def _vat_of_commission(line: Line) -> int:
    return line.commission_with_vat - line.commission_without_vat


def _part(whole: int, of: int, total: int) -> int:
    """As much of `whole` as `of` is of `total`, to the cent; all of it, when that is everything."""
    return whole if of >= total else (2 * whole * of + total) // (2 * total)
