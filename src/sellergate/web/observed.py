"""Every request of a page: its id, its count, its log line. Probes and metrics are answered before it comes here."""

import time
from typing import Final

import structlog

from sellergate.access.context import REASON, REQUEST_ID
from sellergate.access.meter import Meter
from sellergate.access.traffic.models import NO_ROUTE, Surface
from sellergate.kit.asgi import ASGIApp, Message, Receive, Scope, Send
from sellergate.kit.ids import REQUEST_ID as _SANE_ID, new_request_id

STATIC: Final = "/static/"

log = structlog.get_logger()


class Observed:
    """Counts and logs the requests that `app` answers."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self._app = app
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        started = time.perf_counter()
        request_id = _accepted_id(scope) or new_request_id()
        scope[REQUEST_ID] = request_id
        status = 0

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        finally:
            seconds = time.perf_counter() - started
            route, reason = scope.get("path_template") or NO_ROUTE, scope.get(REASON)
            self._meter.request(
                Surface.SITE.value, scope["method"], route, status, seconds, reason=reason
            )
            # A page brings a dozen files with it: whoever wants their lines sets the log level to debug.
            write = log.debug if scope["path"].startswith(STATIC) else log.info
            write(
                "page",
                request_id=request_id,
                route=route,
                method=scope["method"],
                status=status,
                reason=reason,
                ms=round(seconds * 1000, 2),
            )


def _accepted_id(scope: Scope) -> str | None:
    sent = [value for name, value in scope["headers"] if name == b"x-request-id"]
    return sent[0].decode() if len(sent) == 1 and _SANE_ID.fullmatch(sent[0]) else None
