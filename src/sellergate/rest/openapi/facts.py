"""What the document says of the installation that serves it, and the ids of its examples."""

from typing import Any, NamedTuple

Json = dict[str, Any]

EXAMPLE_SELLER_ID = "41207"
# Orders of that seller in the demo marketplace, one in each of these statuses.
EXAMPLE_ORDER_ID = "2611011914KFWRT"  # InPreparation
WAITING_ORDER_ID = "2611021605BQMDS"  # WaitingAcceptance
SHIPPED_ORDER_ID = "2610301622TNLKP"
DELIVERED_ORDER_ID = "2610251148VCHGA"
HELD_ORDER_ID = "2611021650HOLDS"  # Processing: its controls are the operator's
SHIPPED_PARCEL = "PE961070446"  # of the shipped order
EXAMPLE_GESTURE_ID = "7c2b6a14-3f0d-4a52-8b7e-5d0c6f1d2e02"  # for the delivered order
EXAMPLE_REQUEST_ID = "9f2c41d07be86a35"


class Facts(NamedTuple):
    """An installation, as its operator configured it. Times in seconds."""

    public_url: str
    token_path: str
    marketplace: str
    token_lifetime: int
    tokens_per_hour: int
    calls_per_minute: int
    test_seller_calls_per_hour: int

    @property
    def token_url(self) -> str:
        """Where a client obtains a token."""
        return self.public_url + self.token_path
