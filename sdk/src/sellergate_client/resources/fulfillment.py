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
    NewOutboundCancellation,
    NewOutboundShipment,
    NewReturn,
    OutboundCancellationRequest,
    OutboundShipment,
    Return,
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
    limit: int = 100,
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
    limit: int = 100,
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
    limit: int = 100,
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


def list_outbound_shipments(
    *,
    status: Sequence[
        Literal[
            "Accepted", "Cancelled", "Created", "Delivered", "InPreparation", "Rejected", "Shipped"
        ]
        | str
    ]
    | str
    | None = None,
    state: Sequence[Literal["Cancelled", "Invalid", "Valid"] | str] | str | None = None,
    reference: str | None = None,
    storage_country: Sequence[Literal["ES", "FR", "GB"] | str] | str | None = None,
    status_updated_at_min: datetime | str | None = None,
    status_updated_at_max: datetime | str | None = None,
    updated_at_min: datetime | str | None = None,
    updated_at_max: datetime | str | None = None,
    created_at_min: datetime | str | None = None,
    created_at_max: datetime | str | None = None,
    limit: int = 100,
) -> Listing[OutboundShipment]:
    """List outbound shipments.

    Return what leaves the warehouses for you, the newest first: what you asked for, and your orders.

    To follow shipments, ask for `statusUpdatedAtMin` from your last call on: they are then sorted by
    when their status changed. The `Link` header names the next page and the one before: follow it, for
    a page of many lines is shorter than `limit`.

    * `status`: Only shipments in these statuses.
    * `state`: Only shipments in these states: `Valid`, `Invalid` when rejected, `Cancelled`.
    * `reference`: Only those with this reference of yours.
    * `storage_country`: Only those from the warehouses of these countries.
    * `status_updated_at_min`: Only those whose status changed then or later.
    * `status_updated_at_max`: Only those whose status changed then or earlier.
    * `updated_at_min`: Only those that last changed then or later.
    * `updated_at_max`: Only those that last changed then or earlier.
    * `created_at_min`: Only those that were asked for then or later.
    * `created_at_max`: Only those that were asked for then or earlier.
    * `limit`: How many a page has at most. More than 1000 is taken as 1000.
    """
    return Listing(
        Call(
            "GET",
            "/outbound-shipments",
            "fulfillment",
            nothing,
            safe=True,
            query={
                "status": status,
                "state": state,
                "reference": reference,
                "storageCountry": storage_country,
                "statusUpdatedAtMin": status_updated_at_min,
                "statusUpdatedAtMax": status_updated_at_max,
                "updatedAtMin": updated_at_min,
                "updatedAtMax": updated_at_max,
                "createdAtMin": created_at_min,
                "createdAtMax": created_at_max,
                "limit": limit,
            },
        ),
        OutboundShipment,
        CURSOR,
    )


def create_outbound_shipment(
    body: NewOutboundShipment | Mapping[str, Any],
) -> Call[OutboundShipment]:
    """Have something sent.

    Have products sent that you sold elsewhere. Orders of the marketplace are sent without any call of
    yours.

    The shipment is `Created`; soon after it is `Accepted`, and its stock allocated, or `Rejected`: when
    a product is not referenced (`UnknownProduct`) or there are not so many `Available` in the country
    (`NotEnoughStock`).

    The very same request with the same `reference`, sent again before the shipment has left, is
    answered with the first one: when no answer reached you, repeat yourself.
    """
    return Call("POST", "/outbound-shipments", "fulfillment", reads(OutboundShipment), body=body)


def count_outbound_shipments(
    *,
    status: Sequence[
        Literal[
            "Accepted", "Cancelled", "Created", "Delivered", "InPreparation", "Rejected", "Shipped"
        ]
        | str
    ]
    | str
    | None = None,
    state: Sequence[Literal["Cancelled", "Invalid", "Valid"] | str] | str | None = None,
    reference: str | None = None,
    storage_country: Sequence[Literal["ES", "FR", "GB"] | str] | str | None = None,
    status_updated_at_min: datetime | str | None = None,
    status_updated_at_max: datetime | str | None = None,
    updated_at_min: datetime | str | None = None,
    updated_at_max: datetime | str | None = None,
    created_at_min: datetime | str | None = None,
    created_at_max: datetime | str | None = None,
) -> Call[int]:
    """Count outbound shipments.

    Return how many outbound shipments there are, as a bare number.

    * `status`: Only shipments in these statuses.
    * `state`: Only shipments in these states: `Valid`, `Invalid` when rejected, `Cancelled`.
    * `reference`: Only those with this reference of yours.
    * `storage_country`: Only those from the warehouses of these countries.
    * `status_updated_at_min`: Only those whose status changed then or later.
    * `status_updated_at_max`: Only those whose status changed then or earlier.
    * `updated_at_min`: Only those that last changed then or later.
    * `updated_at_max`: Only those that last changed then or earlier.
    * `created_at_min`: Only those that were asked for then or later.
    * `created_at_max`: Only those that were asked for then or earlier.
    """
    return Call(
        "GET",
        "/outbound-shipments/count",
        "fulfillment",
        reads(int),
        safe=True,
        query={
            "status": status,
            "state": state,
            "reference": reference,
            "storageCountry": storage_country,
            "statusUpdatedAtMin": status_updated_at_min,
            "statusUpdatedAtMax": status_updated_at_max,
            "updatedAtMin": updated_at_min,
            "updatedAtMax": updated_at_max,
            "createdAtMin": created_at_min,
            "createdAtMax": created_at_max,
        },
    )


