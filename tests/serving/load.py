"""Callers who keep their connections and never repeat a call: whatever is lost shows."""

import http.client
import select
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Self

PAUSE = 0.002


@dataclass
class Load:
    """Threads that call `path` on one of the ports that `choose` gives, until the end of the block."""

    path: str
    headers: dict[str, str]
    choose: Callable[[], int]
    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)  # that each of them took
    failures: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def running(self, callers: int = 6) -> Iterator["Load"]:
        threads = [threading.Thread(target=self._call) for _ in range(callers)]
        for thread in threads:
            thread.start()
        try:
            self.wait_for(20)
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(30)

    def wait_for(self, more: int) -> None:
        """Until so many more calls were answered."""
        wanted, deadline = len(self.statuses) + more, time.monotonic() + 30
        while len(self.statuses) < wanted:
            assert time.monotonic() < deadline, self.failures
            time.sleep(0.01)

    def _call(self) -> None:
        kept: dict[int, _Kept] = {}
        while not self._stop.is_set():
            port = self.choose()
            connection = kept.setdefault(port, _Kept(port))
            try:
                started = time.monotonic()
                self.statuses.append(connection.get(self.path, self.headers))
                self.seconds.append(time.monotonic() - started)
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(f"{port}: {error!r}")
                connection.close()
            time.sleep(PAUSE)
        for connection in kept.values():
            connection.close()


class _Kept:
    """A connection that is used again and again. One that was not used for a while is looked at first, as pools do."""

    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self._used_at = 0.0

    def get(self, path: str, headers: dict[str, str]) -> int:
        if time.monotonic() - self._used_at > 0.3 and self._has_ended():
            self.close()
        self._used_at = time.monotonic()
        self._http.request("GET", path, headers=headers)
        answer = self._http.getresponse()
        answer.read()
        return answer.status

    def close(self) -> None:
        self._http.close()

    def _has_ended(self) -> bool:
        return self._http.sock is not None and bool(select.select([self._http.sock], [], [], 0)[0])


class Balancer:
    """What a load balancer does: look at every node's /readyz, and send calls to those that are ready."""

    def __init__(self, ports: Sequence[int], *, every: float = 0.1) -> None:
        self.ports = list(ports)
        self._ready = list(ports)
        self._every = every
        self._turn = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop.set()
        self._thread.join(10)

    def choose(self) -> int:
        self._turn += 1
        ready = self._ready
        return ready[self._turn % len(ready)]

    def _watch(self) -> None:
        while not self._stop.wait(self._every):
            ready = [port for port in self.ports if is_ready(port)]
            self._ready = ready or self._ready


def is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException), closing(connection):
        connection.request("GET", "/readyz", headers={"Connection": "close"})
        return connection.getresponse().status == 200
    return False
