"""Why a stock moved, as a link to what moved it."""

from typing import Final, NamedTuple

from sellergate.kit.marks import N_
from sellergate.portal.stocks.search import INBOUND, OUTBOUND, RETURNS, href_of

_KINDS: Final = {
    "inbound": (N_("Supply order"), INBOUND),
    "outbound": (N_("Shipping order"), OUTBOUND),
    "return": (N_("Return"), RETURNS),
    "order": (N_("Order"), ""),
    "warehouse": (N_("The warehouse"), ""),
}


class Cause(NamedTuple):
    """What moved a stock: `text` with the id of what it was, and where that is shown, if it is shown anywhere."""

    text: str
    id: str
    href: str


def cause_of(cause: str) -> Cause:
    """`outbound:<id>:<line>` as a link, anything else as it is."""
    kind, _, rest = cause.partition(":")
    one = rest.partition(":")[0]
    if kind not in _KINDS or not one:
        return Cause("", cause, "")
    text, path = _KINDS[kind]
    return Cause(text, one, href_of(path, one) if path else "")
