"""Routes of money from the marketplace's side. Docstrings are the reference's texts."""

from datetime import datetime
from functools import partial
from typing import Annotated, Final

from litestar import Router, get, post, put
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope
from msgspec import Meta, Struct
from sqlalchemy import Connection

from sellergate.access.context import SellerId
from sellergate.access.scopes import OperatorScope
from sellergate.access.sellers.store import find_seller
from sellergate.kit.money import parse_cents, render_cents
from sellergate.kit.problems import Problem
from sellergate.market.finance import fees, payments, payouts, store
from sellergate.market.finance.finding import operations_of_numbers
from sellergate.market.finance.models import EventType, Operation, Payment, PaymentState
from sellergate.operator_api.schemas import PLAIN, SAID
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid, parse_body
from sellergate.rest.openapi.facts import EXAMPLE_SELLER_ID
from sellergate.rest.paging import PAGE_LINKS, ItemsPerPage, PageIndex, page_links
from sellergate.rest.queries import read_query
from sellergate.rest.wire import database_of, now_of

MAX_PAGE: Final = 100
PAYMENT_ID: Final = "2c3c6cb9-ba8f-4042-aa86-51fe6a4b6eda"
NO_SELLER: Final = "There is no seller with this number."
NO_PAYMENT: Final = "This seller has no payment with this id, or there is no such seller."
NO_OPERATION: Final = "This seller has no operation of this number, or there is no such seller."
IN_A_PAYOUT: Final = "Operation 12 is in a payout already: it can be blocked only before."
_AT: Final = datetime.fromisoformat("2026-11-01T00:10:00Z")

SellerIdPath = Annotated[
    str, PathParameter(description="The seller.", examples=[Example(value=EXAMPLE_SELLER_ID)])
]
PaymentIdPath = Annotated[
    str, PathParameter(description="The payout.", examples=[Example(value=PAYMENT_ID)])
]
NumberPath = Annotated[
    str,
    PathParameter(
        description="The number of the operation: what stands behind the dash of its `operationId`.",
        examples=[Example(value="301")],
    ),
]
Text60 = Annotated[str, Meta(max_length=60, pattern=f"^.*{SAID}.*$")]


class PayoutListQuery(Struct, rename="camel"):
    """Which page of the payouts on their way."""

    page_index: PageIndex = 1
    page_size: Annotated[
        int, Meta(ge=1, le=MAX_PAGE, description="How many payouts a page has at most.")
    ] = 25


class PayoutToMake(Struct, rename="camel", kw_only=True):
    """A payout of a seller."""

    seller_id: str
    payment_id: str
    payment_state: PaymentState
    payment_date: Annotated[str, Meta(description="The day on which it was made, UTC.")]
    currency_code: str
    amount: float
    operation_count: int
    created_at: datetime
    paid_at: datetime | None


class PayoutsToMake(Struct, rename="camel"):
    """A page of payouts."""

    items_per_page: ItemsPerPage
    items: list[PayoutToMake]


class OpenBalance(Struct, rename="camel", kw_only=True):
    """What is owed to a seller in a currency, and is in no payout."""

    currency_code: str
    payable: Annotated[float, Meta(description="In the next payout, if it is more than 0.")]
    not_payable: Annotated[float, Meta(description="Of what is not shipped.")]
    blocked: float


class SellerFinance(Struct, rename="camel", kw_only=True):
    """How a seller stands."""

    seller_id: str
    payouts_held: Annotated[bool, Meta(description="Whether no payout is made for the time being.")]
    next_payout_date: str
    balances: list[OpenBalance]


class PayoutsHeld(Struct, rename="camel"):
    """Whether payouts to a seller are held."""

    payouts_held: bool


