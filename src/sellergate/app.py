"""The composition root: settings in, one ASGI application out. Knows every room; known only by the command line."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import structlog

from sellergate.access.platform import Access
from sellergate.elsewhere import served_elsewhere
from sellergate.gateway.forward_auth import PREFIX as FORWARD_AUTH, ForwardAuth
from sellergate.gateway.gate import Gate, Gateway, operator_gate
from sellergate.gateway.spellings import Spellings
from sellergate.gateway.upstreams.routing import Upstreams
from sellergate.health import Health
from sellergate.jobs.runner import Runner
from sellergate.kit import asgi
from sellergate.kit.asgi import ASGIApp, Receive, Send
from sellergate.kit.clock import Clock, system_clock
from sellergate.kit.fetching import FetchRules
from sellergate.kit.ids import IdMaker, new_uuid
from sellergate.logs import configure_logs
from sellergate.market.discussions.keeping import AttachmentFiles
from sellergate.market.finance.closing import LedgerWork
from sellergate.market.fulfillment.for_orders import OrderShipments
from sellergate.market.fulfillment.inbound.checking import InboundChecks
from sellergate.market.fulfillment.outbound.cancelling import OutboundCancellationWork
from sellergate.market.fulfillment.outbound.judging import OutboundWork
from sellergate.market.fulfillment.returns.declaring import ReturnsWork
from sellergate.market.offers.integration import PackageIntegration
from sellergate.market.offers.xml.fetching import PackageFetcher
from sellergate.market.offers.xml.handler import XmlPackages
from sellergate.market.order_invoices.integration import InvoiceIntegration
from sellergate.market.order_invoices.scanning import open_scanner
from sellergate.market.orders.cancellations import CancellationWork
from sellergate.market.orders.gestures import GestureWork
from sellergate.market.orders.preparation import OrderPreparation
from sellergate.market.products.integration import ProductsHandler
from sellergate.market.upkeep import Upkeep
from sellergate.market.warehouse.referencing import ProductReferencing
from sellergate.oauth import create_token_server, served_prefixes
from sellergate.opening import open_access, open_cache, open_traces
from sellergate.operator_api.api import (
    PREFIX as OPERATOR_PREFIX,
    create_operator_api,
)
from sellergate.rest.operations import operations_of
from sellergate.seller_v2.api import PREFIX, create_seller_api
from sellergate.seller_v2.families import FAMILIES, FORMER_PATHS, READING_POSTS
from sellergate.settings import Part, Settings
from sellergate.storage.documents import (
    Documents,
    DocumentsRefused,
    DocumentsUnavailable,
    open_home,
)
from sellergate.telemetry.endpoint import Metrics
from sellergate.telemetry.workers import Seat, Workers

if TYPE_CHECKING:
    from sellergate.demo.fulfillment.simulation import SimulatedWarehouse
    from sellergate.devportal.wire import Wire
    from sellergate.telemetry.traces import Tracing

log = structlog.get_logger()


def create_app(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    new_id: IdMaker = new_uuid,
    seat: Seat | None = None,
) -> "Application":
    """The application that these settings describe. Nothing is opened before its lifespan starts.

    `seat` is where this process meets the other workers of its server, if there are any.
    """
    configure_logs(
        log_format=settings.log_format,
        level=settings.log_level,
        trace_ids=settings.traces_endpoint is not None,
    )
    return Application(settings, clock=clock, new_id=new_id, seat=seat)


class Application:
    """Four applications side by side (docs/decisions/0009), chosen by the first segments of the path."""

    def __init__(
        self, settings: Settings, *, clock: Clock, new_id: IdMaker, seat: Seat | None = None
    ) -> None:
        self._settings = settings
        self._seat = seat
        self._tracing: Tracing | None = None
        self._clock = clock
        self._new_id = new_id
        self.package_fetcher = _package_fetcher(settings)
        self._api: ASGIApp = _not_ready
        self._operator_api: ASGIApp = _not_ready
        self._oauth: ASGIApp = _not_ready
        self._site: ASGIApp = _not_ready
        self._forward_auth: ASGIApp = _not_ready
        self._oauth_prefixes = served_prefixes()
        self._spellings = Spellings((PREFIX, OPERATOR_PREFIX), FORMER_PATHS)
        self._is_leaving = False

    async def __call__(self, scope: asgi.Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""
        if scope["type"] == "http":
            self._spellings.settle(scope)
            app = self._choose(scope["path"])
            if self._tracing is None:
                await app(scope, receive, send)
            else:
                await self._tracing.serve(app, scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    def leave(self) -> None:
        """Say of this node that it is not ready any more. Calls are served as before."""
        self._is_leaving = True

    def _choose(self, path: str) -> ASGIApp:
        if _is_below(path, PREFIX):
            return self._api
        if _is_below(path, OPERATOR_PREFIX):
            return self._operator_api
        if path.startswith(self._oauth_prefixes):
            return self._oauth
        if path.startswith(FORWARD_AUTH):
            return self._forward_auth
        return self._site

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        stack = AsyncExitStack()
        try:
            await self._open(stack)
        except Exception as error:  # noqa: BLE001  (told to the server, which then does not start)
            await stack.aclose()
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await stack.aclose()
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self, stack: AsyncExitStack) -> None:
        settings = self._settings
        cache = await stack.enter_async_context(open_cache(settings))
        tracing = await stack.enter_async_context(open_traces(settings))
        access = await stack.enter_async_context(
            open_access(
                settings, clock=self._clock, new_id=self._new_id, cache=cache, tracing=tracing
            )
        )
        elsewhere = served_elsewhere(public_url=settings.public_url)
        self._api = self._operator_api = self._forward_auth = self._oauth = site = elsewhere
        documents = await _open_documents(settings, access)
        files = AttachmentFiles(documents, open_scanner(settings.virus_scanner))
        if settings.parts & {Part.API, Part.SITE}:  # the gate needs their keys, a page shows them
            access.issuers.start()
            stack.push_async_callback(access.issuers.stop)
        if Part.API in settings.parts:
            gate = Gate(access, type_base=settings.public_url)
            upstreams = _open_upstreams(settings, stack)
            self._api = _create_gateway(
                settings, access, gate, upstreams, self.package_fetcher, documents, files
            )
            self._forward_auth = ForwardAuth(gate)
            self._operator_api = _create_operator_gateway(settings, access, documents, files)
        if Part.AUTH in settings.parts:
            self._oauth = create_token_server(
                access, realm=settings.realm, public_url=settings.public_url
            )
        if Part.SITE in settings.parts:
            from sellergate.site import create_site  # a node without pages does not pay for them

            site = create_site(
                settings,
                access,
                wire=await self._open_wire(stack),
                files=files,
                documents=documents,
            )
        runner = None
        if Part.JOBS in settings.parts:
            runner = _create_runner(settings, access, self.package_fetcher, documents)
            await access.db.write(Upkeep(access.clock, documents).plan)
            for warehouse in _simulated_warehouses(settings, access.clock):
                await access.db.write(warehouse.plan)
            await runner.start()
            stack.push_async_callback(runner.stop)
        self._tracing = tracing
        workers = Workers(access, self._seat, runner)
        await stack.enter_async_context(kept_running(workers.keep_telling()))
        measured = Metrics(site, workers, token=settings.metrics_token)
        self._site = Health(measured, access, is_leaving=lambda: self._is_leaving)

    async def _open_wire(self, stack: AsyncExitStack) -> "Wire":
        """The way of the pages' own requests: to this application, or to the parts that others serve."""
        url = self._settings.public_url
        if self._settings.parts >= {Part.API, Part.AUTH}:
            from sellergate.devportal.wire import InnerWire

            return InnerWire(self, public_url=url)
        from sellergate.devportal.http_wire import HttpWire

        return await stack.enter_async_context(HttpWire(public_url=url))


