"""What may go wrong with sellers."""

from sellergate.kit.errors import Conflict, NotFound, Refusal
from sellergate.kit.marks import N_


class NoSuchSeller(NotFound):
    """Unknown, or not this actor's."""

    message = N_("There is no seller {seller_id} in your account.")
    field = "seller_id"


class SellerExists(Conflict):
    """The id is in use."""

    message = N_("Seller {seller_id} exists already.")
    field = "seller_id"


class SellerIdMalformed(Refusal):
    """Not a number."""

    message = N_("A SellerId is a number of at most 18 digits, greater than zero.")
    field = "seller_id"
