"""Situations of inbound shipments, told so that the client can go on."""

from sellergate.kit.errors import Conflict, NotFound, Refusal


class InboundUnknown(NotFound):
    """There is no such shipment, or it is another seller's."""

    message = "This seller has no inbound shipment with this id."


class NoteNotThere(NotFound):
    """The shipment has no delivery note, or not yet."""

    message = "There is no delivery note of this inbound shipment, which is {status}: it is made when the shipment is Accepted."


class ReferenceTaken(Refusal):
    """The seller's reference names a shipment with other contents."""

    field = "reference"
    message = "names the inbound shipment {code} already, which has other contents: send another reference, or the same contents"


class InboundNotThere(Conflict):
    """The shipment is not in a status that this can be done from."""

    field = "status"
    message = "does not allow it: the inbound shipment {code} is {status} and cannot be {event}"


class LineUnknown(Refusal):
    """The shipment has no such line."""

    field = "lines"
    message = "is no line of this inbound shipment, which has {count}"


class LineTwice(Refusal):
    """A reception counts the same line twice."""

    field = "lines"
    message = (
        "is of line {position}, which this reception counts already: send one count of each line"
    )


class ProductNotStored(Refusal):
    """A product that nobody announced, and that is not referenced either."""

    field = "lines"
    message = (
        "names no product that this seller has referenced at the warehouses: nothing was counted"
    )


class NothingCounted(Refusal):
    """A reception of nothing."""

    field = "lines"
    message = "counts nothing: say of one line at least how many came"


class TooManyLines(Refusal):
    """More unexpected lines than a shipment may have."""

    field = "lines"
    message = "would add more lines than the {most} that an inbound shipment may have"


class ReceptionKnown(Conflict):
    """The warehouse's reference names another count."""

    field = "reference"
    message = "names reception {number} of this inbound shipment already, which counted something else: nothing was counted"


class CountedMeanwhile(Conflict):
    """Somebody counted since the form was shown."""

    field = "seen"
    message = (
        "Somebody received goods of this shipment since you opened the form, so nothing was counted: "
        "look at the figures and count again."
    )
