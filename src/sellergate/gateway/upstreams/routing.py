"""Which calls go to an upstream: those whose path is of a perimeter that the operator serves."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from sellergate.access.scopes import Perimeter
from sellergate.gateway.call import Call
from sellergate.gateway.demand import Demand, Demands
from sellergate.gateway.upstreams.proxy import Proxy
from sellergate.kit.asgi import Scope
from sellergate.kit.problems import Problem

_PARAMETER = re.compile(r"\{[^}]*\}")
_MATRIX = re.compile(";[^/]*")


class Family(Protocol):
    """Every path at or below `path`, a template, is of the perimeter; of several families the longer path counts."""

    @property
    def path(self) -> str:
        """The path template, with `{parameters}`."""
        ...

    @property
    def perimeter(self) -> Perimeter:
        """What it is part of."""
        ...


class _Target(NamedTuple):
    proxy: Proxy
    demands: Demands


class Upstreams:
    """The perimeters that are served elsewhere. `reading_posts` are the paths at which POST only reads."""

    def __init__(
        self,
        origins: Mapping[Perimeter, str],
        *,
        families: Iterable[Family],
        reading_posts: frozenset[str],
        seconds: float,
    ) -> None:
        self._targets = {
            perimeter: _Target(Proxy(origin, seconds=seconds), Demands("upstream", perimeter))
            for perimeter, origin in origins.items()
        }
        self._reading_posts = reading_posts
        longest_first = sorted(families, key=lambda family: -family.path.count("/"))
        self._patterns = [(_pattern(family.path), family.perimeter) for family in longest_first]

    def close(self) -> None:
        """Let go of every connection."""
        for target in self._targets.values():
            target.proxy.close()

    def find_operation(self, call: Call, scope: Scope) -> Demand | None:
        """The right that the call needs if it is for an upstream. Raises `route-unknown`, `method-not-allowed`."""
        path = call.path
        seen = _MATRIX.sub("", path)  # as a server reads it that knows parameters of segments
        perimeter = next((p for pattern, p in self._patterns if pattern.match(seen)), None)
        target = self._targets.get(perimeter) if perimeter else None
        if target is None:
            return None
        if not _is_plain(path, scope["raw_path"]):
            raise Problem("route-unknown")
        reads = call.method == "POST" and path.rstrip("/") in self._reading_posts
        return target.demands.of_method("GET" if reads else call.method)

    def proxy_of(self, call: Call) -> Proxy | None:
        """Where a call that passed goes on to; None for those that we answer."""
        if not isinstance(call.operation, Demand):
            return None
        return self._targets[call.operation.scope.perimeter].proxy


def _pattern(path: str) -> re.Pattern[str]:
    """In any letter case: a server that takes no care of it must not serve another perimeter than was checked."""
    literal = [re.escape(part) for part in _PARAMETER.split(path)]
    return re.compile("[^/]+".join(literal) + "(?:/|$)", re.IGNORECASE)


def _is_plain(path: str, raw_path: bytes) -> bool:
    """Whether every server splits the path into the segments that we saw: else the gate checked another path.

    Refused are empty and dot segments (RFC 3986 §5.2.4), also with `;parameters`, and encoded or turned slashes.
    """
    if path.count("/") != raw_path.count(b"/") or "\\" in path or "\0" in path:
        return False
    segments = path.rstrip("/").split("/")[1:]
    return all(segment.partition(";")[0] not in ("", ".", "..") for segment in segments)
