"""Situations of the ledger, told so that the caller can go on."""

from sellergate.kit.errors import Conflict, NotFound, Refusal


class StatementUnknown(NotFound):
    """There is no such statement, or it is another seller's."""

    message = "This seller has no invoice with this id. Ids of invoices have ten digits."


class ReportUnknown(NotFound):
    """There is no such report, or it is another seller's."""

    message = "This seller has no report with this id."


class PaymentUnknown(NotFound):
    """There is no such payout, or it is another seller's."""

    message = "This seller has no payment with this id."


class OperationUnknown(NotFound):
    """The seller has no operation of this number."""

    message = "This seller has no operation {number}."


class OperationPaid(Conflict):
    """Its money is paid, or on its way: it cannot be held back any more."""

    message = "Operation {number} is in a payout already: it can be blocked only before."


class AnotherFee(Conflict):
    """Something else was charged under the same reference and cause before."""

    field = "cause"
    message = (
        "was used for {reference} before, with another amount: name another, or send the same again"
    )


class NotAFee(Refusal):
    """Such operations come from orders, nobody charges them."""

    field = "eventType"
    message = "is {event_type}, which comes from orders: charge one of {known}"
