"""Operations of the API: fulfillment.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sellergate_client._core.calls import nothing, reads, segment
from sellergate_client._core.messages import Call
from sellergate_client._core.paging import CURSOR, Listing
from sellergate_client._drivers.binding import (
    AsyncResource,
    Resource,
    async_listing,
    async_method,
    listing,
    method,
)
from sellergate_client.types.fulfillment import (
    FulfillmentProductList,
    NewFulfillmentProduct,
    StockRecord,
    StockReference,
)


def reference_fulfillment_products(
    body: Sequence[NewFulfillmentProduct | Mapping[str, Any]],
) -> Call[FulfillmentProductList]:
    """Tell the warehouses about products.

    Send products before you announce that they come: up to 1000 in an array, or a single object.

    All are taken, or none. They are `Pending` at once; soon after, those that have a sheet in the
    catalogue are `Referenced` and have a stock, and the others are `Refused`: read `GET /stock-seller-
    references`. You may send a product again, to change what you said of it or after it was refused.
    """
    return Call(
        "POST", "/fulfillment-products", "fulfillment", reads(FulfillmentProductList), body=body
    )


def list_stocks(
    *,
    limit: int,
    seller_product_reference: str | None = None,
    storage_country: Literal["ES", "FR", "GB"] | str | None = None,
    delivery_country: str | None = None,
    updated_at_min: datetime | str | None = None,
    updated_at_max: datetime | str | None = None,
    sort: Literal[
        "Allocated", "Available", "Blocked", "Litigation", "LogisticOperations", "Removal", "Return"
    ]
    | str
    | None = None,
    order: Literal["Asc", "Desc"] | str | None = None,
) -> Listing[StockRecord]:
    """List stocks.

    Return what the warehouses hold of your products, page by page: follow the `Link` header until there
    is no next page.

    There is one stock for each product and state that is referenced, also when nothing of it is there.
    Ask for what changed with `updatedAtMin`, for one product with `sellerProductReference`; a reference
    that nobody knows gives an empty page.

    * `limit`: How many stocks a page has at most. You must say it.
    * `seller_product_reference`: Your own reference of the product whose stock you want.
    * `storage_country`: What the warehouses of this country hold: stocks that were never there are left
      out, and quantities are those of this country alone. `UK` is taken for `GB`.
    * `delivery_country`: What may be sent to customers in this country, by its ISO 3166-1 code: what
      the warehouses hold that deliver there, and nothing else. It goes with none of `storageCountry`,
      `updatedAtMin`, `updatedAtMax`, `sort`, `order`.
    * `updated_at_min`: Stocks that changed at this instant or later. Let it overlap by a minute.
    * `updated_at_max`: Stocks that changed at this instant or earlier.
    * `sort`: The quantity to sort by. Without it stocks come in the order in which they were
      referenced.
    * `order`: Upwards (the default) or downwards.
    """
    return Listing(
        Call(
            "GET",
            "/stocks",
            "fulfillment",
            nothing,
            safe=True,
            query={
                "limit": limit,
                "sellerProductReference": seller_product_reference,
                "storageCountry": storage_country,
                "deliveryCountry": delivery_country,
                "updatedAtMin": updated_at_min,
                "updatedAtMax": updated_at_max,
                "sort": sort,
                "order": order,
            },
        ),
        StockRecord,
        CURSOR,
    )


def get_stock(stock_id: str) -> Call[StockRecord]:
    """Get a stock.

    Return what the warehouses hold of one product in one state.

    * `stock_id`: The stock: its `id`.
    """
    return Call("GET", f"/stocks/{segment(stock_id)}", "fulfillment", reads(StockRecord), safe=True)


def list_stock_seller_references(
    *,
    limit: int | None = None,
    seller_product_reference: str | None = None,
    status: Literal["Pending", "Referenced", "Refused"] | str | None = None,
) -> Listing[StockReference]:
    """List your references of stocks.

    Return every product that you told the warehouses about: your reference, its stock, and what became
    of it.

    They come in the order in which you sent them. Use it to find out whether a product of `POST
    /fulfillment-products` is `Referenced` or `Refused`, and which `id` its stock has.

    * `limit`: How many references a page has at most.
    * `seller_product_reference`: The reference that you want to know about.
    * `status`: What became of the products that you want.
    """
    return Listing(
        Call(
            "GET",
            "/stock-seller-references",
            "fulfillment",
            nothing,
            safe=True,
            query={
                "limit": limit,
                "sellerProductReference": seller_product_reference,
                "status": status,
            },
        ),
        StockReference,
        CURSOR,
    )


class Fulfillment(Resource):
    """What the marketplace's warehouses keep for you, and what they do with it: products they know, supply
    orders that bring stock, what there is of it, shipments that take it away, and returns.
    """

    reference_products = method(reference_fulfillment_products)
    list_stocks = listing(list_stocks)
    get_stock = method(get_stock)
    list_stock_seller_references = listing(list_stock_seller_references)


class AsyncFulfillment(AsyncResource):
    """What the marketplace's warehouses keep for you, and what they do with it: products they know, supply
    orders that bring stock, what there is of it, shipments that take it away, and returns.
    """

    reference_products = async_method(reference_fulfillment_products)
    list_stocks = async_listing(list_stocks)
    get_stock = async_method(get_stock)
    list_stock_seller_references = async_listing(list_stock_seller_references)
