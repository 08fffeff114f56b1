"""Forward-auth: the gate's decision about a call that a proxy holds, for services that stand elsewhere.

nginx (`auth_request`), Traefik (ForwardAuth), Envoy (`ext_authz` over HTTP) and their kin ask here before they let a call pass.
Below `PREFIX` the address names what the call needs: a perimeter (`/forward-auth/orders`: reading or writing by the method), or
a scope (`/forward-auth/orders:read`: that one, whatever the method). Envoy appends the path of the call to it. See
docs/operations/behind-a-proxy.md.
"""

import json
import time
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import quote, unquote_to_bytes

from sellergate.access.scopes import Perimeter
from sellergate.gateway.answer import common_headers
from sellergate.gateway.call import Call
from sellergate.gateway.demand import READING, Demand, Demands, check_method
from sellergate.gateway.gate import PATH_CHARACTERS, Gate
from sellergate.gateway.identity import identity_headers
from sellergate.kit import asgi
from sellergate.kit.problems import Problem
from sellergate.kit.ratelimit import Header

PREFIX: Final = "/forward-auth/"
# nginx takes 2xx, 401 and 403 from `auth_request` and makes 500 of everything else, without the body.
FOR_NGINX: Final = "nginx/"
NGINX_STATUSES: Final = frozenset({200, 401, 403})
NGINX_PATH: Final = 400  # characters of the path in a problem: nginx reads a head of 4 KiB

_METHOD_HEADERS: Final = (b"x-original-method", b"x-forwarded-method")
_URI_HEADERS: Final = (b"x-original-uri", b"x-forwarded-uri")

_DEMANDS: Final = {p.value: Demands("forward-auth", p) for p in Perimeter}
_SCOPES: Final = {
    demand.scope.value: demand
    for demands in _DEMANDS.values()
    for demand in demands.by_right.values()
}


class _Question(NamedTuple):
    """What a proxy asks: the right by its `name`, the path of the call if it is `appended`, the answer's form."""

    name: str
    appended: str
    for_nginx: bool


class ForwardAuth:
    """Answers proxies: 200 with who calls for whom, or the problem that the call is to be refused with."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def __call__(self, scope: asgi.Scope, _receive: asgi.Receive, send: asgi.Send) -> None:
        """Decide one call. The body of the request, if any, is left unread."""
        started = time.perf_counter()
        call = self._gate.receive(scope)
        question = _read_question(scope["path"])
        status, reason, body = 200, None, b""
        try:
            await self._gate.check(call, partial(_find_demand, question, scope["headers"]))
            headers = [*identity_headers(call), (b"content-length", b"0")]
        except Problem as problem:
            status, reason = problem.type.status, problem.type.slug
            if question.for_nginx:
                call.path = _shortened(call.path)
            headers, body = self._gate.refusal(problem, call)
        headers += common_headers(call)
        sent = status
        if question.for_nginx:
            headers += _told_to_nginx(status, body)
            sent = status if status in NGINX_STATUSES else 403
        await send({"type": "http.response.start", "status": sent, "headers": headers})
        await send({"type": "http.response.body", "body": body})
        self._gate.conclude(call, status=status, reason=reason, started=started)


def _read_question(path: str) -> _Question:
    rest = path[len(PREFIX) :]
    for_nginx = rest.startswith(FOR_NGINX)
    if for_nginx:
        rest = rest[len(FOR_NGINX) :]
    name, slash, appended = rest.partition("/")
    return _Question(name, slash + appended, for_nginx)


def _find_demand(question: _Question, headers: list[Header], call: Call) -> None:
    """Make `call` the one that the proxy holds. Raises `route-unknown`, `method-not-allowed`, `validation`."""
    own_method = call.method
    stated: list[str] = []
    paths = [question.appended] if question.appended else []
    for name, value in headers:
        if name in _METHOD_HEADERS:
            stated.append(value.decode("latin-1"))
        elif name in _URI_HEADERS and (path := _path_of(value)):
            paths.append(path)
    call.path = paths[0] if paths else call.path
    call.is_stated_twice = len(set(paths)) > 1
    # A client may add the header of another proxy's dialect to its own request. So each statement only ever makes the
    # demand greater: reading is asked for when all of them say so.
    methods = [*stated, own_method]
    method = next((m for m in methods if m not in READING), methods[0])
    is_stated = bool(stated or question.appended) or method not in READING
    call.operation = _demand(question, method, is_stated=is_stated)
    call.method = method


def _demand(question: _Question, method: str, *, is_stated: bool) -> Demand:
    if found := _SCOPES.get(question.name):
        check_method(method)
        return found
    demands = _DEMANDS.get(question.name)
    if demands is None:
        known = ", ".join([*_DEMANDS, *_SCOPES])
        raise Problem(
            "route-unknown",
            f"The proxy asks at an address that names no perimeter and no scope. After {PREFIX} write one of: {known}.",
        )
    if not is_stated:
        raise Problem(
            "validation",
            errors={
                "X-Original-Method": [
                    "Let the proxy send the method of the call in this header, or in X-Forwarded-Method."
                ]
            },
        )
    return demands.of_method(method)


def _path_of(uri: bytes) -> str:
    return unquote_to_bytes(uri.partition(b"?")[0]).decode("utf-8", "replace")


def _shortened(path: str) -> str:
    """Its beginning: no more than `NGINX_PATH` characters once it is encoded."""
    while len(encoded := quote(path, safe=PATH_CHARACTERS)) > NGINX_PATH:
        path = path[: len(path) * NGINX_PATH // len(encoded)]
    return path


def _told_to_nginx(status: int, body: bytes) -> list[Header]:
    """The status and the body of a refusal in headers, where `auth_request_set` finds them; ASCII, on one line."""
    headers = [(b"x-sellergate-status", b"%d" % status)]
    if body:
        headers.append((b"x-sellergate-problem", json.dumps(json.loads(body)).encode()))
    return headers
