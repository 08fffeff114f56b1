"""What may go wrong with listings."""

from sellergate.kit.errors import Conflict, NotFound, Refusal
from sellergate.kit.marks import N_


class NoSuchListing(NotFound):
    """Unknown."""

    message = N_("There is no such listing request.")


class NotAnAggregator(Conflict):
    """Only aggregators' clients can be listed."""

    message = N_("Only the clientId of a feed aggregator can be listed.")
    field = "client_uid"


class ListingNameInvalid(Refusal):
    """Empty or too long."""

    message = N_("Enter the name that sellers know you by, at most 60 characters.")
    field = "name"


class ListingDescriptionInvalid(Refusal):
    """Empty or too long."""

    message = N_("Say in at most 300 characters what you do for sellers.")
    field = "description"


class LogoInvalid(Refusal):
    """Not a small PNG or JPEG."""

    message = N_(
        "Choose a PNG or JPEG picture of at most 200 kB, between 32 and 1024 pixels wide and high."
    )
    field = "logo"


class ReasonMissing(Refusal):
    """A denial says why."""

    message = N_("Say why, in at most 300 characters: the aggregator will read it.")
    field = "reason"
