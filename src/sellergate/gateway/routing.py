"""Which operation a path names. Unknown routes end here, before anybody is asked who they are."""

import re
from collections.abc import Iterable

from sellergate.gateway.call import Call, Operation
from sellergate.kit.problems import Problem

_PARAMETER = re.compile(r"\{[^}]*\}")


class OperationTable:
    """The operations by path: one dictionary for fixed paths, patterns for those with parameters."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._fixed: dict[str, dict[str, Operation]] = {}
        self._patterns: dict[str, tuple[re.Pattern[str], dict[str, Operation]]] = {}
        for operation in operations:
            self._methods_at(operation.path)[operation.method] = operation

    def check_route(self, call: Call) -> None:
        """Set `call.operation`. Raises `route-unknown` and `method-not-allowed`."""
        methods = self._find(call.path.rstrip("/"))
        if not methods:
            # `message` is what a stock gateway answers: some clients look for it (contract/00 §2).
            raise Problem("route-unknown", message="no Route matched with those values")
        call.operation = methods.get(call.method)
        if call.operation is None:
            raise Problem("method-not-allowed", headers={"Allow": ", ".join(sorted(methods))})

    def _methods_at(self, path: str) -> dict[str, Operation]:
        if "{" not in path:
            return self._fixed.setdefault(path, {})
        literal = [re.escape(part) for part in _PARAMETER.split(path)]
        pattern = re.compile("([^/]+)".join(literal))
        return self._patterns.setdefault(path, (pattern, {}))[1]

    def _find(self, path: str) -> dict[str, Operation] | None:
        if methods := self._fixed.get(path):
            return methods
        return next((m for pattern, m in self._patterns.values() if pattern.fullmatch(path)), None)