class FeeToCharge(Struct, rename="camel", kw_only=True):
    """What a seller is charged for, beside commissions."""

    event_type: Annotated[
        EventType, Meta(description="`Subscription`, `LogisticFee` or `Adjustment`.")
    ]
    reference: Annotated[
        Text60, Meta(description="What it is about: the seller sees it as `operationReference`.")
    ]
    cause: Annotated[
        Annotated[str, Meta(max_length=40, pattern=PLAIN)],
        Meta(
            description="Tells apart several about one reference. The same again is charged once."
        ),
    ] = ""
    label: Annotated[str, Meta(max_length=200, pattern=PLAIN)] | None = None
    currency_code: Annotated[str, Meta(pattern="^[A-Z]{3}$", examples=["EUR"])]
    amount: Annotated[
        float,
        Meta(
            ge=-1_000_000,
            le=1_000_000,
            description="What is charged, with VAT; less than 0 is to the seller's credit.",
        ),
    ]
    vat: Annotated[float, Meta(ge=-1_000_000, le=1_000_000, description="The VAT in it.")] = 0


class OperationOfSeller(Struct, rename="camel", kw_only=True):
    """An operation of a seller."""

    seller_id: str
    operation_id: str
    number: int
    event_type: EventType
    operation_reference: str
    label: str | None
    payment_state: PaymentState
    currency_code: str
    amount: Annotated[float, Meta(description="What it changes in what is owed to the seller.")]
    vat: float


_PAYOUT: Final = PayoutToMake(
    seller_id=EXAMPLE_SELLER_ID,
    payment_id=PAYMENT_ID,
    payment_state=PaymentState.IN_PROCESS,
    payment_date="2026-11-01",
    currency_code="EUR",
    amount=5935.93,
    operation_count=89,
    created_at=_AT,
    paid_at=None,
)
_FEE: Final = FeeToCharge(
    event_type=EventType.LOGISTIC_FEE,
    reference="LOG-2026-11",
    cause="storage",
    label="Storage in November",
    currency_code="EUR",
    amount=24.8,
    vat=4.13,
)
_OPERATION: Final = OperationOfSeller(
    seller_id=EXAMPLE_SELLER_ID,
    operation_id=f"{EXAMPLE_SELLER_ID}-302",
    number=302,
    event_type=EventType.LOGISTIC_FEE,
    operation_reference="LOG-2026-11",
    label="Storage in November",
    payment_state=PaymentState.ESTIMATED,
    currency_code="EUR",
    amount=-24.8,
    vat=-4.13,
)
_BLOCKED: Final = OperationOfSeller(
    seller_id=EXAMPLE_SELLER_ID,
    operation_id=f"{EXAMPLE_SELLER_ID}-301",
    number=301,
    event_type=EventType.COMMISSION,
    operation_reference="2611011914KFWRT",
    label=None,
    payment_state=PaymentState.BLOCKED,
    currency_code="EUR",
    amount=-13.57,
    vat=-2.26,
)
_STANDING: Final = SellerFinance(
    seller_id=EXAMPLE_SELLER_ID,
    payouts_held=True,
    next_payout_date="2026-11-11",
    balances=[OpenBalance(currency_code="EUR", payable=411.09, not_payable=787.45, blocked=0)],
)
EXAMPLES: Final[dict[str, object]] = {
    "listPayouts": PayoutsToMake(1, [_PAYOUT]),
    "confirmPayout": _PAYOUT,
    "getSellerFinance": _STANDING,
    "holdPayouts": _STANDING,
    "chargeFee": _OPERATION,
    "blockOperation": _BLOCKED,
    "unblockOperation": _BLOCKED,
}


@get(
    "/payments",
    operation_id="listPayouts",
    summary="List payouts on their way",
    opt={"query": PayoutListQuery, "answer": PayoutsToMake, "answer_headers": PAGE_LINKS},
)
async def list_payouts(scope: AsgiScope) -> JsonAnswer:
    """Return the payouts of all sellers that are `InProcess`, the oldest first. Pay them, then confirm each."""
    query = read_query(scope, PayoutListQuery)
    found = await database_of(scope).read(
        payments.payments_in_process,
        limit=query.page_size + 1,
        offset=(query.page_index - 1) * query.page_size,
    )
    items = [_payout(payment) for payment in found[: query.page_size]]
    links = page_links(scope, query.page_index, has_next=len(found) > query.page_size)
    return JsonAnswer(PayoutsToMake(len(items), items), headers=links)


