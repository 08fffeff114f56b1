"""Which method is for which work. A test holds this list against the operations that are really served."""

from dataclasses import dataclass
from typing import Final

from sellergate.kit.marks import N_


@dataclass(frozen=True, slots=True)
class Method:
    """An operation, for whom it matters: the moment of a seller's work, or the feature of a product."""

    path: str
    moment: str
    feature: str
    why: str

    @property
    def anchor(self) -> str:
        """Where the functional guide explains it."""
        return self.path.strip("/").replace("/", "-")


SELLERS: Final = (
    Method(
        "/sellers",
        N_("When you connect, and whenever access is in doubt"),
        N_("Connection screen, shop settings"),
        N_(
            "Proves that token, access and SellerId fit together, and tells whether the account may sell."
        ),
    ),
    Method(
        "/sellers/subscriptions",
        N_("After connecting, then once a day"),
        N_("Choice of sales channels and currencies"),
        N_(
            "On which sales channels the seller sells, and in which currencies prices and payments are."
        ),
    ),
    Method(
        "/sellers/delivery-modes",
        N_("Before you send offers"),
        N_("Delivery settings of offers"),
        N_("Which delivery modes the account may offer, by their code."),
    ),
    Method(
        "/carriers",
        N_("Before you ship orders, then once a day"),
        N_("Choice of the carrier of a parcel"),
        N_("How to name the carrier of a parcel, and which carriers want more details."),
    ),
    Method(
        "/sellers/addresses",
        N_("When you print documents or prepare returns"),
        N_("Documents, returns"),
        N_("Where the seller bills from, ships from and takes returns."),
    ),
    Method(
        "/sellers/indicators",
        N_("Once a day"),
        N_("Dashboards and alerts"),
        N_("How well the account performs against the marketplace's thresholds."),
    ),
)