def _create_gateway(
    settings: Settings,
    access: Access,
    gate: Gate,
    upstreams: Upstreams | None,
    package_fetcher: PackageFetcher,
    documents: Documents,
    attachment_files: AttachmentFiles,
) -> ASGIApp:
    api = create_seller_api(
        access.db,
        public_url=settings.public_url,
        marketplace=settings.marketplace_name,
        returns_address=settings.returns_address,
        clock=access.clock,
        package_fetcher=package_fetcher,
        documents=documents,
        attachment_files=attachment_files,
    )
    return Gateway(
        cast("ASGIApp", api),  # Litestar types ASGI more narrowly
        gate=gate,
        operations=operations_of(api),
        upstreams=upstreams,
    )


async def _open_documents(settings: Settings, access: Access) -> Documents:
    """What does not belong in rows. Raises `DocumentsRefused` when its place cannot be used as it is set."""
    documents = Documents(open_home(settings.documents), access.db, access.clock)
    if settings.parts & {Part.API, Part.JOBS}:
        try:
            await documents.home.check()
        except DocumentsRefused:
            raise
        except DocumentsUnavailable as error:  # it may pass, and most of what we serve needs none
            log.warning("documents unavailable", reason=str(error))
    return documents


def _create_operator_gateway(
    settings: Settings, access: Access, documents: Documents, attachment_files: AttachmentFiles
) -> ASGIApp:
    api = create_operator_api(
        access.db,
        public_url=settings.public_url,
        marketplace=settings.marketplace_name,
        clock=access.clock,
        new_id=access.new_id,
        documents=documents,
        attachment_files=attachment_files,
    )
    return Gateway(
        cast("ASGIApp", api),
        gate=operator_gate(access, type_base=settings.public_url),
        operations=operations_of(api),
    )


