"""How pages call what the API names: quantities, movements, statuses with the tone of their badge."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from sellergate.kit.marks import N_

COUNTRIES: Final[Mapping[str, str]] = {
    "FR": N_("France"),
    "ES": N_("Spain"),
    "GB": N_("United Kingdom"),
}
PRODUCT_STATES: Final[Mapping[str, str]] = {
    "New": N_("New"),
    "Used": N_("Used"),
    "Refurbished": N_("Refurbished"),
}
# In the order of `Quantity`.
QUANTITIES: Final = (
    N_("Available"),
    N_("Allocated"),
    N_("Blocked"),
    N_("In dispute"),
    N_("To be removed"),
    N_("Returned"),
    N_("In logistics"),
)
MOVEMENTS: Final[Mapping[str, str]] = {
    "Reception": N_("Received"),
    "DamagedReception": N_("Received damaged"),
    "Allocation": N_("Promised to an order"),
    "Release": N_("Given back by an order"),
    "Dispatch": N_("Left the warehouse"),
    "ReturnReception": N_("Came back"),
    "Restock": N_("Fit for sale again after inspection"),
    "ReturnBlock": N_("Blocked after inspection"),
    "ReturnRemoval": N_("To be removed after inspection"),
    "Block": N_("Blocked"),
    "Unblock": N_("No longer blocked"),
    "LitigationOpening": N_("Dispute opened"),
    "LitigationClosing": N_("Dispute closed"),
    "LitigationLoss": N_("Lost, after a dispute"),
    "OperationStart": N_("Taken by logistics"),
    "OperationEnd": N_("Given back by logistics"),
    "RemovalOrder": N_("To be removed"),
    "BlockedRemoval": N_("Blocked, and to be removed"),
    "Removal": N_("Removed"),
    "CorrectionIn": N_("Found when counting"),
    "CorrectionOut": N_("Missing when counting"),
}
PRODUCTS: Final[Mapping[str, tuple[str, str]]] = {
    "Pending": ("pending", N_("Being checked")),
    "Referenced": ("active", N_("Referenced")),
    "Refused": ("denied", N_("Refused")),
}
INBOUNDS: Final[Mapping[str, tuple[str, str]]] = {
    "Created": ("pending", N_("Being checked")),
    "Accepted": ("info", N_("Expected")),
    "InReception": ("info", N_("Being received")),
    "Received": ("active", N_("Received")),
    "Refused": ("denied", N_("Refused")),
    "Cancelled": ("revoked", N_("Cancelled")),
}
OUTBOUNDS: Final[Mapping[str, tuple[str, str]]] = {
    "Created": ("pending", N_("Being checked")),
    "Accepted": ("pending", N_("To prepare")),
    "InPreparation": ("info", N_("In preparation")),
    "Shipped": ("active", N_("Shipped")),
    "Delivered": ("active", N_("Delivered")),
    "Cancelled": ("revoked", N_("Cancelled")),
    "Rejected": ("denied", N_("Rejected")),
}
CANCELLATIONS: Final[Mapping[str, tuple[str, str]]] = {
    "UnderReview": ("pending", N_("Waits for the warehouse")),
    "Pending": ("pending", N_("Being done")),
    "Accepted": ("active", N_("Done")),
    "Refused": ("denied", N_("Refused")),
}
RETURNS: Final[Mapping[str, tuple[str, str]]] = {
    "Created": ("pending", N_("Being checked")),
    "Referencing": ("pending", N_("Being checked")),
    "Referenced": ("info", N_("Announced to the warehouse")),
    "Accepted": ("info", N_("On its way back")),
    "Pending": ("info", N_("Received, to inspect")),
    "Completed": ("active", N_("Completed")),
}
REASONS: Final[Mapping[str, str]] = {
    "ReferenceError": N_("Not what was ordered"),
    "Damaged": N_("Damaged"),
    "Retraction": N_("Not wanted any more"),
    "TransportDamage": N_("Damaged on the way"),
    "Defective": N_("Does not work"),
    "Undeliverable": N_("Could not be delivered"),
    "RefusedByCustomer": N_("Refused at the door"),
    "Other": N_("Another reason"),
}
RETURN_TYPES: Final[Mapping[str, str]] = {
    "Customer": N_("By the customer"),
    "Carrier": N_("By the carrier"),
}


class Badge(NamedTuple):
    """A status as a badge shows it."""

    tone: str
    text: str


def badge_of(words: Mapping[str, tuple[str, str]], status: str) -> Badge:
    """The badge of a status."""
    return Badge(*words.get(status, ("info", status)))
