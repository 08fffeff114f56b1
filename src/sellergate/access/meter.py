"""What this process counts of its requests. One dictionary on the hot path, added up once a second and when somebody asks."""

from collections.abc import Callable
from typing import Final

from sellergate.access.traffic.models import TOKEN_ENDPOINT, ClientClass, ClientCount, Kind, Surface
from sellergate.access.traffic.pending import PendingTraffic
from sellergate.kit.clock import Clock
from sellergate.kit.measures import Histogram

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER_METHOD: Final = "OTHER"

# surface, method, route, status, client class, reason
_Key = tuple[str, str, str, int, str, str]


class Meter:
    """Counts since the start, by keys of which there are few: a client never is one.

    `requests` by (surface, method, route, status, client class), `denials` by (surface, reason, client class),
    `tokens` issued by client class, `refusals` of tokens by reason, `charges` by (quota, allowed).
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._fresh: dict[_Key, Histogram] = {}
        self._clients: dict[str, ClientCount] = {}
        self.traffic = PendingTraffic()
        # Told of each request, at its end and in its own task: for traces.
        self.on_request: Callable[[str, str, str, str, str | None], None] | None = None
        self.requests: dict[tuple[str, str, str, int, str], Histogram] = {}
        self.denials: dict[tuple[str, str, str], int] = {}
        self.tokens: dict[str, int] = {}
        self.refusals: dict[str, int] = {}
        self.charges: dict[tuple[str, bool], int] = {}

    def request(
        self,
        surface: str,
        method: str,
        route: str,
        status: int,
        seconds: float,
        *,
        client_class: str = ClientClass.NONE.value,
        client_uid: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Count one request. `route` is a template of ours, `reason` a word of ours."""
        if method not in METHODS:
            method = OTHER_METHOD
        key = (surface, method, route, status, client_class, reason or "")
        histogram = self._fresh.get(key)
        if histogram is None:
            histogram = self._fresh[key] = Histogram()
        histogram.observe(seconds)
        if client_uid is not None:
            count = self._clients.get(client_uid)
            if count is None:
                count = self._clients[client_uid] = ClientCount()
            count.requests += 1
            if status >= 500:
                count.failed += 1
            elif status >= 400:
                count.refused += 1
        if self.on_request is not None:
            self.on_request(surface, method, route, client_class, reason)

    def charged(self, quota: str, *, allowed: bool) -> None:
        """Count one use of a quota."""
        key = (quota, allowed)
        self.charges[key] = self.charges.get(key, 0) + 1

    def add_up(self) -> None:
        """Add what is fresh to the counts since the start, and to the traffic that is to be written."""
        fresh, self._fresh = self._fresh, {}
        clients, self._clients = self._clients, {}
        now = self._clock()
        self.traffic.add_clients(now, clients)
        for (surface, method, route, status, client_class, reason), latency in fresh.items():
            group = (surface, method, route, status, client_class)
            self.requests.setdefault(group, Histogram()).add(latency)
            if reason:
                denial = (surface, reason, client_class)
                self.denials[denial] = self.denials.get(denial, 0) + latency.count
            if surface == Surface.SITE:
                continue
            if surface == Surface.TOKEN and route.endswith(TOKEN_ENDPOINT):
                self._add_tokens(reason, client_class, latency.count)
            kind = Kind(surface, f"{method} {route}"[:120], status, reason)
            self.traffic.add_requests(now, kind, latency)

    def _add_tokens(self, reason: str, client_class: str, number: int) -> None:
        if reason:
            self.refusals[reason] = self.refusals.get(reason, 0) + number
        else:
            self.tokens[client_class] = self.tokens.get(client_class, 0) + number
