"""Why people write: the sub-typologies that are known, for which orders and for whom (contract/07 §1).

Codes are opaque: channels have others, and those are kept as they are.
"""

from typing import Final, NamedTuple

from sellergate.market.discussions.models import Typology, UserType
from sellergate.market.languages import Language

_SENT: Final = ("Shipped", "Delivered")
_BOTH: Final = (UserType.CUSTOMER, UserType.SELLER)


class SubTypology(NamedTuple):
    """A reason to write. `order_statuses`: of orders that it can be about; of an offer there are none."""

    code: str
    typology: Typology
    order_statuses: tuple[str, ...]
    user_types: tuple[UserType, ...]
    labels: dict[Language, str]

    def fits(self, order_status: str | None, user_type: UserType | None) -> bool:
        """Whether it can be used now, by them; what is None does not matter. Letter case does not matter."""
        wanted = (order_status or "").casefold()
        statuses = {status.casefold() for status in self.order_statuses}
        return (not wanted or not statuses or wanted in statuses) and (
            user_type is None or user_type in self.user_types
        )


def _about(
    code: str,
    english: str,
    french: str,
    spanish: str,
    statuses: tuple[str, ...] = _SENT,
    *,
    typology: Typology = Typology.ORDER,
    user_types: tuple[UserType, ...] = _BOTH,
) -> SubTypology:
    labels = {Language.ENGLISH: english, Language.FRENCH: french, Language.SPANISH: spanish}
    return SubTypology(code, typology, statuses, user_types, labels)


SUB_TYPOLOGIES: Final = (
    # What customers write about orders is [doc]; that sellers may use the same, and all about offers, is ours.
    _about(
        "missingItemInProduct",
        "Part of the product is missing",
        "Un élément du produit manque",
        "Falta una parte del producto",
    ),
    _about(
        "missingProductsInOrder",
        "Products of the order are missing",
        "Des produits de la commande manquent",
        "Faltan productos del pedido",
    ),
    _about(
        "orderCancellation",
        "Cancelling the order",
        "Annulation de la commande",
        "Cancelación del pedido",
    ),
    _about(
        "orderModification",
        "Changing the order",
        "Modification de la commande",
        "Modificación del pedido",
    ),
    _about(
        "orderNotShipped",
        "The order does not arrive",
        "La commande n’arrive pas",  # noqa: RUF001
        "El pedido no llega",
        ("Accepted", "InPreparation", *_SENT),
    ),
    _about(
        "printReceipt",
        "Asking for an invoice",
        "Demande de facture",
        "Solicitud de factura",
        (*_SENT, "Cancelled"),
    ),
    _about(
        "productIsDamaged",
        "The product is damaged",
        "Le produit est abîmé",
        "El producto está dañado",
    ),
    _about(
        "productIsNotWorking",
        "The product does not work",
        "Le produit ne fonctionne pas",
        "El producto no funciona",
    ),
    _about(
        "wrongProductReceived",
        "Another product arrived",
        "Un autre produit est arrivé",
        "Ha llegado otro producto",
    ),
    _about(
        "offerInformation",
        "A question about the offer",
        "Question sur l’offre",  # noqa: RUF001
        "Pregunta sobre la oferta",
        (),
        typology=Typology.OFFER,
        user_types=(UserType.CUSTOMER,),
    ),
)
_BY_CODE: Final = {one.code.casefold(): one for one in SUB_TYPOLOGIES}


def find_sub_typology(code: str) -> SubTypology | None:
    """The known one of this code, in whatever letter case; None for the codes of channels."""
    return _BY_CODE.get(code.casefold())


def usable(
    typology: Typology, order_status: str | None, user_type: UserType | None
) -> list[SubTypology]:
    """Those that can be used, in a fixed order."""
    return [
        one
        for one in SUB_TYPOLOGIES
        if one.typology is typology and one.fits(order_status, user_type)
    ]
