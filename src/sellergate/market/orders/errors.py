"""Situations of orders, told so that the client can go on."""

from sellergate.kit.errors import Conflict, NotFound, Refusal
from sellergate.market.orders.models import Line, Order


class OrderUnknown(NotFound):
    """There is no such order, or it is another seller's."""

    message = "This seller has no order with this id."


class OrderNotThere(Conflict):
    """The order, or a line of it, is not in a status that this can be done from."""

    field = "status"

    def __init__(self, order: Order, line: Line | None, event: str) -> None:
        self.order, self.line, self.event = order, line, event
        what = f"line {line.line_id}" if line else f"order {order.order_id}"
        status = (line or order).status
        super().__init__(
            "does not allow it: {what} is {status} and cannot be {event}",
            what=what,
            status=status,
            event=event,
        )


class OfferNotOnSale(Refusal):
    """There is no such offer of the seller, or not so many."""

    field = "lines"
