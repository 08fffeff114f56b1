"""One line a call: who, for whom, what, how it ended. Never a token, a secret, a query or a body."""

import structlog

from sellergate.gateway.call import Call

log = structlog.get_logger()


def log_call(call: Call, *, status: int, reason: str | None, milliseconds: float) -> None:
    """Write the line. `reason` is the slug of the problem that the gate answered, if it did."""
    log.info(
        "call",
        request_id=call.request_id,
        operation=call.operation.operation_id if call.operation else None,
        client_id=call.principal.client_id if call.principal else None,
        seller_id=call.seller.seller_id if call.seller else None,
        status=status,
        reason=reason,
        ms=round(milliseconds, 2),
    )
