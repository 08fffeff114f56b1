"""Operations of the API: fulfillment.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sellergate_client._core.calls import content, nothing, reads, segment
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
    InboundShipment,
    NewFulfillmentProduct,
    NewInboundShipment,
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


def list_inbound_shipments(
    *,
    status: Sequence[
        Literal["Accepted", "Cancelled", "Created", "InReception", "Received", "Refused"] | str
    ]
    | str
    | None = None,
    storage_country: Literal["ES", "FR", "GB"] | str | None = None,
    reference: str | None = None,
    code: str | None = None,
    created_at_min: datetime | str | None = None,
    created_at_max: datetime | str | None = None,
    updated_at_min: datetime | str | None = None,
    updated_at_max: datetime | str | None = None,
    limit: int | None = None,
) -> Listing[InboundShipment]:
    """List inbound shipments.

    Return what you announced to the warehouses, the newest first.

    * `status`: Only those in these statuses.
    * `storage_country`: Only those for this country. `UK` is `GB`.
    * `reference`: Only those with this reference of yours.
    * `code`: Only the one that the warehouse calls so.
    * `created_at_min`: Only those that you announced then or later.
    * `created_at_max`: Only those that you announced then or earlier.
    * `updated_at_min`: Only those that last changed then or later. Let it overlap by a minute.
    * `updated_at_max`: Only those that last changed then or earlier.
    * `limit`: How many shipments a page has at most; more than 1000 is taken as 1000. A page is shorter
      where its shipments have very many lines: go on while there is a next page.
    """
    return Listing(
        Call(
            "GET",
            "/inbound-shipments",
            "fulfillment",
            nothing,
            safe=True,
            query={
                "status": status,
                "storageCountry": storage_country,
                "reference": reference,
                "code": code,
                "createdAtMin": created_at_min,
                "createdAtMax": created_at_max,
                "updatedAtMin": updated_at_min,
                "updatedAtMax": updated_at_max,
                "limit": limit,
            },
        ),
        InboundShipment,
        CURSOR,
    )


def create_inbound_shipment(body: NewInboundShipment | Mapping[str, Any]) -> Call[InboundShipment]:
    """Announce a supply order.

    Announce goods that you send to a warehouse. Reference their products first, with `POST
    /fulfillment-products`.

    The shipment is `Created` at once and checked right after: `Accepted` when there is a warehouse in
    the country and every product is referenced; else `Refused`, with the reason on each line that has
    one. Nothing of a refused shipment may be sent.

    Send a `reference` of your own with each: when no answer reaches you, send the same again, and you
    get the shipment that was announced, not a second one. The reference is free again when its shipment
    was refused or cancelled.
    """
    return Call("POST", "/inbound-shipments", "fulfillment", reads(InboundShipment), body=body)


def count_inbound_shipments(
    *,
    status: Sequence[
        Literal["Accepted", "Cancelled", "Created", "InReception", "Received", "Refused"] | str
    ]
    | str
    | None = None,
    storage_country: Literal["ES", "FR", "GB"] | str | None = None,
    reference: str | None = None,
    code: str | None = None,
    created_at_min: datetime | str | None = None,
    created_at_max: datetime | str | None = None,
    updated_at_min: datetime | str | None = None,
    updated_at_max: datetime | str | None = None,
) -> Call[int]:
    """Count inbound shipments.

    Return how many inbound shipments there are, with the filters of the list.

    * `status`: Only those in these statuses.
    * `storage_country`: Only those for this country. `UK` is `GB`.
    * `reference`: Only those with this reference of yours.
    * `code`: Only the one that the warehouse calls so.
    * `created_at_min`: Only those that you announced then or later.
    * `created_at_max`: Only those that you announced then or earlier.
    * `updated_at_min`: Only those that last changed then or later. Let it overlap by a minute.
    * `updated_at_max`: Only those that last changed then or earlier.
    """
    return Call(
        "GET",
        "/inbound-shipments/count",
        "fulfillment",
        reads(int),
        safe=True,
        query={
            "status": status,
            "storageCountry": storage_country,
            "reference": reference,
            "code": code,
            "createdAtMin": created_at_min,
            "createdAtMax": created_at_max,
            "updatedAtMin": updated_at_min,
            "updatedAtMax": updated_at_max,
        },
    )


def get_inbound_shipment(inbound_shipment_id: str) -> Call[InboundShipment]:
    """Get an inbound shipment.

    Return one inbound shipment, with what the warehouse counted so far.

    * `inbound_shipment_id`: The shipment: its `inboundShipmentId`.
    """
    return Call(
        "GET",
        f"/inbound-shipments/{segment(inbound_shipment_id)}",
        "fulfillment",
        reads(InboundShipment),
        safe=True,
    )


def get_delivery_note(inbound_shipment_id: str) -> Call[bytes]:
    """Download the delivery note.

    Return the delivery note of a shipment that was accepted, as a PDF in French or English: print it
    and send it along.

    It has the code of the shipment as a bar code, and a column for the warehouse to count in. Before
    the shipment is `Accepted` there is none, which is told as 404.

    * `inbound_shipment_id`: The shipment: its `inboundShipmentId`.
    """
    return Call(
        "GET",
        f"/inbound-shipments/{segment(inbound_shipment_id)}/delivery-notes",
        "fulfillment",
        content,
        safe=True,
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
    list_inbound_shipments = listing(list_inbound_shipments)
    create_inbound_shipment = method(create_inbound_shipment)
    count_inbound_shipments = method(count_inbound_shipments)
    get_inbound_shipment = method(get_inbound_shipment)
    get_delivery_note = method(get_delivery_note)
    list_stocks = listing(list_stocks)
    get_stock = method(get_stock)
    list_stock_seller_references = listing(list_stock_seller_references)


class AsyncFulfillment(AsyncResource):
    """What the marketplace's warehouses keep for you, and what they do with it: products they know, supply
    orders that bring stock, what there is of it, shipments that take it away, and returns.
    """

    reference_products = async_method(reference_fulfillment_products)
    list_inbound_shipments = async_listing(list_inbound_shipments)
    create_inbound_shipment = async_method(create_inbound_shipment)
    count_inbound_shipments = async_method(count_inbound_shipments)
    get_inbound_shipment = async_method(get_inbound_shipment)
    get_delivery_note = async_method(get_delivery_note)
    list_stocks = async_listing(list_stocks)
    get_stock = async_method(get_stock)
    list_stock_seller_references = async_listing(list_stock_seller_references)
