"""What the parameters of the lists ask for, and their pages: by number or by cursor (contract/00 §5, contract/08 §3)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from sellergate.market.finance.calendar import day_of
from sellergate.market.finance.finding import OperationFilter
from sellergate.market.finance.models import Day, PaymentState
from sellergate.market.finance.payments import PaymentFilter
from sellergate.market.finance.statements import StatementFilter
from sellergate.rest.paging import next_link, page_links, parse_cursor, render_cursor
from sellergate.rest.queries import texts_of
from sellergate.seller_v2.finance.schemas import (
    InvoiceDocumentQuery,
    InvoiceQuery,
    OperationCountQuery,
    PaymentCountQuery,
)

Item = TypeVar("Item")
_MOST: Final = 2**31 - 1  # what numbers of operations fit into


class Paged(Protocol):
    """The parameters of both pagings."""

    page_index: int
    page_size: int
    limit: int | None
    cursor: str | None


class Place(NamedTuple):
    """Where a page begins, and how long it is at most."""

    limit: int
    offset: int = 0
    behind: int | None = None  # the key of the item that it comes behind


def place_of(query: Paged) -> Place:
    """The page that is asked for: by cursor when `cursor` or `limit` is there. Raises `Problem`."""
    limit = query.limit or query.page_size
    if query.cursor is not None:
        (behind,) = parse_cursor(query.cursor, int)
        return Place(limit, behind=min(max(behind, 0), _MOST))
    return Place(limit, offset=(query.page_index - 1) * limit)


def one_more(place: Place) -> Place:
    """The place with one item more: whether there is one tells whether another page follows."""
    return place._replace(limit=place.limit + 1)


def page_of(
    scope: Any,
    query: Paged,
    found: Sequence[Item],
    key_of: Callable[[int, Item], int],
) -> tuple[Sequence[Item], dict[str, str]]:
    """The items of the page, and the header that names the next one.

    `found` is one more than the page has when there are more; `key_of` gives the key of the item at a place of the page.
    """
    limit = place_of(query).limit
    page, has_next = found[:limit], len(found) > limit
    if query.limit is None and query.cursor is None:
        return page, page_links(scope, query.page_index, has_next=has_next)
    if not has_next:
        return page, {}
    cursor = render_cursor(key_of(len(page) - 1, page[-1]))
    return page, next_link(scope, cursor=cursor, limit=limit)


def operations_asked(scope: Any, query: OperationCountQuery) -> OperationFilter:
    """Which operations the parameters ask for."""
    return OperationFilter(
        event_types=(*query.event_types, *query.event_type),
        payment_states=(*query.payment_state, *query.payment_states),
        references=(*query.operation_reference, *query.operation_references),
        sales_channel_ids=tuple(
            name.upper() for name in (*query.sales_channel_id, *query.sales_channel_ids)
        ),
        occurred_from=query.created_at_min,
        occurred_to=_end_of(query.created_at_max, scope, "createdAtMax"),
    )


def payments_asked(query: PaymentCountQuery) -> PaymentFilter:
    """Which payouts the parameters ask for."""
    return PaymentFilter(
        states=frozenset[PaymentState]({*query.payment_state, *query.payment_states}),
        planned_from=_day(query.payment_date_min),
        planned_to=_day(query.payment_date_max),
    )


def statements_asked(query: InvoiceQuery | InvoiceDocumentQuery) -> StatementFilter:
    """Which statements the parameters ask for."""
    ids: list[str] = []
    if isinstance(query, InvoiceDocumentQuery):
        ids = [*query.invoice_id, *query.invoice_ids]
    return StatementFilter(
        invoice_ids=ids,
        issued_from=_day(query.issued_on_min),
        issued_to=_day(query.issued_on_max),
    )


def _day(instant: datetime | None) -> Day | None:
    return None if instant is None else day_of(instant)


def _end_of(instant: datetime | None, scope: Any, name: str) -> datetime | None:
    """The last instant that is meant: of a day its end, of a whole second its last tick."""
    if instant is None:
        return None
    (text, *_) = texts_of(scope, name)
    if ":" not in text:
        return instant.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return instant if instant.microsecond else instant.replace(microsecond=999_999)
