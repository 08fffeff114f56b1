"""What the routes share: who calls, and how amounts come in."""

from typing import Any

from sellergate.access.context import PRINCIPAL, Act, Actor, Principal
from sellergate.kit.money import parse_cents
from sellergate.rest.bodies import invalid
from sellergate.rest.wire import now_of

NEW_ID = "new_id"


def principal_of(scope: Any) -> Principal:
    """The client of the marketplace that calls."""
    principal: Principal = scope[PRINCIPAL]
    return principal


def act_of(scope: Any) -> Act:
    """An act of the client, now."""
    actor = Actor(label=principal_of(scope).client_id, is_operator=True)
    return Act(actor, now_of(scope), scope["litestar_app"].state[NEW_ID])


def cents_of(amount: float | None, field: str) -> int | None:
    """The cents of an amount that may be missing. Raises `Problem`."""
    if amount is None:
        return None
    try:
        return parse_cents(amount)
    except ValueError as error:
        raise invalid(field, str(error)) from error
