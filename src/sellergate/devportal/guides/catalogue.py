"""The guides there are. The index, the sub-navigation and `llms.txt` are made from this list."""

from dataclasses import dataclass
from typing import Final

from sellergate.kit.marks import N_

START: Final = N_("Connect")
PRODUCTS: Final = N_("Products")
OFFERS: Final = N_("Offers")
ORDERS: Final = N_("Orders")
STOCKS: Final = N_("Stocks")
CUSTOMERS: Final = N_("Customers")
MONEY: Final = N_("Money")


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide. `slug` ends its path and names its template; `group` is what it stands under."""

    slug: str
    title: str
    text: str
    group: str

    @property
    def path(self) -> str:
        """Where it is served."""
        return f"/docs/guides/{self.slug}/"


GUIDES: Final = {
    guide.slug: guide
    for guide in (
        Guide(
            "sellers",
            N_("Functional guide: sellers"),
            N_(
                "The seller's account: what each method is for, each field and what it means, with a walkthrough."
            ),
            START,
        ),
        Guide(
            "access",
            N_("How access works"),
            N_(
                "clientIds, sellers and what links them: giving, seeing, limiting and taking back access."
            ),
            START,
        ),
        Guide(
            "best-practices",
            N_("Best practices"),
            N_(
                "Tokens, limits, retries, secrets and time-outs: the habits of a connection that keeps running."
            ),
            START,
        ),
        Guide(
            "keys",
            N_("Sign in without a shared secret"),
            N_("A key of your own instead of a clientSecret, and tokens that a thief cannot use."),
            START,
        ),
        Guide(
            "python",
            N_("Use the API from Python"),
            N_("The client library: tokens, limits, retries and lists are its work, not yours."),
            START,
        ),
        Guide(
            "postman",
            N_("Use the API from Postman"),
            N_("Import the collection, set OAuth 2.0, send the first request, run the tests."),
            START,
        ),
        Guide(
            "categories",
            N_("Choose a category"),
            N_("Find where a product belongs, and what its sheet must say there."),
            PRODUCTS,
        ),
        Guide(
            "products",
            N_("Create a product sheet"),
            N_("Look whether a sheet is there, send one, follow it until it is integrated."),
            PRODUCTS,
        ),
        Guide(
            "variants",
            N_("Variants: colours and sizes"),
            N_("One sheet for each colour and size, held together by a group."),
            PRODUCTS,
        ),
        Guide(
            "offers",
            N_("Put an offer on sale"),
            N_("Open a package, upload lines, submit it, and see the offer active."),
            OFFERS,
        ),
        Guide(
            "prices-and-stock",
            N_("Change price and stock"),
            N_("Send only what changed, thousands of times a day."),
            OFFERS,
        ),
        Guide(
            "refusals",
            N_("Read refusals"),
            N_("What became of each line, why some were refused, and what to do about it."),
            OFFERS,
        ),
        Guide(
            "xml-packages",
            N_("XML packages"),
            N_("Offers as a zip file that the marketplace fetches, for programs that make one."),
            OFFERS,
        ),
        Guide(
            "orders",
            N_("Accept and ship orders"),
            N_("Ask for what changed, answer orders that wait for you, declare parcels."),
            ORDERS,
        ),
        Guide(
            "cancellations",
            N_("Cancel, and give money back"),
            N_("Cancel an order or some of its lines, and give a part of the price back."),
            ORDERS,
        ),
        Guide(
            "invoices",
            N_("Send an invoice"),
            N_(
                "The invoices of your customers: one or many at once, followed, corrected, read back."
            ),
            ORDERS,
        ),
        Guide(
            "fulfillment",
            N_("Functional guide: fulfillment"),
            N_(
                "Goods in the marketplace's warehouses: reference, supply, watch stock, ship, take back."
            ),
            STOCKS,
        ),
        Guide(
            "discussions",
            N_("Answer your customers"),
            N_("Find what waits for you, read it, answer with files, close, and write first."),
            CUSTOMERS,
        ),
        Guide(
            "finance",
            N_("Functional guide: finance"),
            N_(
                "What the marketplace owes you: operations, payouts, commission statements, yearly reports."
            ),
            MONEY,
        ),
    )
}


def grouped() -> list[tuple[str, list[Guide]]]:
    """The guides under their titles, in order."""
    groups = dict.fromkeys(guide.group for guide in GUIDES.values())
    return [(group, [one for one in GUIDES.values() if one.group == group]) for group in groups]
