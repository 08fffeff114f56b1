"""Routes that read stock (contract/09 §4). Docstrings are the reference's texts."""

from typing import Annotated, Final

import msgspec
from litestar import get
from litestar.openapi.spec import Example
from litestar.params import PathParameter
from litestar.types import Scope as AsgiScope
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.kit.instants import render_instant
from sellergate.kit.problems import Problem
from sellergate.market.warehouse import models, reading, store
from sellergate.market.warehouse.errors import StockUnknown
from sellergate.market.warehouse.models import StorageCountry, serving
from sellergate.market.warehouse.referencing import shown_gtin
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid
from sellergate.rest.paging import BOTH_WAYS, parse_step, walked
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, seller_of
from sellergate.seller_v2.fulfillment.stocks_facts import STOCK_ID
from sellergate.seller_v2.fulfillment.stocks_schemas import (
    Order,
    SellerReferenceQuery,
    StockPage,
    StockQuery,
    StockRecord,
    StockReference,
    StockReferencePage,
)

NO_LIMIT: Final = "is required: send a number from 1 to 1000"
_ALONE: Final = {
    "storage_country": "storageCountry",
    "updated_at_min": "updatedAtMin",
    "updated_at_max": "updatedAtMax",
    "sort": "sort",
    "order": "order",
}

StockId = Annotated[
    str,
    PathParameter(description="The stock: its `id`.", examples=[Example(value=STOCK_ID)]),
]


@get(
    "/stocks",
    operation_id="listStocks",
    summary="List stocks",
    opt={
        "query": StockQuery,
        "answer": StockPage,
        "answer_headers": BOTH_WAYS,
        "problems": {
            "validation": "deliveryCountry goes without sort: leave that out, or ask without deliveryCountry."
        },
    },
)
async def list_stocks(scope: AsgiScope) -> JsonAnswer:
    """Return what the warehouses hold of your products, page by page: follow the `Link` header until there is no next page.

    There is one stock for each product and state that is referenced, also when nothing of it is there. Ask for
    what changed with `updatedAtMin`, for one product with `sellerProductReference`; a reference that nobody knows
    gives an empty page.
    """
    query = read_query(scope, StockQuery)
    if not query.limit:
        raise invalid("limit", NO_LIMIT)
    wanted = _wanted(query)
    step = parse_step(query.cursor, int, int)
    found: list[reading.Record] = []
    if wanted.countries != ():
        found = await database_of(scope).read(
            reading.page_of_records,
            seller_of(scope).seller_id,
            wanted,
            behind=None if step is None else (step.key[0], step.key[1]),
            is_back=step is not None and step.is_back,
            limit=query.limit + 1,
        )
    page, headers = walked(scope, found, step=step, limit=query.limit, key_of=_key_of)
    items = msgspec.Raw(f"[{','.join([record.document for record in page])}]".encode())
    return JsonAnswer({"itemsPerPage": len(page), "items": items}, headers=headers)


@get(
    "/stocks/{stock_id:str}",
    operation_id="getStock",
    summary="Get a stock",
    opt={"answer": StockRecord, "problems": {"not-found": StockUnknown.message}},
)
async def get_stock(scope: AsgiScope, stock_id: StockId) -> JsonAnswer:
    """Return what the warehouses hold of one product in one state."""
    document = await database_of(scope).read(
        reading.get_record, seller_of(scope).seller_id, stock_id.strip().lower()
    )
    return JsonAnswer(msgspec.Raw(document.encode()))


@get(
    "/stock-seller-references",
    operation_id="listStockSellerReferences",
    summary="List your references of stocks",
    opt={
        "query": SellerReferenceQuery,
        "answer": StockReferencePage,
        "answer_headers": BOTH_WAYS,
    },
)
async def list_references(scope: AsgiScope) -> JsonAnswer:
    """Return every product that you told the warehouses about: your reference, its stock, and what became of it.

    They come in the order in which you sent them. Use it to find out whether a product of
    `POST /fulfillment-products` is `Referenced` or `Refused`, and which `id` its stock has.
    """
    query = read_query(scope, SellerReferenceQuery)
    step = parse_step(query.cursor, int)
    found = await database_of(scope).read(
        _page_of_references,
        seller_of(scope).seller_id,
        query,
        behind=None if step is None else step.key[0],
        is_back=step is not None and step.is_back,
    )
    page, headers = walked(
        scope, found, step=step, limit=query.limit, key_of=lambda product: (product.row,)
    )
    items = [_reference(product) for product in page]
    return JsonAnswer(StockReferencePage(len(items), items), headers=headers)


STOCK_ROUTES: Final = (list_stocks, get_stock, list_references)


def _wanted(query: StockQuery) -> models.StockQuery:
    """What the parameters ask for. Raises `Problem`."""
    countries: tuple[StorageCountry, ...] | None = (
        None if query.storage_country is None else (query.storage_country,)
    )
    if query.delivery_country is not None:
        others = [
            name for attribute, name in _ALONE.items() if getattr(query, attribute) is not None
        ]
        if others:
            message = (
                f"goes without {', '.join(others)}: leave that out, or ask without deliveryCountry"
            )
            raise Problem("validation", errors={"deliveryCountry": [message]})
        countries = serving(query.delivery_country)
    return models.StockQuery(
        reference=query.seller_product_reference,
        updated_from=query.updated_at_min,
        updated_to=query.updated_at_max,
        countries=countries,
        sort=query.sort,
        is_descending=query.order is Order.DESC,
    )


def _key_of(record: reading.Record) -> tuple[int, int]:
    return record.pieces, record.row


def _page_of_references(
    conn: Connection,
    seller_id: SellerId,
    query: SellerReferenceQuery,
    *,
    behind: int | None,
    is_back: bool,
) -> list[models.Product]:
    return store.page_of_products(
        conn,
        seller_id,
        behind=behind,
        is_back=is_back,
        limit=query.limit + 1,
        reference=query.seller_product_reference,
        status=query.status,
    )


def _reference(product: models.Product) -> StockReference:
    return StockReference(
        seller_product_reference=product.seller_product_reference,
        stock_id=product.stock_id,
        product_id=product.product_id,
        product_state=product.product_state,
        gtin=shown_gtin(product.gtin),
        status=product.status,
        reason=product.reason,
        created_at=render_instant(product.created_at),
        updated_at=render_instant(product.updated_at),
    )
