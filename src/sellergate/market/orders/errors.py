"""Situations of orders, told so that the client can go on."""

from sellergate.kit.errors import Conflict, NotFound, Refusal
from sellergate.market.orders.models import Line, Order, Status


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
        if line is None and all(each.status is Status.CANCEL_REQUEST for each in order.lines):
            status = Status.CANCEL_REQUEST  # which orders themselves never are
        super().__init__(
            "does not allow it: {what} is {status} and cannot be {event}",
            what=what,
            status=status,
            event=event,
        )


class SellerUnknown(Refusal):
    """Nobody sells under this number."""

    field = "sellerId"
    message = "is not the number of a seller"


class SellerSuspended(Refusal):
    """The marketplace suspended the seller."""

    field = "sellerId"
    message = "is a seller who is suspended: nothing can be bought"


class OfferNotOnSale(Refusal):
    """There is no such offer of the seller, or not so many."""

    field = "lines"


class NotTheSellers(Refusal):
    """A logistics partner has the order, and its seller does nothing with it (contract/05 §1.2)."""

    field = "supplyMode"
    message = "is {mode}: a warehouse ships this order, and only the marketplace can change it"


class LineUnknown(Refusal):
    """The order has no such line."""

    field = "orderLineIds"
    message = "names {line_id}, which is no line of the order {order_id}"


class LineNotToShip(Conflict):
    """The line is not waiting to be shipped."""

    field = "orderLineIds"
    message = "names {line_id}, which is {status}: only lines that are InPreparation can be shipped"


class ParcelKnown(Conflict):
    """The very parcel was declared before: the client repeats itself, and may go on."""

    field = "parcelNumber"
    message = "{number} was declared already, and its lines are shipped: read the order again"


class OneParcelOnly(Refusal):
    """The channel takes one parcel for a complete order (contract/05 §7)."""

    field = "body"
    message = "does not fit {channel}, which takes one parcel for a complete order: {remedy}"


class TooManyParcels(Refusal):
    """More parcels than an order may have."""

    field = "body"
    message = "would make {count} parcels of this order, which may have {most}"


class ParcelUnknown(NotFound):
    """The order has no such parcel."""

    message = "This order has no parcel of this number."


class ReasonUnknown(Refusal):
    """There is no such reason for this side, or not in this status."""

    field = "reason"
    message = "is not known for a line that is {status}: take one of {known}"


class LineNotToCancel(Conflict):
    """The line is cancelled, or that is asked for already."""

    field = "lineId"
    message = "names {line_id}, which is {status} and cannot be cancelled"


class OfferOfAnotherLine(Refusal):
    """The line is named together with an offer that it is not of."""

    field = "offerId"
    message = "is not that of the line {line_id}, which is {offer_id}"


class CancellationUnknown(NotFound):
    """There is no such request, or it is for another seller's order."""

    message = "This seller has no cancellation request with this id."


class CancellationDecided(Conflict):
    """The request does not wait for a decision."""

    field = "status"
    message = "does not allow it: the cancellation request is {status}"


class GestureUnknown(NotFound):
    """There is no such gesture, or it is for another seller's order."""

    message = "This seller has no commercial gesture request with this id."


class GestureTooLarge(Refusal):
    """More than may still be given back."""

    field = "amount"
    message = "is more than may still be given back for this order, which is {allowable} {currency}"


class TooEarlyForGesture(Conflict):
    """The order is not with its customer, nor on its way."""

    field = "status"
    message = "does not allow it: the order {order_id} is {status}, and gestures are for orders that are Shipped or Delivered"


class SalesChannelUnknown(NotFound):
    """There is no such channel, or the seller does not sell there."""

    message = "This seller has no sales channel with this id."