def create_outbound_shipment_singular(
    body: NewOutboundShipment | Mapping[str, Any],
) -> Call[OutboundShipment]:
    """Have something sent, at the path of old clients.

    The same as `POST /outbound-shipments`, where an older page of the documentation had it.
    """
    return Call("POST", "/outbound-shipment", "fulfillment", reads(OutboundShipment), body=body)


def get_outbound_shipment(outbound_shipment_id: str) -> Call[OutboundShipment]:
    """Get an outbound shipment.

    Return an outbound shipment; once it is `Shipped`, with its carrier and its parcels.

    * `outbound_shipment_id`: The shipment: its `outboundShipmentId`.
    """
    return Call(
        "GET",
        f"/outbound-shipments/{segment(outbound_shipment_id)}",
        "fulfillment",
        reads(OutboundShipment),
        safe=True,
    )


def list_outbound_cancellations(
    *,
    outbound_shipment_id: str | None = None,
    status: Sequence[Literal["Accepted", "Pending", "Refused", "UnderReview"] | str]
    | str
    | None = None,
    limit: int = 100,
) -> Listing[OutboundCancellationRequest]:
    """List requests to call outbound shipments off.

    Return your requests, the newest first.

    * `outbound_shipment_id`: Only those about this shipment.
    * `status`: Only requests in these statuses.
    * `limit`: How many a page has at most. More than 1000 is taken as 1000.
    """
    return Listing(
        Call(
            "GET",
            "/outbound-cancellation-requests",
            "fulfillment",
            nothing,
            safe=True,
            query={"outboundShipmentId": outbound_shipment_id, "status": status, "limit": limit},
        ),
        OutboundCancellationRequest,
        CURSOR,
    )


def create_outbound_cancellation(
    body: NewOutboundCancellation | Mapping[str, Any],
) -> Call[OutboundCancellationRequest]:
    """Call an outbound shipment off.

    Ask to call a shipment off before it is `Shipped`; then read the request again.

    While the shipment is `Created` or `Accepted`, the request is `Pending` and soon `Accepted`. While
    its goods are being picked (`InPreparation`), the request is `UnderReview`, and the warehouse
    decides. When the shipment leaves first, the request is `Refused`. Asked again, you get the request
    that is open.
    """
    return Call(
        "POST",
        "/outbound-cancellation-requests",
        "fulfillment",
        reads(OutboundCancellationRequest),
        body=body,
    )


def get_outbound_cancellation(request_id: str) -> Call[OutboundCancellationRequest]:
    """Get a request to call an outbound shipment off.

    Return one request: whether the shipment was called off, or why not.

    * `request_id`: The request: its `outboundCancellationRequestId`.
    """
    return Call(
        "GET",
        f"/outbound-cancellation-requests/{segment(request_id)}",
        "fulfillment",
        reads(OutboundCancellationRequest),
        safe=True,
    )


def list_returns(
    *,
    status: Sequence[
        Literal["Accepted", "Completed", "Created", "Pending", "Referenced", "Referencing"] | str
    ]
    | str
    | None = None,
    type: Sequence[Literal["Carrier", "Customer"] | str] | str | None = None,
    outbound_shipment_id: str | None = None,
    reference: str | None = None,
    order_seller_id: str | None = None,
    updated_at_min: datetime | str | None = None,
    updated_at_max: datetime | str | None = None,
    created_at_min: datetime | str | None = None,
    created_at_max: datetime | str | None = None,
    limit: int = 100,
) -> Listing[Return]:
    """List returns.

    Return what comes back to the warehouses, the newest first: from customers, and from carriers.

    The `Link` header names the next page and the one before: follow it, for a page of many lines is
    shorter than `limit`.

    * `status`: Only returns in these statuses.
    * `type`: Only those of customers, or of carriers.
    * `outbound_shipment_id`: Only those of this shipment.
    * `reference`: Only those of shipments with this reference.
    * `order_seller_id`: Only those with this order of yours.
    * `updated_at_min`: Only those that last changed then or later.
    * `updated_at_max`: Only those that last changed then or earlier.
    * `created_at_min`: Only those that were declared then or later.
    * `created_at_max`: Only those that were declared then or earlier.
    * `limit`: How many a page has at most. More than 1000 is taken as 1000.
    """
    return Listing(
        Call(
            "GET",
            "/returns",
            "fulfillment",
            nothing,
            safe=True,
            query={
                "status": status,
                "type": type,
                "outboundShipmentId": outbound_shipment_id,
                "reference": reference,
                "orderSellerId": order_seller_id,
                "updatedAtMin": updated_at_min,
                "updatedAtMax": updated_at_max,
                "createdAtMin": created_at_min,
                "createdAtMax": created_at_max,
                "limit": limit,
            },
        ),
        Return,
        CURSOR,
    )


