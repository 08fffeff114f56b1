"""The values of the ledger (contract/08 §2). Amounts are in cents, days are texts such as 2026-11-29."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from sellergate.access.context import SellerId

Day = str  # UTC, such as 2026-11-29


class EventType(StrEnum):
    """What an operation comes from. An open list: clients may meet others one day."""

    SALE = "Sale"
    COMMISSION = "Commission"
    REFUND = "Refund"
    COMMISSION_REFUND = "CommissionRefund"  # of what was refunded
    COMMERCIAL_GESTURE = "CommercialGesture"
    SUBSCRIPTION = "Subscription"
    LOGISTIC_FEE = "LogisticFee"
    ADJUSTMENT = "Adjustment"  # of the marketplace, for or against the seller


FEES: Final = (EventType.SUBSCRIPTION, EventType.LOGISTIC_FEE, EventType.ADJUSTMENT)  # are charged


class PaymentState(StrEnum):
    """Where the money of an operation, or a payment, is on its way."""

    NOT_PAYABLE = "NotPayable"  # not shipped yet
    ESTIMATED = "Estimated"  # in the next payout
    IN_PROCESS = "InProcess"  # in a payout that is on its way
    PAID = "Paid"
    BLOCKED = "Blocked"  # held back by the marketplace


class Account(StrEnum):
    """Where money is, or whose it is. Debits are positive, credits negative."""

    SELLER = "Seller"  # a credit is owed to the seller
    CUSTOMERS = "Customers"  # what they paid to the marketplace
    PROMOTIONS = "Promotions"  # what the marketplace adds to what they paid
    COMMISSIONS = "Commissions"  # income, without VAT
    FEES = "Fees"  # income, without VAT
    VAT = "Vat"  # of commissions and fees, owed to the state
    BANK = "Bank"


class Posting(NamedTuple):
    """A leg of an entry."""

    account: Account
    amount: int


class Unbalanced(Exception):
    """The postings of an entry do not add up to 0: it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An operation that must be in the ledger. Its postings add up to 0; that of the seller is the opposite of `amount`.

    `reference`, `line`, `event_type` and `cause` name it: there is one of each.
    """

    event_type: EventType
    reference: str
    line: int  # 0: the whole
    cause: str
    label: str | None
    sales_channel_id: str | None
    currency: str
    vat: int  # of the amount
    occurred_at: datetime
    released_at: datetime | None
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        """Raises `Unbalanced`."""
        if sum(posting.amount for posting in self.postings):
            raise Unbalanced(f"{self.event_type} of {self.reference}, line {self.line}")

    @property
    def amount(self) -> int:
        """What it adds to what is owed to the seller, with VAT."""
        return -sum(leg.amount for leg in self.postings if leg.account is Account.SELLER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An entry as it stands in the ledger. `number`: of the seller's operations, from 1, without a gap."""

    number: int
    seller_id: SellerId
    event_type: EventType
    reference: str
    line: int  # 0: the whole
    cause: str
    label: str | None
    sales_channel_id: str | None
    currency: str
    amount: int
    vat: int
    occurred_at: datetime
    booked_at: datetime
    released_at: datetime | None
    payment_state: PaymentState
    payment_id: str | None
    payment_planned_on: Day | None  # that of its payment


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payout. The coming one is `Estimated`: it has no id, and no instants."""

    payment_id: str | None
    seller_id: SellerId
    state: PaymentState  # Estimated, InProcess or Paid
    currency: str
    amount: int
    operations: int  # how many it pays
    planned_on: Day
    created_at: datetime | None
    updated_at: datetime | None
    paid_at: datetime | None


class Balance(NamedTuple):
    """What is owed to a seller in a currency and not paid out, nor on its way."""

    currency: str
    payable: int  # the next payout, if it is more than nothing
    payable_operations: int
    not_payable: int
    blocked: int


class Total(NamedTuple):
    """What operations of one kind come to. Kept as JSON in this order."""

    amount: int
    vat: int
    operations: int

    def plus(self, other: "Total") -> "Total":
        """Both together."""
        return Total(
            self.amount + other.amount, self.vat + other.vat, self.operations + other.operations
        )


NOTHING: Final = Total(0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A commission statement: the operations of a currency with these numbers (contract/08 §5)."""

    invoice_id: str  # ten digits
    seller_id: SellerId
    currency: str
    issued_on: Day
    first_number: int
    last_number: int
    operations: int
    totals: Mapping[str, Total]  # by event type
    document_key: str | None  # None while its PDF is written: then nobody is told of it
    size: int  # of the PDF
    created_at: datetime

    @property
    def amount(self) -> int:
        """What it adds to what is owed to the seller."""
        return sum(total.amount for total in self.totals.values())

    @property
    def is_dense(self) -> bool:
        """Whether every number from the first to the last is of its currency."""
        return self.operations == self.last_number - self.first_number + 1


class ReportDocument(NamedTuple):
    """A file of a report. Kept as JSON in this order."""

    media_type: str
    file_name: str
    key: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What tax authorities want to know of a seller's year."""

    report_id: str
    seller_id: SellerId
    type: str  # DAC7
    year: int
    documents: Sequence[ReportDocument]
    created_at: datetime


class YearTotal(NamedTuple):
    """What operations of one kind came to in a quarter of a year."""

    quarter: int  # 1 to 4
    currency: str
    event_type: EventType
    total: Total


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfSeller:
    """What a yearly report is made of."""

    seller_id: SellerId
    year: int
    totals: Sequence[YearTotal]
