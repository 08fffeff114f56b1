"""How pages call what the API names: events, and where money is, with the tone of its badge."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from sellergate.kit.marks import N_

EVENTS: Final[Mapping[str, str]] = {
    "Sale": N_("Sale"),
    "Commission": N_("Commission"),
    "Refund": N_("Refund"),
    "CommissionRefund": N_("Commission given back"),
    "CommercialGesture": N_("Commercial gesture"),
    "Subscription": N_("Subscription"),
    "LogisticFee": N_("Logistics"),
    "Adjustment": N_("Adjustment"),
}


class Badge(NamedTuple):
    """A state: the tone of its badge, what it is called, what it means."""

    tone: str
    text: str
    meaning: str


STATES: Final[Mapping[str, Badge]] = {
    "NotPayable": Badge("pending", N_("Not payable yet"), N_("Nothing is shipped yet.")),
    "Estimated": Badge(
        "info", N_("In the next payout"), N_("It may be paid on the next payout day.")
    ),
    "InProcess": Badge("info", N_("On its way"), N_("It is in a payout that is being made.")),
    "Paid": Badge("active", N_("Paid"), N_("The money has left.")),
    "Blocked": Badge("denied", N_("Blocked"), N_("The marketplace holds it back.")),
}
