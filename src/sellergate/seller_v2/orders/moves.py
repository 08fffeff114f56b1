"""Routes by which sellers move an order (contract/05 §6 and §7). Docstrings are the reference's texts."""

from typing import Annotated, Any, Final

from litestar import post
from litestar.openapi.spec import Example
from litestar.params import PathParameter, RawBody
from litestar.types import Scope as AsgiScope

from sellergate.access.scopes import Scope
from sellergate.market.orders.acceptance import Decision, decide
from sellergate.market.orders.errors import OrderUnknown
from sellergate.market.orders.shipping import ship
from sellergate.rest.answers import JsonAnswer
from sellergate.rest.bodies import invalid, parse_object
from sellergate.rest.wire import database_of, now_of, seller_of
from sellergate.seller_v2.orders.moves_examples import (
    ACCEPTED,
    ORDER_ID,
    SHIPMENTS,
    WAITING_ORDER_ID,
)
from sellergate.seller_v2.orders.moves_schemas import Approval, Shipment
from sellergate.seller_v2.orders.shipments import parse_shipments

MAX_BODY: Final = 500_000
_WRITES: Final = {"scope": Scope.ORDERS_WRITE, "answer": None}

_ORDER: Final = "The order: its `orderId`."
OrderId = Annotated[str, PathParameter(description=_ORDER, examples=[Example(value=ORDER_ID)])]
WaitingId = Annotated[
    str, PathParameter(description=_ORDER, examples=[Example(value=WAITING_ORDER_ID)])
]


@post(
    "/orders/{order_id:str}/approval-status",
    status_code=204,
    operation_id="setApprovalStatus",
    summary="Accept or refuse an order",
    request_max_body_size=MAX_BODY,
    opt=_WRITES
    | {
        "body": Approval,
        "body_example": ACCEPTED,
        "problems": {
            "not-found": OrderUnknown.message,
            "validation": "status does not allow it: order 2611071032ABCDE is InPreparation and cannot be refused.",
        },
    },
)
async def set_approval_status(scope: AsgiScope, order_id: WaitingId, body: RawBody) -> None:
    """Answer an order that is `WaitingAcceptance`: only some sales channels ask, and only sellers who switched automatic
    acceptance off.

    An accepted order is `Accepted` at once and `InPreparation` soon after: read it again until it is. A refused order is
    `Refused` for good, and its items are back on sale. The same answer again does nothing more.
    """
    decision = _decision(parse_object(body))
    await database_of(scope).write(
        decide, seller_of(scope).seller_id, order_id, decision, now=now_of(scope)
    )


@post(
    "/orders/{order_id:str}/shipments",
    status_code=201,
    operation_id="shipOrder",
    summary="Declare the parcels of an order",
    request_max_body_size=MAX_BODY,
    opt=_WRITES
    | {
        "body": list[Shipment],
        "body_example": SHIPMENTS,
        "problems": {
            "not-found": OrderUnknown.message,
            "validation": "[0].orderLineIds names 2611071032ABCDE-1, which is Shipped: only lines that are InPreparation "
            "can be shipped.",
        },
    },
)
async def ship_order(scope: AsgiScope, order_id: OrderId, body: RawBody) -> JsonAnswer:
    """Declare one or more parcels, before the carrier collects them: a bare JSON array. Their lines become `Shipped`.

    Lines must be `InPreparation` and of the supply mode `Seller`. Some sales channels take one parcel for a complete order;
    on others an order may be shipped line by line, and a line may be in several parcels. All parcels of a call are taken, or
    none. When an answer was lost, read the order: a parcel that is on its lines was taken.
    """
    parcels = parse_shipments(body)
    await database_of(scope).write(
        ship, seller_of(scope).seller_id, order_id, parcels, now=now_of(scope)
    )
    return JsonAnswer(None, status_code=201)


MOVE_ROUTES: Final = (set_approval_status, ship_order)


def _decision(members: dict[str, Any]) -> Decision:
    """contract/05 §6: four clients write it in snake_case, unlike all other members of this family."""
    value = members.get("approval_status", members.get("approvalstatus"))
    known = {decision.casefold(): decision for decision in Decision}
    if not isinstance(value, str) or value.strip().casefold() not in known:
        raise invalid("approval_status", "must be Accepted or Refused")
    return known[value.strip().casefold()]
