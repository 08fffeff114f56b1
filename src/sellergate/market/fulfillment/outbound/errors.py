"""Situations of outbound shipments, told so that the client can go on."""

from sellergate.kit.errors import Conflict, NotFound, Refusal


class OutboundUnknown(NotFound):
    """There is no such shipment, or it is another seller's."""

    message = "This seller has no outbound shipment with this id."


class OutboundNotThere(Conflict):
    """The shipment is not in a status that this can be done from."""

    field = "status"
    message = "does not allow it: the outbound shipment is {status} and cannot be {event}"


class OutboundOfOrder(Conflict):
    """The shipment is for an order of the marketplace, and goes the way of that."""

    field = "outboundShipmentId"
    message = "is the shipment of the order {order_id}: cancel the order"


class OutboundCancellationUnknown(NotFound):
    """There is no such request, or it is another seller's."""

    message = "This seller has no outbound cancellation request with this id."


class OutboundCancellationDecided(Conflict):
    """The request does not wait for a decision."""

    field = "status"
    message = "does not allow it: the cancellation request is {status}"


class OutboundCancellationAsked(Conflict):
    """There is a request already that waits."""

    field = "outboundShipmentId"
    message = "is to be cancelled already: follow the request {request_id}"


class OutboundLineUnknown(Refusal):
    """The shipment has no such line."""

    field = "lines"
    message = "has {position}, which is no line of the outbound shipment"


class LineNotPacked(Refusal):
    """Some of the lines are in no parcel."""

    field = "parcels"
    message = "leave out the line {position}: every line must be in one parcel at least"


class ParcelTwice(Refusal):
    """One parcel number, twice."""

    field = "parcels"
    message = "have the number {number} twice"
