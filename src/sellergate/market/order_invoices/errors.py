"""Situations of invoices, told so that the client can go on."""

from sellergate.kit.errors import Conflict, NotFound


class ImportUnknown(NotFound):
    """There is no such import, or it is another seller's."""

    message = "This seller has no invoice import with this id."


class InvoiceUnknown(NotFound):
    """The order has no such invoice. It may have been replaced."""

    message = "This order has no invoice with this id: it may have been replaced. Read the list of the order's invoices."


class OrderNotFulfilled(Conflict):
    """No line of the order is shipped."""

    field = "orderId"
    message = "names an order of which nothing is shipped yet: ship it first"
