"""Routes that read orders (contract/05 §2 to §5). Docstrings are the reference's texts."""

from typing import Annotated, Final

from litestar import get
from litestar.openapi.spec import Example
from litestar.params import PathParameter
from litestar.types import Scope as AsgiScope
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.orders.errors import OrderUnknown
from sellergate.market.orders.finding import (
    OrderFilter,
    SortKey,
    count_of_orders,
    rows_of_page,
)
from sellergate.market.orders.reading import ReadOrder, read_order, read_orders
from sellergate.market.sales_channels import names_of_channels
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.paging import PAGE_LINKS, page_links
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, seller_of
from sellergate.seller_v2.orders.asked import filter_of, order_of
from sellergate.seller_v2.orders.moves_examples import ORDER_ID
from sellergate.seller_v2.orders.rendering import rendered
from sellergate.seller_v2.orders.schemas import (
    Number,
    Order,
    OrderCountQuery,
    OrderPage,
    OrderQuery,
)

OrderIdInPath = Annotated[
    str,
    PathParameter(
        description="The `orderId` of an order of the seller.", examples=[Example(value=ORDER_ID)]
    ),
]


@get(
    "/orders",
    operation_id="listOrders",
    summary="List orders",
    opt={"query": OrderQuery, "answer": OrderPage, "answer_headers": PAGE_LINKS},
)
async def list_orders(scope: AsgiScope) -> JsonAnswer:
    """Return your orders, page by page: raise `pageIndex` as long as the `Link` header has `rel="next"`.

    Ask every quarter of an hour with `updatedAtMin`, going back some minutes further than last time. Without `sort` the
    newest come first, so that an order which changes while you turn the pages makes you meet another one twice, and
    none is passed over; the changed one is among those of your next call. A page beyond the last is empty. `pageSize`
    is 100 at most: more is refused, for a shorter page than you asked for would look like the last one.

    The delivery address is in the lines from `InPreparation` on.
    """
    query = read_query(scope, OrderQuery)
    sort, downwards = order_of(query)
    orders, channels, has_next = await database_of(scope).read(
        _page,
        seller_of(scope).seller_id,
        filter_of(query),
        sort=sort,
        downwards=downwards,
        limit=query.page_size,
        offset=(query.page_index - 1) * query.page_size,
    )
    items = rendered(orders, seller_of(scope).seller_id, channels)
    return JsonAnswer(
        OrderPage(len(items), items),
        headers=page_links(scope, query.page_index, has_next=has_next),
    )


@get(
    "/orders/count",
    operation_id="countOrders",
    summary="Count orders",
    opt={"query": OrderCountQuery},
)
async def count_orders(scope: AsgiScope) -> Number:
    """Return how many orders you have; with parameters, how many of those that they ask for: a number by itself."""
    query = read_query(scope, OrderCountQuery)
    return await database_of(scope).read(
        count_of_orders, seller_of(scope).seller_id, filter_of(query)
    )


@get(
    "/orders/{order_id:str}",
    operation_id="getOrder",
    summary="Get an order",
    opt={"problems": {"not-found": OrderUnknown.message}},
)
async def get_order(scope: AsgiScope, order_id: OrderIdInPath) -> Order:
    """Return one order as it is now, with its lines, parcels and what it went through."""
    seller_id = seller_of(scope).seller_id
    order, channels = await database_of(scope).read(_one, seller_id, order_id)
    [item] = rendered([order], seller_id, channels)
    return item


def _page(
    conn: Connection,
    seller_id: SellerId,
    wanted: OrderFilter,
    *,
    sort: SortKey,
    downwards: bool,
    limit: int,
    offset: int,
) -> tuple[list[ReadOrder], dict[str, str], bool]:
    """The orders of a page, the names of channels, and whether another page follows."""
    rows = rows_of_page(
        conn,
        seller_id,
        wanted,
        sort=sort,
        downwards=downwards,
        limit=limit + 1,
        offset=offset,
    )
    orders = read_orders(conn, seller_id, rows[:limit])
    return orders, names_of_channels(conn), len(rows) > limit


def _one(conn: Connection, seller_id: SellerId, order_id: str) -> tuple[ReadOrder, dict[str, str]]:
    return read_order(conn, seller_id, order_id), names_of_channels(conn)


READING_ROUTES: Final = (list_orders, count_orders, get_order)
