"""Why lines may be cancelled (contract/05 §8.1): who may say so, of lines in which statuses, and where the items are."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from sellergate.market.languages import Texts
from sellergate.market.orders.models import Status, UserType

BEFORE_SHIPMENT: Final = (
    Status.PROCESSING,
    Status.WAITING_ACCEPTANCE,
    Status.ACCEPTED,
    Status.IN_PREPARATION,
)
_SHIPPED: Final = (Status.SHIPPED,)
_AFTER_SHIPMENT: Final = (Status.SHIPPED, Status.DELIVERED)


class Reason(NamedTuple):
    """A reason. `restocks`: the items can be sold, and go back on sale."""

    code: str
    user_type: UserType
    statuses: tuple[Status, ...]
    restocks: bool
    label: Texts


REASONS: Final = (
    Reason(
        "seller-out-of-stock",
        *(UserType.SELLER, BEFORE_SHIPMENT, False),
        Texts("Rupture de stock", "Out of stock", "Sin existencias"),
    ),
    Reason(
        "seller-damaged-before-shipment",
        *(UserType.SELLER, BEFORE_SHIPMENT, False),
        Texts(
            "Produit abîmé avant l'expédition",
            "Product damaged before shipment",
            "Producto dañado antes del envío",
        ),
    ),
    Reason(
        "seller-pricing-error",
        *(UserType.SELLER, BEFORE_SHIPMENT, True),
        Texts("Erreur de prix", "Pricing error", "Error de precio"),
    ),
    Reason(
        "seller-cannot-deliver",
        *(UserType.SELLER, BEFORE_SHIPMENT, True),
        Texts(
            "Livraison impossible à cette adresse",
            "Delivery to this address not possible",
            "Entrega imposible en esta dirección",
        ),
    ),
    Reason(
        "seller-customer-request",
        *(UserType.SELLER, BEFORE_SHIPMENT, True),
        Texts("À la demande du client", "The customer asked for it", "A petición del cliente"),
    ),
    Reason(
        "seller-other",
        *(UserType.SELLER, BEFORE_SHIPMENT, True),
        Texts("Autre raison", "Another reason", "Otro motivo"),
    ),
    Reason(
        "seller-parcel-lost",
        *(UserType.SELLER, _SHIPPED, False),
        Texts("Colis perdu", "Parcel lost", "Paquete perdido"),
    ),
    Reason(
        "seller-parcel-returned",
        *(UserType.SELLER, _SHIPPED, True),
        Texts(
            "Colis non distribué et revenu",
            "Parcel came back undelivered",
            "Paquete devuelto sin entregar",
        ),
    ),
    Reason(
        "seller-product-returned",
        *(UserType.SELLER, _AFTER_SHIPMENT, True),
        Texts(
            "Produit retourné par le client",
            "Product sent back by the customer",
            "Producto devuelto por el cliente",
        ),
    ),
    Reason(
        "seller-product-defective",
        *(UserType.SELLER, _AFTER_SHIPMENT, False),
        Texts(
            "Produit défectueux ou abîmé à l'arrivée",
            "Product defective or damaged on arrival",
            "Producto defectuoso o dañado a la llegada",
        ),
    ),
    Reason(
        "seller-after-sales",
        *(UserType.SELLER, _AFTER_SHIPMENT, False),
        Texts("Remboursement après-vente", "Refund as after-sales service", "Reembolso posventa"),
    ),
    Reason(
        "customer-changed-mind",
        *(UserType.CUSTOMER, BEFORE_SHIPMENT, True),
        Texts("Le client a changé d'avis", "The customer changed their mind", "Cambio de opinión"),
    ),
    Reason(
        "customer-ordered-by-mistake",
        *(UserType.CUSTOMER, BEFORE_SHIPMENT, True),
        Texts("Commande passée par erreur", "Ordered by mistake", "Pedido por error"),
    ),
    Reason(
        "customer-late-delivery",
        *(UserType.CUSTOMER, (*BEFORE_SHIPMENT, *_SHIPPED), False),
        Texts("Livraison en retard", "Delivery is late", "Entrega con retraso"),
    ),
    Reason(
        "customer-not-received",
        *(UserType.CUSTOMER, _AFTER_SHIPMENT, False),
        Texts("Colis non reçu", "Parcel not received", "Paquete no recibido"),
    ),
    Reason(
        "customer-product-returned",
        *(UserType.CUSTOMER, _AFTER_SHIPMENT, True),
        Texts("Produit retourné", "Product sent back", "Producto devuelto"),
    ),
    Reason(
        "customer-product-defective",
        *(UserType.CUSTOMER, _AFTER_SHIPMENT, False),
        Texts("Produit défectueux", "Product defective", "Producto defectuoso"),
    ),
    Reason(
        "marketplace-payment-failed",
        *(UserType.MARKETPLACE, BEFORE_SHIPMENT, True),
        Texts("Paiement échoué", "Payment failed", "Pago fallido"),
    ),
    Reason(
        "marketplace-fraud-suspected",
        *(UserType.MARKETPLACE, BEFORE_SHIPMENT, True),
        Texts("Soupçon de fraude", "Fraud suspected", "Sospecha de fraude"),
    ),
    Reason(
        "marketplace-after-sales",
        *(UserType.MARKETPLACE, _AFTER_SHIPMENT, False),
        Texts(
            "Décision du service client",
            "Decision of customer service",
            "Decisión de atención al cliente",
        ),
    ),
)
_BY_CODE: Final = {reason.code: reason for reason in REASONS}


def find_reason(code: str) -> Reason | None:
    """The reason of this code."""
    return _BY_CODE.get(code)


def reasons_for(user_type: UserType, status: Status | None) -> Iterator[Reason]:
    """What this side may say of lines in this status, or in any."""
    for reason in REASONS:
        if reason.user_type is user_type and (status is None or status in reason.statuses):
            yield reason
