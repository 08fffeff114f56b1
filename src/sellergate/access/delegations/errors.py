"""What may go wrong with delegations."""

from sellergate.kit.errors import NotFound, Refusal
from sellergate.kit.marks import N_


class NoSuchDelegation(NotFound):
    """The client may not act for this seller."""

    message = N_("This client has no access to this seller account.")


class DelegationExpiryInvalid(Refusal):
    """In the past or too far away."""

    message = N_("Choose an end in the future, within ten years, or leave it empty for no end.")
    field = "expires_at"


class NoPerimeter(Refusal):
    """A delegation to nothing."""

    message = N_("Choose at least one perimeter, or give access to everything.")
    field = "perimeters"
