"""The addresses of operator pages."""

from litestar import Router
from litestar.di import Provide

from sellergate.portal.operator import (
    activity,
    channels,
    clients,
    keys,
    listings,
    orders,
    outbounds,
    overview,
    packages,
    sellers,
    traffic,
)
from sellergate.portal.operator.frame import desk_of


def operator_router() -> Router:
    """`/operator/…`. Needs `access` and `pages` as dependencies."""
    return Router(
        path="/",
        dependencies={"desk": Provide(desk_of)},
        route_handlers=[
            overview.overview_page,
            traffic.traffic_page,
            listings.listings_page,
            listings.approve,
            listings.deny_page,
            listings.deny,
            sellers.sellers_page,
            sellers.seller_page,
            sellers.suspend_page,
            sellers.suspend,
            sellers.resume,
            clients.clients_page,
            clients.new_page,
            clients.create,
            clients.client_page,
            clients.limits_page,
            clients.limits,
            clients.disable_page,
            clients.disable,
            clients.enable,
            packages.packages_page,
            packages.packages_rows,
            packages.package_page,
            packages.package_progress,
            packages.package_refusals,
            orders.orders_page,
            orders.order_page,
            orders.pass_controls,
            orders.reject,
            orders.deliver,
            orders.cancel,
            orders.decide,
            outbounds.outbounds_page,
            outbounds.outbound_page,
            outbounds.accept,
            outbounds.prepare,
            outbounds.ship,
            outbounds.deliver,
            outbounds.reject,
            outbounds.decide,
            channels.channels_page,
            channels.channel_page,
            channels.change,
            keys.keys_page,
            keys.rotate_page,
            keys.rotate,
            activity.activity_page,
        ],
    )
