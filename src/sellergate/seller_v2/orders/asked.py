"""What the parameters of the lists of orders ask for (contract/05 §2)."""

from datetime import datetime
from typing import Final

from sellergate.kit.clock import to_micros
from sellergate.market.orders.finding import OrderFilter, SortKey, Span
from sellergate.market.orders.models import Status
from sellergate.rest.bodies import invalid
from sellergate.rest.paging import sort_order
from sellergate.seller_v2.orders.schemas import Bound, OrderCountQuery, OrderQuery

SORT_KEYS: Final = {
    "createdAt": SortKey.CREATED,
    "updatedAt": SortKey.UPDATED,
    "shippedAt": SortKey.SHIPPED,
}
FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}


def filter_of(query: OrderCountQuery) -> OrderFilter:
    """Which orders the parameters ask for."""
    return OrderFilter(
        statuses=[Status(status.value) for status in query.status],
        reference=query.reference,
        sales_channel_ids=[name.upper() for name in query.sales_channel_id],
        is_business=query.business_order,
        supply_modes=query.supply_mode,
        shipping_countries=[name.upper() for name in query.shipping_country],
        created=_span(query.created_at_min, query.created_at_max),
        updated=_span(query.updated_at_min, query.updated_at_max),
        shipped=_span(query.shipped_at_min, query.shipped_at_max),
    )


def _span(first: Bound, last: Bound) -> Span:
    """Both bounds included. One that is a whole second includes all of it, for instants are shown to the second."""
    return Span(
        None if first is None else to_micros(first), None if last is None else _end_of(last)
    )


def _end_of(last: datetime) -> int:
    return to_micros(last if last.microsecond else last.replace(microsecond=999_999))


def order_of(query: OrderQuery) -> tuple[SortKey, bool]:
    """What to sort by, and whether downwards: all three notations of contract/05 §2, and `-field`. Raises `Problem`."""
    names, downwards = [], []
    for given in query.sort:
        direction, colon, name = given.rpartition(":")
        if colon and direction.casefold() not in {"asc", "desc"}:
            raise invalid("sort", "takes a field, asc:field or desc:field")
        is_down = direction.casefold() == "desc" or name.startswith("-")
        names.append(name.removeprefix("-"))
        if is_down:
            downwards.append(names[-1])
    flags = [FLAGS[text.casefold()] for text in query.desc if text.casefold() in FLAGS]
    downwards += [text for text in query.desc if text.casefold() not in FLAGS]
    if not names and downwards:
        names = downwards
    [(key, is_down), *_] = sort_order(names, downwards, SORT_KEYS) or [(_newest(query), True)]
    return key, flags[0] if flags else is_down


def _newest(query: OrderQuery) -> SortKey:
    """By which date the newest come first: the one that is filtered by, else that of creation."""
    if query.updated_at_min or query.updated_at_max:
        return SortKey.UPDATED
    if query.shipped_at_min or query.shipped_at_max:
        return SortKey.SHIPPED
    return SortKey.CREATED
