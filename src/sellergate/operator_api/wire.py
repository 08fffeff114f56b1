"""What the routes share: who calls, by which key, and how amounts come in."""

import re
from typing import Any, Final

from sellergate.access.context import PRINCIPAL, Act, Actor, Principal
from sellergate.kit import ids
from sellergate.kit.money import parse_cents
from sellergate.rest.bodies import invalid
from sellergate.rest.wire import header_of, now_of

NEW_ID: Final = "new_id"
KEY: Final = re.compile(r"[\x21-\x7e]{1,64}")


def principal_of(scope: Any) -> Principal:
    """The client of the marketplace that calls."""
    principal: Principal = scope[PRINCIPAL]
    return principal


def act_of(scope: Any) -> Act:
    """An act of the client, now."""
    actor = Actor(label=principal_of(scope).client_id, is_operator=True)
    return Act(actor, now_of(scope), scope["litestar_app"].state[NEW_ID])


def key_of(scope: Any) -> str | None:
    """The request's own name, its `Idempotency-Key`. Raises `Problem`."""
    key = header_of(scope, b"idempotency-key")
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise invalid("Idempotency-Key", "must be 1 to 64 characters, visible ones of ASCII")
    return key


def object_id_of(scope: Any, kind: str) -> str:
    """The id of what the request makes: always the same for the same client and key, else a new one. Raises `Problem`."""
    key = key_of(scope)
    if key is None:
        return ids.new_object_id()
    return ids.object_id_of(principal_of(scope).client_uid, kind, key)


def cents_of(amount: float | None, field: str) -> int | None:
    """The cents of an amount that may be missing. Raises `Problem`."""
    if amount is None:
        return None
    try:
        return parse_cents(amount)
    except ValueError as error:
        raise invalid(field, str(error)) from error
