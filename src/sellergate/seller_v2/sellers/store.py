"""SQL of the seller perimeter. Statements are prepared once: they are on the hot path.

Columns are selected in the order of the wire structs' members, so that a row becomes a struct as it is.
"""

from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.rest.wire import render_timestamp
from sellergate.seller_v2.sellers.schemas import (
    Address,
    Carrier,
    DeliveryMode,
    Indicator,
    Seller,
    SellerLegalInformation,
    Subscription,
)
from sellergate.storage.prepared import Prepared
from sellergate.storage.schema import (
    carriers,
    seller_addresses,
    seller_delivery_modes,
    seller_indicators,
    seller_subscriptions,
    sellers,
)


def _members(
    table: sa.Table, struct: type[msgspec.Struct], **renamed: str
) -> list[sa.ColumnElement[Any]]:
    """The columns of `struct`'s members; `renamed` gives the column where it has another name."""
    fields = struct.__struct_fields__
    return [
        table.c[renamed.get(name, name)].label(name)
        for name in fields
        if name in table.c or name in renamed
    ]


def _of_seller(
    table: sa.Table, columns: list[sa.ColumnElement[Any]], *order: sa.ColumnElement[Any]
) -> Prepared:
    query = sa.select(*columns).where(table.c.seller_id == sa.bindparam("seller_id"))
    return Prepared(query.order_by(*order), "seller_id")


_OWN = _members(sellers, Seller)
_LEGAL = _members(sellers, SellerLegalInformation)
_PROFILE = _of_seller(sellers, _OWN + _LEGAL)
_ADDRESSES = _of_seller(
    seller_addresses,
    _members(seller_addresses, Address, address="address1"),
    seller_addresses.c.type,
)
_INDICATORS = _of_seller(
    seller_indicators,
    _members(seller_indicators, Indicator, description="name"),
    seller_indicators.c.position,
)
_SUBSCRIPTIONS = _of_seller(
    seller_subscriptions,
    _members(seller_subscriptions, Subscription),
    seller_subscriptions.c.subscription_id.desc(),
)
_DELIVERY_MODES = _of_seller(
    seller_delivery_modes,
    _members(seller_delivery_modes, DeliveryMode),
    seller_delivery_modes.c.position,
)
_CARRIERS = Prepared(sa.select(*_members(carriers, Carrier)).order_by(carriers.c.position))


def find_profile(conn: Connection, seller_id: SellerId) -> Seller | None:
    """The account's profile, or None."""
    row = _PROFILE.first(conn, seller_id)
    if row is None:
        return None
    members = [*row[: len(_OWN)], SellerLegalInformation(*row[len(_OWN) :])]
    return Seller(*members)


def addresses(conn: Connection, seller_id: SellerId) -> list[Address]:
    """The account's addresses, by type."""
    return [Address(*row) for row in _ADDRESSES.all(conn, seller_id)]


def indicators(conn: Connection, seller_id: SellerId) -> list[Indicator]:
    """The account's indicators, in the marketplace's order."""
    return [
        Indicator(name, render_timestamp(computed), *values)
        for name, computed, *values in _INDICATORS.all(conn, seller_id)
    ]


def subscriptions(conn: Connection, seller_id: SellerId) -> list[Subscription]:
    """The account's subscriptions, the newest first."""
    return [Subscription(*row) for row in _SUBSCRIPTIONS.all(conn, seller_id)]


def delivery_modes(conn: Connection, seller_id: SellerId) -> list[DeliveryMode]:
    """The account's delivery modes, in the account's order."""
    return [DeliveryMode(*row) for row in _DELIVERY_MODES.all(conn, seller_id)]


def all_carriers(conn: Connection) -> list[Carrier]:  # rule-ok: tenant (the marketplace's own)
    """The marketplace's carriers: the same for every seller."""
    return [Carrier(*row) for row in _CARRIERS.all(conn)]
