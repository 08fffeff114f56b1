"""Answers of the demo marketplace for seller 41207, by operation: the reference's examples."""

from sellergate.seller_v2.sellers.schemas import (
    Address,
    AddressList,
    Carrier,
    DeliveryMode,
    DeliveryModeList,
    Indicator,
    IndicatorList,
    Seller,
    SellerLegalInformation,
    SellerState,
    SellerSubState,
    Subscription,
    SubscriptionList,
    SubscriptionStep,
    ThresholdType,
)

_COMPANY = "Maison Bruyère SAS"
_COMPUTED = "2026-11-02T00:00:00+00:00"
_MIN, _MAX = ThresholdType.MIN, ThresholdType.MAX

_SELLER = Seller(
    seller_id=41207,
    login="maison-bruyere",
    shop_name="Maison Bruyère",
    shop_url="https://maison-bruyere.example/",
    email="contact@maison-bruyere.example",
    phone_number="+33536491207",
    mobile_number="+33639981207",
    seller_state=SellerState.ACTIVATED,
    seller_sub_state=SellerSubState.ACTIVE_SELLER,
    subscription_step=SubscriptionStep.FINISHED,
    auto_accept_order=False,
    fulfillment_profile_id=None,
    language="fr-FR",
    seller_legal_information=SellerLegalInformation(
        siret_number="00041207200019",
        company_name=_COMPANY,
        legal_form="SAS",
        share_capital=50_000,
        vat_number="FR60000412072",
    ),
)


def _address(kind: str, street: str, zip_code: str, address2: str | None = None) -> Address:
    return Address(kind, _COMPANY, street, street, address2, zip_code, "Bordeaux", "FR")


_ADDRESSES = AddressList(
    3,
    [
        _address("Billing", "14 rue des Tisserands", "33000", "Bâtiment B"),
        _address("Return", "Entrepôt 7, avenue du Port", "33300"),
        _address("Shipping", "Entrepôt 6, avenue du Port", "33300"),
    ],
)

_INDICATORS = IndicatorList(
    5,
    [
        Indicator("order_acceptation", _COMPUTED, 90.0, _MIN, 96.3, 99.6),
        Indicator("product_shipping", _COMPUTED, 95.0, _MIN, 95.6, 95.6),
        Indicator("deadline_compliance", _COMPUTED, 90.0, _MIN, 96.9, 95.2),
        Indicator("order_claims", _COMPUTED, 1.5, _MAX, 0.7, 1.0),
        Indicator("order_refunds", _COMPUTED, 3.0, _MAX, 0.6, 0.7),
    ],
)

_SUBSCRIPTIONS = SubscriptionList(
    3,
    [
        Subscription(7703, "HANSDE", "Active", None, "EUR", "EUR"),
        Subscription(7702, "CDISFR", "Active", None, "EUR", "EUR"),
        Subscription(7701, "LUMIES", "Terminated", "Unsubscribed", "EUR", "EUR"),
    ],
)

_DELIVERY_MODES = DeliveryModeList(
    5,
    [
        DeliveryMode("TRK", "Envoi Suivi", 3, False, False),
        DeliveryMode("REG", "Recommandé", 3, False, False),
        DeliveryMode("STD", "Envoi Standard", 5, False, False),
        DeliveryMode("EXP", "Livraison Express", 1, True, False),
        DeliveryMode("LV1", "Livraison sur rendez-vous", 7, False, True),
    ],
)

_CARRIERS = [
    Carrier("colissimo", "Colissimo", False),
    Carrier("laposte", "La Poste Lettre Suivie", False),
    Carrier("chronopost", "Chronopost", False),
    Carrier("mondialrelay", "Mondial Relay", True),
    Carrier("relaiscolis", "Relais Colis", True),
    Carrier("dpd", "DPD", False),
    Carrier("gls", "GLS", False),
    Carrier("ups", "UPS", False),
    Carrier("dhl", "DHL Express", False),
    Carrier("fedex", "FedEx", False),
    Carrier("colisprive", "Colis Privé", False),
    Carrier("geodis", "Geodis", True),
    Carrier("postnord", "PostNord", False),
]

EXAMPLES: dict[str, object] = {
    "getSeller": _SELLER,
    "listSellerAddresses": _ADDRESSES,
    "listSellerAdresses": _ADDRESSES,
    "listSellerIndicators": _INDICATORS,
    "listSellerSubscriptions": _SUBSCRIPTIONS,
    "listSellerDeliveryModes": _DELIVERY_MODES,
    "listCarriers": _CARRIERS,
}