def create_return(body: NewReturn | Mapping[str, Any]) -> Call[Return]:
    """Declare what a customer sends back.

    Declare what a customer sends back of an outbound shipment that is `Shipped` or `Delivered`, from FR
    or ES.

    Name the shipment by `outboundShipmentId` or by `reference`, and never more than was sent and did
    not come back yet. The return is `Created`, and `Referenced` soon after: then there is a label for
    returns to FR. Labels of returns to ES are sent by e-mail.
    """
    return Call("POST", "/returns", "fulfillment", reads(Return), body=body)


def count_returns(
    *,
    status: Sequence[
        Literal["Accepted", "Completed", "Created", "Pending", "Referenced", "Referencing"] | str
    ]
    | str
    | None = None,
    type: Sequence[Literal["Carrier", "Customer"] | str] | str | None = None,
    outbound_shipment_id: str | None = None,
    reference: str | None = None,
    order_seller_id: str | None = None,
    updated_at_min: datetime | str | None = None,
    updated_at_max: datetime | str | None = None,
    created_at_min: datetime | str | None = None,
    created_at_max: datetime | str | None = None,
) -> Call[int]:
    """Count returns.

    Return how many returns there are, as a bare number.

    * `status`: Only returns in these statuses.
    * `type`: Only those of customers, or of carriers.
    * `outbound_shipment_id`: Only those of this shipment.
    * `reference`: Only those of shipments with this reference.
    * `order_seller_id`: Only those with this order of yours.
    * `updated_at_min`: Only those that last changed then or later.
    * `updated_at_max`: Only those that last changed then or earlier.
    * `created_at_min`: Only those that were declared then or later.
    * `created_at_max`: Only those that were declared then or earlier.
    """
    return Call(
        "GET",
        "/returns/count",
        "fulfillment",
        reads(int),
        safe=True,
        query={
            "status": status,
            "type": type,
            "outboundShipmentId": outbound_shipment_id,
            "reference": reference,
            "orderSellerId": order_seller_id,
            "updatedAtMin": updated_at_min,
            "updatedAtMax": updated_at_max,
            "createdAtMin": created_at_min,
            "createdAtMax": created_at_max,
        },
    )


def get_return(return_id: str) -> Call[Return]:
    """Get a return.

    Return one return: once it is `Completed`, with what came, and what became of it.

    * `return_id`: The return: its `returnId`.
    """
    return Call("GET", f"/returns/{segment(return_id)}", "fulfillment", reads(Return), safe=True)


def get_return_label(return_id: str) -> Call[bytes]:
    """Download the label of a return.

    Return the label that your customer sticks on the parcel, as a PDF: for returns to FR, from
    `Referenced` on.

    * `return_id`: The return: its `returnId`.
    """
    return Call("GET", f"/returns/{segment(return_id)}/labels", "fulfillment", content, safe=True)


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
    list_outbound_shipments = listing(list_outbound_shipments)
    create_outbound_shipment = method(create_outbound_shipment)
    count_outbound_shipments = method(count_outbound_shipments)
    create_outbound_shipment_singular = method(create_outbound_shipment_singular)
    get_outbound_shipment = method(get_outbound_shipment)
    list_outbound_cancellations = listing(list_outbound_cancellations)
    create_outbound_cancellation = method(create_outbound_cancellation)
    get_outbound_cancellation = method(get_outbound_cancellation)
    list_returns = listing(list_returns)
    create_return = method(create_return)
    count_returns = method(count_returns)
    get_return = method(get_return)
    get_return_label = method(get_return_label)


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
    list_outbound_shipments = async_listing(list_outbound_shipments)
    create_outbound_shipment = async_method(create_outbound_shipment)
    count_outbound_shipments = async_method(count_outbound_shipments)
    create_outbound_shipment_singular = async_method(create_outbound_shipment_singular)
    get_outbound_shipment = async_method(get_outbound_shipment)
    list_outbound_cancellations = async_listing(list_outbound_cancellations)
    create_outbound_cancellation = async_method(create_outbound_cancellation)
    get_outbound_cancellation = async_method(get_outbound_cancellation)
    list_returns = async_listing(list_returns)
    create_return = async_method(create_return)
    count_returns = async_method(count_returns)
    get_return = async_method(get_return)
    get_return_label = async_method(get_return_label)
