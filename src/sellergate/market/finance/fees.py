"""What the marketplace charges its sellers beside commissions, or credits them: by itself, not for an order."""

from datetime import datetime

from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.market.finance.errors import AnotherFee, NotAFee
from sellergate.market.finance.finding import get_operation_of
from sellergate.market.finance.models import FEES, Account, Entry, EventType, Operation, Posting
from sellergate.market.finance.store import book, open_calendar


def charge_fee(
    conn: Connection,
    seller_id: SellerId,
    *,
    event_type: EventType,
    reference: str,
    cause: str,
    label: str | None,
    currency: str,
    amount: int,
    vat: int,
    now: datetime,
    sales_channel_id: str | None = None,
) -> Operation:
    """The operation of a fee of `amount` cents, `vat` of it; less than nothing is to the seller's credit.

    It is in the ledger at once, and payable. The same fee again, by reference and cause, is charged once.
    Raises `NotAFee`, and `AnotherFee` when that reference and cause are of another amount.
    """
    if event_type not in FEES:
        raise NotAFee(event_type=event_type.value, known=", ".join(FEES))
    entry = Entry(
        event_type=event_type,
        reference=reference,
        line=0,
        cause=cause,
        label=label,
        sales_channel_id=sales_channel_id,
        currency=currency,
        vat=-vat,
        occurred_at=now,
        released_at=now,
        postings=tuple(
            Posting(account, cents)
            for account, cents in (
                (Account.SELLER, amount),
                (Account.FEES, vat - amount),
                (Account.VAT, -vat),
            )
            if cents
        ),
    )
    open_calendar(conn, seller_id, now)
    book(conn, seller_id, [entry], now)
    operation = get_operation_of(conn, seller_id, entry)
    if (operation.amount, operation.vat, operation.currency) != (-amount, -vat, currency):
        raise AnotherFee(reference=reference)
    return operation
