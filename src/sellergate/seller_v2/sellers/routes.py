"""Routes of the seller perimeter (contract/02). Docstrings are the reference's texts."""

from litestar import Router, get
from litestar.types import Scope as AsgiScope

from sellergate.access.scopes import Scope
from sellergate.kit.problems import Problem
from sellergate.rest.wire import database_of, seller_of
from sellergate.seller_v2.sellers import store
from sellergate.seller_v2.sellers.examples import EXAMPLES
from sellergate.seller_v2.sellers.schemas import (
    AddressList,
    Carrier,
    DeliveryModeList,
    IndicatorList,
    Seller,
    SubscriptionList,
)

NO_PROFILE = "There is no profile of this seller account."


@get(
    "/sellers",
    operation_id="getSeller",
    summary="Get seller information",
    opt={"problems": {"not-found": NO_PROFILE}},
)
async def get_seller(scope: AsgiScope) -> Seller:
    """Return the full profile of the seller account named by the SellerId header.

    This is the usual first call: it takes no parameter and tells at once whether token, delegation and
    SellerId fit together.
    """
    seller = await database_of(scope).read(store.find_profile, seller_of(scope).seller_id)
    if seller is None:
        raise Problem("not-found", NO_PROFILE)
    return seller


@get("/sellers/addresses", operation_id="listSellerAddresses", summary="List seller addresses")
async def list_addresses(scope: AsgiScope) -> AddressList:
    """Return every address of the seller account, such as billing, shipping and return addresses."""
    items = await database_of(scope).read(store.addresses, seller_of(scope).seller_id)
    return AddressList(len(items), items)


@get(
    "/sellers/adresses",
    operation_id="listSellerAdresses",
    summary="List seller addresses (former spelling)",
    deprecated=True,
)
async def list_adresses(scope: AsgiScope) -> AddressList:
    """Return the same as `GET /sellers/addresses`, for clients written against the former spelling."""
    items = await database_of(scope).read(store.addresses, seller_of(scope).seller_id)
    return AddressList(len(items), items)


@get(
    "/sellers/indicators",
    operation_id="listSellerIndicators",
    summary="List performance indicators",
)
async def list_indicators(scope: AsgiScope) -> IndicatorList:
    """Return the account's performance indicators: `order_acceptation`, `product_shipping`,
    `deadline_compliance`, `order_claims` and `order_refunds`, each with its threshold and its values over
    the last 30 and 60 days.
    """
    items = await database_of(scope).read(store.indicators, seller_of(scope).seller_id)
    return IndicatorList(len(items), items)


@get(
    "/sellers/subscriptions",
    operation_id="listSellerSubscriptions",
    summary="List sales channel subscriptions",
)
async def list_subscriptions(scope: AsgiScope) -> SubscriptionList:
    """Return the account's present and past subscriptions to sales channels, with their currencies."""
    items = await database_of(scope).read(store.subscriptions, seller_of(scope).seller_id)
    return SubscriptionList(len(items), items)


@get(
    "/sellers/delivery-modes",
    operation_id="listSellerDeliveryModes",
    summary="List delivery modes",
    deprecated=True,
)
async def list_delivery_modes(scope: AsgiScope) -> DeliveryModeList:
    """Return the delivery modes enabled on the account, with their legacy codes (`TRK`, `REG`, `STD` and so on).

    The operation is deprecated but stays: many clients read their code from it.
    """
    items = await database_of(scope).read(store.delivery_modes, seller_of(scope).seller_id)
    return DeliveryModeList(len(items), items)


@get("/carriers", operation_id="listCarriers", summary="List carriers")
async def list_carriers(scope: AsgiScope) -> list[Carrier]:
    """Return the carriers that can be named when an order is shipped. The answer is a bare array."""
    return await database_of(scope).read(store.all_carriers)


def sellers_router() -> Router:
    """Every route of the perimeter."""
    return Router(
        path="/",
        route_handlers=[
            get_seller,
            list_addresses,
            list_adresses,
            list_indicators,
            list_subscriptions,
            list_delivery_modes,
            list_carriers,
        ],
        opt={"scope": Scope.SELLERS_READ, "examples": EXAMPLES},
        tags=["Sellers"],
    )
