"""The gate: the checks in their order, whoever asks, and the layer that puts them in front of an API."""

import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import Final
from urllib.parse import quote

import structlog

from sellergate.access.context import PRINCIPAL, REASON, REQUEST_ID, SELLER_CONTEXT
from sellergate.access.platform import Access
from sellergate.access.traffic.models import NO_ROUTE, ClientClass, Surface
from sellergate.gateway.access_log import log_call
from sellergate.gateway.answer import Answer
from sellergate.gateway.bearer import check_bearer
from sellergate.gateway.call import Call, Operation, read_call
from sellergate.gateway.kind import check_not_operator, check_operator
from sellergate.gateway.passes import Passes
from sellergate.gateway.proof import check_proof
from sellergate.gateway.quota import check_operator_quota, check_quota
from sellergate.gateway.routing import OperationTable
from sellergate.gateway.seller import check_scope, check_seller
from sellergate.gateway.upstreams.routing import Upstreams
from sellergate.kit.asgi import ASGIApp, Receive, Scope, Send
from sellergate.kit.problems import MEDIA_TYPE, Problem, render_problem
from sellergate.kit.ratelimit import Header
from sellergate.storage.database import StorageUnavailable

# The order is the order of the answers: the first check that fails is the one that is told. The quota comes after
# them, at every call: it counts. A proof is asked for at every call too: it is good for one.
CHECKS = (check_bearer, check_proof, check_not_operator, check_seller, check_scope)
OPERATOR_CHECKS = (check_bearer, check_proof, check_operator)

Check = Callable[[Call, Access], Awaitable[None]]

PATH_CHARACTERS: Final = "/:@!$&'()*+,;="  # beside letters, digits and -._~ (RFC 3986 §3.3)

CLIENT_GONE: Final = 499  # in logs, where nobody was left to be answered; nginx's number for it

log = structlog.get_logger()


class Gate:
    """What every way in shares: the checks, the form of a refusal, the count and the log line at the end."""

    def __init__(
        self,
        access: Access,
        *,
        type_base: str,
        checks: Sequence[Check] = CHECKS,
        charge: Check = check_quota,
    ) -> None:
        self.access = access
        self._checks = checks
        self._charge = charge
        self._passes = Passes(access)
        self._type_base = type_base

    def receive(self, scope: Scope) -> Call:
        """The call of an ASGI scope, now."""
        return read_call(scope, self.access.clock())

    async def check(self, call: Call, route: Callable[[Call], None]) -> None:
        """Find out what the call is (`route` sets its operation) and let it pass, or raise the `Problem` to answer."""
        try:
            route(call)
            version = self._passes.version()
            if self._passes.recall(call, version):
                if call.principal is not None and call.principal.jkt is not None:
                    await check_proof(call, self.access)
            else:
                for check in self._checks:
                    await check(call, self.access)
                self._passes.remember(call, version)
            await self._charge(call, self.access)
        except Problem:
            raise
        except StorageUnavailable as error:
            raise Problem("unavailable", headers={"Retry-After": "5"}) from error
        except Exception as error:
            log.exception("gate failed", request_id=call.request_id)
            raise Problem("internal-error") from error

    def refusal(self, problem: Problem, call: Call) -> tuple[list[Header], bytes]:
        """The headers of a problem and its body."""
        body = render_problem(
            problem,
            type_base=self._type_base,
            instance=quote(call.path, safe=PATH_CHARACTERS),
            trace_id=call.request_id,
        )
        headers = [
            (name.lower().encode(), value.encode()) for name, value in problem.headers.items()
        ]
        headers += [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", b"%d" % len(body)),
        ]
        return headers, body

    def conclude(self, call: Call, *, status: int, reason: str | None, started: float) -> None:
        """Count the call and log it. `started` is what `time.perf_counter` said then."""
        seconds = time.perf_counter() - started
        client, operation = call.credential, call.operation
        self.access.meter.request(
            Surface.API.value,
            call.method,
            (operation.path or operation.operation_id) if operation else NO_ROUTE,
            status,
            seconds,
            client_class=_class_of(call),
            client_uid=client.uid if client else None,
            reason=reason,
        )
        if call.seller is not None and call.quota is not None and call.quota.allowed:
            self.access.usage.count_call(
                call.seller.principal.client_uid, call.seller.seller_id, call.now
            )
        log_call(
            call,
            status=status,
            reason=reason,
            milliseconds=seconds * 1000,
        )


def operator_gate(access: Access, *, type_base: str) -> Gate:
    """The gate in front of the operator API."""
    return Gate(access, type_base=type_base, checks=OPERATOR_CHECKS, charge=check_operator_quota)


def _class_of(call: Call) -> str:
    if call.credential is None or call.principal is None:
        return ClientClass.NONE.value
    return ClientClass.FOREIGN.value if call.principal.is_foreign else call.credential.kind.value


class Gateway:
    """Lets a call through to `api` when every check passes; else answers with a problem."""

    def __init__(
        self,
        api: ASGIApp,
        *,
        gate: Gate,
        operations: Iterable[Operation],
        upstreams: Upstreams | None = None,
    ) -> None:
        self._api = api
        self._gate = gate
        self._table = OperationTable(operations)
        self._upstreams = upstreams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one call."""
        started = time.perf_counter()
        call = self._gate.receive(scope)
        answer = Answer(call, send)
        reason = None
        try:
            if self._upstreams is None:
                await self._gate.check(call, self._table.check_route)
            else:
                await self._gate.check(call, partial(self._route, self._upstreams, scope))
            if self._upstreams and (proxy := self._upstreams.proxy_of(call)):
                call.accepts_gzip = False  # the upstream packs its answers, or does not
                reason = await proxy.serve(call, scope, receive, answer.send)
            else:
                scope[SELLER_CONTEXT] = call.seller
                scope[PRINCIPAL] = call.principal
                scope[REQUEST_ID] = call.request_id
                await self._api(scope, receive, answer.send)
        except Problem as problem:
            reason = problem.type.slug
            headers, body = self._gate.refusal(problem, call)
            await answer.send(
                {"type": "http.response.start", "status": problem.type.status, "headers": headers}
            )
            await answer.send({"type": "http.response.body", "body": body})
        finally:
            reason = reason or scope.get(REASON)
            status = answer.status or CLIENT_GONE
            self._gate.conclude(call, status=status, reason=reason, started=started)

    def _route(self, upstreams: Upstreams, scope: Scope, call: Call) -> None:
        call.operation = upstreams.find_operation(call, scope)
        if call.operation is None:
            self._table.check_route(call)
