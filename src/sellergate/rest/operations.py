"""The operations of an API, read off its routes: what the gateway must know to guard them."""

from typing import NamedTuple

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from sellergate.access.scopes import OperatorScope, Scope
from sellergate.rest.wire import wire_path


class Operation(NamedTuple):
    """One operation of an API."""

    method: str
    path: str
    scope: Scope | OperatorScope
    operation_id: str


def operations_of(api: Litestar) -> tuple[Operation, ...]:
    """Every operation. Raises `ValueError` for a route that declares no scope."""
    operations = []
    for route in api.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            operations += _operations(wire_path(route.path_format), handler)
    return tuple(operations)


def _operations(path: str, handler: HTTPRouteHandler) -> list[Operation]:
    scope = handler.opt.get("scope")
    if not isinstance(scope, Scope | OperatorScope):
        raise ValueError(f"{path} declares no scope")  # noqa: TRY004  (a defect of ours, found at start)
    return [
        Operation(str(method), path, scope, str(handler.operation_id))
        for method in handler.http_methods
        if method != "OPTIONS"
    ]