@post(
    "/sellers/{seller_id:str}/payments/{payment_id:str}/confirm",
    status_code=200,
    operation_id="confirmPayout",
    summary="Confirm a payout",
    opt={"problems": {"not-found": NO_PAYMENT}},
)
async def confirm_payout(
    scope: AsgiScope, seller_id: SellerIdPath, payment_id: PaymentIdPath
) -> PayoutToMake:
    """Say that the money has left: the payout and its operations are `Paid`. Saying it again changes nothing."""
    paid = await database_of(scope).write(
        payments.confirm_payment, _number(seller_id, NO_PAYMENT), payment_id, now_of(scope)
    )
    return _payout(paid)


@get(
    "/sellers/{seller_id:str}/finance",
    operation_id="getSellerFinance",
    summary="See how a seller stands",
    opt={"problems": {"not-found": NO_SELLER}},
)
async def get_standing(scope: AsgiScope, seller_id: SellerIdPath) -> SellerFinance:
    """Return what is owed to a seller and in no payout, by currency, and whether its payouts are held."""
    return await database_of(scope).read(
        _standing, _number(seller_id, NO_SELLER), now=now_of(scope)
    )


@put(
    "/sellers/{seller_id:str}/finance",
    operation_id="holdPayouts",
    summary="Hold the payouts of a seller",
    opt={
        "body": PayoutsHeld,
        "body_example": PayoutsHeld(payouts_held=True),
        "problems": {"not-found": NO_SELLER},
    },
)
async def hold_payouts(scope: AsgiScope, seller_id: SellerIdPath, body: RawBody) -> SellerFinance:
    """Make no payouts to a seller, or make them again. What is owed stays owed, and is paid on the next day of payouts.

    Payouts that are `InProcess` already go on.
    """
    wanted = parse_body(body, PayoutsHeld)
    return await database_of(scope).write(
        partial(_hold, is_held=wanted.payouts_held, now=now_of(scope)),
        _number(seller_id, NO_SELLER),
    )


@post(
    "/sellers/{seller_id:str}/fees",
    status_code=201,
    operation_id="chargeFee",
    summary="Charge a seller",
    opt={
        "body": FeeToCharge,
        "body_example": _FEE,
        "problems": {
            "not-found": NO_SELLER,
            "validation": "cause was used for LOG-2026-11 before, with another amount.",
        },
    },
)
async def charge_fee(scope: AsgiScope, seller_id: SellerIdPath, body: RawBody) -> OperationOfSeller:
    """Charge a subscription, a logistic fee or an adjustment, or credit one: it is an operation of the seller at once.

    It counts in the next payout, and stands on the next statement. The same `eventType`, `reference` and `cause` again is
    charged once.
    """
    fee = parse_body(body, FeeToCharge)
    amount, vat = _cents(fee.amount, "amount"), _cents(fee.vat, "vat")
    if amount == 0:
        raise invalid("amount", "must not be 0")
    if vat and (abs(vat) >= abs(amount) or (vat < 0) != (amount < 0)):
        raise invalid("vat", "must be a part of amount, with its sign")
    operation = await database_of(scope).write(
        partial(_charge, fee=fee, amount=amount, vat=vat, now=now_of(scope)),
        _number(seller_id, NO_SELLER),
    )
    return _render(operation)


@post(
    "/sellers/{seller_id:str}/operations/{number:str}/block",
    status_code=200,
    operation_id="blockOperation",
    summary="Block an operation",
    opt={"problems": {"not-found": NO_OPERATION, "validation": IN_A_PAYOUT}},
)
async def block(scope: AsgiScope, seller_id: SellerIdPath, number: NumberPath) -> OperationOfSeller:
    """Hold the money of one operation back: it is in no payout until it is unblocked. Blocking it again changes nothing."""
    return await _set_blocked(scope, seller_id, number, is_blocked=True)


