"""Situations of the warehouses, told so that the client can go on."""

from sellergate.kit.errors import Conflict, NotFound, Refusal
from sellergate.market.warehouse.models import Movement, Stock, StorageCountry


class StockUnknown(NotFound):
    """There is no such stock, or it is another seller's."""

    message = "This seller has no stock with this id."


class NotEnough(Conflict):
    """There are fewer pieces than are to be moved; nothing was moved."""

    field = "quantity"

    def __init__(
        self, stock: Stock, country: StorageCountry, kind: Movement, wanted: int, there: int
    ) -> None:
        self.stock, self.country, self.kind = stock, country, kind
        self.wanted, self.there = wanted, there
        super().__init__(
            "asks for {wanted} of {reference} in {country}: there are {there} {quantity}",
            wanted=wanted,
            reference=stock.seller_product_reference,
            country=country.value,
            there=there,
            quantity=kind.source,
        )


class ReferenceTaken(Refusal):
    """The seller's reference names another product or state already (contract/09 §1)."""

    field = "sellerProductReference"
    message = "{reference} names {gtin} in the state {state} already: send another reference, or that product"


class ProductTaken(Refusal):
    """The product in this state has another reference of the seller already (contract/09 §1)."""

    field = "gtin"
    message = "{gtin} in the state {state} is {reference} already: send that reference"