def _is_below(path: str, prefix: str) -> bool:
    return path.startswith(prefix) and path[len(prefix) : len(prefix) + 1] in ("", "/")


def _create_runner(
    settings: Settings, access: Access, fetcher: PackageFetcher, documents: Documents
) -> Runner:
    """The work that is done in the background, and who does it."""
    clock = access.clock
    offers = PackageIntegration(clock)
    return Runner(
        access.db,
        clock,
        access.new_id,
        (
            ProductsHandler(clock, creations_per_hour=settings.product_creations_per_hour),
            offers,
            XmlPackages(fetcher, offers.run, clock),
            OrderPreparation(clock),
            InvoiceIntegration(
                documents, open_scanner(settings.virus_scanner), clock, access.new_id
            ),
            CancellationWork(clock),
            GestureWork(clock),
            LedgerWork(clock, access.new_id, documents, marketplace=settings.marketplace_name),
            OutboundWork(clock),
            OrderShipments(clock),
            OutboundCancellationWork(clock),
            ReturnsWork(clock),
            ProductReferencing(clock, access.new_id),
            InboundChecks(clock, access.new_id),
            Upkeep(clock, documents),
            *_simulated_warehouses(settings, clock),
        ),
        node=f"{socket.gethostname()[:20]}-{os.getpid()}",
    )


def _simulated_warehouses(settings: Settings, clock: Clock) -> "list[SimulatedWarehouse]":
    """The warehouses of the demo, which work by themselves."""
    if not settings.demo:
        return []
    from sellergate.demo.fulfillment.simulation import SimulatedWarehouse

    return [SimulatedWarehouse(clock)]


def _package_fetcher(settings: Settings) -> PackageFetcher:
    rules = FetchRules.of(loopback=settings.demo, hosts=settings.package_hosts)
    return PackageFetcher(
        rules, folder=Path(settings.package_folder) if settings.package_folder else None
    )


def _open_upstreams(settings: Settings, stack: AsyncExitStack) -> Upstreams | None:
    """The perimeters that the operator serves elsewhere; None when there are none."""
    if not settings.upstreams:
        return None
    upstreams = Upstreams(
        settings.upstreams,
        families=FAMILIES,
        reading_posts=READING_POSTS,
        seconds=settings.upstream_timeout,
    )
    stack.callback(upstreams.close)
    return upstreams


@asynccontextmanager
async def kept_running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do `work` beside everything else until the end of the block."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _not_ready(_scope: asgi.Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"1")]})
    await send({"type": "http.response.body", "body": b"starting\n"})