@post(
    "/sellers/{seller_id:str}/operations/{number:str}/unblock",
    status_code=200,
    operation_id="unblockOperation",
    summary="Unblock an operation",
    opt={"problems": {"not-found": NO_OPERATION, "validation": IN_A_PAYOUT}},
)
async def unblock(
    scope: AsgiScope, seller_id: SellerIdPath, number: NumberPath
) -> OperationOfSeller:
    """Let the money of an operation go: it is in the next payout, when it is released."""
    return await _set_blocked(scope, seller_id, number, is_blocked=False)


def finance_router() -> Router:
    """The routes of money."""
    return Router(
        path="/",
        route_handlers=[
            *(list_payouts, confirm_payout, get_standing, hold_payouts),
            *(charge_fee, block, unblock),
        ],
        tags=["Finance"],
        opt={"scope": OperatorScope.OPERATOR, "examples": EXAMPLES},
    )


async def _set_blocked(
    scope: AsgiScope, seller_id: str, number: str, *, is_blocked: bool
) -> OperationOfSeller:
    place = _number(number, NO_OPERATION)
    own = _number(seller_id, NO_OPERATION)

    def change(conn: Connection) -> Operation:
        store.set_blocked(conn, own, place, is_blocked=is_blocked)
        [operation] = operations_of_numbers(conn, own, place, place)
        return operation

    return _render(await database_of(scope).write(change))


def _standing(conn: Connection, seller_id: SellerId, *, now: datetime) -> SellerFinance:
    _check_seller(conn, seller_id)
    return SellerFinance(
        seller_id=str(seller_id),
        payouts_held=payouts.holds_payouts(conn, seller_id),
        next_payout_date=payments.next_payout_day(conn, seller_id, now),
        balances=[
            OpenBalance(
                currency_code=one.currency,
                payable=render_cents(one.payable),
                not_payable=render_cents(one.not_payable),
                blocked=render_cents(one.blocked),
            )
            for one in payments.balances_of(conn, seller_id)
        ],
    )


def _hold(conn: Connection, seller_id: SellerId, *, is_held: bool, now: datetime) -> SellerFinance:
    _check_seller(conn, seller_id)
    payouts.set_payouts_held(conn, seller_id, is_held=is_held, now=now)
    return _standing(conn, seller_id, now=now)


def _charge(
    conn: Connection,
    seller_id: SellerId,
    *,
    fee: FeeToCharge,
    amount: int,
    vat: int,
    now: datetime,
) -> Operation:
    _check_seller(conn, seller_id)
    return fees.charge_fee(
        conn,
        seller_id,
        event_type=fee.event_type,
        reference=fee.reference.strip(),
        cause=fee.cause,
        label=fee.label,
        currency=fee.currency_code,
        amount=amount,
        vat=vat,
        now=now,
    )


def _check_seller(conn: Connection, seller_id: SellerId) -> None:
    if find_seller(conn, seller_id) is None:
        raise Problem("not-found", NO_SELLER)


def _number(text: str, otherwise: str) -> SellerId:
    """The number that a part of the path spells; of nothing that there is, else. Raises `Problem`."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Problem("not-found", otherwise)
    return SellerId(int(text))


def _cents(amount: float, field: str) -> int:
    try:
        return parse_cents(amount)
    except ValueError as error:
        raise invalid(field, str(error)) from error


def _payout(payment: Payment) -> PayoutToMake:
    assert payment.payment_id is not None  # noqa: S101  (made ones have one)
    assert payment.created_at is not None  # noqa: S101
    return PayoutToMake(
        seller_id=str(payment.seller_id),
        payment_id=payment.payment_id,
        payment_state=payment.state,
        payment_date=payment.planned_on,
        currency_code=payment.currency,
        amount=render_cents(payment.amount),
        operation_count=payment.operations,
        created_at=payment.created_at,
        paid_at=payment.paid_at,
    )


def _render(operation: Operation) -> OperationOfSeller:
    return OperationOfSeller(
        seller_id=str(operation.seller_id),
        operation_id=f"{operation.seller_id}-{operation.number}",
        number=operation.number,
        event_type=operation.event_type,
        operation_reference=operation.reference,
        label=operation.label,
        payment_state=operation.payment_state,
        currency_code=operation.currency,
        amount=render_cents(operation.amount),
        vat=render_cents(operation.vat),
    )
