"""Situations of returns, told so that the client can go on."""

from sellergate.kit.errors import Conflict, NotFound, Refusal


class ReturnUnknown(NotFound):
    """There is no such return, or it is another seller's."""

    message = "This seller has no return with this id."


class ReturnNotThere(Conflict):
    """The return is not in a status that this can be done from."""

    field = "status"
    message = "does not allow it: the return is {status} and cannot be {event}"


class ShipmentNotNamed(Refusal):
    """The seller names no shipment of its own."""

    field = "outboundShipmentId"
    message = "is not the id of an outbound shipment of yours"


class ShipmentAmbiguous(Refusal):
    """Several shipments have this reference."""

    field = "reference"
    message = "is that of {count} outbound shipments: name one by its outboundShipmentId"


class ShipmentNotSent(Conflict):
    """What never left cannot come back."""

    field = "outboundShipmentId"
    message = "is {status}: returns are for outbound shipments that are Shipped or Delivered"


class NoReturnsThere(Refusal):
    """The warehouses of this country take nothing back from customers."""

    field = "outboundShipmentId"
    message = "was sent from {country}: customers can return to warehouses in {countries} only"


class ProductNotSent(Refusal):
    """The shipment had no such product."""

    field = "lines"
    message = "is not in the outbound shipment"


class MoreThanSent(Conflict):
    """More than were sent and did not come back yet."""

    field = "lines"
    message = "is more than can come back: {left} of {sent} that were sent"


class ParcelNotSent(Refusal):
    """The shipment had no such parcel."""

    field = "parcelId"
    message = "is no parcel of the outbound shipment"


class ReturnLineUnknown(Refusal):
    """The return has no such line, and the seller no such product."""

    field = "lines"
    message = "names no line of the return, nor a product of its seller at the warehouses"


class LineTwice(Refusal):
    """A line that is counted twice."""

    field = "lines"
    message = "names the line {position} a second time"


class NotAllInspected(Refusal):
    """What was received is neither put back nor blocked, or more than that is."""

    field = "lines"
    message = "do not add up: {counted} of the line {position} were received, and {told} are available or blocked"


class NothingCounted(Refusal):
    """A reception of nothing at all."""

    field = "lines"
    message = "count nothing: tell what was received"


class LabelNotThere(NotFound):
    """There is no label of this return."""
