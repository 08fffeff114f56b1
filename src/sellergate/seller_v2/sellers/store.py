"""SQL of the seller perimeter. Statements are built once: they are on the hot path."""

import sqlalchemy as sa
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.seller_v2.sellers.schemas import (
    Address,
    Carrier,
    DeliveryMode,
    Indicator,
    Seller,
    SellerLegalInformation,
    SellerState,
    SellerSubState,
    Subscription,
    SubscriptionStep,
    ThresholdType,
)
from sellergate.storage.schema import (
    carriers,
    seller_addresses,
    seller_delivery_modes,
    seller_indicators,
    seller_subscriptions,
    sellers,
)

_SELLER_ID: sa.BindParameter[int] = sa.bindparam("seller_id")
_s = sellers.c
_PROFILE = sa.select(
    _s.seller_id,
    _s.login,
    _s.shop_name,
    _s.shop_url,
    _s.email,
    _s.phone_number,
    _s.mobile_number,
    _s.seller_state,
    _s.seller_sub_state,
    _s.subscription_step,
    _s.auto_accept_order,
    _s.fulfillment_profile_id,
    _s.language,
    _s.siret_number,
    _s.company_name,
    _s.legal_form,
    _s.share_capital,
    _s.vat_number,
).where(_s.seller_id == _SELLER_ID)
_ADDRESSES = (
    sa.select(seller_addresses)
    .where(seller_addresses.c.seller_id == _SELLER_ID)
    .order_by(seller_addresses.c.type)
)
_INDICATORS = (
    sa.select(seller_indicators)
    .where(seller_indicators.c.seller_id == _SELLER_ID)
    .order_by(seller_indicators.c.position)
)
_SUBSCRIPTIONS = (
    sa.select(seller_subscriptions)
    .where(seller_subscriptions.c.seller_id == _SELLER_ID)
    .order_by(seller_subscriptions.c.subscription_id.desc())
)
_DELIVERY_MODES = (
    sa.select(seller_delivery_modes)
    .where(seller_delivery_modes.c.seller_id == _SELLER_ID)
    .order_by(seller_delivery_modes.c.position)
)
_CARRIERS = sa.select(carriers).order_by(carriers.c.position)


def find_profile(conn: Connection, seller_id: SellerId) -> Seller | None:
    """The account's profile, or None."""
    row = conn.execute(_PROFILE, {"seller_id": seller_id}).one_or_none()
    if row is None:
        return None
    return Seller(
        seller_id=row.seller_id,
        login=row.login,
        shop_name=row.shop_name,
        shop_url=row.shop_url,
        email=row.email,
        phone_number=row.phone_number,
        mobile_number=row.mobile_number,
        seller_state=SellerState(row.seller_state),
        seller_sub_state=SellerSubState(row.seller_sub_state),
        subscription_step=SubscriptionStep(row.subscription_step),
        auto_accept_order=row.auto_accept_order,
        fulfillment_profile_id=row.fulfillment_profile_id,
        language=row.language,
        seller_legal_information=SellerLegalInformation(
            siret_number=row.siret_number,
            company_name=row.company_name,
            legal_form=row.legal_form,
            share_capital=row.share_capital,
            vat_number=row.vat_number,
        ),
    )


def addresses(conn: Connection, seller_id: SellerId) -> list[Address]:
    """The account's addresses, by type."""
    return [
        Address(
            type=row.type,
            company_name=row.company_name,
            address=row.address1,
            address1=row.address1,
            address2=row.address2,
            zip_code=row.zip_code,
            city=row.city,
            country=row.country,
        )
        for row in conn.execute(_ADDRESSES, {"seller_id": seller_id})
    ]


def indicators(conn: Connection, seller_id: SellerId) -> list[Indicator]:
    """The account's indicators, in the marketplace's order."""
    return [
        Indicator(
            description=row.name,
            computation_date=row.computation_date,
            threshold=row.threshold,
            threshold_type=ThresholdType(row.threshold_type),
            value_d30=row.value_d30,
            value_d60=row.value_d60,
        )
        for row in conn.execute(_INDICATORS, {"seller_id": seller_id})
    ]


def subscriptions(conn: Connection, seller_id: SellerId) -> list[Subscription]:
    """The account's subscriptions, the newest first."""
    return [
        Subscription(
            subscription_id=row.subscription_id,
            sales_channel_id=row.sales_channel_id,
            status=row.status,
            action=row.action,
            offer_submission_currency=row.offer_submission_currency,
            seller_payment_currency=row.seller_payment_currency,
        )
        for row in conn.execute(_SUBSCRIPTIONS, {"seller_id": seller_id})
    ]


def delivery_modes(conn: Connection, seller_id: SellerId) -> list[DeliveryMode]:
    """The account's delivery modes, in the account's order."""
    return [
        DeliveryMode(
            code=row.code,
            name=row.name,
            delivery_delay=row.delivery_delay,
            is_express_delivery=row.is_express_delivery,
            more_than30_kg_product=row.more_than30_kg_product,
        )
        for row in conn.execute(_DELIVERY_MODES, {"seller_id": seller_id})
    ]


def all_carriers(conn: Connection) -> list[Carrier]:
    """The marketplace's carriers: the same for every seller."""
    return [
        Carrier(row.code, row.label, row.additional_parameters_required)
        for row in conn.execute(_CARRIERS)
    ]
