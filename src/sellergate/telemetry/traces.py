"""Traces: a span for each request and for its work on the database, sent by OTLP over HTTP. Imported only when switched on.

A collector that is slow or away hurts nobody: spans wait in a bounded queue that a thread empties, and are dropped when it is
full.
"""

import asyncio
import os
import platform
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from sqlalchemy import Connection

from sellergate import __version__
from sellergate.kit.asgi import ASGIApp, Message, Receive, Scope, Send
from sellergate.storage.database import CommitListener, Database
from sellergate.storage.stats import DatabaseStats

P = ParamSpec("P")
T = TypeVar("T")

QUEUE: Final = 4096  # spans
EXPORT_TIMEOUT: Final = 5.0
LAST_EXPORT: Final = 2.0  # seconds that a server which stops waits for its last spans
UNTRACED: Final = ("/static/", "/healthz", "/readyz", "/metrics")
TRACE_HEADERS: Final = (b"traceparent", b"tracestate")

_w3c = TraceContextTextMapPropagator()


class Tracing:
    """Makes spans of one process."""

    def __init__(self, endpoint: str, *, percent: int) -> None:
        share = TraceIdRatioBased(percent / 100)
        self._provider = TracerProvider(
            resource=Resource.create(
                {
                    "service.name": "sellergate",
                    "service.version": __version__,
                    "service.instance.id": f"{platform.node()}:{os.getpid()}",
                }
            ),
            # Whoever calls from outside may continue a trace, and may not decide whether it is recorded.
            sampler=ParentBased(
                root=share, remote_parent_sampled=share, remote_parent_not_sampled=share
            ),
        )
        self._provider.add_span_processor(
            BatchSpanProcessor(
                OTLPSpanExporter(endpoint, timeout=EXPORT_TIMEOUT), max_queue_size=QUEUE
            )
        )
        self._tracer = self._provider.get_tracer("sellergate", __version__)

    async def serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Let `app` serve a request within a span, which continues the trace of the caller (W3C Trace Context)."""
        if scope["path"].startswith(UNTRACED):
            await app(scope, receive, send)
            return
        sent = {n.decode(): v.decode("latin-1") for n, v in scope["headers"] if n in TRACE_HEADERS}
        with self._tracer.start_as_current_span(
            scope["method"],
            context=_w3c.extract(sent) if sent else None,
            kind=trace.SpanKind.SERVER,
            attributes={"http.request.method": scope["method"]},
            record_exception=False,  # its words may hold what a client sent
        ) as span:
            scope["headers"] = _continued(scope["headers"])

            async def send_on(message: Message) -> None:
                if message["type"] == "http.response.start":
                    _note_answer(span, message)
                await send(message)

            await app(scope, receive, send_on)

    def on_request(
        self, surface: str, method: str, route: str, client_class: str, reason: str | None
    ) -> None:
        """Complete the span of the present request by what its surface found out: for `Meter.on_request`."""
        span = trace.get_current_span()
        if not span.is_recording():
            return
        span.update_name(f"{method} {route}")
        span.set_attribute("http.route", route)
        span.set_attribute("sellergate.surface", surface)
        span.set_attribute("sellergate.client_class", client_class)
        if reason:
            span.set_attribute("sellergate.reason", reason)

    def database(self, db: Database, system: str) -> Database:
        """`db`, each of whose works is a span of the request that asked for it."""
        return _TracedDatabase(db, self._tracer, system)

    async def close(self) -> None:
        """Send what waits, unless that takes long."""
        last = threading.Thread(target=self._provider.shutdown, daemon=True)
        last.start()
        await asyncio.to_thread(last.join, LAST_EXPORT)


@asynccontextmanager
async def open_tracing(endpoint: str, *, percent: int) -> AsyncIterator[Tracing]:
    """Tracing until the end of the block."""
    tracing = Tracing(endpoint, percent=percent)
    try:
        yield tracing
    finally:
        await tracing.close()


def _continued(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers as whoever passes the request on must send them: in the place of the caller's span stands ours."""
    carrier: dict[str, str] = {}
    _w3c.inject(carrier)
    own = [(name.encode(), value.encode("latin-1")) for name, value in carrier.items()]
    return [*(header for header in headers if header[0] not in TRACE_HEADERS), *own]


def _note_answer(span: trace.Span, message: Message) -> None:
    status: int = message["status"]
    span.set_attribute("http.response.status_code", status)
    for name, value in message["headers"]:
        if name == b"x-request-id":
            span.set_attribute("sellergate.request_id", value.decode("latin-1"))
    if status >= 500:
        span.set_status(trace.StatusCode.ERROR)


class _TracedDatabase:
    """A database within spans. Work that no traced request asked for, such as looking at the feed, has none."""

    def __init__(self, db: Database, tracer: trace.Tracer, system: str) -> None:
        self._db = db
        self._tracer = tracer
        self._system = system

    async def read(
        self, f: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.read`."""
        if not trace.get_current_span().is_recording():
            return await self._db.read(f, *args, **kwargs)
        with self._span("read", f):
            return await self._db.read(f, *args, **kwargs)

    async def write(
        self, f: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.write`."""
        if not trace.get_current_span().is_recording():
            return await self._db.write(f, *args, **kwargs)
        with self._span("write", f):
            return await self._db.write(f, *args, **kwargs)

    def after_commit(self, listener: CommitListener) -> None:
        """See `Database.after_commit`."""
        self._db.after_commit(listener)

    def stats(self) -> DatabaseStats:
        """See `Database.stats`."""
        return self._db.stats()

    async def close(self) -> None:
        """See `Database.close`."""
        await self._db.close()

    def _span(self, operation: str, f: Callable[..., Any]) -> Any:
        name = f"{getattr(f, '__module__', '')}.{getattr(f, '__qualname__', type(f).__name__)}"
        return self._tracer.start_as_current_span(
            f"{operation} {name.removeprefix('sellergate.')}",
            kind=trace.SpanKind.CLIENT,
            attributes={
                "db.system.name": self._system,
                "db.operation.name": operation,
                "code.function.name": name,
            },
            record_exception=False,
        )
