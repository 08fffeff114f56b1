"""Discussions and their messages: the values of their store and rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from sellergate.access.context import SellerId

MIN_BODY: Final = 13  # characters: code points, as everywhere below (contract/07 §5)
MAX_BODY: Final = 5000
MAX_SUBJECT: Final = 200
MAX_CODE: Final = 60
MAX_ORDER_ID: Final = 40
MAX_PRODUCT_ID: Final = 40
# Six months are 184 days at most, and a client may begin with the first hour of a day (contract/07 §1).
HISTORY: Final = timedelta(days=185)


class UserType(StrEnum):
    """Who writes, or is written to."""

    CUSTOMER = "Customer"
    SELLER = "Seller"
    CUSTOMER_SERVICE = "GrcOperator"


class Status(StrEnum):
    """Whether the seller has something to do."""

    TO_TREAT = "ToTreat"
    TREATED = "Treated"


class Typology(StrEnum):
    """What a discussion is about."""

    ORDER = "Order"
    OFFER = "Offer"


class Graduation(StrEnum):
    """The graduations that are known. The scale is open: others are kept as they are (contract/07 §1)."""

    DISCUSSION = "Discussion"
    CLAIM = "Claim"
    LEVEL_1 = "Level_1"


class Which(StrEnum):
    """Which message of each discussion comes with a list."""

    FIRST = "FirstMessage"
    LAST = "LastMessage"


class Party(NamedTuple):
    """Somebody who takes part in a discussion."""

    user_id: str
    user_type: UserType


class Addressee(NamedTuple):
    """To whom a seller says that a message goes. Without an id: whoever it is in this discussion."""

    user_id: str | None
    user_type: UserType


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message: what it is, and where its bytes are."""

    position: int
    name: str  # without its extension
    file_format: str
    size: int
    sha256: str
    document_key: str

    @property
    def file_name(self) -> str:
        """Its name with its extension."""
        return f"{self.name}.{self.file_format}"


@dataclass(frozen=True, slots=True)
class Message:
    """What one party wrote to others. `has_read`: the seller has read it, or wrote it."""

    row: int
    message_id: str
    discussion_row: int
    external_reference: str
    body: str  # as sent: it may hold HTML
    sender: Party
    receivers: tuple[Party, ...]
    has_read: bool
    created_at: datetime
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Discussion:
    """A thread of messages about an order or an offer."""

    row: int
    discussion_id: str
    seller_id: SellerId
    sales_channel_id: str
    external_reference: str  # the channel's own number
    order_id: str | None
    order_reference: str | None
    offer_id: str | None
    product_id: str | None
    customer_id: str
    subject: str
    typology_code: str
    sub_typology_code: str
    graduation: str
    status: Status
    is_open: bool
    created_at: datetime
    updated_at: datetime

    @property
    def seller(self) -> Party:
        """The seller as a party."""
        return Party(str(self.seller_id), UserType.SELLER)

    @property
    def customer(self) -> Party:
        """The customer as a party."""
        return Party(self.customer_id, UserType.CUSTOMER)

    @property
    def customer_service(self) -> Party:
        """The customer service of the channel, which is known by the channel's name."""
        return Party(self.sales_channel_id, UserType.CUSTOMER_SERVICE)

    @property
    def recipients(self) -> tuple[Party, ...]:
        """To whom the seller may write."""
        return (self.customer, self.customer_service)


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message that is checked and not yet written down. The bytes of its attachments are kept already."""

    message_id: str
    body: str
    attachments: tuple[Attachment, ...] = ()
    external_reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a new discussion is about."""

    discussion_id: str
    text: str
    sub_typology_code: str
    order_id: str | None = None
    offer_id: str | None = None
    product_id: str | None = None
    external_reference: str | None = None
    graduation: str = Graduation.DISCUSSION


def to_the_millisecond(instant: datetime) -> datetime:
    """As clients see it: what they read and send back as a bound finds the same discussion again."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
