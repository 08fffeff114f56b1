"""Why sellers give something back (contract/05 §9), in words."""

from enum import StrEnum
from typing import Final

from sellergate.market.languages import Texts


class GestureReason(StrEnum):
    """Why something is given back."""

    MISSING_PRODUCT = "MissingProduct"
    DAMAGED_PRODUCT = "DamagedProduct"
    DEFECTIVE_PRODUCT = "DefectiveProduct"
    WRONG_PRODUCT = "WrongProduct"
    NOT_AS_DESCRIBED = "NotAsDescribed"
    LATE_DELIVERY = "LateDelivery"
    RETURN_COSTS = "ReturnCosts"
    PRICE_DIFFERENCE = "PriceDifference"
    OTHER = "Other"


REASONS: Final = {
    GestureReason.MISSING_PRODUCT: Texts(
        "Produit manquant", "A product is missing", "Falta un producto"
    ),
    GestureReason.DAMAGED_PRODUCT: Texts(
        "Produit abîmé à l'arrivée", "Product damaged on arrival", "Producto dañado a la llegada"
    ),
    GestureReason.DEFECTIVE_PRODUCT: Texts(
        "Produit défectueux", "Product defective", "Producto defectuoso"
    ),
    GestureReason.WRONG_PRODUCT: Texts("Mauvais produit", "Wrong product", "Producto equivocado"),
    GestureReason.NOT_AS_DESCRIBED: Texts(
        "Produit non conforme à l'annonce",
        "Product not as described",
        "Producto distinto de lo descrito",
    ),
    GestureReason.LATE_DELIVERY: Texts(
        "Livraison en retard", "Delivery was late", "Entrega con retraso"
    ),
    GestureReason.RETURN_COSTS: Texts(
        "Frais de retour", "Costs of a return", "Gastos de devolución"
    ),
    GestureReason.PRICE_DIFFERENCE: Texts(
        "Différence de prix", "Price difference", "Diferencia de precio"
    ),
    GestureReason.OTHER: Texts("Autre raison", "Another reason", "Otro motivo"),
}
