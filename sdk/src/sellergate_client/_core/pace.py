"""What remains of each quota, by the RateLimit headers: a call that would meet the wall waits before it."""

import re
import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

# "orders";r=599;t=60 (draft-ietf-httpapi-ratelimit-headers); several are separated by commas.
RATE_LIMIT = re.compile(r'(?:^|,)\s*"[^"]*"\s*(;[^,]*)')
PARAMETER = re.compile(r";\s*([a-z]+)\s*=\s*(\d{1,15})")
ONE_WINDOW = 2.0  # seconds; whole seconds on the wire, and the way there and back
MARGIN = 0.05


@dataclass(slots=True)
class _Window:
    remaining: int
    ends: float


class Pace:
    """The quotas of one client, by seller and perimeter. Servers that send no such headers are never waited for."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._windows: dict[Hashable, _Window] = {}

    def hold(self, key: Hashable) -> float:
        """The seconds to wait before the next call; 0 takes one of those that remain."""
        with self._lock:
            window = self._windows.get(key)
            if window is None:
                return 0.0
            left = window.ends - self._monotonic()
            if left <= 0:
                del self._windows[key]
                return 0.0
            if window.remaining <= 0:
                return left + MARGIN
            window.remaining -= 1
            return 0.0

    def learn(self, key: Hashable, headers: Mapping[str, str]) -> None:
        """Remember what an answer says of its quota."""
        known = _tightest(headers)
        if known is None:
            return
        remaining, seconds = known
        ends = self._monotonic() + seconds
        with self._lock:
            window = self._windows.get(key)
            if window is not None and abs(window.ends - ends) < ONE_WINDOW:
                # Answers overtake each other; calls on their way are taken off already.
                remaining = min(remaining, window.remaining)
                ends = max(ends, window.ends)
            self._windows[key] = _Window(remaining, ends)

    def close(self, key: Hashable, seconds: float) -> None:
        """Let nobody call for so long: the server has said so."""
        with self._lock:
            self._windows[key] = _Window(0, self._monotonic() + seconds)


def _tightest(headers: Mapping[str, str]) -> tuple[int, int] | None:
    """(what remains, seconds until it starts afresh) of the quota with the least left."""
    found = []
    for parameters in RATE_LIMIT.findall(headers.get("ratelimit", "")):
        named = {name: int(value) for name, value in PARAMETER.findall(parameters)}
        if "r" in named and "t" in named:
            found.append((named["r"], named["t"]))
    if found:
        return min(found)
    try:
        remaining = int(headers["x-ratelimit-remaining"])
        return remaining, int(headers["x-ratelimit-reset"])
    except (KeyError, ValueError):
        return None
