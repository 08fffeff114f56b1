"""The perimeters of the API, as properties of the clients.

Made by `make sdk` from docs/reference/openapi.yaml; do not edit.
"""

from sellergate_client._drivers.binding import AsyncCaller, Caller
from sellergate_client.helpers.offers import AsyncOffers, Offers
from sellergate_client.helpers.orders import AsyncOrders, Orders
from sellergate_client.helpers.products import AsyncProducts, Products
from sellergate_client.resources.discussions import AsyncDiscussions, Discussions
from sellergate_client.resources.finance import AsyncFinance, Finance
from sellergate_client.resources.fulfillment import AsyncFulfillment, Fulfillment
from sellergate_client.resources.order_invoices import AsyncOrderInvoices, OrderInvoices
from sellergate_client.resources.sellers import AsyncSellers, Sellers


class Perimeters(Caller):
    """What a client offers."""

    @property
    def sellers(self) -> Sellers:
        """The account as the seller configured it: profile, addresses, performance indicators, sales channels,
        delivery modes, and the carriers of the marketplace. Everything is read in real time, without a
        filter.
        """
        return Sellers(self)

    @property
    def products(self) -> Products:
        """The catalogue that all sellers share: the tree of categories with the properties that their sheets
        need, the brands, and one product sheet for each GTIN. Look a GTIN up before you create its sheet;
        an offer needs one.
        """
        return Products(self)

    @property
    def offers(self) -> Offers:
        """What the seller sells: packages of offers that create, change and remove them, and what is on sale."""
        return Offers(self)

    @property
    def orders(self) -> Orders:
        """What customers ordered, and what you do with it: accept, ship, cancel, give a part of the money
        back.
        """
        return Orders(self)

    @property
    def order_invoices(self) -> OrderInvoices:
        """The invoices that you issue to your customers, so that they can download them: sent for one order or
        for many at once, judged file by file, and replaced by sending them again.
        """
        return OrderInvoices(self)

    @property
    def discussions(self) -> Discussions:
        """What customers, the seller and the channel's customer service write to each other about orders and
        offers, claims included: search, read, answer, close.
        """
        return Discussions(self)

    @property
    def finance(self) -> Finance:
        """What the marketplace owes you and bills you: operations, payouts, commission statements with their
        PDFs, and what is reported of your year. It only reads.
        """
        return Finance(self)

    @property
    def fulfillment(self) -> Fulfillment:
        """What the marketplace's warehouses keep for you, and what they do with it: products they know, supply
        orders that bring stock, what there is of it, shipments that take it away, and returns.
        """
        return Fulfillment(self)


class AsyncPerimeters(AsyncCaller):
    """What a client offers."""

    @property
    def sellers(self) -> AsyncSellers:
        """The account as the seller configured it: profile, addresses, performance indicators, sales channels,
        delivery modes, and the carriers of the marketplace. Everything is read in real time, without a
        filter.
        """
        return AsyncSellers(self)

    @property
    def products(self) -> AsyncProducts:
        """The catalogue that all sellers share: the tree of categories with the properties that their sheets
        need, the brands, and one product sheet for each GTIN. Look a GTIN up before you create its sheet;
        an offer needs one.
        """
        return AsyncProducts(self)

    @property
    def offers(self) -> AsyncOffers:
        """What the seller sells: packages of offers that create, change and remove them, and what is on sale."""
        return AsyncOffers(self)

    @property
    def orders(self) -> AsyncOrders:
        """What customers ordered, and what you do with it: accept, ship, cancel, give a part of the money
        back.
        """
        return AsyncOrders(self)

    @property
    def order_invoices(self) -> AsyncOrderInvoices:
        """The invoices that you issue to your customers, so that they can download them: sent for one order or
        for many at once, judged file by file, and replaced by sending them again.
        """
        return AsyncOrderInvoices(self)

    @property
    def discussions(self) -> AsyncDiscussions:
        """What customers, the seller and the channel's customer service write to each other about orders and
        offers, claims included: search, read, answer, close.
        """
        return AsyncDiscussions(self)

    @property
    def finance(self) -> AsyncFinance:
        """What the marketplace owes you and bills you: operations, payouts, commission statements with their
        PDFs, and what is reported of your year. It only reads.
        """
        return AsyncFinance(self)

    @property
    def fulfillment(self) -> AsyncFulfillment:
        """What the marketplace's warehouses keep for you, and what they do with it: products they know, supply
        orders that bring stock, what there is of it, shipments that take it away, and returns.
        """
        return AsyncFulfillment(self)
