"""Operations of the API: sellers.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from collections.abc import Sequence

from sellergate_client._core.calls import reads
from sellergate_client._core.messages import Call
from sellergate_client._drivers.binding import AsyncResource, Resource, async_method, method
from sellergate_client.types.sellers import (
    AddressList,
    Carrier,
    DeliveryModeList,
    IndicatorList,
    Seller,
    SubscriptionList,
)


def get_seller() -> Call[Seller]:
    """Get seller information.

    Return the full profile of the seller account named by the SellerId header.

    This is the usual first call: it takes no parameter and tells at once whether token, delegation and
    SellerId fit together.
    """
    return Call("GET", "/sellers", "sellers", reads(Seller), safe=True)


def list_seller_addresses() -> Call[AddressList]:
    """List seller addresses.

    Return every address of the seller account, such as billing, shipping and return addresses.
    """
    return Call("GET", "/sellers/addresses", "sellers", reads(AddressList), safe=True)


def list_seller_indicators() -> Call[IndicatorList]:
    """List performance indicators.

    Return the account's performance indicators: `order_acceptation`, `product_shipping`,
    `deadline_compliance`, `order_claims` and `order_refunds`, each with its threshold and its values
    over the last 30 and 60 days.
    """
    return Call("GET", "/sellers/indicators", "sellers", reads(IndicatorList), safe=True)


def list_seller_subscriptions() -> Call[SubscriptionList]:
    """List sales channel subscriptions.

    Return the account's present and past subscriptions to sales channels, with their currencies.
    """
    return Call("GET", "/sellers/subscriptions", "sellers", reads(SubscriptionList), safe=True)


def list_seller_delivery_modes() -> Call[DeliveryModeList]:
    """List delivery modes.

    Return the delivery modes enabled on the account, with their legacy codes (`TRK`, `REG`, `STD` and
    so on).

    The operation is deprecated but stays: many clients read their code from it.
    """
    return Call("GET", "/sellers/delivery-modes", "sellers", reads(DeliveryModeList), safe=True)


def list_carriers() -> Call[Sequence[Carrier]]:
    """List carriers.

    Return the carriers that can be named when an order is shipped. The answer is a bare array.
    """
    return Call("GET", "/carriers", "sellers", reads(Sequence[Carrier]), safe=True)


class Sellers(Resource):
    """The account as the seller configured it: profile, addresses, performance indicators, sales channels,
    delivery modes, and the carriers of the marketplace. Everything is read in real time, without a
    filter.
    """

    get = method(get_seller)
    list_addresses = method(list_seller_addresses)
    list_indicators = method(list_seller_indicators)
    list_subscriptions = method(list_seller_subscriptions)
    list_delivery_modes = method(list_seller_delivery_modes)
    list_carriers = method(list_carriers)


class AsyncSellers(AsyncResource):
    """The account as the seller configured it: profile, addresses, performance indicators, sales channels,
    delivery modes, and the carriers of the marketplace. Everything is read in real time, without a
    filter.
    """

    get = async_method(get_seller)
    list_addresses = async_method(list_seller_addresses)
    list_indicators = async_method(list_seller_indicators)
    list_subscriptions = async_method(list_seller_subscriptions)
    list_delivery_modes = async_method(list_seller_delivery_modes)
    list_carriers = async_method(list_carriers)
