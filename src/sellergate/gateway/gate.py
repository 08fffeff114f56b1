"""The gate: an ASGI layer that runs the checks and answers for those that fail."""

import time
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

import structlog

from sellergate.access.context import REQUEST_ID, SELLER_CONTEXT
from sellergate.access.platform import Access
from sellergate.gateway.access_log import log_call
from sellergate.gateway.answer import Answer
from sellergate.gateway.bearer import check_bearer
from sellergate.gateway.call import Call, Operation, read_call
from sellergate.gateway.passes import Passes
from sellergate.gateway.quota import check_quota
from sellergate.gateway.routing import OperationTable
from sellergate.gateway.seller import check_scope, check_seller
from sellergate.kit.asgi import ASGIApp, Receive, Scope, Send
from sellergate.kit.problems import MEDIA_TYPE, Problem, render_problem
from sellergate.storage.database import StorageUnavailable

# The order is the order of the answers: the first check that fails is the one that is told. The quota comes after
# them, at every call: it counts.
CHECKS = (check_bearer, check_seller, check_scope)

PATH_CHARACTERS: Final = "/:@!$&'()*+,;="  # beside letters, digits and -._~ (RFC 3986 §3.3)

log = structlog.get_logger()


class Gateway:
    """Lets a call through to `api` when every check passes; else answers with a problem."""

    def __init__(
        self, api: ASGIApp, *, access: Access, operations: Iterable[Operation], type_base: str
    ) -> None:
        self._api = api
        self._access = access
        self._table = OperationTable(operations)
        self._passes = Passes(access)
        self._type_base = type_base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one call."""
        started = time.perf_counter()
        call = read_call(scope, self._access.clock())
        answer = Answer(call, send)
        reason = None
        try:
            await self._check(call)
            scope[SELLER_CONTEXT] = call.seller
            scope[REQUEST_ID] = call.request_id
            await self._api(scope, receive, answer.send)
        except Problem as problem:
            reason = problem.type.slug
            await self._refuse(problem, call, answer)
        finally:
            self._count(call)
            log_call(
                call,
                status=answer.status,
                reason=reason,
                milliseconds=(time.perf_counter() - started) * 1000,
            )

    async def _check(self, call: Call) -> None:
        try:
            self._table.check_route(call)
            moment = self._passes.moment_of(call)
            if not self._passes.recall(call, moment):
                for check in CHECKS:
                    await check(call, self._access)
                self._passes.remember(call, moment)
            await check_quota(call, self._access)
        except Problem:
            raise
        except StorageUnavailable as error:
            raise Problem("unavailable", headers={"Retry-After": "5"}) from error
        except Exception as error:
            log.exception("gate failed", request_id=call.request_id)
            raise Problem("internal-error") from error

    async def _refuse(self, problem: Problem, call: Call, answer: Answer) -> None:
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
        await answer.send(
            {"type": "http.response.start", "status": problem.type.status, "headers": headers}
        )
        await answer.send({"type": "http.response.body", "body": body})

    def _count(self, call: Call) -> None:
        if call.seller is not None and call.quota is not None and call.quota.allowed:
            self._access.usage.count_call(
                call.seller.principal.client_uid, call.seller.seller_id, call.now
            )
